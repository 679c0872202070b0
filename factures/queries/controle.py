"""What an officer reads to certify a line: hours invoiced, declared, and the proofs of them. No trainee is named."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.formats import date_format

from factures.models import DetailFacture, Facture, LigneFacture
from heures.enums import StatutReleve
from heures.models import CorrectionHeures, FeuilleEmargement, HeuresParcours, Releve
from heures.queries.pieces import RELEVE_SIGNE
from noyau.pieces import Piece
from referentiels.regles.montants import ZERO
from referentiels.regles.typographie import composer, compter, nombre

Cle = tuple[int, date]


@dataclass(slots=True)
class MoisControle:
    """One month of one session on an invoice: hours it counts, all that invoices count, what the relevé says."""

    mois: date
    heures: Decimal
    stagiaires: int
    facturees: Decimal = ZERO
    declarees: Decimal | None = None
    absences: Decimal = ZERO
    releve: Releve | None = None
    signes: int = 0
    feuilles: int = 0
    recues: int = 0
    corrections: int = 0

    @property
    def alertes(self) -> list[str]:
        """What does not agree, in French sentences."""
        return [composer(phrase) for phrase in self._alertes()]

    def _alertes(self) -> list[str]:
        quand = date_format(self.mois, "F Y")
        if self.releve is None or self.declarees is None:
            return [f"Aucune heure n’est déclarée pour {quand}."]
        dites = []
        if self.releve.statut != StatutReleve.DECLARE:
            dites.append(f"Le relevé de {quand} est rouvert pour correction.")
        elif self.declarees != self.facturees:
            dites.append(
                f"Pour {quand}, {nombre(self.declarees)} h sont déclarées et {nombre(self.facturees)} h facturées en "
                "tout : l’écart viendra dans la facture suivante."
            )
        if not self.signes and not self.recues:
            dites.append(f"Ni relevé signé, ni feuille d’émargement reçue pour {quand}.")
        elif not self.signes and self.recues < self.feuilles:
            manque = self.feuilles - self.recues
            feuilles = compter(manque, "feuille n’est pas revenue signée", "feuilles ne sont pas revenues signées")
            dites.append(f"Pour {quand}, {feuilles}.")
        if self.corrections:
            dites.append(f"{compter(self.corrections, 'correction', 'corrections')} d’heures pour {quand}.")
        return dites


@dataclass(slots=True)
class LigneControlee:
    """A line, and the months it counts hours of, the latest first."""

    ligne: LigneFacture
    mois: list[MoisControle] = field(default_factory=list)

    @property
    def stagiaires(self) -> int:
        return max((un.stagiaires for un in self.mois), default=0)

    @property
    def alertes(self) -> list[str]:
        return [alerte for un in self.mois for alerte in un.alertes]


def lignes_a_controler(facture: Facture) -> list[LigneControlee]:
    """Give the lines of an invoice with what they are checked against (3 queries, whatever the lines)."""
    lignes = facture.lignes.select_related("composante__session__organisme").order_by("rang")
    controlees = {ligne.pk: LigneControlee(ligne) for ligne in lignes}
    par_mois: dict[Cle, list[MoisControle]] = defaultdict(list)
    comptes = (
        DetailFacture.objects.filter(ligne__facture=facture)
        .values("ligne", "mois")
        .annotate(heures=Sum("heures"), stagiaires=Count("parcours", distinct=True))
        .order_by("-mois")
    )
    for compte in comptes:
        controlee = controlees[compte["ligne"]]
        # Until a relevé says more, nothing but this line invoices that month.
        un = MoisControle(compte["mois"], compte["heures"], compte["stagiaires"], facturees=compte["heures"])
        controlee.mois.append(un)
        par_mois[controlee.ligne.composante.session_id, un.mois].append(un)
    if par_mois:
        _lire_les_releves(par_mois)
    return list(controlees.values())


def _lire_les_releves(par_mois: dict[Cle, list[MoisControle]]) -> None:
    """The relevés, what they add up to, what invoices count of them, their proofs and corrections (1 query)."""
    lus = Releve.objects.filter(session__in={cle[0] for cle in par_mois}, mois__in={cle[1] for cle in par_mois})
    for releve in _avec_leurs_comptes(lus):
        for un in par_mois.get((releve.session_id, releve.mois), []):
            un.releve = releve
            un.facturees = releve.facturees or ZERO
            un.declarees = releve.faites or ZERO
            un.absences = (releve.justifiees or ZERO) + (releve.injustifiees or ZERO)
            un.signes, un.corrections = releve.signes or 0, releve.corrigees or 0
            un.feuilles, un.recues = releve.nb_feuilles or 0, releve.nb_recues or 0


def _avec_leurs_comptes(releves: QuerySet[Releve]) -> QuerySet[Any]:
    """With the sums of each, asked relevé by relevé: a page has a few dozen of them at most."""
    lignes = HeuresParcours.objects.filter(releve=OuterRef("pk"))
    factures = DetailFacture.objects.filter(
        ligne__composante__session=OuterRef("session"), mois=OuterRef("mois")
    ).emis()
    pieces = Piece.objects.filter(objet_type=Releve._meta.label_lower, objet_id=OuterRef("pk"), categorie=RELEVE_SIGNE)
    feuilles = FeuilleEmargement.objects.filter(releve=OuterRef("pk"))
    corrections = CorrectionHeures.objects.filter(ligne__releve=OuterRef("pk"))
    return releves.annotate(
        facturees=_un(factures, "ligne__composante__session", Sum("heures")),
        faites=_un(lignes, "releve", Sum("faites")),
        justifiees=_un(lignes, "releve", Sum("absences_justifiees")),
        injustifiees=_un(lignes, "releve", Sum("absences_injustifiees")),
        corrigees=_un(corrections, "ligne__releve", Count("pk")),
        signes=_un(pieces, "objet_id", Count("pk")),
        nb_feuilles=_un(feuilles, "releve", Count("pk")),
        nb_recues=_un(feuilles, "releve", Count("pk", filter=Q(recue_le__isnull=False))),
    )


def _un(lus: QuerySet[Any], par: str, compte: Aggregate) -> Subquery:
    return Subquery(lus.order_by().values(par).annotate(compte=compte).values("compte"))
