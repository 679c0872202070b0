"""What an officer reads to certify a line: hours invoiced, declared, and the proofs of them. No trainee is named."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.formats import date_format

from factures.enums import StatutFacture
from factures.models import DetailFacture, Facture, LigneFacture
from heures.enums import StatutReleve
from heures.models import FeuilleEmargement, HeuresParcours, Releve
from noyau.pieces import Piece
from referentiels.regles.montants import ZERO
from referentiels.regles.typographie import composer, compter, nombre

RELEVE_SIGNE = "releve_signe"
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
    """Give the lines of an invoice with what they are checked against (8 queries, whatever the lines)."""
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
        un = MoisControle(compte["mois"], compte["heures"], compte["stagiaires"])
        controlee.mois.append(un)
        par_mois[controlee.ligne.composante.session_id, un.mois].append(un)
    if par_mois:
        _lire_les_facturees(par_mois)
        _lire_les_releves(par_mois)
    return list(controlees.values())


def _ceux_de(par_mois: dict[Cle, list[MoisControle]], session: str, mois: str) -> Q:
    """The rows of these sessions and months, by the names of both columns."""
    return Q(
        **{f"{session}__in": {cle[0] for cle in par_mois}, f"{mois}__in": {cle[1] for cle in par_mois}},
    )


def _lire_les_facturees(par_mois: dict[Cle, list[MoisControle]]) -> None:
    sommes = (
        DetailFacture.objects.filter(_ceux_de(par_mois, "ligne__composante__session", "mois"))
        .exclude(ligne__facture__statut=StatutFacture.PROJET)
        .order_by()
        .values_list("ligne__composante__session", "mois")
        .annotate(total=Sum("heures"))
    )
    for session, mois, total in sommes:
        for un in par_mois.get((session, mois), []):
            un.facturees = total


def _lire_les_releves(par_mois: dict[Cle, list[MoisControle]]) -> None:
    """The relevés, what they add up to, their signed statements, their sheets, their corrections (5 queries)."""
    lus = Releve.objects.filter(_ceux_de(par_mois, "session", "mois")).select_related("declare_par")
    releves = {releve.pk: releve for releve in lus if (releve.session_id, releve.mois) in par_mois}
    sommes = {
        pk: (faites or ZERO, (justifiees or ZERO) + (injustifiees or ZERO))
        for pk, faites, justifiees, injustifiees in HeuresParcours.objects.filter(releve__in=releves)
        .order_by()
        .values_list("releve")
        .annotate(f=Sum("faites"), j=Sum("absences_justifiees"), i=Sum("absences_injustifiees"))
    }
    corrections = dict(
        HeuresParcours.objects.filter(releve__in=releves, corrections__isnull=False)
        .order_by()
        .values_list("releve")
        .annotate(n=Count("corrections"))
    )
    signes = dict(
        Piece.objects.filter(objet_type=Releve._meta.label_lower, objet_id__in=releves, categorie=RELEVE_SIGNE)
        .order_by()
        .values_list("objet_id")
        .annotate(n=Count("pk"))
    )
    feuilles = {
        pk: (toutes, recues)
        for pk, toutes, recues in FeuilleEmargement.objects.filter(releve__in=releves)
        .order_by()
        .values_list("releve")
        .annotate(n=Count("pk"), r=Count("pk", filter=Q(recue_le__isnull=False)))
    }
    for pk, releve in releves.items():
        for un in par_mois[releve.session_id, releve.mois]:
            un.releve = releve
            un.declarees, un.absences = sommes.get(pk, (ZERO, ZERO))
            un.signes, un.corrections = signes.get(pk, 0), corrections.get(pk, 0)
            un.feuilles, un.recues = feuilles.get(pk, (0, 0))
