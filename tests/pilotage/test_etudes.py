"""The files kept are judged twice, each under the law of its own day, with one dated value changed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intentions.models import IntentionEmbauche
from intentions.queries.dossier import dossier_de
from pilotage.actions.etudier_impact import demander_une_etude, mener_les_etudes, oublier_les_etudes
from pilotage.models import EtudeImpact
from pilotage.queries import dossiers_juges
from pilotage.queries.dossiers_juges import Hypothese, lots_rejuges
from referentiels.models import Parametre
from sessions_formation.actions.decider import autoriser_session
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.pilotage.etudes import cdd, changements, etudier, parametre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]


def test_les_intentions_gardees_sont_jugees_deux_fois(le_monde):
    for mois in (5, 7, 8, 9):
        cdd(le_monde, mois, nom=f"Atelier {mois}")
    IntentionEmbauche.objects.create(deposant=le_monde.agent, contrat_type="cdd", duree_mois=7)

    etude = etudier(le_monde)

    assert (etude.statut, etude.total, etude.fait) == ("terminee", 5, 5)
    assert etude.resultat["lus"] == {"ouvert": 4, "passe": 0, "brouillon": 1}
    assert changements(etude) == [("ouvert", "eligible", "derogation", 2)]


def test_chacune_est_jugee_par_la_loi_de_son_jour(le_monde):
    """Before 2025 six months were enough, from then on ten: a file of 2024 is compared with six, not with ten."""
    Parametre.objects.create(code="duree_min_mois", depuis=date(2025, 1, 1), valeur=10, texte="Essai")
    ancienne, recente = cdd(le_monde, 8, nom="Ancienne", le=date(2024, 6, 3)), cdd(le_monde, 8, nom="Récente")

    assert (ancienne.verdict, recente.verdict) == ("eligible", "derogation")
    assert changements(etudier(le_monde, valeur=Decimal(8))) == [("ouvert", "derogation", "eligible", 1)]
    assert changements(etudier(le_monde, valeur=Decimal(12))) == [("ouvert", "eligible", "derogation", 1)]


def test_ce_qui_est_clos_est_compte_a_part(le_monde):
    refusee = cdd(le_monde, 7, engagement_recruter=False)
    assert refusee.statut == "refusee"
    IntentionEmbauche.objects.filter(pk=refusee.pk).update(engagement_recruter=True)

    assert changements(etudier(le_monde)) == [("passe", "eligible", "derogation", 1)]


def test_l_etude_lit_une_intention_comme_l_application(le_monde):
    """The two readings of a file, one by columns and one by model, say the same of files of every kind."""
    intention_deposee(le_monde, nom="Un CDI")
    cdd(le_monde, 5, nom="Court", saisonnier=True)
    intention_deposee(le_monde, nom="Adaptée", heures_hebdo=Decimal(20), adaptation_boe=True, motif_derogation="Oui.")
    intention_deposee(le_monde, nom="Intérim", contrat_type="interim", agence_interim="Agence", duree_mois=7)
    intention_deposee(le_monde, nom="Sans étape", etapes=[], formation_departement_id="49")
    IntentionEmbauche.objects.create(deposant=le_monde.agent)

    lignes = {ligne["pk"]: ligne for ligne in dossiers_juges._intentions().order_by("pk")}

    assert len(lignes) == 6
    for intention in IntentionEmbauche.objects.select_related("employeur").order_by("pk"):
        assert dossiers_juges._dossier_intention(lignes[intention.pk]) == dossier_de(intention)


def test_les_sessions_gardent_ce_que_le_lot_disait_ce_jour_la(le_monde):
    ouverte, ordonnee = session_demandee(le_monde), session_demandee(le_monde, postes=7, effectif=7)
    autoriser_session(
        session_id=ordonnee.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE, hors_tour="Essai."
    )
    # Whatever becomes of the lot since: what was found that day stands.
    le_monde.lot.departements.set([])
    le_monde.lot.prix.all()

    etude = etudier(le_monde, code="effectif_min", valeur=Decimal(6))

    assert ouverte.verdict == "eligible"
    assert changements(etude) == [("ouvert", "eligible", "non_eligible", 1)]
    assert changements(etudier(le_monde, code="effectif_min", valeur=Decimal(8))) == [
        ("ouvert", "eligible", "non_eligible", 1),
        ("passe", "eligible", "non_eligible", 1),
    ]


def test_un_brouillon_de_session_est_juge_aujourd_hui(le_monde):
    demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])

    etude = etudier(le_monde, code="effectif_min", valeur=Decimal(6))

    assert etude.resultat["lus"]["brouillon"] == 1
    assert changements(etude) == [("brouillon", "eligible", "non_eligible", 1)]
    assert etude.resultat["exemples"] == []


def test_un_lot_coute_une_requete(le_monde, monkeypatch):
    monkeypatch.setattr(dossiers_juges, "LOT", 2)
    for rang in range(3):
        cdd(le_monde, 7, nom=f"Atelier {rang}")

    with CaptureQueriesContext(connection) as requetes:
        lots = list(lots_rejuges(Hypothese({"duree_min_mois": Decimal(9)}, LE)))

    assert [len(lot) for lot in lots] == [2, 1]
    assert len(requetes) == 5  # the law (2), two batches, and the empty one


def test_la_meme_question_posee_deux_fois_attend_une_fois(le_monde):
    premiere = demander_une_etude(parametre(), par=le_monde.agent, maintenant=timezone.now())

    assert demander_une_etude(parametre(), par=le_monde.agent, maintenant=timezone.now()) == premiere
    assert mener_les_etudes(maintenant=timezone.now) == 1
    assert mener_les_etudes(maintenant=timezone.now) == 0


def test_une_etude_qui_casse_ne_revient_pas_toujours(le_monde):
    etude = demander_une_etude(parametre(), par=le_monde.agent, maintenant=timezone.now())
    EtudeImpact.objects.update(code="inconnu")

    mener_les_etudes(maintenant=timezone.now)
    etude.refresh_from_db()

    assert etude.statut == "echouee"
    assert mener_les_etudes(maintenant=timezone.now) == 0


def test_les_etudes_s_oublient_apres_trente_jours(le_monde):
    etudier(le_monde)

    assert oublier_les_etudes(datetime(2026, 11, 25, 8, tzinfo=UTC)) == 0
    assert oublier_les_etudes(datetime(2026, 11, 26, tzinfo=UTC)) == 1
