"""Messages about a session: its training body, the mandataire of its lot and the Région; who is told, who reads."""

import uuid

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.messagerie import MESSAGES_PAR_HEURE
from noyau.pieces import Message, Piece
from noyau.redaction import objet_et_corps
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.ecrire import ecrire_a_la_session
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import concurrent, sous_traitant
from tests.html import lire, textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def session(le_monde):
    return session_demandee(le_monde)


def ouvrir(personne):
    navigateur = Client()
    navigateur.force_login(personne)
    return navigateur


def adresse(session):
    return reverse("messages_session:session", args=[session.pk])


def ecrire(session, par, texte="Le plateau est-il libre ?", envoi=None):
    return ecrire_a_la_session(session_id=session.pk, par=par, texte=texte, envoi=envoi or uuid.uuid4())


def prevenus():
    return sorted(Courrier.objects.filter(modele="session_message").values_list("destinataire", flat=True))


def test_chacun_ecrit_au_titre_de_qui_il_represente(le_monde, session):
    qualites = [
        ecrire(session, personne).auteur_qualite
        for personne in (le_monde.au_cotraitant, le_monde.au_mandataire, le_monde.agent)
    ]

    assert qualites == ["Formaloire Métiers", "Compétences Ouest", "Région"]


def test_l_organisme_ecrit_la_region_est_prevenue(le_monde, session):
    ecrire(session, le_monde.au_cotraitant)

    assert prevenus() == [settings.REGION_EMAIL.lower()]
    [courrier] = Courrier.objects.filter(modele="session_message")
    objet, corps = objet_et_corps(courrier)
    assert objet == f"Nouveau message sur la session {session.numero}, de Odile Charrier, Formaloire Métiers"
    assert adresse(session) in corps


def test_l_agent_qui_suit_la_demande_est_prevenu_a_chaque_message(le_monde, session):
    Session.objects.filter(pk=session.pk).update(agent=le_monde.agent)

    for _ in range(2):
        ecrire(session, le_monde.au_cotraitant)

    assert prevenus() == [le_monde.agent.email] * 2


def test_la_boite_commune_n_est_prevenue_qu_une_fois_par_jour(le_monde, session):
    for _ in range(2):
        ecrire(session, le_monde.au_cotraitant)

    assert prevenus() == [settings.REGION_EMAIL.lower()]


def test_la_region_ecrit_a_qui_a_demande(le_monde, session):
    ecrire(session, le_monde.agent)

    assert prevenus() == [le_monde.au_cotraitant.email]


def test_le_mandataire_est_prevenu_une_fois_qu_il_a_pris_part(le_monde, session):
    ecrire(session, le_monde.au_mandataire)
    Courrier.objects.all().delete()

    ecrire(session, le_monde.agent)

    assert prevenus() == sorted([le_monde.au_cotraitant.email, le_monde.au_mandataire.email])


def test_le_mandataire_dont_on_attend_l_accord_est_prevenu(le_monde):
    yann = sous_traitant(le_monde)
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)], par=yann, groupement_capable=False)
    demander_ouverture(session_id=session.pk, par=yann, le=LE)
    Courrier.objects.all().delete()

    ecrire(session, yann)

    assert prevenus() == sorted([le_monde.mandataire.courriel.lower(), settings.REGION_EMAIL.lower()])


def test_un_double_clic_ecrit_un_seul_message(le_monde, session):
    envoi = uuid.uuid4()

    messages = {ecrire(session, le_monde.au_cotraitant, envoi=envoi).pk for _ in range(2)}

    assert len(messages) == 1
    assert len(prevenus()) == 1


def test_ni_un_concurrent_ni_un_employeur_ne_lisent(le_monde, session):
    for personne in (concurrent(le_monde), comptes.employeur(), sous_traitant(le_monde)):
        with pytest.raises(Session.DoesNotExist):
            ecrire(session, personne)
        assert ouvrir(personne).get(adresse(session)).status_code == 404


