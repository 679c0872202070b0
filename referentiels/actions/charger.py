"""Load the reference tables from the files of ``referentiels/donnees``."""

import csv
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from referentiels.models import (
    Commune,
    CommuneDeleguee,
    Departement,
    Dispositif,
    Epci,
    Metier,
    Opco,
    Parametre,
    Secteur,
)
from referentiels.regles.grandeurs import CODES
from referentiels.regles.typographie import composer
from referentiels.regles.valeurs import codes_inconnus

DOSSIER = Path(__file__).resolve().parent.parent / "donnees"

Ligne = dict[str, str]
Chargeur = Callable[[list[Ligne]], int]


@transaction.atomic
def charger_referentiels(*, dossier: Path = DOSSIER, annoncer: Callable[[str, int], None]) -> None:
    """Load or update every table, in one transaction; calls `annoncer(table, rows)` after each one.

    Safe to repeat. Deletes nothing; leaves alone what officers set (see ``donnees/README.md``).
    Raises ValueError when `parametres.csv` has not a value for each code the rules read, or has unknown codes; when
    `dispositifs.csv` names a dated value that does not exist.
    """
    for nom in (*_TABLES, *_CONFIES):
        annoncer(nom, charger_table(nom, dossier=dossier))


def charger_table(nom: str, *, dossier: Path = DOSSIER) -> int:
    """Load or update one table from `<nom>.csv`; return its number of rows. Those it refers to must be there."""
    with (dossier / f"{nom}.csv").open(encoding="utf-8", newline="") as fichier:
        return {**_TABLES, **_CONFIES}[nom](list(csv.DictReader(fichier)))


def confier(nom: str, libelle: str, chargeur: Chargeur) -> None:
    """Let an application that comes after load `<nom>.csv` into its own table, after those of the ground.

    ``libelle``: what its rows are called. Called when the application is ready.
    """
    _CONFIES[nom], LIBELLES[nom] = chargeur, libelle


def _ecrire(modele: type[models.Model], objets: Iterable[models.Model], *, garder: tuple[str, ...] = ()) -> int:
    """Insert `objets`, or update the rows of the same key except their fields `garder`."""
    cle = modele._meta.pk.name
    champs = [champ.name for champ in modele._meta.concrete_fields if champ.name not in (cle, *garder)]
    gestionnaire = modele._default_manager  # noqa: SLF001 - same
    return len(gestionnaire.bulk_create(objets, update_conflicts=True, unique_fields=[cle], update_fields=champs))


def _departements(lignes: list[Ligne]) -> int:
    return _ecrire(
        Departement,
        [
            Departement(
                code=ligne["code"],
                nom=ligne["nom"],
                nom_region=ligne["nom_region"],
                dans_region=ligne["dans_region"] == "1",
                limitrophe=ligne["limitrophe_region"] == "1",
            )
            for ligne in lignes
        ],
    )


def _epci(lignes: list[Ligne]) -> int:
    return _ecrire(Epci, [Epci(code_siren=ligne["code_siren"], nom=ligne["nom"]) for ligne in lignes])


def _communes(lignes: list[Ligne]) -> int:
    return _ecrire(
        Commune,
        [
            Commune(
                code_insee=ligne["code_insee"],
                nom=ligne["nom"],
                codes_postaux=ligne["codes_postaux"],
                departement_id=ligne["code_departement"],
                epci_id=ligne["code_epci"] or None,
                arrondissement=ligne["code_arrondissement"],
                population=int(ligne["population"] or 0),
            )
            for ligne in lignes
        ],
        garder=("territoire",),
    )


def _communes_deleguees(lignes: list[Ligne]) -> int:
    return _ecrire(
        CommuneDeleguee,
        [
            CommuneDeleguee(
                code_insee=ligne["code_insee"], nom=ligne["nom"], commune_id=ligne["code_commune_actuelle"]
            )
            for ligne in lignes
        ],
    )


def _opco(lignes: list[Ligne]) -> int:
    return _ecrire(Opco, [Opco(code=ligne["code"], nom=ligne["nom"], siren=ligne["siren"]) for ligne in lignes])


def _secteurs(lignes: list[Ligne]) -> int:
    connus = set(Secteur.objects.values_list("code", flat=True))
    total = _ecrire(
        Secteur,
        [
            Secteur(
                code=ligne["code"],
                libelle=ligne["libelle"],
                ordre=int(ligne["ordre"]),
                tension_depuis=date.fromisoformat(ligne["tension_depuis"]) if ligne["tension_depuis"] else None,
                cas_par_cas=ligne["cas_par_cas"] == "1",
                domaines_rome=ligne["domaines_rome"],
            )
            for ligne in lignes
        ],
        garder=("tension_depuis", "tension_jusqu_au", "cas_par_cas"),
    )
    _rattacher(secteurs=Secteur.objects.exclude(code__in=connus), metiers=Metier.objects.all())
    return total


