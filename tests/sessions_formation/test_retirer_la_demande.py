"""A training body takes an undecided request back, and starts again from one that led nowhere."""

import pytest
from django.conf import settings
from django.urls import reverse

from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.erreurs import TransitionImpossible
from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.retirer import reprendre_demande, retirer_demande
from sessions_formation.enums import StatutSession
from sessions_formation.models import MembreGroupement, Session
from tests.factories import comptes
from tests.factories.etapes import etape_planifiee
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import concurrent, sous_traitant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


RENDUS = (
    "5 postes de 1 employeur redeviennent à prendre, par vous ou par un autre organisme. Les employeurs sont prévenus."
)


def retirer(session, par, motif="Deux employeurs ont renoncé."):
    return retirer_demande(session_id=session.pk, par=par, motif=motif, le=LE)


def adresse(nom, session):
    return reverse(f"sessions:{nom}", args=[session.pk])


def en_clair(texte):
    return str(texte).replace("\N{NO-BREAK SPACE}", " ")


def test_la_demande_retiree_rend_ses_intentions_et_le_dit_a_chacun(le_monde):
    session = session_demandee(le_monde)

    retirer(session, le_monde.au_cotraitant)

    session.refresh_from_db()
    [retenue] = session.retenues.select_related("intention")
    assert (session.statut, retenue.active) == (StatutSession.ANNULEE, False)
    assert (retenue.intention.statut, retenue.intention.organisme_engage) == (StatutIntention.RECEVABLE, None)
    ligne = session.historique.first()
    assert (ligne.libelle, ligne.motif) == ("Retirée par l’organisme", "Deux employeurs ont renoncé.")
    assert retenue.intention.historique.first().motif == (
        f"Formaloire Métiers retire sa demande {session.numero}. Deux employeurs ont renoncé."
    )
    envoyes = set(Courrier.objects.filter(modele__startswith="session_retiree").values_list("modele", "destinataire"))
    assert envoyes == {
        ("session_retiree", settings.REGION_EMAIL),
        ("session_retiree", le_monde.mandataire.courriel),
        ("session_retiree_employeur", retenue.intention.contact_courriel),
    }


def test_l_agent_qui_suit_la_demande_est_prevenu_plutot_que_la_boite_commune(le_monde):
    session = session_demandee(le_monde)
    Session.objects.filter(pk=session.pk).update(agent=le_monde.agent)

    retirer(session, le_monde.au_cotraitant)

    assert Courrier.objects.filter(modele="session_retiree", destinataire=le_monde.agent.email).exists()


def test_ses_rendez_vous_a_venir_s_annulent(le_monde):
    session = session_demandee(le_monde)
    etape = etape_planifiee(session)

    retirer(session, le_monde.au_cotraitant)

    etape.refresh_from_db()
    assert etape.annulee_le is not None


@pytest.mark.parametrize("etat", ["complement", "mandataire"])
def test_elle_se_retire_aussi_a_completer_ou_chez_le_mandataire(le_monde, etat):
    if etat == "complement":
        session = session_demandee(le_monde)
        demander_complement(session_id=session.pk, par=le_monde.agent, motif="", precisions="Qui ?", le=LE)
    else:
        yann = sous_traitant(le_monde)
        intentions = [intention_deposee(le_monde, nombre_postes=5)]
        session = demande(le_monde, intentions, par=yann, groupement_capable=False)
        demander_ouverture(session_id=session.pk, par=yann, le=LE)

    assert retirer(session, session.demandeur, motif="").statut == StatutSession.ANNULEE


def test_une_demande_decidee_ne_se_retire_plus(odile, le_monde):
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)

    with pytest.raises(TransitionImpossible):
        retirer(session, le_monde.au_cotraitant)
    for reponse in (odile.get(adresse("retirer", session)), odile.post(adresse("retirer", session))):
        assert reponse.headers["Location"] == adresse("demande", session)
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE


