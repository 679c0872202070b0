"""What is due once the training is done: never more than was granted, nor than was done and paid."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aides.regles.aide import delai
from aides.regles.dossier import DossierAide
from aides.regles.montant import Calcul, Coupe, calculer
from referentiels.regles.constats import Niveau, Verdict
from referentiels.regles.montants import ZERO
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer
from referentiels.regles.typographie import montant as en_euros

_SANS = Decimal(0)
_FIN = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Realise:
    """What was done. ``cout``: euros invoiced; ``autre``: those another funder pays; ``debut``: first day."""

    heures: Decimal | None = None
    cout: Decimal | None = None
    debut: date | None = None
    autre: Decimal | None = None


def dossier_realise(dossier: DossierAide, realise: Realise) -> DossierAide:
    """Return the granted file with what was done in place of what was planned: no more hours than were granted.

    Hours and cost that are not known count for nothing: what is not proven is not paid. A cost above the one planned
    stays: another funder may pay what is beyond, and what was granted is the limit (``montant_du``).
    """
    prevue = dossier.formation
    formation = replace(
        prevue,
        debut=realise.debut,
        heures=_moindre(prevue.heures, realise.heures),
        cout=realise.cout or _SANS,
    )
    return replace(dossier, formation=formation)


def montant_du(dossier: DossierAide, *, realise: Realise, reglement: Reglement, accorde: Decimal) -> Calcul:
    """Return the calculation of what is due, by the law the request was judged by; ``accorde`` in euros.

    Hours are the lesser of granted and done; what another funder pays comes off the cost, as at the grant;
    ``montant`` never passes ``accorde``; it is zero when nothing was done, or when the training began outside A-DELAI
    (PRES: within the first months of the contract).
    """
    fait = dossier_realise(dossier, realise)
    hors_delai = any(constat.niveau == Niveau.NON_CONFORME for constat in delai(fait, reglement))
    verdict = Verdict.NON_ELIGIBLE if hors_delai else Verdict.ELIGIBLE
    calcul = calculer(fait, reglement=reglement, verdict=verdict, autre_financement=realise.autre)
    # An increase is decided with the request, never afterwards: nothing is left to gain.
    calcul = replace(calcul, gains=())
    if hors_delai:
        phrase = "La formation a commencé hors du délai : rien n’est dû."
        return replace(calcul, coupes=(*calcul.coupes, Coupe("delai", composer(phrase), calcul.base)), base=ZERO)
    if calcul.montant <= accorde:
        return calcul
    phrase = f"L’aide versée ne dépasse pas l’aide accordée, {en_euros(accorde)}."
    # In euros of the base, like every other cut; few enough decimals for the lines to add up exactly.
    perdu = (calcul.base * (calcul.montant - accorde) / calcul.montant).quantize(_FIN)
    coupe = Coupe("accorde", composer(phrase), perdu)
    return replace(calcul, coupes=(*calcul.coupes, coupe), base=calcul.base - perdu, possible=accorde, montant=accorde)


def _moindre(prevu: Decimal | None, fait: Decimal | None) -> Decimal:
    if fait is None:
        return _SANS
    return fait if prevu is None else min(prevu, fait)
