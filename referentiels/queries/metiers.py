"""Find ROME jobs as people write them."""

import re
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When

from referentiels.models import Metier
from referentiels.regles.textes import normaliser

RESULTATS_MAX = 20
_CODE = re.compile(r"\b([A-Na-n]\d{2,4})\b")


class MetierTrouve(NamedTuple):
    """A job, and the words that both show it and find it again with `metiers_saisis`."""

    metier: Metier
    texte: str


def metiers_trouves(texte: str, secteur: str | None = None) -> list[MetierTrouve]:
    """Return at most 20 jobs whose label holds every word of `texte`, or whose ROME code begins so (1 query).

    Labels that begin with the text come first. `secteur`: only the jobs of that sector. Under two characters: nothing.
    """
    code = _code(texte)
    nom = normaliser(_CODE.sub(" ", texte))
    if len(nom) < 2 and not code:
        return []
    metiers = Metier.objects.filter(_de_mots(nom), code_rome__startswith=code)
    if secteur:
        metiers = metiers.filter(secteurs=secteur)
    rang = Case(
        When(libelle_normalise__startswith=nom, then=Value(0)),
        When(libelle_normalise__contains=f" {nom}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    trouves = metiers.order_by(rang, "libelle_normalise", "code_rome")[:RESULTATS_MAX]
    return [MetierTrouve(metier, texte_de(metier)) for metier in trouves]


def metiers_saisis(texte: str) -> list[Metier]:
    """Return the jobs a complete text can mean, at most 20: by its whole ROME code, its exact label, or its words."""
    code = _code(texte)
    if len(code) == 5:
        return list(Metier.objects.filter(code_rome=code))
    nom = normaliser(texte)
    if not nom:
        return []
    if exacts := list(Metier.objects.filter(libelle_normalise=nom)):
        return exacts
    return list(Metier.objects.filter(_de_mots(nom))[:RESULTATS_MAX])


def metier_saisi(texte: str) -> Metier | None:
    """Return the job `texte` means, or None when it means none or more than one."""
    metiers = metiers_saisis(texte)
    return metiers[0] if len(metiers) == 1 else None


def texte_de(metier: Metier) -> str:
    """Label and ROME code: « Couvreur / Couvreuse (F1619) »."""
    return f"{metier.libelle} ({metier.code_rome})"


def _code(texte: str) -> str:
    trouve = _CODE.search(texte)
    return trouve[1].upper() if trouve else ""


def _de_mots(nom: str) -> Q:
    return Q(*(Q(libelle_normalise__contains=mot) for mot in nom.split()))
