"""The law of one day, read from the dated rows."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.db.models import BooleanField, CharField, DateField, Value

from referentiels.models import Departement, Parametre, Secteur
from referentiels.regles.reglement import (
    CODES,
    Bareme,
    BaremeIncomplet,
    DepartementDuJour,
    Palier,
    Reglement,
    SecteurDuJour,
    jour_connu,
    reglement_pour,
)


class _SecteurDate(NamedTuple):
    code: str
    libelle: str
    cas_par_cas: bool
    tension_depuis: date | None
    tension_jusqu_au: date | None

    def au(self, jour: date) -> SecteurDuJour:
        commence = self.tension_depuis is not None and self.tension_depuis <= jour
        fini = self.tension_jusqu_au is not None and self.tension_jusqu_au < jour
        return SecteurDuJour(self.code, self.libelle, commence and not fini, self.cas_par_cas)


def reglement_au(le: date) -> Reglement:
    """Return the law in force on day `le` (2 queries). Raises `BaremeIncomplet` when a value is missing."""
    return reglements()(le)


def reglements() -> Callable[[date], Reglement]:
    """Read every dated row once (2 queries); return the function day → law, which remembers the days it was asked.

    For batches: made once, used for the whole batch, then dropped, so that it never outlives a change of the rows.
    """
    baremes = _baremes()
    secteurs, departements = _listes()

    @cache
    def au(jour: date) -> Reglement:
        connu = jour_connu(jour, baremes)
        return reglement_pour(connu, baremes, [secteur.au(connu) for secteur in secteurs], departements)

    return au


def valeurs_au(le: date, *codes: str) -> list[Decimal]:
    """Give a few quantities in force on day `le`, in the order of their codes (1 query; units: see `CODES`).

    For pages that need two or three of them and already ask the database enough. As `reglement_au`, before the first
    value it is that one. Raises `BaremeIncomplet` when one of them has no value.
    """
    baremes = _baremes(codes)
    if manque := [CODES[code].libelle for code in codes if code not in baremes]:
        raise BaremeIncomplet(f"{', '.join(manque)} : aucune valeur n’est connue.")
    return [baremes[code].au(max(le, baremes[code].paliers[0].depuis)).valeur for code in codes]


def _baremes(codes: Collection[str] = CODES) -> dict[str, Bareme]:
    paliers: dict[str, list[Palier]] = {}
    lignes = Parametre.objects.filter(code__in=codes).order_by("code", "depuis")
    for code, depuis, valeur, texte in lignes.values_list("code", "depuis", "valeur", "texte"):
        paliers.setdefault(code, []).append(Palier(depuis, valeur, texte))
    return {code: Bareme(CODES[code].libelle, CODES[code].unite, tuple(suite)) for code, suite in paliers.items()}


def _listes() -> tuple[list[_SecteurDate], list[DepartementDuJour]]:
    """Both lists in one query: simulations ask for them at each keystroke."""
    jamais = Value(None, output_field=DateField())
    secteurs = Secteur.objects.order_by().values_list(
        Value("secteur", output_field=CharField()),
        "code",
        "libelle",
        "cas_par_cas",
        Value(False, output_field=BooleanField()),
        "tension_depuis",
        "tension_jusqu_au",
    )
    departements = Departement.objects.order_by().values_list(
        Value("departement", output_field=CharField()), "code", "nom", "dans_region", "limitrophe", jamais, jamais
    )
    dates, lieux = [], []
    for table, code, nom, premier, second, depuis, jusqu_au in secteurs.union(departements, all=True):
        if table == "secteur":
            dates.append(_SecteurDate(code, nom, premier, depuis, jusqu_au))
        else:
            lieux.append(DepartementDuJour(code, nom, premier, second))
    return dates, lieux
