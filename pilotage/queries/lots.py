"""Lots against their minimum and maximum, and where they are heading."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from factures.enums import StatutFacture
from factures.models import Facture
from noyau.listes import identifiant
from noyau.replique import base_de_lecture
from pilotage.queries.perimetre import lire
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.perimetre import Axe, Perimetre
from pilotage.regles.tendance import COMMENT, Fenetres, Rythme, a_venir, fenetres, terme
from referentiels.regles.mois import ajouter_mois
from sessions_formation.models import Lot, MembreGroupement
from sessions_formation.queries.lots import avec_montants
from sessions_formation.realise import FACTURE, sommes

ZERO = Decimal("0.00")
# Of a lot that has ordered nothing in any of the spans.
SANS_COMMANDE = (ZERO, ZERO, ZERO, ZERO)
_EUROS = DecimalField(max_digits=14, decimal_places=2)
_COLONNES = (
    Colonne(
        "commande",
        "Commandé",
        "Ce que les bons de commande du lot commandent aujourd’hui, avenants compris, depuis le début du marché.",
        Unite.EUROS,
    ),
    Colonne("minimum", "Minimum", "Le minimum du lot, à ce jour, sur toute sa durée.", Unite.EUROS),
    Colonne("maximum", "Maximum", "Le maximum du lot, à ce jour, sur toute sa durée.", Unite.EUROS),
    Colonne("tendance", "Tendance", COMMENT, Unite.EUROS),
    Colonne("engage", "Demandé", "Les demandes que personne n’a encore décidées.", Unite.EUROS, dessinee=False),
    Colonne("facture", "Facturé", "Les factures émises, moins les avoirs.", Unite.EUROS, dessinee=False),
    Colonne("paye", "Payé", "Ce que les factures payées ont reçu.", Unite.EUROS, dessinee=False),
)
_MONTANTS = ("commande", "minimum", "maximum", "engage", "facture", "paye")
# What keeps a lot that serves others as well.
_EN_ENTIER = frozenset({Axe.DEPARTEMENT, Axe.TERRITOIRE, Axe.ORGANISME})
_COMMANDES = """
select lot, {sommes} from (
    select b.lot_id as lot, c.ajoutee_le as le, c.montant
    from sessions_formation_composante c join sessions_formation_bondecommande b on b.id = c.bon_id
    union all
    select b.lot_id, a.pris_le, m.montant
    from sessions_formation_mouvement m
    join sessions_formation_avenant a on a.id = m.avenant_id
    join sessions_formation_composante c on c.id = m.composante_id
    join sessions_formation_bondecommande b on b.id = c.bon_id
) commandes where lot = any(%s) group by lot
"""


def lots(le: date, perimetre: Perimetre) -> Figure:
    """Give one line per lot in force in the months of ``perimetre`` (code ``lots``, BORNES): ordered, minimum,
    maximum, trend, asked, invoiced, paid; by contract and number (2 queries).

    Amounts are those of today, since the contract began: a minimum and a maximum hold for its whole length.
    """
    lus = list(_lus(le, perimetre))
    commandes = _commandes([lot.pk for lot in lus], fenetres(le))
    lignes = [_ligne(lot, commandes.get(lot.pk, SANS_COMMANDE), le=le) for lot in lus]
    return Figure(
        "lots",
        "Les lots, entre leur minimum et leur maximum",
        _phrase(perimetre),
        _COLONNES,
        tuple(lignes),
        premiere="Lot",
        dessin=Dessin.BORNES,
        total=_total(lignes),
        source="Bons de commande, avenants et factures du service, au moment où la page est lue.",
    )


def _phrase(perimetre: Perimetre) -> str:
    phrase = (
        "Les lots en vigueur pendant la période : ce que chacun a commandé depuis son début, entre les bornes de son "
        "marché, et où il va."
    )
    if _EN_ENTIER.isdisjoint(perimetre.criteres):
        return phrase
    return f"{phrase} Un lot qui sert ce lieu, ou dont cet organisme est membre, compte en entier."


def _lus(le: date, perimetre: Perimetre) -> QuerySet[Any]:
    paye = (
        Facture.objects.filter(bon__lot=OuterRef("pk"), statut=StatutFacture.PAYEE)
        .order_by()
        .values("bon__lot")
        .annotate(total=Sum("montant_paye"))
    )
    return (
        avec_montants(lots_du(perimetre), le=le)
        .annotate(
            facture=sommes()[FACTURE],
            paye=Coalesce(Subquery(paye.values("total")), ZERO, output_field=_EUROS),
        )
        .order_by("marche", "numero", "pk")
    )


def lots_du(perimetre: Perimetre) -> QuerySet[Lot]:
    """Give the lots of a perimeter: in force in its months; a département or a territory keeps those that serve it, a
    training body those of its groupements."""
    apres = ajouter_mois(perimetre.fin, 1)
    trouves: QuerySet[Lot] = Lot.objects.using(base_de_lecture()).filter(debut__lt=apres, fin__gte=perimetre.debut)
    for axe, cle in perimetre.criteres.items():
        trouves = _restreints(trouves, axe, cle)
    return trouves


def _restreints(trouves: QuerySet[Lot], axe: Axe, cle: str) -> QuerySet[Lot]:
    match axe:
        case Axe.SECTEUR:
            return trouves.filter(secteur=cle)
        case Axe.DEPARTEMENT:
            return trouves.filter(departements=cle)
        case Axe.TERRITOIRE:
            return trouves.filter(departements__territoires=cle)
        case Axe.LOT:
            return trouves.filter(pk__in=[identifiant(cle)])
        case Axe.ORGANISME:
            membres = MembreGroupement.objects.using(base_de_lecture()).filter(organisme=identifiant(cle))
            return trouves.filter(groupement__in=membres.values("groupement"))
    return trouves


def _commandes(pks: list[int], spans: Fenetres) -> dict[int, tuple[Decimal, ...]]:
    """Orders of each lot in each span (1 query)."""
    parametres = [_debut_du(jour) for span in spans for jour in span]
    une = "coalesce(sum(montant) filter (where le >= %s and le < %s), 0)"
    sql = _COMMANDES.format(sommes=", ".join([une] * len(spans)))
    return {lot: tuple(montants) for lot, *montants in lire(sql, [*parametres, pks])}


def _debut_du(jour: date) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time.min)).astimezone(UTC)


def _ligne(lot: Any, commandes: tuple[Decimal, ...], *, le: date) -> Ligne:
    un_an = ajouter_mois(le, -12)
    cette_annee, l_an_dernier, reste_l_an_dernier, douze_mois = commandes
    rythme = Rythme(
        cette_annee=cette_annee,
        l_an_dernier=l_an_dernier,
        reste_l_an_dernier=reste_l_an_dernier,
        douze_mois=douze_mois,
        en_attente=lot.engage,
        jours_vecus=(le - max(lot.debut, un_an)).days,
        jours_restants=(terme(le, fin=lot.fin) - le).days,
        # A lot that ends before the year does not go to the term of last year.
        an_dernier_entier=lot.debut <= date(le.year - 1, 1, 1) and lot.fin >= date(le.year, 12, 31),
    )
    valeurs: Mapping[str, Decimal] = {nom: getattr(lot, nom) for nom in _MONTANTS} | {
        "tendance": lot.commande + a_venir(rythme)
    }
    return Ligne(
        str(lot.pk),
        str(lot),
        tuple(
            Case(
                valeurs[colonne.code],
                dossiers={"quoi": "lots", "lot": str(lot.pk), "montant": colonne.code}
                if colonne.code in AVEC_DOSSIERS
                else None,
            )
            for colonne in _COLONNES
        ),
    )


# The others are no files': bounds of the contract, and a trend.
AVEC_DOSSIERS = frozenset({"commande", "engage", "facture", "paye"})


def _total(lignes: list[Ligne]) -> Ligne | None:
    if not lignes:
        return None
    sommes_ = (sum((ligne.cases[rang].valeur or ZERO for ligne in lignes), ZERO) for rang in range(len(_COLONNES)))
    return Ligne("total", "Ensemble", tuple(Case(somme) for somme in sommes_))
