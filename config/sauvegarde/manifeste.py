"""What a backup says of itself, and the list of its files with their fingerprints, as ``sha256sum -c`` reads it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from config.sauvegarde.erreurs import SauvegardeRefusee
from config.sauvegarde.fichiers import empreinte_de

MANIFESTE, SOMMES = "manifeste.json", "SHA256SUMS"
BASE, DOCUMENTS = "base", "documents"
# A backup being written, or whose writing was cut short: never taken for whole.
EN_COURS = ".en-cours-"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Manifeste:
    """Everything needed to know whether this backup can be put back here, and what must be found afterwards."""

    format: int
    # The instant of the snapshot, ISO 8601 with its offset: what was committed later is not in it.
    le: str
    base: str
    # Major version of the server, and of the pg_dump that read it.
    postgresql: int
    pg_dump: int
    # « app.name » of each migration applied.
    migrations: list[str]
    # Rows of each table.
    tables: dict[str, int]
    documents: int
    # Named by the database and nowhere to be found when the backup was taken: a fault of before, told at each backup.
    manquants: list[str]
    # Erased at their term while the backup was being taken: their rows name them, their bytes are rightly gone.
    effaces: list[str]
    # « rank:hash » of the head of the chain of proofs (noyau.scellement); « 0: » when nothing is sealed yet.
    tete: str


def ecrire(dossier: Path, manifeste: Manifeste, sommes: dict[str, str]) -> str:
    """Write the manifest, then the list of fingerprints; give the SHA-256 of that list: it proves all the rest."""
    texte = json.dumps(asdict(manifeste), ensure_ascii=False, indent=1, sort_keys=True)
    (dossier / MANIFESTE).write_text(texte + "\n", encoding="utf-8")
    toutes = sommes | {MANIFESTE: empreinte_de(dossier / MANIFESTE)}
    lignes = "".join(f"{somme}  {nom}\n" for nom, somme in sorted(toutes.items()))
    (dossier / SOMMES).write_text(lignes, encoding="utf-8")
    return empreinte_de(dossier / SOMMES)


def est_entiere(dossier: Path) -> bool:
    """Tell whether this folder is a finished backup, by its name and its list of fingerprints; no byte is checked."""
    return not dossier.name.startswith(EN_COURS) and (dossier / SOMMES).is_file()


def lire(dossier: Path) -> tuple[Manifeste, dict[str, str]]:
    """Give the manifest and the fingerprints (name in the backup → SHA-256). Raises SauvegardeRefusee."""
    if not est_entiere(dossier):
        raise SauvegardeRefusee(_pas_une_sauvegarde(dossier))
    sommes = dict(_lire_les_sommes(dossier / SOMMES))
    if sommes.get(MANIFESTE) != _empreinte_ou_rien(dossier / MANIFESTE):
        raise SauvegardeRefusee(f"{MANIFESTE} a été modifié depuis la sauvegarde : elle n’est pas remise.")
    try:
        manifeste = Manifeste(**json.loads((dossier / MANIFESTE).read_text(encoding="utf-8")))
    except (TypeError, ValueError) as erreur:
        raise SauvegardeRefusee(f"{MANIFESTE} ne se lit pas : {erreur}.") from erreur
    if manifeste.format != FORMAT:
        raise SauvegardeRefusee(
            f"Cette sauvegarde est au format {manifeste.format}, ce programme lit le {FORMAT} : prenez sa version."
        )
    return manifeste, sommes


def _lire_les_sommes(chemin: Path) -> Iterator[tuple[str, str]]:
    for ligne in chemin.read_text(encoding="utf-8").splitlines():
        somme, separateur, nom = ligne.partition("  ")
        # A name that leaves the folder was written by nobody of ours.
        if len(somme) != 64 or not separateur or not nom or PurePosixPath(nom).is_absolute() or ".." in nom.split("/"):
            raise SauvegardeRefusee(f"{SOMMES} ne se lit pas (« {ligne[:80]} ») : la sauvegarde n’est pas remise.")
        yield nom, somme


def _empreinte_ou_rien(chemin: Path) -> str:
    return empreinte_de(chemin) if chemin.is_file() else ""


def _pas_une_sauvegarde(dossier: Path) -> str:
    if dossier.name.startswith(EN_COURS):
        return f"{dossier.name} est une sauvegarde interrompue : elle n’est pas entière et ne se remet pas."
    entieres = sorted(fils.name for fils in dossier.iterdir() if est_entiere(fils)) if dossier.is_dir() else []
    if entieres:
        return f"{dossier} contient {len(entieres)} sauvegarde(s) : nommez-en une, la dernière est {entieres[-1]}."
    return f"{dossier} n’est pas une sauvegarde : {SOMMES} n’y est pas."
