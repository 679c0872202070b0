"""Write the rows of an official file: the new ones, the changed ones, and a report of the rest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from referentiels.actions.fichiers import Fichier, LigneRefusee

PAR_LOT = 1000

# Shows the rows going by (a progress bar, say) and gives them back.
Suivi = Callable[[Iterable[tuple[int, list[str]]]], Iterable[tuple[int, list[str]]]]


@dataclass(slots=True)
class Rapport:
    """What an import did, in rows. `refus`: line of the file → reason. `remarques`: sentences for the end."""

    nouvelles: int = 0
    modifiees: int = 0
    inchangees: int = 0
    hors_region: int = 0
    retirees: int = 0
    # Rows of the file by year, for a file that holds years.
    annees: dict[int, int] = field(default_factory=dict)
    refus: dict[int, str] = field(default_factory=dict)
    remarques: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Ecriture:
    """The rows to write, told apart by comparing `champs` with the row of the same `cle`."""

    cle: tuple[str, ...]
    champs: tuple[str, ...]
    connues: dict[tuple[Any, ...], models.Model]
    vues: dict[tuple[Any, ...], int] = field(default_factory=dict)
    nouvelles: list[models.Model] = field(default_factory=list)
    modifiees: list[models.Model] = field(default_factory=list)

    def ranger(self, numero: int, objet: models.Model) -> None:
        cle = _valeurs(objet, self.cle)
        if (ligne := self.vues.setdefault(cle, numero)) != numero:
            raise LigneRefusee(f"déjà à la ligne {ligne}.")
        connue = self.connues.get(cle)
        if connue is None:
            self.nouvelles.append(objet)
        elif _valeurs(connue, self.champs) != _valeurs(objet, self.champs):
            objet.pk = connue.pk
            self.modifiees.append(objet)


@transaction.atomic
def importer_lignes(
    fichier: Fichier,
    construire: Callable[[dict[str, str]], models.Model | None],
    *,
    modele: type[models.Model],
    cle: tuple[str, ...],
    suivre: Suivi,
) -> Rapport:
    """Write every good row of `fichier`, all together or (on a database error) none; repeating changes nothing.

    `construire` makes an unsaved object of a row's values, gives None for a row outside the region, and raises
    `LigneRefusee` for a bad one. `cle` tells which fields make two rows the same one: a second one is refused.
    """
    rapport = Rapport()
    exclus = [champ.name for champ in modele._meta.concrete_fields if champ.is_relation]
    champs = tuple(
        champ.attname for champ in modele._meta.concrete_fields if not champ.primary_key and champ.attname not in cle
    )
    tables = modele._default_manager.all()  # noqa: SLF001 - same
    ecriture = _Ecriture(cle, champs, {_valeurs(objet, cle): objet for objet in tables.iterator()})
    for numero, cellules in suivre(fichier):
        try:
            objet = construire(fichier.valeurs(cellules))
            if objet is None:
                rapport.hors_region += 1
                continue
            objet.clean_fields(exclude=exclus)
            ecriture.ranger(numero, objet)
        except LigneRefusee as refus:
            rapport.refus[numero] = str(refus)
        except ValidationError as erreur:
            rapport.refus[numero] = _raison(erreur)
    tables.bulk_create(ecriture.nouvelles, batch_size=PAR_LOT)
    if ecriture.modifiees:
        tables.bulk_update(ecriture.modifiees, champs, batch_size=PAR_LOT)
    rapport.nouvelles, rapport.modifiees = len(ecriture.nouvelles), len(ecriture.modifiees)
    rapport.inchangees = len(ecriture.vues) - rapport.nouvelles - rapport.modifiees
    return rapport


def _valeurs(objet: models.Model, noms: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(objet, nom) for nom in noms)


def _raison(erreur: ValidationError) -> str:
    return " ".join(f"{nom} : {' '.join(messages)}" for nom, messages in erreur.message_dict.items())
