"""A session ordered and not begun may be cancelled: all that counted on it is told and set free."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.redaction import objet_et_corps
from sessions_formation.actions.annuler import annuler_session
from sessions_formation.enums import StatutDemandeAvenant, StatutParcours, StatutSession, TransitionParcours
from sessions_formation.models import Avenant
from sessions_formation.queries.commandes import Commande, commande_de
from sessions_formation.queries.lots import montants_du_lot
from tests.factories import comptes
from tests.factories.avenants import (
    accorder,
    demande_d_annulation,
    demande_d_heures,
    demande_de_parcours,
    session_commandee,
)
from tests.factories.candidats import candidat
from tests.factories.etapes import etape_planifiee
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.scenario import LE, intention_deposee, session_demandee
from tests.factories.stagiaires import StagiaireFactory

pytestmark = pytest.mark.django_db
POURQUOI = "Le plateau technique a brûlé."


@pytest.fixture
def session(le_monde):
    return session_commandee(le_monde)


def annuler(session, par, **autres):
    return annuler_session(session_id=session.pk, par=par, **{"motif": POURQUOI, "le": LE, **autres})


def test_annuler_ote_tout_ce_qui_etait_commande(le_monde, session):
    accorder(demande_d_heures(le_monde, session, prix_heure=Decimal("9.00")), le_monde.agent)

    avenant = annuler(session, le_monde.agent)

    session.refresh_from_db()
    assert session.statut == StatutSession.ANNULEE
    assert avenant.numero == "BC-2026-00001-A2"
    assert commande_de(session) == Commande(0, 0, Decimal("0.00"))
    assert montants_du_lot(le_monde.lot, le=LE).commande == Decimal("0.00")
    assert session.historique.filter(arrivee=StatutSession.ANNULEE).get().motif == POURQUOI


def test_annuler_libere_les_intentions_et_dit_pourquoi_a_leurs_employeurs(le_monde, session):
    intention = session.retenues.get().intention

    annuler(session, le_monde.agent)

    intention.refresh_from_db()
    assert intention.statut == StatutIntention.RECEVABLE
    assert POURQUOI in intention.historique.first().motif
    courrier = Courrier.objects.get(modele="session_annulee_employeur")
    assert courrier.destinataire == intention.contact_courriel
    assert POURQUOI in objet_et_corps(courrier)[1]


def test_annuler_previent_l_organisme_le_mandataire_et_le_reseau(le_monde, session):
    annuler(session, le_monde.agent)

    assert {c.contexte["pour"]: c.destinataire for c in Courrier.objects.filter(modele="session_annulee")} == {
        "organisme": session.demandeur.email,
        "mandataire": le_monde.mandataire.courriel,
        "reseau": le_monde.reseau.courriel,
    }
    assert Courrier.objects.get(modele="avenant").contexte["nature"] == "annulation"


def test_annuler_dit_aux_referents_quels_candidats_sont_libres(le_monde):
    session = session_publiee(le_monde, 2, structure=le_monde.reseau)
    referente = comptes.referent(le_monde.reseau)
    siens = [
        parcours_de(session, structure=le_monde.reseau, stagiaire=StagiaireFactory(nom=nom, referent=referente))
        for nom in ("Lenoir", "Oriot")
    ]
    ailleurs = StructureReseauFactory(courriel="mission@reseau.example")
    seul = parcours_de(
        session, structure=ailleurs, stagiaire=StagiaireFactory(nom="Seul", structure=ailleurs), en_attente=True
    )

    annuler(session, le_monde.agent)

    lettres = Courrier.objects.filter(modele="candidats_liberes")
    assert {lettre.destinataire: lettre.contexte["stagiaires"] for lettre in lettres} == {
        # Who follows the session reads them all.
        le_monde.reseau.courriel.lower(): [lui.stagiaire_id for lui in (*siens, seul)],
        referente.email.lower(): [lui.stagiaire_id for lui in siens],
        "mission@reseau.example": [seul.stagiaire_id],
    }
    assert "Oriot" in objet_et_corps(lettres.get(destinataire=referente.email.lower()))[1]


def test_annuler_annule_les_etapes_a_venir(le_monde, session):
    etape = etape_planifiee(session)

    annuler(session, le_monde.agent)

    etape.refresh_from_db()
    assert etape.annulee_le is not None
    assert Courrier.objects.filter(modele="etape_annulee").count() == 1


def test_accorder_l_annulation_demandee_annule_et_repond(le_monde, session):
    demande = demande_d_annulation(session)

    accorder(demande, le_monde.agent)

    demande.refresh_from_db()
    session.refresh_from_db()
    assert (demande.statut, session.statut) == (StatutDemandeAvenant.ACCORDEE, StatutSession.ANNULEE)
    assert demande.avenant == Avenant.objects.get()
    assert Courrier.objects.get(modele="reponse_avenant").contexte["accordee"] is True


def test_annuler_repond_a_tout_ce_qui_etait_demande(le_monde, session):
    annulation, heures = demande_d_annulation(session), demande_d_heures(le_monde, session)
    intention = intention_deposee(le_monde, nom="Gaborit")
    parcours = demande_de_parcours(le_monde, session, [intention])

    annuler(session, le_monde.agent)

    for demande in (annulation, heures, parcours, intention):
        demande.refresh_from_db()
    assert [d.statut for d in (annulation, heures, parcours)] == ["accordee", "refusee", "refusee"]
    assert intention.statut == StatutIntention.RECEVABLE


@pytest.mark.parametrize("le", ["debut", "fin"])
def test_une_session_commencee_ne_s_annule_pas(le_monde, session, le):
    with pytest.raises(TransitionImpossible, match="elle va à son terme"):
        annuler(session, le_monde.agent, le=getattr(session, le))


def test_une_demande_pas_encore_commandee_ne_s_annule_pas_ici(le_monde):
    with pytest.raises(TransitionImpossible, match="pas de commande à annuler"):
        annuler(session_demandee(le_monde), le_monde.agent)


def test_annuler_deux_fois_n_arrive_qu_une_fois(le_monde, session):
    annuler(session, le_monde.agent)

    with pytest.raises(TransitionImpossible, match="« annulée »"):
        annuler(session, le_monde.agent)

    assert Avenant.objects.count() == 1


def test_annuler_demande_des_mots_le_droit_et_une_lecture_a_jour(le_monde, session):
    with pytest.raises(RegleViolee, match="Écrivez pourquoi"):
        annuler(session, le_monde.agent, motif=" ")
    with pytest.raises(PermissionDenied):
        annuler(session, comptes.agent(is_superuser=False))
    with pytest.raises(DossierModifie):
        annuler(session, le_monde.agent, lu=1)


def test_les_candidats_positionnes_sont_rendus_et_un_admis_arrete_tout(le_monde, session):
    parcours = candidat(session)
    parcours.franchir(TransitionParcours.VALIDER_PROFIL, par=None)
    parcours.franchir(TransitionParcours.ADMETTRE, par=None)
    with pytest.raises(RegleViolee, match="est admis"):
        annuler(session, le_monde.agent)
    autre = session_commandee(le_monde)
    positionne = candidat(autre)

    annuler(autre, le_monde.agent)

    positionne.refresh_from_db()
    assert positionne.statut == StatutParcours.NON_RETENU
