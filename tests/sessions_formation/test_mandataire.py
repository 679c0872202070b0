"""A sous-traitant asks, the mandataire answers: what changes, who may answer, who is told (FAQ §2, §9)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.expedition import composer
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.mandataire import accorder_mandataire
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import concurrent, sous_traitant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def yann(le_monde):
    return sous_traitant(le_monde)


@pytest.fixture
def en_attente(le_monde, yann):
    intentions = [intention_deposee(le_monde, nombre_postes=5)]
    session = demande(le_monde, intentions, par=yann, groupement_capable=False)
    return demander_ouverture(session_id=session.pk, par=yann, le=LE)


def repondre(session, par, *, accord=True, motif=""):
    return accorder_mandataire(session_id=session.pk, par=par, accord=accord, motif=motif, le=LE)


def page_d_accord(session):
    return reverse("sessions:accord", args=[session.pk])


def test_la_demande_d_un_sous_traitant_attend_le_mandataire_et_garde_ses_postes(le_monde, en_attente):
    assert (en_attente.statut, en_attente.numero) == (StatutSession.ATTENTE_MANDATAIRE, "SE-2026-00001")
    assert [ligne.libelle for ligne in en_attente.historique] == ["Soumise au mandataire", "Demandée"]
    [retenue] = en_attente.retenues.select_related("intention")
    assert (retenue.active, retenue.intention.statut) == (True, StatutIntention.ENGAGEE)
    assert not Session.objects.a_decider().exists()
    [courrier] = Courrier.objects.filter(modele="accord_mandataire")
    message = composer(courrier)
    assert message.to == [le_monde.mandataire.courriel]
    assert message.subject == "Atelier du Layon demande votre accord pour la session SE-2026-00001"
    assert page_d_accord(en_attente) in message.body


def test_un_cotraitant_n_attend_personne(le_monde):
    assert session_demandee(le_monde).statut == StatutSession.DEMANDEE


def test_l_accord_met_la_demande_dans_la_file_a_son_heure(le_monde, en_attente):
    avant = en_attente.complete_le

    session = repondre(en_attente, le_monde.au_mandataire, motif="Nous n’avons pas ce plateau.")

    session.refresh_from_db()
    assert (session.statut, session.accord_mandataire) == (StatutSession.EN_INSTRUCTION, True)
    assert session.complete_le > avant
    assert session.verdict == "eligible"
    assert list(Session.objects.a_decider()) == [session]
    derniere = session.historique.first()
    assert (derniere.libelle, derniere.par_nom) == ("Accord du mandataire", "Marc Bodin")
    assert derniere.motif == "Nous n’avons pas ce plateau."


def test_le_refus_arrete_la_demande_et_libere_les_intentions(le_monde, en_attente):
    session = repondre(en_attente, le_monde.au_mandataire, accord=False, motif="Formaloire peut l’assurer.")

    session.refresh_from_db()
    assert (session.statut, session.accord_mandataire) == (StatutSession.REFUSEE, False)
    [retenue] = session.retenues.select_related("intention")
    assert (retenue.active, retenue.intention.statut) == (False, StatutIntention.RECEVABLE)
    assert retenue.intention.organisme_engage is None


def test_un_refus_dit_pourquoi(le_monde, en_attente):
    with pytest.raises(RegleViolee, match="Écrivez pourquoi"):
        repondre(en_attente, le_monde.au_mandataire, accord=False, motif="  ")

    en_attente.refresh_from_db()
    assert en_attente.statut == StatutSession.ATTENTE_MANDATAIRE


@pytest.mark.parametrize("accord", [True, False])
def test_les_deux_sont_prevenus_dans_les_memes_mots(le_monde, yann, en_attente, accord):
    repondre(en_attente, le_monde.au_mandataire, accord=accord, motif="L’équipe est complète.")

    messages = [composer(courrier) for courrier in Courrier.objects.filter(modele="reponse_mandataire").order_by("pk")]
    assert [message.to for message in messages] == [[yann.email], [le_monde.mandataire.courriel]]
    attendu = "le mandataire donne son accord" if accord else "le mandataire refuse"
    assert {message.subject for message in messages} == {f"Session SE-2026-00001 : {attendu}"}
    assert all("« L’équipe est complète. »" in message.body for message in messages)


def test_on_ne_repond_qu_une_fois(le_monde, en_attente):
    repondre(en_attente, le_monde.au_mandataire)

    with pytest.raises(TransitionImpossible):
        repondre(en_attente, le_monde.au_mandataire, accord=False, motif="Trop tard.")


def test_seul_le_mandataire_repond(le_monde, yann, en_attente):
    for personne in (yann, le_monde.agent):
        with pytest.raises(PermissionDenied):
            repondre(en_attente, personne)
    for personne in (le_monde.au_cotraitant, concurrent(le_monde), comptes.employeur()):
        with pytest.raises(Session.DoesNotExist):
            repondre(en_attente, personne)


def test_la_page_donne_l_accord_en_un_clic(client, le_monde, en_attente):
    client.force_login(le_monde.au_mandataire)
    detail = client.get(reverse("sessions:demande", args=[en_attente.pk]))
    assert detail.context["peut_accorder"] is True

    reponse = client.post(page_d_accord(en_attente), {"reponse": "accorder"}, follow=True)

    en_attente.refresh_from_db()
    assert en_attente.statut == StatutSession.EN_INSTRUCTION
    assert reponse.context["suite"].titre == "La demande est la première de la file"


def test_la_page_garde_ce_qui_est_ecrit_quand_le_motif_manque(client, le_monde, en_attente):
    client.force_login(le_monde.au_mandataire)

    page = client.post(page_d_accord(en_attente), {"reponse": "refuser", "motif": ""})

    assert page.context["form"].errors == {"motif": ["Écrivez pourquoi vous refusez : l’organisme le lira."]}
    en_attente.refresh_from_db()
    assert en_attente.statut == StatutSession.ATTENTE_MANDATAIRE


def test_repondre_deux_fois_ramene_a_la_demande(client, le_monde, en_attente):
    client.force_login(le_monde.au_mandataire)
    client.post(page_d_accord(en_attente), {"reponse": "accorder"})

    for reponse in (
        client.post(page_d_accord(en_attente), {"reponse": "refuser", "motif": "Non."}),
        client.get(page_d_accord(en_attente)),
    ):
        assert reponse.headers["Location"] == reverse("sessions:demande", args=[en_attente.pk])
    en_attente.refresh_from_db()
    assert en_attente.statut == StatutSession.EN_INSTRUCTION


def test_la_page_n_est_pas_celle_du_sous_traitant(client, yann, en_attente):
    client.force_login(yann)

    assert client.get(page_d_accord(en_attente)).status_code == 403
    detail = client.get(reverse("sessions:demande", args=[en_attente.pk]))
    assert detail.context["suite"].titre == "Le mandataire du lot doit donner son accord"
    assert detail.context["peut_accorder"] is False
