"""What the pages of one invoice show beside it: hours declared, hours left out, sessions still expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from factures.models import DetailFacture, Facture, LigneFacture
from factures.queries.a_facturer import excedents_de
from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from noyau.courriers import Document
from referentiels.regles.mois import Mois
from sessions_formation.models import Composante, Parcours, Session

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
    """Give the lines of an invoice or avoir with what explains them (3 queries)."""
    lignes = list(facture.lignes.select_related("composante__session__organisme").order_by("rang"))
    declarees = _declarees(facture, [ligne.composante for ligne in lignes])
    autres = _autres_mois(facture)
    return [LigneLue(ligne, declarees.get(ligne.composante_id, ZERO), autres.get(ligne.pk, ZERO)) for ligne in lignes]


def _declarees(facture: Facture, composantes: Iterable[Composante]) -> dict[int, Decimal]:
    sommes = (
        HeuresParcours.objects.filter(
            releve__session__composante__in=list(composantes),
            releve__mois=facture.mois,
            releve__statut=StatutReleve.DECLARE,
        )
        .order_by()
        .values("releve__session__composante")
        .annotate(total=Sum("faites"))
    )
    return dict(sommes.values_list("releve__session__composante", "total"))


def _autres_mois(facture: Facture) -> dict[int, Decimal]:
    """Hours that a line counts of months before its own: declared late, or corrected."""
    details = DetailFacture.objects.filter(ligne__facture=facture).exclude(mois=facture.mois).order_by()
    return dict(details.values("ligne").annotate(total=Sum("heures")).values_list("ligne", "total"))


def restes_de(facture: Facture) -> list[Reste]:
    """Give the hours a draft leaves out, session by session: more than is ordered (9 queries at most)."""
    par_composante = excedents_de([facture.bon_id], facture.mois).get(facture.bon_id, {})
    if not par_composante:
        return []
    composantes = Composante.objects.filter(pk__in=par_composante).select_related("session__organisme")
    return [Reste(composante.session, par_composante[composante.pk]) for composante in composantes.order_by("rang")]


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


def document_de(facture: Facture) -> Document | None:
    """Give the PDF frozen when it was issued (1 query)."""
    return Document.objects.filter(modele="facture", objet_type=Facture._meta.label_lower, objet_id=facture.pk).first()
