"""A lot with room for ten is never exceeded: forty decisions at once, two workers, a worker killed half-way."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from noyau.courriers import Courrier, Document
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.decider_ensemble import decider_ensemble
from sessions_formation.enums import StatutLigneDecision, StatutSession
from sessions_formation.models import BonDeCommande, Composante, LieuLot, LigneDecisionGroupee, Lot, PrixLot, Session
from sessions_formation.queries.decisions_groupees import versions_de
from sessions_formation.queries.lots import montants_du_lot
from sessions_formation.regles.achat import depassement
from tests.factories.scenario import LE, monde, session_demandee
from tests.simultane import ensemble, noms

DEMANDES, PLACES = 40, 10
UNE = Decimal("19950.00")
MAXIMUM = UNE * PLACES
MISES_A_MORT = 2

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def le_monde():
    return monde(montant_max=str(MAXIMUM))


def test_quarante_autorisations_au_meme_instant_dix_passent(le_monde):
    sessions = [session_demandee(le_monde) for _ in range(DEMANDES)]

    issues = ensemble([autoriser_seule(session, le_monde.agent) for session in sessions])

    assert noms(issues) == ["RegleViolee"] * 30 + ["Session"] * 10
    refus = {motif for issue in issues if isinstance(issue, RegleViolee) for motif in issue.motifs}
    assert refus == {composer(depassement(MAXIMUM + UNE, MAXIMUM))}
    dix_commandees_sans_trou(le_monde.lot)


def test_plusieurs_lots_au_meme_instant_numerotent_leurs_bons_sans_trou(le_monde):
    mondes = [le_monde, *(un_autre_lot(le_monde, numero) for numero in (13, 14, 15))]
    sessions = [session_demandee(lui) for lui in mondes for _ in range(5)]
    for lui, places in zip(mondes[1:], (3, 0, 2), strict=True):
        Lot.objects.filter(pk=lui.lot.pk).update(montant_max=UNE * places + Decimal("0.01"))

    issues = ensemble([autoriser_seule(session, le_monde.agent) for session in sessions])

    assert sum(isinstance(issue, Session) for issue in issues) == 5 + 3 + 0 + 2
    assert {type(issue).__name__ for issue in issues} == {"Session", "RegleViolee"}
    numerotes_sans_trou(bons=3)
    assert [montants_du_lot(lui.lot, le=LE).commande for lui in mondes] == [UNE * n for n in (5, 3, 0, 2)]


def test_le_dernier_euro_passe_et_le_centime_de_trop_non(le_monde):
    juste, de_trop = session_demandee(le_monde), session_demandee(le_monde)
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=UNE)
    autoriser_seule(juste, le_monde.agent)()
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=UNE * 2 - Decimal("0.01"))

    with pytest.raises(RegleViolee, match="il manque 0,01"):
        autoriser_seule(de_trop, le_monde.agent)()


def test_la_base_refuse_elle_meme_une_commande_au_dela_du_maximum(le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)
    autoriser_seule(premiere, le_monde.agent)()
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=UNE + 1)

    with (
        pytest.raises(IntegrityError, match="Le maximum du lot serait dépassé"),
        transaction.atomic(),
        connection.cursor() as curseur,
    ):
        curseur.execute(
            "INSERT INTO sessions_formation_composante"
            " (bon_id, rang, session_id, parcours, heures, prix_heure, montant, ajoutee_le)"
            " VALUES (%s, 2, %s, 5, 420, 9.50, 19950.00, now())",
            [premiere.composante.bon_id, seconde.pk],
        )

    assert Composante.objects.count() == 1


def test_ce_que_la_base_refuse_se_lit_dans_les_mots_de_la_regle(le_monde, monkeypatch):
    session = session_demandee(le_monde)
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=UNE - 1)
    monkeypatch.setattr("sessions_formation.actions.decider.exiger_autorisable", lambda *_, **__: [])

    with pytest.raises(RegleViolee, match="commandés avec cette session, pour un maximum de"):
        autoriser_seule(session, le_monde.agent)()

    assert not BonDeCommande.objects.exists()


@pytest.mark.lent
def test_deux_workers_se_partagent_une_decision_sans_rien_doubler(le_monde):
    mondes = [le_monde, un_autre_lot(le_monde, 13)]
    sessions = [session_demandee(lui) for _ in range(DEMANDES // 2) for lui in mondes]
    decision = decider(sessions, le_monde.agent)

    processus = [worker() for _ in range(2)]
    assert [un.wait(timeout=120) for un in processus] == [0, 0]

    for lui in mondes:
        les_dix_premieres_du_lot(decision, lui.lot)
    numerotes_sans_trou(bons=2)
    lettres_parties_une_fois(2 * PLACES)


@pytest.mark.lent
def test_un_worker_tue_a_mi_chemin_laisse_le_reste_au_suivant(le_monde):
    decision = decider([session_demandee(le_monde) for _ in range(DEMANDES)], le_monde.agent)

    for tour in range(1, MISES_A_MORT + 1):
        processus = worker()
        attendre(lambda: traitees(decision) >= 4 * tour, processus)  # noqa: B023
        tuer(processus)
        # Killed in the middle: something is done, something is left.
        assert 4 * tour <= traitees(decision) < DEMANDES
    assert worker().wait(timeout=120) == 0

    les_dix_premieres_du_lot(decision, le_monde.lot)
    dix_commandees_sans_trou(le_monde.lot)


def autoriser_seule(session, par):
    """All come out of turn but the first: each says why."""
    return lambda: autoriser_session(
        session_id=session.pk, par=par, motif="besoin_avere", precisions="", le=LE, hors_tour="Toutes à la fois."
    )


def decider(sessions, par):
    return decider_ensemble(
        envoi=uuid4(),
        decision="autoriser",
        motif="besoin_avere",
        precisions="",
        hors_tour="",
        par=par,
        lues=versions_de(sessions),
    )


def un_autre_lot(le_monde, numero):
    """A lot like the first, with as much room."""
    modele = le_monde.lot
    lot = Lot.objects.create(
        numero=str(numero),
        marche=modele.marche,
        intitule=f"Lot {numero}",
        groupement=modele.groupement,
        secteur=modele.secteur,
        montant_max=MAXIMUM,
        debut=modele.debut,
        fin=modele.fin,
    )
    lot.departements.set(["49", "85"])
    PrixLot.objects.create(lot=lot, depuis=lot.debut, prix_heure=Decimal("9.50"), texte="Acte d’engagement")
    LieuLot.objects.create(lot=lot, nom="Plateau technique", commune=le_monde.commune)
    return replace(le_monde, lot=lot)


def worker():
    """Start a process that carries out decisions on the test's own database."""
    environnement = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reglages_worker",
        "BASE_DU_TEST": connection.settings_dict["NAME"],
    }
    commande = [sys.executable, "-m", "tests.sessions_formation.executer", LE.isoformat()]
    return subprocess.Popen(commande, cwd=settings.BASE_DIR, env=environnement, start_new_session=True)


