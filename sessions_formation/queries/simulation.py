"""What the pending requests of lots would do to them: the facts ``regles.simulation`` adds up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant
from sessions_formation.models import Composante, DemandeAvenant, Lot, Session
from sessions_formation.queries.commandes import commandes
from sessions_formation.queries.fiche_lot import demandes_en_attente
from sessions_formation.queries.lots import ZERO, MontantsLot, montants_des_lots
from sessions_formation.regles.simulation import Simulation, simuler


@dataclass(frozen=True, slots=True)
class DemandeEnAttente:
    """A request nobody has decided: a session, or a change of one already ordered. ``montant``: what granting it adds
    to the lot, in euros, negative for a cancellation."""

    objet: Session | DemandeAvenant
    depuis: datetime
    montant: Decimal

    @property
    def cle(self) -> str:
        """« s12 » for a session, « a3 » for a change of an order."""
        return f"{'s' if isinstance(self.objet, Session) else 'a'}{self.objet.pk}"

    @property
    def lot_id(self) -> int:
        return self.objet.lot_id if isinstance(self.objet, Session) else self.objet.session.lot_id


@dataclass(frozen=True, slots=True)
class LotSimule:
    """A lot before, and after the requests taken."""

    lot: Lot
    montants: MontantsLot
    demandes: list[DemandeEnAttente]
    simulation: Simulation

    @property
    def jauge(self) -> dict[str, Decimal]:
        """What ``composants/jauge.html`` draws, before and after."""
        retenues = {etape.cle for etape in self.simulation.etapes if etape.retenue}
        pris = sum((d.montant for d in self.demandes if d.cle in retenues and d.montant > ZERO), ZERO)
        jauge = self.montants.jauge()
        if self.simulation.effet:
            jauge |= {"effet": self.simulation.effet, "engage_apres": max(self.montants.engage - pris, ZERO)}
        return jauge


def lots_en_attente() -> list[int]:
    """Give the lots on which something waits for a decision (two queries)."""
    sessions = Session.objects.filter(statut__in=PAS_DECIDEE).order_by().values_list("lot", flat=True)
    avenants = DemandeAvenant.objects.filter(statut=StatutDemandeAvenant.DEPOSEE).order_by()
    return sorted({*sessions, *avenants.values_list("session__lot", flat=True)})


def lots_des_demandes(cles: Iterable[str]) -> set[int]:
    """Give the lots of these requests; a key that is none, or has been decided since, gives nothing (two queries)."""
    cles = list(cles)
    sessions = Session.objects.filter(pk__in=_ids(cles, "s"), statut__in=PAS_DECIDEE).order_by()
    avenants = DemandeAvenant.objects.a_decider().filter(pk__in=_ids(cles, "a")).order_by()
    return {*sessions.values_list("lot", flat=True), *avenants.values_list("session__lot", flat=True)}


def simuler_les_lots(lots: Iterable[int], retenues: set[str] | None, *, le: date) -> list[LotSimule]:
    """Give each lot with its pending requests in order of arrival, those of ``retenues`` ordered; all when None.

    Five queries, whatever the number of lots and requests.
    """
    objets = list(Lot.objects.filter(pk__in=list(lots)).select_related("secteur", "groupement"))
    cles = [lot.pk for lot in objets]
    montants = montants_des_lots(cles, le=le, realise=True)
    par_lot: dict[int, list[DemandeEnAttente]] = defaultdict(list)
    for demande in _demandes(cles):
        par_lot[demande.lot_id].append(demande)
    return [
        LotSimule(lot, montants[lot.pk], par_lot[lot.pk], _simulation(par_lot[lot.pk], retenues, montants[lot.pk]))
        for lot in objets
    ]


def _simulation(demandes: list[DemandeEnAttente], retenues: set[str] | None, montants: MontantsLot) -> Simulation:
    prises = {demande.cle for demande in demandes} if retenues is None else retenues
    return simuler(
        [(demande.cle, demande.montant) for demande in demandes],
        prises,
        minimum=montants.minimum,
        maximum=montants.maximum,
        commande=montants.commande,
    )


def _demandes(lots: list[int]) -> list[DemandeEnAttente]:
    sessions, avenants = demandes_en_attente(lots)
    annulees = [avenant.session_id for avenant in avenants if avenant.nature == NatureAvenant.ANNULATION]
    composantes = list(Composante.objects.filter(session__in=annulees)) if annulees else []
    commande = commandes(composantes) if composantes else {}
    rendu = {composante.session_id: -commande[composante.pk].montant for composante in composantes}
    demandes = [DemandeEnAttente(s, s.complete_le, s.montant or ZERO) for s in sessions if s.complete_le]
    demandes += [
        DemandeEnAttente(a, a.deposee_le, rendu.get(a.session_id, ZERO) if a.montant is None else a.montant)
        for a in avenants
    ]
    return sorted(demandes, key=lambda demande: (demande.depuis, demande.cle))


def _ids(cles: Iterable[str], nature: str) -> list[int]:
    return [int(cle[1:]) for cle in cles if cle[:1] == nature and cle[1:].isdecimal() and len(cle) <= 18]
