"""What is written of each post is what its files say, told again one at a time; and only what differs is written."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import transaction

from insertion.models import Embauche
from insertion.regles.paroles import Parole
from intentions.enums import TransitionIntention
from pilotage.actions.compter import compter_postes
from pilotage.models import CompteDesPostes, FaitPoste, JourOuvre
from pilotage.queries.compte import dernier_compte
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from sessions_formation.actions.decider import refuser_session
from tests.factories.parcours import session_publiee
from tests.factories.resultats import embauche, repondre, sortie
from tests.factories.scenario import LE, intention_deposee, monde, session_demandee
from tests.pilotage.recompte import ecrits, recompte

pytestmark = pytest.mark.django_db

# The training of the scenario is over, with its follow-ups at one, three and six months.
APRES = date(2027, 12, 15)


@pytest.fixture
def m():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True):
        yield monde()


def une_vie_entiere(m):
    """One post for each end: hired, said to be there, not hired, given up, replaced, still in training, free."""
    session = session_publiee(m, 7, demarree=True)
    intention = session.retenues.get().intention
    embauchee, dite, refusee, _ = (
        sortie(session, intention=intention, poste=rang, statut=statut).parcours
        for rang, statut in enumerate(("termine", "sortie_emploi", "termine", "abandon"), start=1)
    )
    # Its employer's word is the day of the hire, whatever is said of it later.
    embauche(embauchee, oui=True)
    repondre(embauchee.suivis.get(echeance=3), {"referent": Parole("cdi", True)})
    repondre(dite.suivis.get(echeance=3), {"referent": Parole("cdi", True)})
    embauche(refusee, oui=False)
    remplacee = sortie(session, intention=intention, poste=5, statut="abandon").parcours
    sortie(session, intention=intention, poste=5, statut="entre", remplace=remplacee)
    sortie(session, intention=intention, poste=6, statut="entre")
    return intention


def test_les_faits_sont_ceux_des_dossiers(m):
    une_vie_entiere(m)
    session = session_demandee(m)
    refuser_session(session_id=session.pk, par=m.agent, motif="hors_lot", precisions="Autre métier.", le=LE)
    session_demandee(m)
    with transaction.atomic():
        intention_deposee(m, nombre_postes=2).franchir(TransitionIntention.SE_DESISTER, par=None)

    assert compter_postes(le=APRES) == FaitPoste.objects.count()

    assert ecrits() == recompte(APRES)
    assert sorted(FaitPoste.objects.order_by("arret").values_list("arret", flat=True)) == [
        *[""] * 10,
        "abandon",
        *["desistee"] * 2,
        *["rendue"] * 5,
        "sans_embauche",
    ]


def test_rien_n_arrive_avant_son_jour(m):
    une_vie_entiere(m)
    assert ecrits() == {}

    for le, entres, finis, embauches in ((LE, 0, 0, 0), (date(2027, 2, 1), 6, 0, 0), (APRES, 6, 3, 2)):
        compter_postes(le=le)

        assert ecrits() == recompte(le)
        lus = FaitPoste.objects.exclude(autorisee_le=None)
        nombres = [lus.exclude(**{nom: None}).count() for nom in ("entree_le", "fin_le", "emploi_le")]
        assert nombres == [entres, finis, embauches], le


def test_recompter_n_ecrit_que_ce_qui_a_change(m):
    intention = une_vie_entiere(m)
    intention_deposee(m)
    compter_postes(le=APRES)
    avant = {fait.rang: fait.pk for fait in FaitPoste.objects.filter(intention=intention)}
    assert compter_postes(le=APRES) == 0

    Embauche.objects.filter(embauche=True).update(debut=date(2027, 6, 1))

    assert compter_postes(le=APRES) == 1
    assert FaitPoste.objects.get(intention=intention, rang=1).emploi_le == date(2027, 6, 1)
    assert {fait.rang: fait.pk for fait in FaitPoste.objects.filter(intention=intention)} == avant
    # Seen from the eve of everything, nothing is left.
    assert compter_postes(le=date(2026, 1, 1)) == len(avant) + 1
    assert ecrits() == {}


def test_l_instant_du_compte_se_lit_et_les_jours_ouvres_se_comptent(m):
    assert dernier_compte() is None
    compter_postes(le=LE)
    assert dernier_compte() == CompteDesPostes.objects.get().compte_le

    rangs = dict(JourOuvre.objects.values_list("jour", "rang"))
    assert (min(rangs), max(rangs)) == (date(2018, 1, 1), date(2028, 12, 31))
    for depuis, jusqu_a in ((date(2026, 4, 30), date(2026, 5, 15)), (date(2026, 12, 24), date(2027, 1, 4))):
        assert rangs[jusqu_a] - rangs[depuis] == jours_ouvres_ecoules(depuis, jusqu_a, feries=FERIES)
