"""Everything that may happen on a lot, at one instant, on real connections: nobody is killed, the sums hold."""

import random
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db.models import F, Sum

from config.groupes import CHEFS
from intentions.actions.retirer import retirer_intention
from intentions.enums import StatutIntention
from noyau import horloge
from noyau.erreurs import RegleViolee
from sessions_formation.actions.annuler import annuler_session
from sessions_formation.actions.attribuer import reaffecter
from sessions_formation.actions.bornes import fixer_bornes
from sessions_formation.actions.commander_socle import commander_socle
from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from sessions_formation.actions.decider_ensemble import decider_ensemble, executer_les_decisions
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.demandes_avenant import retirer_demande_avenant
from sessions_formation.actions.fongibilite import deplacer_heures
from sessions_formation.actions.retirer import retirer_demande
from sessions_formation.actions.valider import contresigner, renvoyer
from sessions_formation.enums import StatutSession
from sessions_formation.models import (
    Avenant,
    BonDeCommande,
    BornesLot,
    Composante,
    IntentionRetenue,
    LigneDecisionGroupee,
    Mouvement,
    PremiereValidation,
    Session,
)
from sessions_formation.queries.lots import montants_du_lot
from tests.admin.test_socle import champs
from tests.factories import comptes
from tests.factories.avenants import accorder, demande_d_heures, demande_de_parcours, refuser, session_commandee
from tests.factories.candidats import candidat, referent_du_territoire
from tests.factories.scenario import LE, demande, intention_deposee, monde, session_demandee
from tests.simultane import ensemble

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lent]

MAXIMUM = Decimal("260000.00")
TOURS = {"hors_tour": "Elle commence plus tôt."}


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_tout_a_la_fois_sur_un_lot(graine):
    le_monde = monde(montant_max=str(MAXIMUM))
    actes = _actes(le_monde)
    random.Random(graine).shuffle(actes)

    issues = ensemble(actes)

    fautes = [repr(issue) for issue in issues if isinstance(issue, Exception) and not isinstance(issue, RegleViolee)]
    assert fautes == []
    assert sum(not isinstance(issue, Exception) for issue in issues) >= 5
    _verifier(le_monde.lot)


