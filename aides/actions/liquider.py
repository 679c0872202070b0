"""What is due once the training is done, settled from the bilan; or the bilan sent back to be corrected."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from aides.actions.region import LIQUIDER, exiger_des_mots, prevenir, verrouiller
from aides.enums import StatutAide, TransitionAide
from aides.models import BilanFormation, DemandeAide
from aides.queries.cumul import alertes_de
from aides.queries.dossier import du_de, realise_de
from aides.queries.lettre import contexte_lettre, lignes_du_calcul, suivi_par
from aides.regles.montant import Calcul
from comptes.models import Utilisateur
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer, montant

LETTRE, COURRIEL = "liquidation_aide", "aide_due"
PARTIE = "Cette aide est déjà partie au paiement : son montant ne change plus."


@transaction.atomic
def liquider_aide(  # noqa: PLR0913 what is kept, why, by whom, of what was read
    *,
    demande_id: int,
    heures: Decimal,
    cout: Decimal | None,
    motif: str,
    par: Utilisateur,
    le: date,
    version: int | None = None,
) -> DemandeAide:
    """Settle what is due for ``heures`` done and ``cout`` euros invoiced (None for a tutoring), as the proofs allow.

    ``motif`` says why they are not what the employer declared: needed then, read by it. When nothing is due the
    request is closed, and the letter says why. Settling again before it leaves for payment replaces the first.
    Raises ``RegleViolee`` without that reason, for more than was declared, or when the guard against paying twice
    forbids it; ``TransitionImpossible`` once it left for payment; the rest as ``verrouiller``.
    """
    etats = {StatutAide.FORMATION_REALISEE}
    demande = verrouiller(demande_id, par=par, droit=LIQUIDER, etats=etats, version=version)
    if demande.paiement_id:
        raise TransitionImpossible(PARTIE)
    bilan = BilanFormation.objects.select_for_update(of=("self",)).get(demande=demande)
    exiger_coherent(bilan, heures=heures, cout=cout, motif=motif)
    _exiger_une_seule_fois(demande)
    bilan.heures_retenues, bilan.cout_retenu, bilan.motif_ecart = heures, cout, motif.strip()
    bilan.save(update_fields=["heures_retenues", "cout_retenu", "motif_ecart"])
    calcul = du_de(demande, realise_de(demande, bilan))
    champs = {
        "montant_du": calcul.montant,
        "liquidee_le": horloge.maintenant(),
        "liquidee_par": par,
    }
    dit = f"Montant dû : {montant(calcul.montant)}, pour {montant(demande.montant_accorde or Decimal(0))} accordés."
    phrase = composer("\n".join(filter(None, [dit, motif.strip()])))
    if calcul.montant > 0:
        for nom, valeur in champs.items():
            setattr(demande, nom, valeur)
        demande.save(update_fields=[*champs])
        ligne = noter(demande, "Montant dû arrêté", par=par, transition="liquider", motif=phrase)
    else:
        ligne = demande.franchir(TransitionAide.CLORE, par=par, motif=phrase, **champs)
    _annoncer(demande, contexte_du_du(demande, calcul, bilan, par=par, le=le), cle=f"aide-due:{ligne.pk}")
    return demande


@transaction.atomic
def faire_corriger_bilan(
    *, demande_id: int, precisions: str, par: Utilisateur, version: int | None = None
) -> DemandeAide:
    """Give a bilan back to the employer, with words that say what to correct; what was settled falls.

    Raises ``RegleViolee`` without words, ``TransitionImpossible`` once it left for payment.
    """
    etats = {StatutAide.FORMATION_REALISEE}
    demande = verrouiller(demande_id, par=par, droit=LIQUIDER, etats=etats, version=version)
    if demande.paiement_id:
        raise TransitionImpossible(PARTIE)
    mots = exiger_des_mots(precisions, "Écrivez à l’employeur ce qu’il doit corriger.")
    BilanFormation.objects.filter(demande=demande).update(
        envoye_le=None, heures_retenues=None, cout_retenu=None, motif_ecart=""
    )
    ligne = demande.franchir(
        TransitionAide.REPRENDRE_BILAN, par=par, motif=mots, montant_du=None, liquidee_le=None, liquidee_par=None
    )
    prevenir(
        demande,
        "aide_bilan_a_corriger",
        cle=f"bilan-aide:{ligne.pk}",
        contexte={**suivi_par(par), "precisions": mots},
    )
    return demande


def contexte_du_du(
    demande: DemandeAide, calcul: Calcul, bilan: BilanFormation, *, par: Utilisateur, le: date
) -> dict[str, Any]:
    """Give the facts of the letter that says what is due: granted against done, and why they differ."""
    return {
        **contexte_lettre(demande),
        **suivi_par(par),
        "liquidee_le": le.isoformat(),
        "due": calcul.montant > 0,
        "montant": calcul.montant,
        "accorde": demande.montant_accorde,
        "calcul": lignes_du_calcul(calcul),
        "fait": {
            "debut": bilan.debut.isoformat() if bilan.debut else "",
            "fin": bilan.fin.isoformat() if bilan.fin else "",
            "heures_prevues": demande.heures,
            "heures": bilan.heures_retenues,
            "cout_prevu": demande.cout,
            "cout": bilan.cout_retenu,
        },
        "motif": bilan.motif_ecart,
    }


def exiger_coherent(bilan: BilanFormation, *, heures: Decimal, cout: Decimal | None, motif: str) -> None:
    """Raise ``RegleViolee`` with every fault when more is kept than was declared, or less without words that say why
    (hours; euros, None for a tutoring). Asked before the confirmation, and again under lock."""
    fautes = []
    if heures > (bilan.heures or Decimal(0)):
        fautes.append("On ne retient pas plus d’heures que l’employeur n’en déclare : faites corriger le bilan.")
    if (cout or Decimal(0)) > (bilan.cout or Decimal(0)):
        fautes.append("On ne retient pas plus de coût que l’employeur n’en déclare : faites corriger le bilan.")
    if (heures, cout) != (bilan.heures, bilan.cout) and not motif.strip():
        fautes.append("Vous ne retenez pas ce que l’employeur déclare : écrivez pourquoi, il le lira.")
    if fautes:
        raise RegleViolee(*fautes)


def _exiger_une_seule_fois(demande: DemandeAide) -> None:
    """The days done may not be those planned: what was possible at the grant may no longer be."""
    reglement = reglement_au(demande.jugee_le) if demande.jugee_le else None
    bloquantes = [alerte for alerte in alertes_de(demande, reglement=reglement) if alerte.bloque] if reglement else []
    if bloquantes:
        raise RegleViolee(*[alerte.message for alerte in bloquantes])


def _annoncer(demande: DemandeAide, contexte: dict[str, Any], *, cle: str) -> None:
    document = courriers.deposer_document(
        modele=LETTRE,
        cle=cle,
        objet=demande,
        titre="Montant de l’aide",
        reference=demande.reference,
        contexte=contexte,
    )
    dits = ("due", "montant", "accorde", "motif", "suivi_par", "suivi_telephone")
    prevenir(demande, COURRIEL, cle=cle, contexte={nom: contexte[nom] for nom in dits}, documents=[document])
