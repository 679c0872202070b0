"""The page of one session: all that helps somebody decide and come, nothing that names who agreed to nothing."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from intentions.enums import Etape
from referentiels.models import Certification
from sessions_formation.enums import ModaliteEnseignement, NiveauEntree, TransitionSession
from sessions_formation.models import EtapeSession, Session
from tests.admin.gestes import arbre
from tests.factories.fiches import fiche_de
from tests.html import choisir, textes
from tests.sessions_formation.test_formations import page_de, publiee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

HOSTILE = '</script><script>alert(1)</script> & « l’objectif » "cité"'


SOUDEUR = {
    "objectif": "Assembler des pièces au semi-automatique.",
    "resultats": "Titre professionnel de soudeur",
    "modalite": ModaliteEnseignement.MIXTE,
    "rythme": "35 heures par semaine",
    "alternance": "Deux semaines en mars",
    "heures_entreprise": 70,
    "niveau_entree": NiveauEntree.CAP,
    "acces_handicap": "Atelier de plain-pied",
}


def lire(page) -> str:
    """Give the words of the page itself, without its head nor what engines alone read."""
    (corps,) = textes(arbre(page), "main")
    return corps


def reunion(session: Session, le: datetime, **champs) -> EtapeSession:
    """An information meeting of two hours."""
    faits = {"nature": Etape.INFORMATION_COLLECTIVE, "lieu": "Salle Goubert, Cholet", "creee_le": le, **champs}
    return EtapeSession.objects.create(
        session=session, debut=le, fin=le + timedelta(hours=2), annoncee_le=le, creee_par=session.demandeur, **faits
    )


def donnees(page) -> dict:
    (bloc,) = choisir(arbre(page), 'script[type="application/ld+json"]')
    return json.loads(bloc.text)


def test_sans_fiche_la_page_dit_ce_que_l_on_sait(client, le_monde):
    lu = lire(page_de(client, publiee(le_monde)))

    assert "Ce que l’on y apprend" not in lu
    assert "Session sur intention d’embauche" in lu
    assert re.search(r"Places\s?5\slibres\s?sur 5", lu)


def test_la_fiche_dit_ce_que_l_on_apprend_et_comment(client, le_monde):
    session = publiee(le_monde)
    fiche_de(session, **SOUDEUR)

    lu = lire(page_de(client, session))

    for phrase in (
        "Assembler des pièces au semi-automatique.",
        "Titre professionnel de soudeur",
        "En partie à distance",
        "35 heures par semaine",
        "Deux semaines en mars",
        "70 h en tout",
        "CAP, BEP (niveau 3), conseillé",
        "Atelier de plain-pied",
    ):
        assert phrase in lu


def test_une_session_socle_le_dit_sous_les_modes_d_acces(client, le_monde):
    session = publiee(le_monde)
    Session.objects.filter(pk=session.pk).update(type="socle")

    lu = lire(page_de(client, session))

    assert "Modes d’accès Session socle" in lu
    assert "Les emplois au bout" not in lu


def test_un_employeur_n_est_nomme_que_s_il_l_accepte(client, le_monde):
    session = publiee(le_monde)
    intention = session.retenues.get().intention

    assert intention.employeur.nom not in lire(page_de(client, session))
    type(intention).objects.filter(pk=intention.pk).update(nom_public=True)
    assert f"Un employeur accepte d’être nommé : {intention.employeur.nom}." in lire(page_de(client, session))


def test_les_reunions_a_venir_sont_dites_les_autres_non(client, le_monde):
    session = publiee(le_monde)
    reunion(session, datetime(2026, 12, 8, 8, tzinfo=UTC))
    reunion(session, datetime(2026, 1, 8, 8, tzinfo=UTC), lieu="Salle passée")
    reunion(session, datetime(2026, 12, 9, 8, tzinfo=UTC), lieu="Salle annulée", annulee_le=datetime.now(UTC))
    reunion(session, datetime(2026, 12, 9, 8, tzinfo=UTC), lieu="Salle du jury", nature=Etape.JURY)

    lu = lire(page_de(client, session))

    assert "Réunion d’information mardi 8 décembre 2026, de 9 h à 11 h" in lu
    assert "Salle Goubert, Cholet" in lu
    assert [salle for salle in ("Salle passée", "Salle annulée", "Salle du jury") if salle in lu] == []


def test_la_certification_dit_son_niveau_en_clair(client, le_monde):
    session = publiee(le_monde)
    Session.objects.filter(pk=session.pk).update(
        certification=Certification.objects.create(code="RNCP34157", intitule="TP Soudeur", niveau="3")
    )

    assert "RNCP34157, niveau 3 (CAP, BEP)" in lire(page_de(client, session))


def test_des_formations_proches_le_meme_metier_d_abord(client, le_monde):
    session = publiee(le_monde)
    publiee(le_monde, intitule="Tourneur", debut=date(2027, 1, 4))
    soudeur = publiee(le_monde, intitule="Soudeur tuyauteur", debut=date(2027, 3, 1), fin=date(2027, 6, 1))
    publiee(le_monde, intitule="Annulée").franchir(TransitionSession.ANNULER, par=None)
    Session.objects.filter(pk__in=[session.pk, soudeur.pk]).update(metier=le_monde.metier)
    Session.objects.exclude(pk__in=[session.pk, soudeur.pk]).update(metier=None)

    proches = page_de(client, session).context["similaires"]

    assert [proche.intitule for proche in proches] == ["Soudeur tuyauteur", "Tourneur"]


def test_une_formation_partie_propose_ses_voisines(client, le_monde):
    annulee = publiee(le_monde)
    publiee(le_monde, intitule="Tourneur")
    annulee.franchir(TransitionSession.ANNULER, par=None)

    page = page_de(client, annulee)

    assert (page.status_code, "Où l’on peut entrer Tourneur" in lire(page)) == (410, True)
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_la_page_se_partage_par_courriel_avec_son_adresse(client, le_monde, settings):
    settings.SITE_URL = "https://emploi.example"
    session = publiee(le_monde)

    (lien,) = choisir(arbre(page_de(client, session)), 'a[href^="mailto:?subject="]')

    assert f"https%3A%2F%2Femploi.example%2Fformations%2F{session.numero}%2F" in lien.get("href")
    assert "Soudeur%20assembleur%20industriel%2C%20Cholet" in lien.get("href")


def test_les_moteurs_lisent_un_cours_vrai(client, le_monde, settings):
    settings.SITE_URL = "https://emploi.example"
    session = publiee(le_monde)
    fiche_de(session, **SOUDEUR)

    cours = donnees(page_de(client, session))

    assert (cours["@type"], cours["name"], cours["isAccessibleForFree"]) == ("Course", session.intitule, True)
    assert cours["url"] == "https://emploi.example" + reverse("formation", args=[session.numero])
    instance = cours["hasCourseInstance"]
    assert (instance["courseMode"], instance["startDate"], instance["endDate"], instance["courseWorkload"]) == (
        "Blended",
        "2027-01-11",
        "2027-04-30",
        f"PT{session.heures}H",
    )
    assert instance["remainingAttendeeCapacity"] == session.vitrine.libres


def test_un_texte_hostile_ne_sort_pas_de_son_bloc(client, le_monde):
    session = publiee(le_monde, intitule='Soudeur </script><b>"x"')
    fiche_de(session, **SOUDEUR | {"objectif": HOSTILE})

    page = page_de(client, session)

    assert donnees(page)["description"] == HOSTILE
    assert "<script>alert" not in page.content.decode()
    assert choisir(arbre(page), "head b, h1 b") == []
    assert choisir(arbre(page), 'meta[property="og:title"]')[0].get("content").startswith('Soudeur </script><b>"x"')
