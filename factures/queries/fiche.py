"""What the pages of one invoice show beside it: hours declared, hours left out, sessions still expected."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce

from factures.enums import NatureFacture, StatutFacture
from factures.models import DetailFacture, Facture, LigneFacture
from factures.models.factures import FactureQuerySet
from factures.queries.a_facturer import excedents_de
from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from noyau.courriers import Document
from referentiels.regles.mois import Mois
from sessions_formation.models import Composante, Mouvement, Parcours, Session

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class LigneLue:
    """A line with what explains it, in hours: declared for the month in its session, from other months, left out."""

    ligne: LigneFacture
    declarees: Decimal
    autres_mois: Decimal
    excedent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Reste:
    """Hours of a session declared beyond what is ordered."""

    session: Session
    heures: Decimal


def lignes_lues(facture: Facture) -> list[LigneLue]:
    """Give the lines of an invoice or avoir with what explains them (1 query)."""
    declarees = HeuresParcours.objects.filter(
        releve__session__composante=OuterRef("composante"),
        releve__mois=facture.mois,
        releve__statut=StatutReleve.DECLARE,
    )
    # Declared late, or corrected.
    autres_mois = DetailFacture.objects.filter(ligne=OuterRef("pk")).exclude(mois=facture.mois)
    lignes = facture.lignes.select_related("composante__session__organisme").annotate(
        declarees=_somme(declarees, "releve__session__composante", "faites"),
        autres_mois=_somme(autres_mois, "ligne", "heures"),
    )
    return [LigneLue(ligne, ligne.declarees or ZERO, ligne.autres_mois or ZERO) for ligne in lignes.order_by("rang")]


def _somme(lus: QuerySet[Any], par: str, quoi: str) -> Subquery:
    return Subquery(lus.order_by().values(par).annotate(total=Sum(quoi)).values("total"))


def restes_de(facture: Facture) -> list[Reste]:
    """Give the hours a draft leaves out, session by session: more than is ordered (1 query, 10 when there are)."""
    if not _peut_depasser(facture):
        return []
    par_composante = excedents_de([facture.bon_id], facture.mois).get(facture.bon_id, {})
    if not par_composante:
        return []
    composantes = Composante.objects.filter(pk__in=par_composante).select_related("session__organisme")
    return [Reste(composante.session, par_composante[composante.pk]) for composante in composantes.order_by("rang")]


def _peut_depasser(facture: Facture) -> bool:
    """Tell whether a composante has more declared up to the month, and invoiced of later ones, than it orders.

    An avoir that a person drafts makes hours due again before it gives any back: then only the full account knows.
    """
    declarees = HeuresParcours.objects.filter(
        releve__session__composante=OuterRef("pk"),
        releve__mois__lte=facture.mois,
        releve__statut=StatutReleve.DECLARE,
    )
    ensuite = DetailFacture.objects.filter(ligne__composante=OuterRef("pk"), mois__gt=facture.mois)
    mouvements = Mouvement.objects.filter(composante=OuterRef("pk"))
    avoirs = Facture.objects.filter(
        bon=facture.bon_id, nature=NatureFacture.AVOIR, statut=StatutFacture.PROJET, prepare_le=None
    )
    composantes = Composante.objects.filter(bon=facture.bon_id).annotate(
        # As integers: PostgreSQL multiplies two smallints as one.
        commandees=Cast("parcours", IntegerField()) * F("heures")
        + Coalesce(_somme(mouvements, "composante", "heures"), 0),
        prises=Coalesce(_somme(declarees, "releve__session__composante", "faites"), ZERO)
        + Coalesce(_somme(ensuite, "ligne__composante", "heures"), ZERO),
    )
    return composantes.filter(Q(prises__gt=F("commandees")) | Exists(avoirs)).exists()


def sessions_non_declarees(facture: Facture) -> QuerySet[Session]:
    """Give the sessions of the order whose hours of the month are not declared, though people were there."""
    mois = Mois.de(facture.mois)
    presents = Parcours.objects.filter(session=OuterRef("pk"), entre_le__lte=mois.dernier_jour).filter(
        Q(sorti_le=None) | Q(sorti_le__gte=mois.premier_jour)
    )
    declare = Releve.objects.filter(session=OuterRef("pk"), mois=facture.mois, statut=StatutReleve.DECLARE)
    return (
        Session.objects.filter(Exists(presents), ~Exists(declare), composante__bon=facture.bon_id)
        .filter(Q(fin=None) | Q(fin__gte=mois.premier_jour))
        .select_related("organisme")
        .order_by("numero")
    )


def avec_document(factures: FactureQuerySet) -> FactureQuerySet:
    """Add ``document`` to invoices: the id of the PDF frozen when each was issued."""
    documents = Document.objects.filter(
        modele="facture", objet_type=Facture._meta.label_lower, objet_id=OuterRef("pk")
    )
    return factures.annotate(document=Subquery(documents.order_by("pk").values("pk")[:1]))


def document_de(facture: Facture) -> Document | None:
    """Give the PDF frozen when it was issued (1 query)."""
    return Document.objects.filter(modele="facture", objet_type=Facture._meta.label_lower, objet_id=facture.pk).first()
