"""What was issued by mistake is taken back by an avoir, whole or line by line, with its reason."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from comptes.models import Utilisateur
from factures.actions.emettre import emettre
from factures.actions.verrous import verrouiller_la_facture
from factures.enums import Controle, NatureFacture, StatutFacture
from factures.models import DetailFacture, Facture, LigneFacture
from factures.regles.tva import tva_de
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from referentiels.regles.montants import ZERO

Cle = tuple[int, Decimal]


@dataclass
class _Reste:
    """What avoirs have not taken back yet of a line: hours by trainee and month, hours and euros in all."""

    ligne: LigneFacture
    montant: Decimal
    heures: dict[tuple[int, date], Decimal] = field(default_factory=dict)

    @property
    def quantite(self) -> Decimal:
        return sum(self.heures.values(), ZERO)


def preparer_avoir(
    *, facture_id: int, motif: str, par: Utilisateur | None, lignes: Collection[int] | None = None
) -> Facture:
    """Draft the avoir that takes back an invoice, or only the ``lignes`` of these ids; give it, its lines confirmed.

    Raises ``RegleViolee`` when it is no issued invoice, when nothing is left to take back, without a reason, or while
    another avoir of it waits to be issued.
    """
    motif = motif.strip()
    with transaction.atomic():
        facture = verrouiller_la_facture(facture_id)
        _verifier(facture, motif)
        restes = [reste for reste in _restes(facture, lignes) if reste.quantite]
        if not restes:
            raise RegleViolee("Il ne reste rien à reprendre : des avoirs l’ont déjà fait.")
        total = sum((reste.montant for reste in restes), ZERO)
        tva = tva_de(total, facture.taux_tva)
        avoir = Facture.objects.create(
            nature=NatureFacture.AVOIR,
            emetteur=facture.emetteur,
            bon=facture.bon,
            mois=facture.mois,
            corrige=facture,
            motif=motif,
            taux_tva=facture.taux_tva,
            montant_ht=-total,
            montant_tva=-tva,
            montant_ttc=-(total + tva),
        )
        for rang, reste in enumerate(restes, start=1):
            _reprendre(avoir, rang, reste)
        noter(facture, "Avoir préparé", par=par, motif=motif)
    return avoir


def reprendre_la_facture(*, facture_id: int, motif: str, par: Utilisateur | None, le: date) -> Facture:
    """Draft and issue at once the avoir of all that is left of an invoice; give it. Errors: those of both acts."""
    with transaction.atomic():
        avoir = preparer_avoir(facture_id=facture_id, motif=motif, par=par)
        return emettre(facture_id=avoir.pk, par=par, le=le)


def abandonner_l_avoir(*, avoir_id: int, par: Utilisateur | None) -> None:
    """Throw away the draft of an avoir. Raises ``RegleViolee`` when it is issued, or no avoir."""
    with transaction.atomic():
        avoir = verrouiller_la_facture(avoir_id)
        if avoir.nature != NatureFacture.AVOIR or avoir.statut != StatutFacture.PROJET or avoir.corrige is None:
            raise RegleViolee("Seul le projet d’un avoir peut être abandonné.")
        noter(avoir.corrige, "Projet d’avoir abandonné", par=par)
        DetailFacture.objects.filter(ligne__facture=avoir).delete()
        avoir.lignes.all().delete()
        avoir.delete()


def _verifier(facture: Facture, motif: str) -> None:
    if facture.nature != NatureFacture.FACTURE or facture.statut == StatutFacture.PROJET:
        raise RegleViolee("Seule une facture émise se corrige par un avoir.")
    if not motif:
        raise RegleViolee("Dites pourquoi : un avoir porte sa raison.")
    if facture.avoirs.filter(statut=StatutFacture.PROJET).exists():
        raise RegleViolee("Un avoir de cette facture est déjà préparé : émettez-le, ou abandonnez-le.")


def _restes(facture: Facture, lignes: Collection[int] | None) -> list[_Reste]:
    """Give what is left of the lines of an invoice, those of ``lignes`` when it says so (3 queries)."""
    siennes = facture.lignes.order_by("rang")
    if lignes is not None:
        siennes = siennes.filter(pk__in=lignes)
    restes = {(ligne.composante_id, ligne.prix_heure): _Reste(ligne, ligne.montant) for ligne in siennes}
    des_avoirs = LigneFacture.objects.filter(facture__corrige=facture).order_by("pk")
    for composante, prix, montant in des_avoirs.values_list("composante", "prix_heure", "montant"):
        if reste := restes.get((composante, prix)):
            reste.montant += montant
    details = DetailFacture.objects.filter(Q(ligne__facture=facture) | Q(ligne__facture__corrige=facture))
    colonnes = ("ligne__composante", "ligne__prix_heure", "parcours", "mois", "heures")
    for composante, prix, parcours, mois, heures in details.order_by("pk").values_list(*colonnes):
        if reste := restes.get((composante, prix)):
            cle = (parcours, mois)
            reste.heures[cle] = reste.heures.get(cle, ZERO) + heures
    return list(restes.values())


def _reprendre(avoir: Facture, rang: int, reste: _Reste) -> None:
    """Write the line that mirrors what is left of one: to the cent, so that the whole is taken back."""
    ligne = LigneFacture.objects.create(
        facture=avoir,
        composante_id=reste.ligne.composante_id,
        rang=rang,
        libelle=reste.ligne.libelle,
        quantite=-reste.quantite,
        prix_heure=reste.ligne.prix_heure,
        montant=-reste.montant,
        controle=Controle.CONFIRMEE,
    )
    DetailFacture.objects.bulk_create(
        DetailFacture(ligne=ligne, parcours_id=parcours, mois=mois, heures=-heures)
        for (parcours, mois), heures in reste.heures.items()
        if heures
    )
