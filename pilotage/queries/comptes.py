"""Posts counted by step, with the delays between steps: what the figures of the funnel are made of."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pilotage.queries.perimetre import FAITS_PAR, MOIS, conditions, lire
from pilotage.regles.chaine import Etape
from pilotage.regles.perimetre import Axe, Perimetre

# The day each step was reached, and the delay since the step before.
JOURS = {
    Etape.INTENTION: "f.deposee_le",
    Etape.DEMANDE: "f.demandee_le",
    Etape.AUTORISATION: "f.autorisee_le",
    Etape.ENTREE: "f.entree_le",
    Etape.FIN: "f.fin_le",
    Etape.EMPLOI: "f.emploi_le",
}
ATTENTES = {
    Etape.DEMANDE: "f.j_demande",
    Etape.AUTORISATION: "f.j_autorisation",
    Etape.ENTREE: "f.j_entree",
    Etape.FIN: "f.j_fin",
    Etape.EMPLOI: "f.j_emploi",
}
# The furthest step a post has reached.
DERNIERE = " ".join(["case", *(f"when {jour} is not null then '{e}'" for e, jour in reversed(JOURS.items())), "end"])


class Delai(NamedTuple):
    """Working days since the step before: half of the ``sur`` posts waited ``median`` or less, nine of ten
    ``neuvieme`` or less; None of none."""

    median: int | None = None
    neuvieme: int | None = None
    sur: int = 0


class Compte(NamedTuple):
    """Posts at each step, and the delays asked for."""

    postes: Mapping[Etape, int]
    delais: Mapping[Etape, Delai]


RIEN = Compte(dict.fromkeys(Etape, 0), {})


def colonne_de(axe: Axe) -> str:
    """Give the column of facts that splits them by an axis."""
    return (MOIS if axe == Axe.MOIS else FAITS_PAR[axe]).cle


def compter(perimetre: Perimetre, *, delais: Sequence[Etape]) -> Compte:
    """Count the posts of a perimeter, all together (1 query)."""
    gardes = conditions(perimetre)
    sql = f"select {_agregats(delais)} from pilotage_faitposte f where {gardes.sql}"  # noqa: S608 - names of columns
    ((*valeurs,),) = lire(sql, gardes.parametres)
    return _compte(valeurs, delais)


def compter_par(perimetre: Perimetre, axe: Axe, *, delais: Sequence[Etape]) -> dict[Any, Compte]:
    """Count them by line of an axis, by the key of each as the database holds it (1 query)."""
    gardes = conditions(perimetre)
    sql = f"select {colonne_de(axe)}, {_agregats(delais)} from pilotage_faitposte f where {gardes.sql} group by 1"  # noqa: S608 - names of columns
    return {cle: _compte(valeurs, delais) for cle, *valeurs in lire(sql, gardes.parametres)}


def additionner(comptes: Sequence[Compte]) -> dict[Etape, int]:
    """Add up the posts of several lines."""
    return {etape: sum(compte.postes[etape] for compte in comptes) for etape in Etape}


def _agregats(delais: Sequence[Etape]) -> str:
    nombres = [f"count({jour})" for jour in JOURS.values()]
    for etape in delais:
        nombres.append(f"count({ATTENTES[etape]})")
        nombres.append(f"percentile_disc(array[0.5, 0.9]) within group (order by {ATTENTES[etape]})")
    return ", ".join(nombres)


def _compte(valeurs: Sequence[Any], delais: Sequence[Etape]) -> Compte:
    postes = dict(zip(Etape, valeurs[: len(JOURS)], strict=True))
    reste = valeurs[len(JOURS) :]
    lus = {
        etape: Delai(parts[0], parts[1], sur) if parts else Delai(sur=sur)
        for etape, sur, parts in zip(delais, reste[::2], reste[1::2], strict=True)
    }
    return Compte(postes, lus)
