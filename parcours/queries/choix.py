"""What the officers' list of people may be filtered by, in one query."""

from collections import defaultdict

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from referentiels.models import StructureReseau, TerritoireEfop
from sessions_formation.models import Lot

LOTS, STRUCTURES, TERRITOIRES = "lots", "structures", "territoires"
# Beyond, a list of choices is no help: one searches by name.
CHOIX_MAX = 300


def choix_des_parcours() -> dict[str, list[tuple[str, str]]]:
    """Give the choices of each filter, as (value, words), by their words."""
    parties = (
        _partie(Lot.objects.all(), LOTS, Concat("numero", Value(", "), "intitule")),
        _partie(StructureReseau.objects.all(), STRUCTURES, F("nom")),
        _partie(TerritoireEfop.objects.all(), TERRITOIRES, F("nom")),
    )
    lus: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for genre, cle, nom in parties[0].union(*parties[1:], all=True):
        lus[genre].append((cle, nom))
    return {genre: sorted(choix, key=lambda paire: paire[1]) for genre, choix in lus.items()}


def _partie(lignes: QuerySet, genre: str, nom: Combinable) -> QuerySet:
    valeurs = lignes.order_by().values_list(
        Value(genre, output_field=CharField()), Cast("pk", TextField()), Cast(nom, TextField())
    )
    return valeurs[:CHOIX_MAX]
