"""What an aid amounts to, and how one comes to it (domaine.md § 4, Aids; PRES).

One calculation for everybody: the public calculator, the request, the decision, the amount due after the training.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from aides.regles.dossier import Dispositif, DossierAide, Salarie
from referentiels.regles.constats import Verdict
from referentiels.regles.montants import ZERO, arrondir
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, compter
from referentiels.regles.typographie import montant as en_euros

_SANS = Decimal(0)
_UN = Decimal(1)


class Coupe(NamedTuple):
    """What lowered the aid. ``perdu``: euros of aid, before the increase and not rounded."""

    code: str
    phrase: str
    perdu: Decimal


class Gain(NamedTuple):
    """What an increase that is not counted would add, in euros."""

    code: str
    phrase: str
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Calcul:
    """The reading of an amount, line by line. Euros and hours; ``taux``: per hour, or share of the cost for ``pef``.

    ``brut - sum(coupe.perdu) == base``, exactly; ``base`` is before the increase; ``plafond`` is what the base may
    not pass; ``montant`` is rounded half up to the cent, once, and zero when the file is not eligible: ``possible``
    is then what it would be.
    """

    dispositif: Dispositif | None
    heures_demandees: Decimal | None
    heures_comptees: Decimal
    cout_demande: Decimal | None
    cout_compte: Decimal | None
    taux: Decimal
    brut: Decimal
    plafond: Decimal
    base: Decimal
    coupes: tuple[Coupe, ...]
    majoration: str
    majoration_taux: Decimal
    possible: Decimal
    montant: Decimal
    gains: tuple[Gain, ...]

    @property
    def majore_de(self) -> Decimal:
        """What the increase adds, in euros."""
        return self.possible - arrondir(self.base)


def montant(dossier: DossierAide, *, reglement: Reglement, verdict: Verdict) -> Decimal:
    """Return the aid in euros, rounded half up to the cent, once.

    Nothing when the file is not eligible, or when the kind of aid, the hours, or for a Formation the cost, are not
    known; otherwise what it would be, whatever is still to be completed. The increase is applied after the cap, so
    that caps grow with it (choice of the project).
    """
    return calculer(dossier, reglement=reglement, verdict=verdict).montant


def calculer(
    dossier: DossierAide, *, reglement: Reglement, verdict: Verdict, autre_financement: Decimal | None = None
) -> Calcul:
    """Return the whole calculation of an aid; ``montant`` says what is zero and when.

    ``autre_financement``: euros of the training that another funder pays; they come off its cost before the aid,
    which never pays what somebody else pays (choice of the project).
    """
    heures = max(dossier.formation.heures or _SANS, _SANS)
    comptees = min(heures, reglement.aide_heures_max)
    if dossier.dispositif == Dispositif.FORMATION:
        cout = dossier.formation.cout
        taux, plafond = reglement.pef_taux, reglement.pef_plafond
        brut = taux * max(cout or _SANS, _SANS) if dossier.formation.heures is not None else _SANS
        retenu, coupes = _couts(dossier, reglement, heures, max(autre_financement or _SANS, _SANS))
        avant_plafond = taux * retenu if retenu is not None else _SANS
    else:
        taux, plafond = _tutorat(dossier.dispositif, reglement)
        cout = retenu = None
        brut, avant_plafond = taux * heures, taux * comptees
        coupes = list(_heures_en_trop(heures, reglement, brut - avant_plafond))
    coupes += _au_plafond(avant_plafond, plafond)
    base = min(avant_plafond, plafond)
    code, part = majoration_de(dossier.salarie, reglement)
    possible = arrondir(base * (_UN + part))
    refuse = verdict == Verdict.NON_ELIGIBLE
    return Calcul(
        dispositif=dossier.dispositif,
        heures_demandees=dossier.formation.heures,
        heures_comptees=comptees,
        cout_demande=cout,
        cout_compte=retenu,
        taux=taux,
        brut=brut,
        plafond=plafond,
        base=base,
        coupes=tuple(coupes),
        majoration=code,
        majoration_taux=part,
        possible=possible,
        montant=ZERO if refuse else possible,
        gains=() if refuse else tuple(_gains(base, possible, dossier.salarie, reglement)),
    )


def majoration_de(salarie: Salarie, reglement: Reglement) -> tuple[str, Decimal]:
    """Return which increase applies, « rqth », « senior » or "", and its share of the aid.

    The higher of the two when both apply (choice of the project).
    """
    possibles = [
        (reglement.majoration_rqth, "rqth") if salarie.rqth else None,
        (reglement.majoration_senior, "senior") if salarie.senior else None,
    ]
    taux, code = max((possible for possible in possibles if possible), default=(_SANS, ""), key=lambda p: p[0])
    return (code, taux) if taux > 0 else ("", _SANS)


def _tutorat(dispositif: Dispositif | None, reglement: Reglement) -> tuple[Decimal, Decimal]:
    """The euros an hour of a tutoring, and its cap; nothing while the kind of aid is not known."""
    if dispositif == Dispositif.TUTORAT:
        return reglement.tutorat_taux_heure, reglement.tutorat_plafond
    if dispositif == Dispositif.AFEST:
        return reglement.afest_taux_heure, reglement.afest_plafond
    return _SANS, _SANS


def _couts(
    dossier: DossierAide, reglement: Reglement, heures: Decimal, autre: Decimal
) -> tuple[Decimal | None, list[Coupe]]:
    """The cost that counts for a Formation (None: not known), and what was taken off it."""
    if dossier.formation.cout is None or dossier.formation.heures is None:
        return None, []
    taux, par_heure = reglement.pef_taux, reglement.pef_cout_heure_max
    cout = max(dossier.formation.cout, _SANS)
    net = max(cout - autre, _SANS)
    tenu = min(net, par_heure * heures)
    compte = min(tenu, par_heure * min(heures, reglement.aide_heures_max))
    coupes = []
    if net < cout:
        phrase = f"Un autre financeur paie {en_euros(cout - net)} : l’aide se calcule sur le reste."
        coupes.append(Coupe("autre_financement", composer(phrase), taux * (cout - net)))
    if tenu < net:
        phrase = (
            f"Le coût dépasse {en_euros(par_heure)} de l’heure : {en_euros(tenu)} comptent, "
            f"pour {compter(heures, 'heure')}."
        )
        coupes.append(Coupe("cout_heure", composer(phrase), taux * (net - tenu)))
    coupes += _heures_en_trop(heures, reglement, taux * (tenu - compte))
    return compte, coupes


def _heures_en_trop(heures: Decimal, reglement: Reglement, perdu: Decimal) -> Iterator[Coupe]:
    if perdu > 0:
        maximum = reglement.aide_heures_max
        phrase = f"{compter(heures, 'heure')} demandées : {compter(maximum, 'heure')} sont financées au plus."
        yield Coupe("heures", composer(phrase), perdu)


def _au_plafond(avant: Decimal, plafond: Decimal) -> Iterator[Coupe]:
    if avant > plafond:
        phrase = f"L’aide est plafonnée à {en_euros(plafond)}, avant toute majoration."
        yield Coupe("plafond", composer(phrase), avant - plafond)


_SI = {
    "rqth": "Si la personne est reconnue travailleur handicapé",
    "senior": "Si la personne a {age} ans ou plus à l’embauche",
}


def _gains(base: Decimal, possible: Decimal, salarie: Salarie, reglement: Reglement) -> Iterator[Gain]:
    """What each increase not counted would add to the aid, when it would add something."""
    for code, avec in (("rqth", replace(salarie, rqth=True)), ("senior", replace(salarie, senior=True))):
        _, taux = majoration_de(avec, reglement)
        en_plus = arrondir(base * (_UN + taux)) - possible
        if en_plus > 0:
            si = _SI[code].format(age=reglement.aide_senior_age)
            yield Gain(code, composer(f"{si} : {en_euros(en_plus)} de plus."), en_plus)
