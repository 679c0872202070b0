"""Writing drafts, many at once: what is already as it should be is left as it is, confirmations included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from factures.enums import Controle, NatureFacture, RegimeTva
from factures.models import DetailFacture, EmetteurFactures, Facture, LigneFacture
from factures.queries.a_facturer import preparees
from factures.regles.projets import Projet
from factures.regles.repartition import LigneDue
from factures.regles.tva import tva_de
from noyau import horloge
from noyau.journal import LigneJournal, preparer_ligne
from referentiels.queries.reglement import valeurs_au
from referentiels.regles.mois import Mois
from referentiels.regles.montants import ZERO
from referentiels.regles.typographie import composer, montant
from sessions_formation.models import BonDeCommande, Composante

LOTS_D_ECRITURE = 2000
_CHAMPS = ["nature", "corrige", "motif", "montant_ht", "taux_tva", "montant_tva", "montant_ttc", "prepare_le"]
# What tells one draft from another: its composantes and prices, their hours and euros, cell by cell.
Contenu = dict[tuple[int, Decimal], tuple[Decimal, Decimal, frozenset[tuple[int, date, Decimal]]]]
Cle = tuple[int, date]


class Ecrits(NamedTuple):
    """How many drafts were written, found as they should be, taken away."""

    preparees: int
    inchangees: int
    retirees: int


@dataclass(slots=True)
class _Lu:
    """A draft as it stands, with what was said of its lines."""

    facture: Facture
    contenu: Contenu = field(default_factory=dict)
    dit: dict[tuple[int, Decimal], tuple[str, str]] = field(default_factory=dict)


def ecrire_projets(
    bons: Mapping[int, BonDeCommande],
    voulus: Mapping[int, Mapping[date, Projet]],
    *,
    a_corriger: Mapping[int, tuple[int, Decimal]],
) -> Ecrits:
    """Bring the drafts of orders, locked by the caller, to ``voulus`` (order → month → draft).

    ``a_corriger``: the invoice an avoir corrects, and its rate of VAT. Lines that change come back to « à vérifier ».
    """
    lus = _lire(bons)
    demandes = {(bon, mois): projet for bon, projets in voulus.items() for mois, projet in projets.items()}
    en_trop = [lu.facture for cle, lu in lus.items() if cle not in demandes]
    _oublier(en_trop)
    Facture.objects.filter(pk__in=[facture.pk for facture in en_trop]).delete()
    taux = _taux_de_tva({bon: bons[bon].mandataire_id for bon, _ in demandes}, {mois for _, mois in demandes})
    changes: dict[Cle, Facture] = {}
    for cle, projet in demandes.items():
        facture = lus[cle].facture if cle in lus else Facture(bon_id=cle[0], mois=projet.mois)
        if _remplir(facture, projet, bons[cle[0]], taux, a_corriger.get(cle[0])) or not _meme(lus.get(cle), projet):
            changes[cle] = facture
    _ecrire(changes, demandes, lus)
    return Ecrits(len(changes), len(demandes) - len(changes), len(en_trop))


def _lire(bons: Iterable[int]) -> dict[Cle, _Lu]:
    verrou = Facture.objects.filter(preparees(), bon__in=bons).order_by("pk")
    lus = {facture.pk: _Lu(facture) for facture in verrou.select_for_update(of=("self",), no_key=True)}
    lignes = LigneFacture.objects.filter(facture__in=lus).order_by("facture", "rang")
    details: dict[int, list[tuple[int, date, Decimal]]] = {ligne.pk: [] for ligne in lignes}
    for pk, *detail in (
        DetailFacture.objects.filter(ligne__in=details).order_by().values_list("ligne", "parcours", "mois", "heures")
    ):
        details[pk].append(tuple(detail))  # type: ignore[arg-type]
    for ligne in lignes:
        lu, cle = lus[ligne.facture_id], (ligne.composante_id, ligne.prix_heure)
        lu.contenu[cle] = ligne.quantite, ligne.montant, frozenset(details[ligne.pk])
        lu.dit[cle] = ligne.controle, ligne.contestation
    return {(lu.facture.bon_id, lu.facture.mois): lu for lu in lus.values()}


def _contenu(lignes: Iterable[LigneDue]) -> Contenu:
    return {
        (ligne.composante, ligne.prix): (
            ligne.quantite,
            ligne.montant,
            frozenset((part.parcours, part.mois, part.heures) for part in ligne.parts),
        )
        for ligne in lignes
    }


def _meme(lu: _Lu | None, projet: Projet) -> bool:
    return lu is not None and lu.contenu == _contenu(projet.lignes)


def _taux_de_tva(mandataires: Mapping[int, int], mois: Iterable[date]) -> dict[Cle, Decimal]:
    """Give the rate of VAT of each order and month, as a part of one: none for who is exempt (CGI art. 261-4-4°)."""
    assujettis = set(
        EmetteurFactures.objects.filter(
            organisme__in=set(mandataires.values()), regime_tva=RegimeTva.ASSUJETTI
        ).values_list("organisme", flat=True)
    )
    if not assujettis:
        return {}
    normaux = {un: valeurs_au(Mois.de(un).dernier_jour, "tva_taux_normal")[0] for un in mois}
    return {
        (bon, un): taux
        for bon, mandataire in mandataires.items()
        if mandataire in assujettis
        for un, taux in normaux.items()
    }


def _remplir(
    facture: Facture,
    projet: Projet,
    bon: BonDeCommande,
    taux: Mapping[Cle, Decimal],
    a_corriger: tuple[int, Decimal] | None,
) -> bool:
    """Set what a draft says of itself; tell whether anything changed."""
    avant = [getattr(facture, champ) for champ in ("nature", "corrige_id", "montant_ht", "taux_tva", "montant_tva")]
    facture.emetteur_id = bon.mandataire_id
    facture.montant_ht = projet.montant
    if projet.montant < 0 and a_corriger:
        facture.nature, facture.motif = NatureFacture.AVOIR, _motif(projet.mois)
        facture.corrige_id, facture.taux_tva = a_corriger
    else:
        facture.nature, facture.motif, facture.corrige_id = NatureFacture.FACTURE, "", None
        facture.taux_tva = taux.get((bon.pk, projet.mois), ZERO)
    facture.montant_tva = tva_de(facture.montant_ht, facture.taux_tva)
    facture.montant_ttc = facture.montant_ht + facture.montant_tva
    apres = [facture.nature, facture.corrige_id, facture.montant_ht, facture.taux_tva, facture.montant_tva]
    return avant != apres


def _motif(mois: date) -> str:
    return composer(f"Régularisation des heures déclarées jusqu’au {Mois.de(mois).dernier_jour:%d/%m/%Y}")


def _ecrire(changes: Mapping[Cle, Facture], demandes: Mapping[Cle, Projet], lus: Mapping[Cle, _Lu]) -> None:
    maintenant = horloge.maintenant()
    for facture in changes.values():
        facture.prepare_le = facture.modifie_le = maintenant
    connues = [facture for facture in changes.values() if facture.pk]
    nouvelles = [facture for facture in changes.values() if not facture.pk]
    _oublier(connues)
    Facture.objects.bulk_update(connues, [*_CHAMPS, "emetteur", "modifie_le"], batch_size=LOTS_D_ECRITURE)
    Facture.objects.bulk_create(nouvelles, batch_size=LOTS_D_ECRITURE)
    libelles = _libelles(ligne.composante for cle in changes for ligne in demandes[cle].lignes)
    lignes: list[LigneFacture] = []
    details: list[tuple[LigneFacture, LigneDue]] = []
    for cle, facture in changes.items():
        for rang, due in enumerate(sorted(demandes[cle].lignes, key=lambda d: libelles[d.composante][0]), start=1):
            ligne = _ligne(facture, rang, due, libelles[due.composante][1], lus.get(cle))
            lignes.append(ligne)
            details.append((ligne, due))
    LigneFacture.objects.bulk_create(lignes, batch_size=LOTS_D_ECRITURE)
    DetailFacture.objects.bulk_create(
        (
            DetailFacture(ligne=ligne, parcours_id=part.parcours, mois=part.mois, heures=part.heures)
            for ligne, due in details
            for part in due.parts
        ),
        batch_size=LOTS_D_ECRITURE,
    )
    LigneJournal.objects.bulk_create(_noter(facture, cle in lus) for cle, facture in changes.items())


def _noter(facture: Facture, de_nouveau: bool) -> LigneJournal:
    acte = "Préparée de nouveau" if de_nouveau else "Préparée"
    libelle = composer(f"{acte} : {montant(facture.montant_ht)} hors taxe")
    return preparer_ligne(facture, libelle, par=None, transition="preparer")


def _ligne(facture: Facture, rang: int, due: LigneDue, libelle: str, lu: _Lu | None) -> LigneFacture:
    """A line; what was said of it stays when it is the same as before."""
    cle = due.composante, due.prix
    pareille = lu is not None and lu.contenu.get(cle) == _contenu([due])[cle]
    controle, contestation = lu.dit[cle] if lu is not None and pareille else (Controle.A_VERIFIER, "")
    return LigneFacture(
        facture=facture,
        composante_id=due.composante,
        rang=rang,
        libelle=libelle,
        quantite=due.quantite,
        prix_heure=due.prix,
        montant=due.montant,
        controle=controle,
        contestation=contestation,
    )


def _libelles(composantes: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Give the rank and the words of each composante: the session it orders."""
    lues = Composante.objects.filter(pk__in=set(composantes)).annotate(
        numero=F("session__numero"), intitule=F("session__intitule")
    )
    return {
        pk: (rang, f"{intitule} ({numero})"[:200])
        for pk, rang, numero, intitule in lues.order_by("pk").values_list("pk", "rang", "numero", "intitule")
    }


def _oublier(factures: Iterable[Facture]) -> None:
    """Take the lines of drafts away; the database refuses it once an invoice is issued."""
    cles = [facture.pk for facture in factures]
    DetailFacture.objects.filter(ligne__facture__in=cles).delete()
    LigneFacture.objects.filter(facture__in=cles).delete()
