"""At the foot of each mail: why it came, and where its reader chooses how often to be written to."""

import re

import pytest
from django.conf import settings
from django.test import Client

from comptes.liens import Usage, lire
from noyau.courriers import Courrier
from noyau.expedition import composer
from noyau.redaction import objet_et_corps, page_html, pied_de, raison_de
from tests.courriers.exemples import COURRIERS, INTENTION

pytestmark = pytest.mark.django_db

ADRESSE = "Claire.Heulin@exemple.test"
DE_SECURITE = [
    ("code_connexion", {"code": "ABCD-EFGH"}),
    ("code_courriel", {"code": "ABCD-EFGH", "courriel": ADRESSE}),
    ("code_mot_de_passe", {"code": "ABCD-EFGH"}),
]


def courrier(modele="intention_adressee", contexte=INTENTION, **champs):
    return Courrier.objects.create(
        **{
            "cle": f"essai:{modele}",
            "message_id": f"<{modele}@exemple.test>",
            "modele": modele,
            "destinataire": ADRESSE,
            "contexte": contexte,
            "depose_le": "2026-11-09T17:31:00+01:00",
            "prochain_essai_le": "2026-11-09T17:31:00+01:00",
            **champs,
        }
    )


def pied_du_texte(message):
    return message.body.rsplit("Pourquoi ce courriel ?\n", 1)[1].splitlines()


@pytest.mark.parametrize(("modele", "contexte"), COURRIERS, ids=lambda cas: cas if isinstance(cas, str) else "")
def test_raison_est_une_phrase_dite_au_lecteur(modele, contexte):
    raison = raison_de(Courrier(modele=modele, contexte=contexte))

    assert re.fullmatch(r"Vous recevez ce courriel parce qu[^\n]{20,220}\.", raison)
    assert re.findall(r"None|\{\{|\{%|  |\w'\w|\(\)", raison) == []


def test_une_nouvelle_dit_pourquoi_elle_vient_et_ou_choisir():
    raison, choix = pied_du_texte(composer(courrier(groupable=True)))

    assert raison == (
        "Vous recevez ce courriel parce que cette adresse est celle de votre organisme (Formaloire Métiers), "
        "que l’employeur a choisi."
    )
    avant, lien = choix.split(" : ")
    assert avant == "Choisir quand nous vous écrivons"
    jeton = re.fullmatch(rf"{settings.SITE_URL}/r/courriels/(\S+)/", lien)[1]
    assert lire(Usage.COURRIELS, jeton).courriel == ADRESSE.lower()
    assert Client().get(lien.removeprefix(settings.SITE_URL)).status_code == 200


def test_un_courrier_qui_ne_se_groupe_pas_le_dit():
    _, choix = pied_du_texte(composer(courrier(groupable=False)))

    assert choix.startswith("Celui-ci part toujours aussitôt. Choisir quand nous vous écrivons pour les autres : http")


@pytest.mark.parametrize(("modele", "contexte"), DE_SECURITE, ids=[modele for modele, _ in DE_SECURITE])
def test_un_code_part_aussitot_et_ne_porte_pas_de_lien_de_plus(modele, contexte):
    message = composer(courrier(modele, contexte))

    raison, choix = pied_du_texte(message)

    assert raison.startswith("Vous recevez ce courriel parce que quelqu’un, vous sans doute,")
    assert choix == "Il part toujours aussitôt : un code n’attend pas de récapitulatif."
    assert "http" not in message.body
    assert '<a href="http' not in message.alternatives[0].content


def test_la_page_html_dit_le_meme_pied_que_le_texte():
    message = composer(courrier(groupable=True))

    html = message.alternatives[0].content
    raison, choix = pied_du_texte(message)

    assert html.count(raison) == 1
    assert html.count(f'<a href="{choix.split(" : ")[1]}">Choisir quand nous vous écrivons</a>') == 1


def test_l_apercu_d_un_agent_ne_donne_pas_le_lien_du_lecteur():
    ligne = courrier(groupable=True)

    apercu = page_html(ligne, pied_de(ligne))

    assert "Choisir quand nous vous écrivons" in apercu
    assert "/r/courriels/" not in apercu + pied_de(ligne).texte


def test_le_recapitulatif_se_lit_comme_un_courrier():
    nouvelles = [
        {
            "objet": "Tôlerie d’Essai & Fils vous confie 2 postes : Soudeur",
            "depose_le": "2026-11-09T17:31:00+01:00",
            "texte": "Tôlerie d’Essai & Fils a choisi votre organisme.\n\nPoste : Soudeur",
            "suite": f"{settings.SITE_URL}/organisme/intentions/",
            "raison": "Vous recevez cette nouvelle parce que cette adresse est celle de votre organisme.",
        },
        {
            "objet": "8 places de formation à pourvoir : Soudeur assembleur",
            "depose_le": "2026-11-09T18:02:00+01:00",
            "texte": "La Région vient d’autoriser une session dans votre département.",
            "suite": "",
            "raison": "Vous recevez cette nouvelle parce que votre structure accompagne des demandeurs d’emploi.",
        },
    ]
    ligne = courrier("recapitulatif", {"le": "2026-11-10", "nouvelles": nouvelles})

    message = composer(ligne)

    assert message.subject == "Récapitulatif du 10 novembre : 2 nouvelles"
    texte, lien = message.body.rsplit(" : ", 1)
    assert lien.startswith(f"{settings.SITE_URL}/r/courriels/")
    assert texte == (
        "Bonjour,\n\n"
        "Voici les 2\xa0nouvelles arrivées depuis votre dernier récapitulatif.\n\n\n"
        "1. Tôlerie d’Essai & Fils vous confie 2 postes : Soudeur\n"
        "9 novembre 2026, 17\xa0h\xa031\n\n"
        "Tôlerie d’Essai & Fils a choisi votre organisme.\n\n"
        "Poste : Soudeur\n\n"
        f"Lire la suite : {settings.SITE_URL}/organisme/intentions/\n\n"
        "Vous recevez cette nouvelle parce que cette adresse est celle de votre organisme.\n\n\n"
        "2. 8 places de formation à pourvoir : Soudeur assembleur\n"
        "9 novembre 2026, 18\xa0h\xa002\n\n"
        "La Région vient d’autoriser une session dans votre département.\n\n"
        "Vous recevez cette nouvelle parce que votre structure accompagne des demandeurs d’emploi.\n\n"
        "Pourquoi ce courriel ?\n"
        "Vous recevez ce récapitulatif parce que vous avez choisi, pour cette adresse, "
        "un courriel par jour plutôt qu’un à chaque nouvelle.\n"
        "Choisir quand nous vous écrivons"
    )
    html = message.alternatives[0].content
    assert re.findall(r"<h(\d)", html) == ["1", "2", "2", "2"]
    assert "Essai & Fils" not in html


def test_le_recapitulatif_d_une_seule_nouvelle_la_dit_dans_l_objet():
    nouvelle = {"objet": "Une session s’ouvre", "depose_le": "2026-11-09T17:31:00+01:00", "texte": "…"}

    objet, corps = objet_et_corps(
        Courrier(
            modele="recapitulatif",
            contexte={"le": "2026-11-10", "nouvelles": [{**nouvelle, "suite": "", "raison": "Vous…"}]},
        )
    )

    assert objet == "Récapitulatif du 10 novembre : Une session s’ouvre"
    assert corps.startswith("Bonjour,\n\nVoici la nouvelle arrivée depuis votre dernier récapitulatif.\n")
