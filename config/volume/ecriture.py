"""Writing many rows at once, by COPY: at half a million rows, what the ORM does of each value is most of the time."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

Ligne = TypeVar("Ligne", bound=models.Model)
PAR_ENVOI = 20_000
_ECHAPPE = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
RIEN = "\\N"


def copier(modele: type[Ligne], lignes: Iterable[Ligne]) -> list[Ligne]:
    """Write new rows of a model, triggers and constraints included, and give them with their keys.

    Unlike ``bulk_create``, a date that the model would set by itself (``auto_now_add``) is kept when it is given.
    """
    toutes = list(lignes)
    colonnes = [_colonne(champ) for champ in modele._meta.concrete_fields]
    noms = ", ".join(connection.ops.quote_name(champ.column) for champ in modele._meta.concrete_fields)
    table = connection.ops.quote_name(modele._meta.db_table)
    for debut in range(0, len(toutes), PAR_ENVOI):
        envoi = toutes[debut : debut + PAR_ENVOI]
        _numeroter(modele, envoi)
        texte = StringIO("".join(_ligne(ligne, colonnes) for ligne in envoi))
        with connection.cursor() as curseur:
            curseur.copy_expert(f"copy {table} ({noms}) from stdin", texte)
    return toutes


def analyser() -> None:
    """Tell the planner what the tables now hold: pages would be slow until it looks by itself.

    Ours only: analysing the catalogues all databases share would make the neighbours wait.
    """
    with connection.cursor() as curseur:
        tables = connection.introspection.table_names(curseur)
        curseur.execute(f"analyze {', '.join(map(connection.ops.quote_name, tables))}")


def _numeroter(modele: type[models.Model], lignes: Sequence[models.Model]) -> None:
    cle = modele._meta.pk
    with connection.cursor() as curseur:
        curseur.execute(
            "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)",
            [modele._meta.db_table, cle.column if cle else "id", len(lignes)],
        )
        for ligne, (numero,) in zip(lignes, curseur.fetchall(), strict=True):
            ligne.pk = numero
            ligne._state.adding = False  # noqa: SLF001 - what save() does


def _ligne(ligne: models.Model, colonnes: list[Callable[[models.Model], str]]) -> str:
    return "\t".join([colonne(ligne) for colonne in colonnes]) + "\n"


def _colonne(champ: models.Field) -> Callable[[models.Model], str]:
    """Give what writes one column of an object as COPY reads it."""
    nom, ecrire = champ.attname, _ecrire(champ)
    a_part = type(champ).pre_save is not models.Field.pre_save
    datee = isinstance(champ, models.DateField)

    def lire(ligne: Any) -> str:
        valeur = getattr(ligne, nom)
        if a_part and not (datee and valeur is not None):
            valeur = champ.pre_save(ligne, True)
        return RIEN if valeur is None else ecrire(valeur)

    return lire


def _ecrire(champ: models.Field) -> Callable[[Any], str]:
    if isinstance(champ, models.JSONField):
        return lambda valeur: json.dumps(valeur, cls=champ.encoder, ensure_ascii=False).translate(_ECHAPPE)
    if isinstance(champ, ArrayField):
        # A JSON array of strings is an array of PostgreSQL but for its brackets.
        return lambda valeur: ("{" + json.dumps(valeur, ensure_ascii=False)[1:-1] + "}").translate(_ECHAPPE)
    return _texte


def _texte(valeur: Any) -> str:
    if isinstance(valeur, str):
        return str(valeur).translate(_ECHAPPE)
    if isinstance(valeur, bool):
        return "t" if valeur else "f"
    return valeur.isoformat() if isinstance(valeur, date | datetime) else str(valeur)
