"""Messages in an intention's file: who takes part, who is told, what is attached, what is never shown."""

import re
import uuid

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intentions.actions.ecrire import ecrire_au_fil
from intentions.models import IntentionEmbauche, Partenaire
from noyau.courriers import Courrier
from noyau.expedition import objet_et_corps
from noyau.messagerie import MESSAGES_PAR_HEURE
from noyau.pieces import Message, Piece
from noyau.televersement import PieceLue, joindre
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory
from tests.factories.scenario import intention_deposee, monde
from tests.html import choisir, lire, textes

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def intention(le_monde):
    """Addressed to the cotraitant; its contact has no account."""
    return intention_deposee(
        le_monde, nom="Tôlerie Heulin", organisme_choisi=le_monde.cotraitant, contact_courriel="atelier@heulin.example"
    )


@pytest.fixture
def claire(intention):
    return intention.deposant


def ouvrir(personne):
    navigateur = Client()
    navigateur.force_login(personne)
    return navigateur


def adresse(intention):
    return reverse("messages:intention", args=[intention.pk])


def ecrire(intention, par, texte="Qui apporte les soudures ?"):
    return ecrire_au_fil(intention_id=intention.pk, par=par, texte=texte, envoi=uuid.uuid4())


def prevenus():
    return sorted(Courrier.objects.filter(modele="nouveau_message").values_list("destinataire", flat=True))


def page(navigateur, intention):
    return lire(navigateur.get(adresse(intention)).content.decode())


def test_chacun_ecrit_au_titre_de_qui_il_represente(le_monde, intention, claire):
    referente = comptes.referent(le_monde.reseau)
    partenaire = Partenaire.objects.create(nom="France Travail Cholet", canal="reseau", structure=le_monde.reseau)
    IntentionEmbauche.objects.filter(pk=intention.pk).update(partenaire=partenaire)

    qualites = [
        ecrire(intention, personne).auteur_qualite
        for personne in (claire, referente, le_monde.au_cotraitant, le_monde.agent)
    ]

    assert qualites == ["Tôlerie Heulin", "France Travail Cholet", "Formaloire Métiers", "Région"]


def test_les_autres_sont_prevenus_et_le_contact_meme_sans_compte(le_monde, intention, claire, settings):
    ecrire(intention, le_monde.au_cotraitant)

    assert prevenus() == sorted([claire.email, "atelier@heulin.example", settings.REGION_EMAIL])


def test_la_region_est_prevenue_une_fois_par_dossier_et_par_jour(le_monde, intention, claire, settings):
    for _ in range(3):
        ecrire(intention, claire)

    assert prevenus().count(settings.REGION_EMAIL) == 1
    assert prevenus().count("atelier@heulin.example") == 3


def test_qui_a_quitte_l_etablissement_n_est_plus_prevenu(le_monde, intention, claire):
    claire.rattachements.update(actif=False)

    ecrire(intention, le_monde.au_cotraitant)

    assert claire.email not in prevenus()


def test_le_courriel_porte_le_message_et_dit_pourquoi_il_vient(le_monde, intention, claire):
    ecrire(intention, le_monde.au_cotraitant, "Qui apporte\nles <b>soudures</b> ?")

    courrier = Courrier.objects.get(modele="nouveau_message", destinataire="atelier@heulin.example")
    objet, corps = objet_et_corps(courrier)
    assert objet == f"Nouveau message sur l’intention {intention.numero}, de Odile Charrier, Formaloire Métiers"
    assert "Qui apporte\nles <b>soudures</b> ?" in corps
    assert adresse(intention) in corps
    assert courrier.groupable


