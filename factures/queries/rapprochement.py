"""One order, euro by euro: ordered, done, invoiced, paid, left; by composante, with what leads to each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, Sum

from factures.enums import StatutFacture
from factures.models import Facture, LigneFacture
from factures.queries.file import SUSPENDUE
from heures.enums import StatutReleve
from heures.models import HeuresParcours
from intentions.models import IntentionEmbauche
from referentiels.regles.montants import ZERO, arrondir
from sessions_formation.models import BonDeCommande, Composante, IntentionRetenue
from sessions_formation.queries.commandes import Commande, par_prix

ParPrix = Mapping[int, Mapping[Decimal, Commande]]
# Composantes shown at once: an order of a year may have hundreds.
PAR_PAGE = 50


@dataclass(slots=True)
class Compte:
    """Hours and euros before tax: ordered, done (declared), invoiced (avoirs off), paid."""

    commande_h: Decimal = ZERO
    commande: Decimal = ZERO
    fait_h: Decimal = ZERO
    fait: Decimal = ZERO
    facture_h: Decimal = ZERO
    facture: Decimal = ZERO
    paye: Decimal = ZERO

    @property
    def reste(self) -> Decimal:
        """What is ordered and not invoiced."""
        return self.commande - self.facture

    def plus(self, autre: "Compte") -> "Compte":
        """Both together."""
        return Compte(*(getattr(self, nom) + getattr(autre, nom) for nom in self.__slots__))


@dataclass(slots=True)
class LigneRapprochee:
    composante: Composante
    compte: Compte = field(default_factory=Compte)
    intentions: list[IntentionEmbauche] = field(default_factory=list)


@dataclass(slots=True)
class BonRapproche:
    lignes: list[LigneRapprochee]
    factures: list[Facture]

    @property
    def total(self) -> Compte:
        """All composantes together."""
        somme = Compte()
        for ligne in self.lignes:
            somme = somme.plus(ligne.compte)
        return somme


def rapprochement_du_bon(bon: BonDeCommande) -> BonRapproche:
    """Give an order's accounts by composante, and its issued invoices (5 queries, whatever it holds)."""
    composantes = bon.composantes.select_related("session__organisme").order_by("rang")
    lignes = {composante.pk: LigneRapprochee(composante) for composante in composantes}
    _lire_le_fait(lignes, _lire_le_commande(lignes))
    _lire_le_facture(lignes)
    factures = (
        bon.factures.emises()
        .select_related("corrige")
        .sans_contenu()
        .annotate(suspendue=SUSPENDUE)
        .order_by("mois", "pk")
    )
    return BonRapproche(list(lignes.values()), list(factures))


def valeur_des_heures(heures: Decimal, commandees: Mapping[Decimal, Commande]) -> Decimal:
    """Give what hours are worth, taken at each price in its order, never beyond what is ordered (decision 0047)."""
    euros, reste = ZERO, heures
    for prix, commande in commandees.items():
        prises = min(reste, Decimal(max(commande.heures, 0)))
        euros += prises * prix
        reste -= prises
    return arrondir(euros)


def _lire_le_commande(lignes: Mapping[int, LigneRapprochee]) -> ParPrix:
    """What is ordered, amendments included, in all; give it by price (1 query)."""
    commandees = par_prix(ligne.composante for ligne in lignes.values())
    for pk, siennes in commandees.items():
        compte = lignes[pk].compte
        compte.commande_h = sum((Decimal(commande.heures) for commande in siennes.values()), ZERO)
        compte.commande = sum((commande.montant for commande in siennes.values()), ZERO)
    return commandees


def _lire_le_fait(lignes: Mapping[int, LigneRapprochee], commandees: ParPrix) -> None:
    par_session = {ligne.composante.session_id: ligne for ligne in lignes.values()}
    sommes = (
        HeuresParcours.objects.filter(releve__session__in=par_session, releve__statut=StatutReleve.DECLARE)
        .order_by()
        .values_list("releve__session")
        .annotate(total=Sum("faites"))
    )
    for session, total in sommes:
        ligne = par_session[session]
        ligne.compte.fait_h = total
        ligne.compte.fait = valeur_des_heures(total, commandees[ligne.composante.pk])


def _lire_le_facture(lignes: Mapping[int, LigneRapprochee]) -> None:
    """Issued lines, avoirs taken off; paid are those of the pieces that were."""
    sommes = (
        LigneFacture.objects.filter(composante__in=lignes)
        .exclude(facture__statut=StatutFacture.PROJET)
        .order_by()
        .values_list("composante")
        .annotate(h=Sum("quantite"), e=Sum("montant"), p=Sum("montant", filter=Q(facture__statut=StatutFacture.PAYEE)))
    )
    for pk, heures, euros, payes in sommes:
        compte = lignes[pk].compte
        compte.facture_h, compte.facture, compte.paye = heures, euros, payes or ZERO


def lire_les_intentions(lignes: Iterable[LigneRapprochee]) -> None:
    """Say of these lines, those a page shows, whose posts their sessions hold (1 query)."""
    par_session = {ligne.composante.session_id: ligne for ligne in lignes}
    retenues = IntentionRetenue.objects.acquises().filter(session__in=par_session)
    for retenue in retenues.select_related("intention__employeur").order_by("pk"):
        par_session[retenue.session_id].intentions.append(retenue.intention)