def _rome(lignes: list[Ligne]) -> int:
    connus = set(Metier.objects.values_list("code_rome", flat=True))
    total = _ecrire(
        Metier,
        [Metier(code_rome=ligne["code"], libelle=ligne["libelle"], domaine=ligne["code_domaine"]) for ligne in lignes],
    )
    _rattacher(secteurs=Secteur.objects.all(), metiers=Metier.objects.exclude(code_rome__in=connus))
    return total


def _rattacher(*, secteurs: models.QuerySet[Secteur], metiers: models.QuerySet[Metier]) -> None:
    """Tie jobs to the sectors whose proposed ROME domain or code they have."""
    par_code: dict[str, list[str]] = {}
    for code, domaine in metiers.values_list("code_rome", "domaine").order_by("code_rome"):
        par_code.setdefault(domaine, []).append(code)
        par_code.setdefault(code, []).append(code)
    lien = Metier.secteurs.through
    lien.objects.bulk_create(
        [
            lien(secteur_id=secteur, metier_id=metier)
            for secteur, proposes in secteurs.values_list("code", "domaines_rome").order_by("code")
            for propose in proposes.split("|")
            for metier in par_code.get(propose, ())
        ],
        ignore_conflicts=True,
    )


def _parametres(lignes: list[Ligne]) -> int:
    """Add the values that are not there yet. Those that are stay: they may be an officer's, or have judged files."""
    if ecart := {ligne["code"] for ligne in lignes} ^ CODES.keys():
        raise ValueError(f"parametres.csv : codes manquants ou inconnus, {', '.join(sorted(ecart))}.")
    Parametre.objects.bulk_create(
        [
            Parametre(
                code=ligne["code"],
                depuis=date.fromisoformat(ligne["depuis"]),
                valeur=Decimal(ligne["valeur"]),
                texte=ligne["texte"],
            )
            for ligne in lignes
        ],
        ignore_conflicts=True,
    )
    return len(lignes)


def _dispositifs(lignes: list[Ligne]) -> int:
    """Write the schemes, but those an officer has corrected: the file has nothing to teach him."""
    if inconnus := [code for ligne in lignes for code in _valeurs_citees(ligne) if code not in CODES]:
        raise ValueError(f"dispositifs.csv : valeurs inconnues, {', '.join(sorted(set(inconnus)))}.")
    corriges = set(Dispositif.objects.exclude(corrige_le=None).values_list("code", flat=True))
    _ecrire(
        Dispositif,
        [_dispositif(ligne) for ligne in lignes if ligne["code"] not in corriges],
        garder=("corrige_le", "actif"),
    )
    return len(lignes)


def _valeurs_citees(ligne: Ligne) -> list[str]:
    return [*_liste(ligne["parametres"]), *codes_inconnus(f"{ligne['pour_qui']} {ligne['quoi']}")]


def _dispositif(ligne: Ligne) -> Dispositif:
    textes = {nom: composer(ligne[nom]) for nom in _TEXTES_DU_DISPOSITIF}
    listes = {nom: _liste(ligne[nom]) for nom in ("moments", "publics", "parametres")}
    simples = {nom: ligne[nom] for nom in ("code", "famille", "lien", "site", "telephone")}
    return Dispositif(**simples, **textes, **listes, ordre=int(ligne["ordre"]))


def _liste(cellule: str) -> list[str]:
    return cellule.split("|") if cellule else []


_TEXTES_DU_DISPOSITIF = ("nom", "pour_qui", "quoi", "avec_qui", "ou", "a_preciser", "source")

# File name → what loads it, each after those it refers to.
_TABLES: dict[str, Chargeur] = {
    "departements": _departements,
    "epci": _epci,
    "communes": _communes,
    "communes_deleguees": _communes_deleguees,
    "opco": _opco,
    "secteurs": _secteurs,
    "rome": _rome,
    "parametres": _parametres,
    "dispositifs": _dispositifs,
}
_CONFIES: dict[str, Chargeur] = {}
LIBELLES = {
    "departements": "départements",
    "epci": "EPCI",
    "communes": "communes",
    "communes_deleguees": "anciennes communes",
    "opco": "Opco",
    "secteurs": "secteurs",
    "rome": "métiers ROME",
    "parametres": "paramètres datés",
    "dispositifs": "dispositifs du catalogue",
}