def test_organisme_remplace_ne_lit_plus_ni_n_ecrit_ni_n_est_prevenu(le_monde, intention, claire):
    ecrire(intention, le_monde.au_cotraitant)
    odile = ouvrir(le_monde.au_cotraitant)
    piece = odile.post(
        adresse(intention),
        {"envoi": uuid.uuid4(), "texte": "Le plan.", "piece_1": SimpleUploadedFile("plan.pdf", PDF)},
    )
    assert piece.status_code == 302
    jointe = Piece.objects.get()
    assert odile.get(reverse("messages:piece", args=[jointe.pk])).status_code == 200
    Courrier.objects.filter(modele="nouveau_message").delete()

    IntentionEmbauche.objects.filter(pk=intention.pk).update(organisme_choisi=le_monde.mandataire)

    assert odile.get(adresse(intention)).status_code == 404
    assert odile.get(reverse("messages:piece", args=[jointe.pk])).status_code == 404
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        ecrire(intention, le_monde.au_cotraitant)
    ecrire(intention, claire)
    assert le_monde.au_cotraitant.email not in prevenus()
    assert le_monde.au_mandataire.email in prevenus()


def test_organisme_qui_cherche_des_besoins_n_ecrit_pas(le_monde):
    """Free, within its lots: it reads the offer, and declares its interest; the thread is not its to enter."""
    libre = intention_deposee(le_monde, nom="Libre")

    assert ouvrir(le_monde.au_cotraitant).get(reverse("sessions:intention", args=[libre.pk])).status_code == 200
    assert ouvrir(le_monde.au_cotraitant).get(adresse(libre)).status_code == 404


@pytest.mark.parametrize("qui", ["employeur", "organisme", "referent"])
def test_les_autres_n_y_trouvent_rien(le_monde, intention, qui):
    personne = {
        "employeur": lambda: comptes.employeur(EmployeurFactory()),
        "organisme": lambda: comptes.organisme(OrganismeFormationFactory()),
        "referent": lambda: comptes.referent(le_monde.reseau),
    }[qui]()

    navigateur = ouvrir(personne)

    assert navigateur.get(adresse(intention)).status_code == 404
    assert navigateur.post(adresse(intention), {"envoi": uuid.uuid4(), "texte": "Bonjour."}).status_code == 404


def test_agent_sans_droit_lit_sans_ecrire(le_monde, intention, claire):
    lecteur = comptes.UtilisateurFactory(is_staff=True)
    lecteur.groups.add(Group.objects.get(name="Gestion des marchés"))
    ecrire(intention, claire)
    navigateur = ouvrir(lecteur)

    assert textes(page(navigateur, intention), ".messages-fil p")[1] == "Qui apporte les soudures ?"
    assert choisir(page(navigateur, intention), "textarea") == []
    assert navigateur.post(adresse(intention), {"envoi": uuid.uuid4(), "texte": "Bonjour."}).status_code == 403
    assert Message.objects.count() == 1


def test_double_clic_n_envoie_qu_un_message(intention, claire):
    navigateur = ouvrir(claire)
    envoi = page(navigateur, intention).get_element_by_id("id_envoi").get("value")

    for _ in range(2):
        assert navigateur.post(adresse(intention), {"envoi": envoi, "texte": "Bonjour."}).status_code == 302

    assert Message.objects.count() == 1
    assert prevenus().count("atelier@heulin.example") == 1