def _actes(monde):
    chef = comptes.agent(is_superuser=False, prenom="Yann", nom="Tessier")
    chef.groups.set(Group.objects.filter(name=CHEFS))
    commandees = [session_commandee(monde) for _ in range(3)]
    heures, parcours = demande_d_heures(monde, commandees[0]), demande_de_parcours(monde, commandees[1])
    envoyable = demande(monde, [intention_deposee(monde, nom="Gaborit", nombre_postes=5)])
    grande = session_demandee(monde, postes=30, effectif=30)
    motif = {"motif": "besoin_avere", "precisions": "Besoin du bassin.", "le": LE}
    autoriser_session(session_id=grande.pk, par=monde.agent, **motif)
    attendent = [session_demandee(monde) for _ in range(4)]
    groupee = decider_ensemble(
        envoi=uuid4(),
        decision="autoriser",
        motif="besoin_avere",
        precisions="Besoin du bassin.",
        hors_tour="Elles commencent plus tôt.",
        par=monde.agent,
        lues={session.pk: None for session in attendent[1:]},
    )
    assert groupee.lignes.count() == 3
    composantes = [session.composante.pk for session in commandees]

    def deplacer(de, vers):
        return lambda: deplacer_heures(
            de=composantes[de], vers=composantes[vers], heures=50, motif="Un titre à finir.", par=monde.agent, le=LE
        )

    def se_retire(session):
        intention = session.retenues.order_by("pk").first().intention
        return lambda: retirer_intention(
            intention_id=intention.pk, par=intention.deposant, motif="Chantier perdu.", le=LE
        )

    def se_positionne(session):
        intention, par = session.retenues.order_by("pk").first().intention_id, referent_du_territoire(session)
        return lambda: candidat(session, intention, par=par)

    bornes = BornesLot(
        lot=monde.lot, depuis=LE + timedelta(days=400), montant_min=Decimal(0), montant_max=MAXIMUM, texte="Avenant"
    )

    def socle():
        decision = {"motif": "besoin_avere", "precisions": "", **TOURS}
        return commander_socle(
            lot_id=monde.lot.pk, par=monde.agent, champs=champs(monde), decision=decision, envoi=uuid4(), le=LE
        )

    executer = lambda: executer_les_decisions(le=LE, maintenant=horloge.maintenant)  # noqa: E731
    return [
        lambda: autoriser_session(session_id=attendent[0].pk, par=monde.agent, **motif, **TOURS),
        lambda: refuser_session(session_id=attendent[1].pk, par=chef, **motif),
        lambda: demander_complement(session_id=attendent[2].pk, par=chef, **motif),
        lambda: retirer_demande(session_id=attendent[3].pk, par=attendent[3].demandeur, motif="", le=LE),
        executer,
        executer,
        lambda: contresigner(session_id=grande.pk, par=chef, precisions="", le=LE),
        lambda: contresigner(session_id=grande.pk, par=chef, precisions="", le=LE),
        lambda: renvoyer(session_id=grande.pk, par=chef, motif="À revoir."),
        lambda: reaffecter(sessions=[s.pk for s in [grande, *attendent]], vers=chef.pk, par=chef, motif="Absence."),
        lambda: annuler_session(session_id=commandees[2].pk, par=monde.agent, motif="Plateau fermé.", le=LE),
        deplacer(0, 1),
        deplacer(1, 0),
        deplacer(2, 0),
        lambda: accorder(heures, monde.agent),
        lambda: accorder(parcours, chef),
        lambda: refuser(parcours, monde.agent),
        lambda: retirer_demande_avenant(demande_id=parcours.pk, par=parcours.demandeur, le=LE),
        *[se_retire(session) for session in (commandees[1], commandees[2], attendent[0], grande)],
        *[se_positionne(session) for session in commandees],
        lambda: fixer_bornes(bornes, par=monde.agent, le=LE),
        lambda: demander_ouverture(session_id=envoyable.pk, par=envoyable.demandeur, le=LE),
        socle,
        socle,
    ]


def _verifier(lot):
    """The sums are those of the rows, orders and amendments have no gap, nothing holds what it has let go."""
    somme = sum(Composante.objects.order_by("pk").values_list("montant", flat=True), Decimal(0))
    somme += sum(Mouvement.objects.order_by("pk").values_list("montant", flat=True), Decimal(0))
    assert montants_du_lot(lot, le=LE).commande == somme <= MAXIMUM
    assert list(BonDeCommande.objects.order_by("rang").values_list("rang", flat=True)) == [1]
    for modele in (Composante, Avenant):
        rangs = list(modele.objects.order_by("rang").values_list("rang", flat=True))
        assert rangs == list(range(1, len(rangs) + 1))
    numeros = Session.objects.exclude(numero=None).order_by("numero").values_list("numero", flat=True)
    assert list(numeros) == [f"SE-2026-{rang:05d}" for rang in range(1, len(numeros) + 1)]
    annulees = Composante.objects.filter(session__statut=StatutSession.ANNULEE)
    restes = annulees.annotate(reste=F("montant") + Sum("mouvements__montant")).order_by("pk")
    assert {composante.reste for composante in restes} <= {Decimal("0.00")}
    commandees = {StatutSession.PUBLIEE, StatutSession.ANNULEE}
    assert set(Session.objects.filter(composante__isnull=False).values_list("statut", flat=True)) <= commandees
    assert not Session.objects.filter(statut=StatutSession.PUBLIEE, composante=None).exists()
    assert not PremiereValidation.objects.exclude(session__statut__in=["demandee", "en_instruction"]).exists()
    tenues = IntentionRetenue.objects.filter(active=True)
    assert set(tenues.values_list("intention__statut", flat=True)) <= {StatutIntention.ENGAGEE}
    assert not LigneDecisionGroupee.objects.filter(statut="a_faire").exists()