def test_seul_l_organisme_retire_sa_demande(client, le_monde):
    session = session_demandee(le_monde)
    for personne in (le_monde.au_mandataire, concurrent(le_monde), le_monde.agent, comptes.employeur()):
        with pytest.raises(Session.DoesNotExist):
            retirer(session, personne)
        client.force_login(personne)
        assert [client.post(adresse(nom, session)).status_code for nom in ("retirer", "reprendre")] == [404, 404]


def test_la_page_dit_ce_qui_se_passe_puis_le_fait(odile, le_monde):
    session = session_demandee(le_monde)
    etape_planifiee(session)
    assert adresse("retirer", session) in odile.get(adresse("demande", session)).content.decode()

    page = odile.get(adresse("retirer", session))
    assert [en_clair(effet) for effet in page.context["effets"]] == [
        "La demande s’arrête là : la Région ne la décide pas, et elle perd sa place dans la file.",
        RENDUS,
        "1 rendez-vous à venir : annulés, les invités prévenus.",
        "La Région et le mandataire du lot sont prévenus. Vous pourrez reprendre cette demande plus tard.",
    ]

    suite = odile.post(adresse("retirer", session), {"motif": "Trop tôt."}, follow=True)

    assert suite.context["suite"] == (
        "La demande est retirée",
        "La Région ne la décide pas. Ses intentions sont de nouveau à prendre.",
        "Trop tôt.",
    )
    assert "Reprendre dans une nouvelle demande" in suite.content.decode()


def test_une_demande_refusee_se_reprend_dans_une_nouvelle(odile, le_monde):
    session = session_demandee(le_monde, complement_groupe=True, groupe_existant="CAP soudeur de Cholet")
    refuser_session(session_id=session.pk, par=le_monde.agent, motif="hors_lot", precisions="Lot 14.", le=LE)

    reponse = odile.post(adresse("reprendre", session))

    nouvelle = Session.objects.exclude(pk=session.pk).get()
    assert reponse.headers["Location"] == adresse("modifier", nouvelle)
    assert (nouvelle.statut, nouvelle.numero, nouvelle.heures) == (StatutSession.BROUILLON, None, 420)
    assert nouvelle.groupe_existant == "CAP soudeur de Cholet"
    assert [r.intention_id for r in nouvelle.retenues.all()] == [r.intention_id for r in session.retenues.all()]
    assert demander_ouverture(session_id=nouvelle.pk, par=le_monde.au_cotraitant, le=LE).numero == "SE-2026-00002"


def test_reprendre_deux_fois_donne_le_meme_brouillon(le_monde):
    session = session_demandee(le_monde)
    retirer(session, le_monde.au_cotraitant)

    premiere, seconde = (reprendre_demande(session_id=session.pk, par=le_monde.au_cotraitant, le=LE) for _ in range(2))

    assert premiere.session == seconde.session


def test_ce_qui_n_est_plus_a_prendre_est_compte(odile, le_monde):
    session = session_demandee(le_monde)
    [retenue] = session.retenues.all()
    retirer(session, le_monde.au_cotraitant)
    prise = demande(le_monde, [retenue.intention], par=le_monde.au_mandataire)
    demander_ouverture(session_id=prise.pk, par=le_monde.au_mandataire, le=LE)

    reponse = odile.post(adresse("reprendre", session), follow=True)

    assert [en_clair(message) for message in reponse.context["messages"]][-1] == "1 intention n’est plus à prendre."


def test_une_demande_en_cours_ne_se_reprend_pas(odile, le_monde):
    session = session_demandee(le_monde)

    reponse = odile.post(adresse("reprendre", session), follow=True)

    assert [str(message) for message in reponse.context["messages"]] == [
        "Cette demande suit son cours : elle se reprend une fois refusée ou retirée."
    ]
    assert Session.objects.count() == 1


def test_hors_du_lot_on_ne_reprend_pas(odile, le_monde):
    session = session_demandee(le_monde)
    retirer(session, le_monde.au_cotraitant)
    MembreGroupement.objects.filter(organisme=le_monde.cotraitant).delete()

    reponse = odile.post(adresse("reprendre", session), follow=True)

    assert [str(message) for message in reponse.context["messages"]] == [
        "Votre organisme n’est plus sur ce lot : commencez une demande sur un autre lot."
    ]