def test_ce_qu_on_ecrit_ne_devient_pas_du_html(intention, claire):
    ecrire(intention, claire, "<script>alert(1)</script>\n<b>gras</b>")

    rendu = ouvrir(claire).get(adresse(intention)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>" in rendu
    assert re.findall(r"<script>|<b>gras", rendu) == []


def test_piece_refusee_garde_le_message_ecrit(intention, claire):
    reponse = ouvrir(claire).post(
        adresse(intention),
        {"envoi": uuid.uuid4(), "texte": "Voici.", "piece_1": SimpleUploadedFile("virus.pdf", b"MZ\x90\x00")},
    )

    arbre = lire(reponse.content.decode())
    assert arbre.get_element_by_id("id_texte").text.strip() == "Voici."
    assert [lien.get("href") for lien in choisir(arbre, ".erreurs a")] == ["#id_piece_1"]
    assert Message.objects.count() == 0


def test_trois_pieces_se_lisent_dans_le_fil(intention, claire):
    navigateur = ouvrir(claire)
    navigateur.post(
        adresse(intention),
        {
            "envoi": uuid.uuid4(),
            "texte": "Voici.",
            **{f"piece_{rang}": SimpleUploadedFile(f"plan {rang}.pdf", PDF) for rang in (1, 2, 3)},
        },
    )

    liens = choisir(page(navigateur, intention), ".messages-fil .piece")
    assert [lien.text_content().strip() for lien in liens] == ["plan 1.pdf", "plan 2.pdf", "plan 3.pdf"]
    reponse = navigateur.get(liens[0].get("href"))
    assert reponse.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(reponse.streaming_content) == PDF


def test_une_piece_hors_des_messages_ne_s_ouvre_pas_ici(intention, claire):
    """The employer's letter (I-ECRIT) is served by its own page, to others."""
    lettre = joindre(intention, PieceLue("lettre.pdf", "application/pdf", PDF), categorie="ecrit", par=claire)

    assert ouvrir(claire).get(reverse("messages:piece", args=[lettre.pk])).status_code == 404


@pytest.mark.parametrize("texte", ["", "   ", "x" * 4001])
def test_message_vide_ou_trop_long_est_refuse(intention, claire, texte):
    assert ouvrir(claire).post(adresse(intention), {"envoi": uuid.uuid4(), "texte": texte}).status_code == 200
    assert Message.objects.count() == 0


def test_nouveaux_messages_se_voient_puis_se_lisent(le_monde, intention, claire):
    for _ in range(2):
        ecrire(intention, le_monde.au_cotraitant)
    navigateur = ouvrir(claire)

    def liste():
        return textes(lire(navigateur.get(reverse("intentions:liste")).content.decode()), "tbody .delai")

    def detail():
        return textes(
            lire(navigateur.get(reverse("intentions:detail", args=[intention.pk])).content.decode()), ".suit a strong"
        )

    assert liste() == ["2 nouveaux messages"]
    assert detail() == ["2 nouveaux"]
    page(navigateur, intention)
    assert liste() == detail() == []


def test_chacun_retrouve_le_chemin_de_sa_page(le_monde, intention, claire):
    chemins = {
        personne.email: [lien.get("href") for lien in choisir(page(ouvrir(personne), intention), ".fil-ariane a")]
        for personne in (claire, le_monde.au_cotraitant, le_monde.agent)
    }

    assert list(chemins.values()) == [
        [reverse("intentions:liste"), reverse("intentions:detail", args=[intention.pk])],
        [reverse("sessions:intentions"), reverse("sessions:intention", args=[intention.pk])],
        [
            reverse("admin:intentions_intentionembauche_changelist"),
            reverse("admin:intentions_intentionembauche_change", args=[intention.pk]),
        ],
    ]


@pytest.mark.parametrize("combien", [1, 3])
def test_le_fil_se_lit_en_un_nombre_constant_de_requetes(intention, claire, combien, django_assert_max_num_queries):
    for _ in range(combien):
        ecrire(intention, claire)
    navigateur = ouvrir(claire)
    page(navigateur, intention)

    with django_assert_max_num_queries(20):
        assert len(choisir(page(navigateur, intention), ".messages-fil > li")) == combien


def test_on_n_ecrit_pas_sans_fin(intention, claire):
    for _ in range(MESSAGES_PAR_HEURE):
        ecrire(intention, claire)

    reponse = ouvrir(claire).post(adresse(intention), {"texte": "Encore un.", "envoi": str(uuid.uuid4())})

    assert "Reprenez un peu plus tard" in reponse.content.decode()
    assert "Encore un." in reponse.content.decode()
    assert Message.objects.count() == MESSAGES_PAR_HEURE