def test_un_brouillon_n_a_pas_de_messages(le_monde):
    brouillon = demande(le_monde, [])

    with pytest.raises(Session.DoesNotExist):
        ecrire(brouillon, le_monde.au_cotraitant)
    assert ouvrir(le_monde.au_cotraitant).get(adresse(brouillon)).status_code == 404


def test_un_agent_sans_droit_d_achat_lit_sans_ecrire(session):
    lecteur = comptes.UtilisateurFactory(is_staff=True)

    page = ouvrir(lecteur).get(adresse(session))

    assert "Votre compte permet de lire ces messages" in page.content.decode()
    with pytest.raises(PermissionDenied):
        ecrire(session, lecteur)
    envoye = ouvrir(lecteur).post(adresse(session), {"texte": "Bonjour", "envoi": str(uuid.uuid4())})
    assert envoye.status_code == 403


def test_trop_de_messages_en_une_heure_attendent(le_monde, session):
    for _ in range(MESSAGES_PAR_HEURE):
        ecrire(session, le_monde.au_cotraitant)

    with pytest.raises(RegleViolee, match="messages en une heure"):
        ecrire(session, le_monde.au_cotraitant)


def test_la_page_envoie_avec_pieces_et_les_rend_a_qui_lit_le_fil(le_monde, session, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    envoye = {
        "texte": "Voici le plan.",
        "envoi": str(uuid.uuid4()),
        "piece_1": SimpleUploadedFile("plan.pdf", PDF),
        "piece_2": SimpleUploadedFile("devis.pdf", PDF),
    }

    reponse = ouvrir(le_monde.au_cotraitant).post(adresse(session), envoye)

    assert reponse.headers["Location"] == adresse(session)
    piece = Piece.objects.get(nom="plan.pdf")
    url = reverse("messages_session:piece", args=[piece.pk])
    assert ouvrir(le_monde.au_mandataire).get(url).headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert ouvrir(concurrent(le_monde)).get(url).status_code == 404
    assert textes(lire(ouvrir(le_monde.agent).get(adresse(session)).content.decode()), "a.piece") == [
        "plan.pdf",
        "devis.pdf",
    ]


def test_un_message_vide_ou_un_fichier_refuse_garde_ce_qui_est_ecrit(le_monde, session):
    navigateur = ouvrir(le_monde.au_cotraitant)
    envoi = str(uuid.uuid4())

    vide = navigateur.post(adresse(session), {"texte": "", "envoi": envoi})
    faux = navigateur.post(
        adresse(session),
        {"texte": "Le plan.", "envoi": envoi, "piece_1": SimpleUploadedFile("plan.pdf", b"PK\x03\x04")},
    )

    assert vide.context["message_form"].errors == {"texte": ["Écrivez votre message avant de l’envoyer."]}
    assert list(faux.context["message_form"].errors) == ["piece_1"]
    assert "Le plan.</textarea>" in faux.content.decode()
    assert not Message.objects.exists()


def test_l_agent_qui_ecrit_de_son_dossier_y_revient(le_monde, session):
    envoye = {"texte": "Bonjour.", "envoi": str(uuid.uuid4()), "retour": "dossier"}
    dossier = reverse("admin:sessions_formation_session_echanges", args=[session.pk])

    assert ouvrir(le_monde.agent).post(adresse(session), envoye).headers["Location"] == f"{dossier}#t-messages"
    envoye["envoi"] = str(uuid.uuid4())
    reponse = ouvrir(le_monde.au_cotraitant).post(adresse(session), envoye)
    assert reponse.headers["Location"] == adresse(session)


def test_la_demande_et_la_liste_comptent_ce_qui_n_est_pas_lu(odile, le_monde, session):
    for _ in range(2):
        ecrire(session, le_monde.agent)

    assert odile.get(reverse("sessions:demande", args=[session.pk])).context["nouveaux"] == 2
    [ligne] = odile.get(reverse("sessions:liste")).context["page"].object_list
    assert ligne.nouveaux == 2

    odile.get(adresse(session))

    assert odile.get(reverse("sessions:demande", args=[session.pk])).context["nouveaux"] == 0
