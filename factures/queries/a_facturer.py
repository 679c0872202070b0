"""What there is to invoice of orders: hours declared, less those that invoices and avoirs count already.

Everything is read for many orders at once; what is made of it is worked out in ``factures.regles.projets``. Drafts
prepared by the system are left out: they are what is prepared again. Avoirs drafted by a person count, so that what
they take back is not invoiced meanwhile as if it were new; but they give back no hour of the order until issued.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from factures.enums import NatureFacture, StatutFacture
from factures.models import DetailFacture, Facture, LigneFacture
from factures.regles.projets import Compte, Projection, projeter
from factures.regles.repartition import Cellule, Deja, Tarif
from heures.queries.declarees import heures_declarees
from referentiels.regles.montants import ZERO
from sessions_formation.models import Composante
from sessions_formation.queries.commandes import par_prix


def preparees(facture: str = "") -> Q:
    """Tell the drafts that the system prepared, through ``facture`` (« ligne__facture__ »).

    An avoir that a person drafted has no ``prepare_le``.
    """
    du_systeme = Q(**{f"{facture}nature": NatureFacture.FACTURE}) | Q(**{f"{facture}prepare_le__isnull": False})
    return Q(**{f"{facture}statut": StatutFacture.PROJET}) & du_systeme


@dataclass(slots=True)
class Situation:
    """What an order is invoiced from. ``factures``: months that have their live invoice; ``a_corriger``: the last
    one an avoir may correct, and its rate of VAT; ``projets``: the months of the drafts prepared so far."""

    compte: Compte = field(default_factory=Compte)
    factures: set[date] = field(default_factory=set)
    projets: set[date] = field(default_factory=set)
    a_corriger: tuple[int, Decimal] | None = None

    def projeter(self, mois: date) -> Projection:
        """Give the drafts that ``mois`` and those prepared before should be; uses ``compte`` up."""
        return projeter(
            self.compte, {mois, *self.projets}, factures=self.factures, avoir_possible=self.a_corriger is not None
        )


def a_facturer(bons: Iterable[int], mois: date) -> dict[int, Situation]:
    """Give what there is to invoice of these orders up to ``mois``, or to their last draft (8 queries)."""
    cles = list(bons)
    situations = {bon: Situation() for bon in cles}
    _lire_les_factures(situations)
    dernier = max([mois, *(m for situation in situations.values() for m in situation.projets)])
    _lire_les_dues(situations, dernier)
    _lire_les_tarifs(situations)
    return situations


def excedents_de(bons: Iterable[int], mois: date) -> dict[int, dict[int, Decimal]]:
    """Give the hours declared beyond what is ordered, by order and composante: an amendment would let them in."""
    situations = a_facturer(bons, mois)
    return {bon: situation.projeter(mois).excedents for bon, situation in situations.items()}


def _lire_les_factures(situations: dict[int, Situation]) -> None:
    """Months invoiced, drafts, and the invoice an avoir would correct: the last that nobody drafts an avoir of."""
    lues = Facture.objects.filter(bon__in=situations).order_by("mois", "pk")
    en_cours = set()
    candidates: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    colonnes = ("pk", "bon", "mois", "nature", "statut", "annulee_le", "prepare_le", "corrige", "taux_tva")
    for pk, bon, mois, nature, statut, annulee_le, prepare_le, corrige, taux in lues.values_list(*colonnes):
        if statut == StatutFacture.PROJET:
            if nature == NatureFacture.FACTURE or prepare_le is not None:
                situations[bon].projets.add(mois)
            else:
                en_cours.add(corrige)
        elif nature == NatureFacture.FACTURE and annulee_le is None:
            situations[bon].factures.add(mois)
            if statut != StatutFacture.REJETEE:
                candidates[bon].append((pk, taux))
    for bon, siennes in candidates.items():
        libres = [candidate for candidate in siennes if candidate[0] not in en_cours]
        situations[bon].a_corriger = libres[-1] if libres else None


def _lire_les_dues(situations: dict[int, Situation], jusqu_a: date) -> None:
    """Read the cells whose hours declared differ from those invoiced: first the sessions and months that do, then
    their cells (4 queries). In a session and month, what adds up to nothing waits.

    Plain readings, compared here: compared by the database row by row, a month took it minutes.
    """
    declarees = heures_declarees(situations, jusqu_a=jusqu_a)
    facturees = _details(situations, jusqu_a)
    changes = _changes(declarees, facturees)
    if not changes:
        return
    touches = {"composante__in": {composante for composante, _ in changes}, "mois__in": {mois for _, mois in changes}}
    dues: dict[tuple[int, int, int, date], Decimal] = {}
    cellules = declarees.filter(**touches).values_list("bon", "composante", "parcours", "mois", "comptees")
    for bon, composante, parcours, mois, comptees in cellules:
        if (composante, mois) in changes:
            dues[bon, composante, parcours, mois] = comptees
    prises = facturees.filter(**touches).values_list("bon", "composante", "parcours", "mois", "ligne__prix_heure")
    for bon, composante, parcours, mois, prix, heures in prises.annotate(total=Sum("heures")):
        if (composante, mois) in changes:
            situations[bon].compte.prises.setdefault((parcours, mois), {})[prix] = heures
            cle = bon, composante, parcours, mois
            dues[cle] = dues.get(cle, ZERO) - heures
    for (bon, composante, parcours, mois), heures in dues.items():
        if heures:
            situations[bon].compte.dues.setdefault(composante, []).append(Cellule(parcours, mois, heures))


def _details(situations: Iterable[int], jusqu_a: date) -> QuerySet[Any]:
    """What is invoiced of these orders, drafts of the system apart, with ``bon`` and ``composante``."""
    return (
        DetailFacture.objects.filter(ligne__facture__bon__in=list(situations), mois__lte=jusqu_a)
        .exclude(preparees("ligne__facture__"))
        .annotate(bon=F("ligne__facture__bon"), composante=F("ligne__composante"))
        .order_by()
    )


def _changes(declarees: QuerySet[Any], facturees: QuerySet[Any]) -> set[tuple[int, date]]:
    """Give the composantes and months whose hours declared, in all, are not those invoiced (2 queries)."""
    sommes: dict[tuple[int, date], Decimal] = {}
    for composante, mois, total in declarees.values_list("composante", "mois").annotate(total=Sum("comptees")):
        sommes[composante, mois] = total
    for composante, mois, total in facturees.values_list("composante", "mois").annotate(total=Sum("heures")):
        sommes[composante, mois] = sommes.get((composante, mois), ZERO) - total
    return {cle for cle, heures in sommes.items() if heures}


def _lire_les_tarifs(situations: dict[int, Situation]) -> None:
    """Read what composantes order at each price, in the order hours are taken, less what is invoiced at it."""
    bon_de = {composante: bon for bon, lue in situations.items() for composante in lue.compte.dues}
    commandees = par_prix(Composante.objects.filter(pk__in=bon_de).order_by("pk"))
    deja, tenues = _facturees(bon_de)
    for pk, siennes in commandees.items():
        situations[bon_de[pk]].compte.tarifs[pk] = [
            Tarif(prix, commande.heures - tenues.get((pk, prix), ZERO), deja.get((pk, prix), Deja()))
            for prix, commande in siennes.items()
        ]


def _facturees(composantes: Iterable[int]) -> tuple[dict[tuple[int, Decimal], Deja], dict[tuple[int, Decimal], Any]]:
    """Give what is invoiced by composante and price, and the hours of the order it holds: an avoir that is not issued
    gives none back."""
    lignes: QuerySet[Any] = (
        LigneFacture.objects.filter(composante__in=composantes)
        .exclude(preparees("facture__"))
        .order_by()
        .values_list("composante", "prix_heure")
        .annotate(
            heures=Sum("quantite"),
            euros=Sum("montant"),
            tenues=Sum("quantite", filter=~Q(facture__statut=StatutFacture.PROJET) | Q(quantite__gt=0)),
        )
    )
    deja, tenues = {}, {}
    for composante, prix, heures, euros, siennes in lignes:
        deja[composante, prix] = Deja(heures, euros)
        tenues[composante, prix] = siennes or ZERO
    return deja, tenues
