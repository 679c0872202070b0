"""One decision on several requests: taken once, carried out in order, each file whole with its line."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from config.groupes import ACHAT, CHEFS
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from sessions_formation.actions import decider_ensemble as module
from sessions_formation.actions.decider import refuser_session
from sessions_formation.actions.decider_ensemble import decider_ensemble, executer_les_decisions
from sessions_formation.actions.tour import HorsTour
from sessions_formation.enums import StatutDecision, StatutLigneDecision, StatutSession
from sessions_formation.models import Composante, DecisionGroupee, PremiereValidation, Session
from sessions_formation.queries.decisions_groupees import avancement_de, parts_des_lots, versions_de
from tests.factories import comptes
from tests.factories.scenario import LE, session_demandee

pytestmark = pytest.mark.django_db

INSTANT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def decider(sessions, par, **autres):
    arguments = {
        "envoi": uuid4(),
        "decision": "autoriser",
        "motif": "besoin_avere",
        "precisions": "",
        "hors_tour": "",
        "lues": {session.pk: lue for session, lue in _lues(sessions)},
        **autres,
    }
    return decider_ensemble(par=par, **arguments)


def _lues(sessions):
    versions = versions_de(sessions)
    return [(session, versions[session.pk]) for session in sessions]


def executer():
    return executer_les_decisions(le=LE, maintenant=lambda: INSTANT)


def resultats(groupee):
    return list(groupee.lignes.order_by("rang").values_list("session__numero", "statut", "message"))


def test_decider_ensemble_note_puis_le_worker_commande_dans_l_ordre(le_monde):
    demandes = [session_demandee(le_monde) for _ in range(3)]

    groupee = decider(demandes[::-1], le_monde.agent)

    assert not Composante.objects.exists()
    assert avancement_de(groupee).a_faire == 3
    assert executer() == 3
    assert resultats(groupee) == [
        (f"SE-2026-0000{rang}", "faite", f"Autorisée : BC-2026-00001, composante {rang}.") for rang in (1, 2, 3)
    ]
    groupee.refresh_from_db()
    assert groupee.terminee_le == INSTANT
    assert executer() == 0
    assert Courrier.objects.filter(modele="autorisation").count() == 3


def test_la_meme_decision_envoyee_deux_fois_n_est_prise_qu_une_fois(le_monde):
    demandes, envoi = [session_demandee(le_monde)], uuid4()

    premiere, seconde = (decider(demandes, le_monde.agent, envoi=envoi) for _ in range(2))

    assert premiere == seconde
    assert DecisionGroupee.objects.count() == 1
    assert premiere.lignes.count() == 1


def test_ce_qu_une_regle_refuse_se_lit_sur_sa_ligne_et_n_arrete_pas_les_autres(le_monde):
    premiere, trop_chere, troisieme = (
        session_demandee(le_monde),
        session_demandee(le_monde, heures=900),
        session_demandee(le_monde),
    )
    le_monde.lot.montant_max = Decimal("45000.00")
    le_monde.lot.save()

    groupee = decider([premiere, trop_chere, troisieme], le_monde.agent)
    executer()

    faite, refusee, suivante = resultats(groupee)
    assert (faite[1], refusee[1], suivante[1]) == ("faite", "refusee", "faite")
    assert "pour un maximum de 45" in refusee[2]
    assert sum(Composante.objects.values_list("montant", flat=True)) == Decimal("39900.00")
    motif = troisieme.historique.get(transition="autoriser").motif
    assert "Avant son tour : décidée avec SE-2026-00002" in motif


def test_un_dossier_change_depuis_la_lecture_n_est_pas_decide(le_monde):
    session = session_demandee(le_monde)
    groupee = decider([session], le_monde.agent)
    noter(session, "L’employeur a écrit", par=None)

    executer()

    [(_, statut, message)] = resultats(groupee)
    assert statut == StatutLigneDecision.REFUSEE
    assert message.startswith("Ce dossier a changé depuis votre lecture : « L’employeur a écrit »")


def test_ce_qu_un_collegue_a_decide_entre_temps_porte_son_nom(le_monde):
    session = session_demandee(le_monde)
    groupee = decider([session], le_monde.agent)
    refuser_session(session_id=session.pk, par=le_monde.agent, motif="hors_lot", precisions="Autre lot.", le=LE)

    executer()

    [(_, statut, message)] = resultats(groupee)
    assert statut == StatutLigneDecision.REFUSEE
    assert message.startswith("Cette demande n’attend plus de décision : « Refusée » par Hélène Pasquier, Région")


def test_au_dessus_du_seuil_la_ligne_dit_qu_elle_est_une_premiere_signature(le_monde):
    chef = comptes.agent(is_superuser=False)
    chef.groups.set(Group.objects.filter(name=CHEFS))
    grande, petite = session_demandee(le_monde, postes=30, effectif=30), session_demandee(le_monde)

    groupee = decider([grande, petite], le_monde.agent)
    executer()

    assert [ligne[2] for ligne in resultats(groupee)] == [
        "Première signature donnée : rien n’est commandé avant celle d’une seconde personne.",
        "Autorisée : BC-2026-00001, composante 1.",
    ]
    assert PremiereValidation.objects.get().session == grande


@pytest.mark.parametrize(
    ("decision", "statut", "message"),
    [("refuser", StatutSession.REFUSEE, "Refusée."), ("completer", StatutSession.A_COMPLETER, "Complément demandé.")],
)
def test_refuser_ou_faire_completer_plusieurs_demandes(le_monde, decision, statut, message):
    demandes = [session_demandee(le_monde) for _ in range(2)]

    groupee = decider(demandes, le_monde.agent, decision=decision, motif="dossier_incomplet", precisions="Le lieu.")
    executer()

    assert [ligne[2] for ligne in resultats(groupee)] == [message, message]
    assert set(Session.objects.values_list("statut", flat=True)) == {statut}


def test_laisser_une_plus_ancienne_derriere_demande_pourquoi(le_monde):
    _, seconde = session_demandee(le_monde), session_demandee(le_monde)

    with pytest.raises(HorsTour, match="SE-2026-00001"):
        decider([seconde], le_monde.agent)
    groupee = decider([seconde], le_monde.agent, hors_tour="Elle commence bientôt.")
    executer()

    assert resultats(groupee)[0][1] == "faite"
    motif = seconde.historique.get(transition="autoriser").motif
    assert motif.endswith("Avant son tour : Elle commence bientôt.")


@pytest.mark.parametrize(
    ("autres", "mots"),
    [
        ({"motif": ""}, "Choisissez un motif"),
        ({"decision": "refuser"}, "Écrivez aux organismes"),
        ({"lues": {}}, "Aucune des demandes choisies"),
    ],
)
def test_ce_qui_manque_est_dit_avant(le_monde, autres, mots):
    with pytest.raises(RegleViolee, match=mots):
        decider([session_demandee(le_monde)], le_monde.agent, **autres)


def test_sans_le_droit_d_acheter_rien_ne_se_decide(le_monde):
    session = session_demandee(le_monde)
    lecteur = comptes.agent(is_superuser=False)

    with pytest.raises(PermissionDenied):
        decider([session], lecteur)


def test_un_droit_retire_entre_temps_se_lit_sur_la_ligne(le_monde):
    agent = comptes.agent(is_superuser=False)
    agent.groups.set(Group.objects.filter(name=ACHAT))
    groupee = decider([session_demandee(le_monde)], agent)
    agent.groups.clear()

    executer()

    assert resultats(groupee)[0][1:] == (
        "refusee",
        "Votre compte ne permet plus de décider : rien n’a changé pour cette demande.",
    )


def test_les_parts_des_lots_disent_le_total_de_chacun(le_monde):
    demandes = [session_demandee(le_monde) for _ in range(2)]

    [part] = parts_des_lots(demandes, le=LE)

    assert (part.demandes, part.total, part.montants.engage) == (2, Decimal("39900.00"), Decimal("39900.00"))


def test_une_erreur_inattendue_n_arrete_pas_les_autres(le_monde, monkeypatch):
    def tomber(groupee, ligne, le):
        raise ZeroDivisionError

    groupee = decider([session_demandee(le_monde)], le_monde.agent)
    monkeypatch.setitem(module.ACTES, StatutDecision.AUTORISER, tomber)
    executer()

    assert resultats(groupee)[0][1:] == ("refusee", module.INATTENDUE)
    groupee.refresh_from_db()
    assert groupee.terminee_le == INSTANT
