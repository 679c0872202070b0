"""What the finance department says of an invoice that was sent to it: mandated, paid.

Each act is first crossed in memory, all its refusals said before anything changes; then written, alone or with others.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from comptes.models import Utilisateur
from factures.actions.region import FINANCES, Lettre, lettres_a_l_emetteur, verrouiller
from factures.automates import FACTURE
from factures.enums import StatutFacture, TransitionFacture
from factures.models import Facture
from factures.queries.delais import limite_de, retard_de
from noyau import courriers
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.queries.reglement import valeurs_au

ECRITS = ("statut", "mandatee_le", "mandat", "payee_le", "montant_paye")
# ``bulk_update`` takes seconds to write a thousand rows in words.
ECRIRE = """
    UPDATE factures_facture AS facture
    SET statut = dite.statut, mandatee_le = dite.mandatee_le, mandat = dite.mandat, payee_le = dite.payee_le,
        montant_paye = dite.montant_paye
    FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[], %s::date[], %s::numeric[])
        AS dite (pk, statut, mandatee_le, mandat, payee_le, montant_paye)
    WHERE facture.id = dite.pk
"""
PAYEE = "facture_payee"


@transaction.atomic
def mandater_facture(
    *, facture_id: int, mandat: str, par: Utilisateur, le: date, version: int | None = None
) -> Facture:
    """Note that an invoice was mandated on ``le``, under the number ``mandat`` (may be unknown: empty).

    Raises ``RegleViolee`` when it was not sent, or on a day before it was issued; ``TransitionImpossible`` otherwise.
    """
    facture = verrouiller(facture_id, par=par, droit=FINANCES, version=version)
    ecrire_les_passages([facture], mandater(facture, mandat=mandat, par=par, le=le))
    return facture


@transaction.atomic
def payer_facture(
    *, facture_id: int, montant: Decimal, par: Utilisateur, le: date, mandat: str = "", version: int | None = None
) -> Facture:
    """Note that ``montant`` euros were paid on ``le``; the issuer is told, with what lateness costs.

    A payment may be known before its mandate: both are then noted of that day. Same errors as ``mandater_facture``.
    """
    facture = verrouiller(facture_id, par=par, droit=FINANCES, version=version)
    ecrire_les_passages([facture], payer(facture, montant=montant, mandat=mandat, par=par, le=le))
    courriers.deposer_plusieurs(PAYEE, annonces_du_paiement(facture))
    return facture


def mandater(facture: Facture, *, mandat: str, par: Utilisateur, le: date) -> list[LigneJournal]:
    """Cross the mandate of a locked invoice in memory; give the line to write."""
    if facture.statut == StatutFacture.SERVICE_FAIT and not facture.envoi_id:
        raise RegleViolee("Cette facture n’est pas encore partie aux finances.")
    _exiger_un_jour_possible(facture, le)
    mandat = mandat.strip()
    motif = f"Mandat {mandat}" if mandat else ""
    return [facture.preparer_passage(TransitionFacture.MANDATER, par=par, motif=motif, mandatee_le=le, mandat=mandat)]


def payer(facture: Facture, *, montant: Decimal, mandat: str, par: Utilisateur, le: date) -> list[LigneJournal]:
    """Cross the payment of a locked invoice in memory, its mandate too when unknown; give the lines to write."""
    sans_mandat = facture.statut == StatutFacture.SERVICE_FAIT
    if not sans_mandat:
        FACTURE.arrivee(TransitionFacture.PAYER, facture.statut)
    _exiger_un_jour_possible(facture, le)
    if facture.mandatee_le and le < facture.mandatee_le:
        raise RegleViolee("Une facture ne se paie pas avant d’être mandatée.")
    if (montant > 0) != (facture.montant_ttc > 0):
        raise RegleViolee("Le montant payé est positif pour une facture, négatif pour un avoir.")
    mandats = mandater(facture, mandat=mandat, par=par, le=le) if sans_mandat else []
    return [
        *mandats,
        facture.preparer_passage(TransitionFacture.PAYER, par=par, payee_le=le, montant_paye=montant),
    ]


def ecrire_les_passages(factures: Iterable[Facture], passages: Iterable[LigneJournal]) -> None:
    """Write invoices crossed in memory, and the lines of their journals (3 queries)."""
    lignes = list(passages)
    # The database lets nothing be paid that was not mandated: what crossed both does so there too.
    mandatees = [ligne.objet_id for ligne in lignes if ligne.arrivee == StatutFacture.MANDATEE]
    Facture.objects.filter(pk__in=mandatees).update(statut=StatutFacture.MANDATEE)
    colonnes = zip(*[[getattr(facture, nom) for nom in ("pk", *ECRITS)] for facture in factures], strict=True)
    with connection.cursor() as curseur:
        curseur.execute(ECRIRE, [list(colonne) for colonne in colonnes] or [[]] * (len(ECRITS) + 1))
    LigneJournal.objects.bulk_create(lignes)


def annonces_du_paiement(facture: Facture, valeurs: Callable[..., list[Decimal]] = valeurs_au) -> list[Lettre]:
    """Give the letter that tells an issuer of a payment; an avoir is told by its invoice."""
    le = facture.payee_le
    if le is None or facture.montant_paye is None or facture.corrige_id:
        return []
    limite, retard = limite_de(facture), retard_de(facture, le=le, valeurs=valeurs)
    return lettres_a_l_emetteur(
        facture,
        cle=f"facture-payee:{facture.pk}",
        contexte={
            "payee_le": le.isoformat(),
            "montant_paye": str(facture.montant_paye),
            "mandat": facture.mandat,
            "limite": limite.isoformat() if limite else "",
            "retard_jours": retard.jours if retard else 0,
            "interets": str(retard.interets) if retard else "",
            "indemnite": str(retard.indemnite) if retard else "",
        },
    )


def _exiger_un_jour_possible(facture: Facture, le: date) -> None:
    if facture.emise_le and le < facture.emise_le:
        raise RegleViolee("Ce jour précède l’émission de la facture.")