def tuer(processus):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(processus.pid, signal.SIGKILL)
    processus.wait()


def attendre(condition, processus):
    fin = time.monotonic() + 60
    while not condition():
        if time.monotonic() > fin or processus.poll() is not None:
            pytest.fail("Le worker s’est arrêté avant d’être tué.")
        time.sleep(0.005)


def traitees(decision):
    return decision.lignes.exclude(statut=StatutLigneDecision.A_FAIRE).count()


def les_dix_premieres_du_lot(decision, lot):
    """In order of arrival: each line decided once, the first ten ordered, the others told of the maximum."""
    lignes = LigneDecisionGroupee.objects.filter(groupee=decision, session__lot=lot).order_by("rang")
    faites = [ligne for ligne in lignes if ligne.statut == StatutLigneDecision.FAITE]
    assert faites == list(lignes[:PLACES])
    assert [ligne.message.split("composante ")[1] for ligne in faites] == [f"{rang}." for rang in range(1, 11)]
    autres = list(lignes[PLACES:])
    assert {ligne.statut for ligne in autres} == {StatutLigneDecision.REFUSEE}
    assert [ligne.message for ligne in autres if "pour un maximum de" not in ligne.message] == []


def dix_commandees_sans_trou(lot):
    assert montants_du_lot(lot, le=LE).commande == MAXIMUM
    assert Session.objects.filter(statut=StatutSession.PUBLIEE).count() == PLACES
    assert Session.objects.filter(statut=StatutSession.DEMANDEE).count() == DEMANDES - PLACES
    numerotes_sans_trou(bons=1)
    lettres_parties_une_fois(PLACES)


def numerotes_sans_trou(*, bons):
    """Bons de commande from 1 on for the year, and composantes from 1 on in each."""
    emis = list(BonDeCommande.objects.order_by("rang"))
    assert [bon.numero for bon in emis] == [f"BC-{LE.year}-{rang:05d}" for rang in range(1, bons + 1)]
    for bon in emis:
        rangs = list(bon.composantes.order_by("rang").values_list("rang", flat=True))
        assert rangs == list(range(1, len(rangs) + 1))


def lettres_parties_une_fois(combien):
    for modele in ("autorisation", "bon_commande"):
        assert Courrier.objects.filter(modele=modele).count() == combien
        assert Document.objects.filter(modele=modele).count() == combien
