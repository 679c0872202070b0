"""What waits: each count is that of the files it opens, and of the states they are in."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insertion.regles.paroles import Parole
from pilotage.queries.blocages import blocages, blocages_et_leur_part
from pilotage.queries.dossiers import dossiers
from pilotage.regles.attentes import MOTS, Attente, Nature
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.feries import FERIES
from referentiels.queries.reglement import reglement_au
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from tests.factories.parcours import session_publiee
from tests.factories.resultats import repondre, sortie
from tests.factories.scenario import DEBUT, FIN, LE, intention_deposee, monde, session_demandee

pytestmark = pytest.mark.django_db

# Waits whose files have a lot and a département.
DE_SESSIONS = [*(a for a in Attente if MOTS[a].nature is Nature.SESSIONS), Attente.EMBAUCHE]
P = Perimetre(date(2026, 1, 1), date(2026, 11, 1))


@pytest.fixture
def plein(db):
    """Three open intentions (one addressed), one to complete, one request to decide, one session with free places."""
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True):
        m = monde()
        intention_deposee(m)
        intention_deposee(m, nombre_postes=2)
        intention_deposee(m, organisme_choisi=m.cotraitant)
        intention_deposee(m, engagement_recruter=None)
        publiee = session_publiee(m, 6, effectif=6)
        demandee = session_demandee(m)
        return m, reglement_au(LE), demandee, publiee


def nombres(figure):
    return {ligne.cle: ligne.cases[0].valeur for ligne in figure.lignes if ligne.cases[0].valeur}


def test_ce_qui_attend_et_depuis_quand(plein):
    _, loi, demandee, publiee = plein
    (figure,) = blocages(LE, P, loi=loi)
    assert nombres(figure) == {
        "intention_a_completer": 1,
        "organisme_choisi": 1,
        "personne_ne_prend": 2,
        "a_decider": 1,
    }
    assert [ligne.cle for ligne in figure.lignes] == list(Attente) == list(MOTS)

    tard = LE + timedelta(days=45)
    (figure,) = blocages(tard, P, loi=loi)
    lues = {ligne.cle: [case.valeur for case in ligne.cases] for ligne in figure.lignes}
    depuis = jours_ouvres_ecoules(LE, tard, feries=FERIES)
    assert lues["personne_ne_prend"] == [2, 2, depuis]
    assert lues["organisme_choisi"] == [1, 1, depuis]
    assert lues["a_decider"] == [1, 1, depuis]
    # Near its first day: late in the last days only.
    assert lues["places_libres"] == [1, 1, depuis]
    (figure,) = blocages(DEBUT - timedelta(days=20), P, loi=loi)
    assert {ligne.cle: ligne.cases[1].valeur for ligne in figure.lignes}["places_libres"] == 0
    ouverts = [case for ligne in figure.lignes for case in ligne.cases if case.dossiers]
    assert len(ouverts) > 6
    for case in ouverts:
        trouves = dossiers(case.dossiers, le=DEBUT - timedelta(days=20), loi=loi)
        assert trouves.lignes.count() == case.valeur, case
    assert (demandee.statut, publiee.statut) == ("demandee", "publiee")


def test_les_suites_attendues_se_comptent_par_dossier_et_non_par_personne(plein):
    _, loi, _, publiee = plein
    intention = publiee.retenues.get().intention
    sorties = [sortie(publiee, intention=intention, poste=rang).parcours for rang in (1, 2, 3)]

    apres = FIN + timedelta(days=40)
    (figure,) = blocages(apres, P, loi=loi)
    lues = {ligne.cle: [case.valeur for case in ligne.cases] for ligne in figure.lignes}
    assert (lues["suivi"][:2], lues["embauche"][:2]) == ([1, 1], [1, 1])

    for suivi in (suivi for parcours in sorties for suivi in parcours.suivis.all()):
        repondre(suivi, {"referent": Parole("cdi")})
    (figure,) = blocages(apres, P, loi=loi)
    assert {ligne.cle: ligne.cases[0].valeur for ligne in figure.lignes}["suivi"] == 0


def test_ce_qui_attend_se_decoupe_et_se_filtre(plein):
    m, loi, _, _ = plein

    ensemble, par_organisme = blocages_et_leur_part(LE, P, Axe.ORGANISME, loi=loi)
    assert (ensemble,) == blocages(LE, P, loi=loi)
    lignes = {ligne.nom: ligne for ligne in par_organisme.lignes}
    rang = list(MOTS).index(Attente.ORGANISME_CHOISI)
    assert lignes["Formaloire Métiers"].cases[rang].valeur == 1
    # No body is chosen: they are on the line of none.
    aucun = lignes["Pas encore de session demandée"]
    assert aucun.cases[list(MOTS).index(Attente.PERSONNE_NE_PREND)].valeur == 2
    for ligne in par_organisme.lignes:
        for case in ligne.cases:
            if case.dossiers:
                assert dossiers(case.dossiers, le=LE, loi=loi).lignes.count() == case.valeur

    # What an axis does not tell apart has no column: a zero would be untrue.
    des_factures = [attente for attente in Attente if MOTS[attente].nature is Nature.FACTURES]
    for critere, axe, dites in (
        ({}, Axe.ORGANISME, list(Attente)),
        ({}, Axe.DEPARTEMENT, [attente for attente in Attente if attente not in des_factures]),
        ({Axe.DEPARTEMENT: "49"}, Axe.LOT, DE_SESSIONS),
    ):
        _, figure = blocages_et_leur_part(LE, P._replace(criteres=critere), axe, loi=loi)
        assert [colonne.code for colonne in figure.colonnes] == dites, (critere, axe)
        assert figure.phrase.endswith("n’y sont pas.") is (dites != list(Attente))

    (ici,) = blocages(LE, P._replace(criteres={Axe.DEPARTEMENT: "49"}), loi=loi)
    (ailleurs,) = blocages(LE, P._replace(criteres={Axe.DEPARTEMENT: "44"}), loi=loi)
    assert (sum(nombres(ici).values()), nombres(ailleurs)) == (5, {})
    # Invoices have no département, intentions no lot yet: they are left out rather than said to be none.
    assert Attente.FACTURE_A_PAYER not in {ligne.cle for ligne in ici.lignes}
    (du_lot,) = blocages(LE, P._replace(criteres={Axe.LOT: str(m.lot.pk)}), loi=loi)
    assert nombres(du_lot) == {"a_decider": 1}
    assert Attente.PERSONNE_NE_PREND not in {ligne.cle for ligne in du_lot.lignes}

    comptes = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as requetes:
            blocages(LE, P, loi=loi)
            assert blocages_et_leur_part(LE, P, Axe.DEPARTEMENT, loi=loi)[0] == blocages(LE, P, loi=loi)[0]
        comptes.append(len(requetes))
        intention_deposee(m)
    assert comptes == [5, 5]
