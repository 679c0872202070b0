"""Put a backup back: everything is checked before anything is written, and again once it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from config.sauvegarde.erreurs import SauvegardeRefusee
from config.sauvegarde.fichiers import empreinte_de, ensemble, ranger
from config.sauvegarde.manifeste import BASE, DOCUMENTS, SOMMES, Manifeste, lire
from config.sauvegarde.prendre import Suivi, compter_les_tables, migrations_appliquees, tete_ecrite
from config.sauvegarde.programmes import lancer, outil, version_du_serveur
from noyau import preuve
from noyau.scellement import tete

# What is not of PostgreSQL itself nor of an extension: a database that has any of it is somebody's.
_OCCUPEE = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
_SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
_AUTRES = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
# People erased before their term, by whoever may (insertion.actions.effacer); at their term, nobody gives a reason.
_EFFACES = """
    SELECT DISTINCT objet_id FROM noyau_lignejournal
    WHERE objet_type = 'stagiaires.stagiaire' AND transition = 'effacer' AND motif <> '' AND le > %s
    ORDER BY objet_id
"""


@dataclass(frozen=True)
class Remise:
    """A backup ready to be put back: read, its fingerprints checked."""

    dossier: Path
    manifeste: Manifeste
    documents: dict[str, str] = field(repr=False)


def controler(dossier: Path, *, attendue: str = "", suivi: Suivi) -> Remise:
    """Read a backup and each of its bytes; nothing is written.

    ``attendue``: the fingerprint ``sauvegarder`` gave, noted elsewhere. Raises SauvegardeRefusee at the first thing
    that differs from what was written, is missing or was added, or that this program cannot take.
    """
    manifeste, sommes = lire(dossier)
    if attendue and empreinte_de(dossier / SOMMES) != attendue:
        raise SauvegardeRefusee(
            "Cette sauvegarde n’est pas celle dont vous donnez l’empreinte : elle n’est pas remise."
        )
    # A link leads out of the folder: it is no file of ours.
    presents = {
        fichier.relative_to(dossier).as_posix()
        for fichier in dossier.rglob("*")
        if fichier.is_file() and not fichier.is_symlink()
    }
    if ajoutes := sorted(presents - sommes.keys() - {SOMMES}):
        raise SauvegardeRefusee(f"{ajoutes[0]} n’est pas de cette sauvegarde : elle n’est pas remise.")
    if absents := sorted(sommes.keys() - presents):
        raise SauvegardeRefusee(f"{absents[0]} manque à cette sauvegarde : elle n’est pas remise.")
    avancer = suivi("Relecture", len(sommes))
    for nom, lue in ensemble(lambda nom: empreinte_de(dossier / nom), sorted(sommes)):
        avancer(1)
        if lue != sommes[nom]:
            raise SauvegardeRefusee(f"{nom} a été modifié depuis la sauvegarde : elle n’est pas remise.")
    _controler_les_versions(manifeste)
    prefixe = f"{DOCUMENTS}/"
    documents = {nom.removeprefix(prefixe): somme for nom, somme in sommes.items() if nom.startswith(prefixe)}
    return Remise(dossier, manifeste, documents)


def base_occupee() -> bool:
    """Tell whether the default database holds anything."""
    with connection.cursor() as curseur:
        curseur.execute(_OCCUPEE)
        return curseur.fetchone()[0] > 0


def effaces_depuis(le: str) -> list[int]:
    """Give the numbers of the people that the default database knows to be erased before their term since ``le``.

    Nothing where it cannot say: an empty or a broken database.
    """
    try:
        with connection.cursor() as curseur:
            curseur.execute(_EFFACES, [le])
            return [numero for (numero,) in curseur.fetchall()]
    except DatabaseError:
        return []


def remettre(remise: Remise, *, vider: bool, remplacer: bool, travaux: int, suivi: Suivi) -> list[str]:
    """Put documents then database back, into an empty database; give what is then found wrong, nothing if all is well.

    ``vider``: what the database holds goes first, once nothing else can fail. ``remplacer``: a stored file that has
    the name of another gives way. Raises SauvegardeRefusee, which says whether the database was touched.
    """
    pg_restore, _ = outil("pg_restore", au_moins=remise.manifeste.pg_dump)
    if vider:
        _etre_seul()
    _ranger_les_documents(remise, suivi("Documents", len(remise.documents)), remplacer=remplacer)
    if vider:
        _vider_la_base()
    commande = [pg_restore, f"--jobs={travaux}", "--exit-on-error", "--no-owner", "--no-acl", remise.dossier / BASE]
    try:
        lancer(commande, attendu="processing data for table", avancer=suivi("Tables", len(remise.manifeste.tables)))
    except SauvegardeRefusee as erreur:
        raise SauvegardeRefusee(
            f"{erreur}La base est vide ou incomplète : corrigez, puis relancez avec --remplacer."
        ) from erreur
    # The schema was replaced under this connection, and the planner knows nothing of the tables yet.
    connection.close()
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")
    return list(_defauts(remise.manifeste, suivi))


def _etre_seul() -> None:
    with connection.cursor() as curseur:
        curseur.execute(_AUTRES)
        if autres := curseur.fetchone()[0]:
            raise SauvegardeRefusee(
                f"{autres} autre(s) connexion(s) à cette base : arrêtez d’abord web, worker et beat. Rien n’a changé."
            )


def _ranger_les_documents(remise: Remise, avancer: Callable[[int], object], *, remplacer: bool) -> None:
    source = remise.dossier / DOCUMENTS
    try:
        for _ in ensemble(
            lambda nom: ranger(default_storage, nom, source / nom, remise.documents[nom], remplacer=remplacer),
            sorted(remise.documents),
        ):
            avancer(1)
    except OSError as erreur:
        raise SauvegardeRefusee(f"{erreur} La base n’a pas été touchée.") from erreur


def _vider_la_base() -> None:
    """Drop every schema of the default database, all or none. Raises SauvegardeRefusee while it is not ours alone."""
    _etre_seul()
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(_SCHEMAS)
        for (schema,) in curseur.fetchall():
            curseur.execute(f"DROP SCHEMA {connection.ops.quote_name(schema)} CASCADE")
        curseur.execute("CREATE SCHEMA public")


def _controler_les_versions(manifeste: Manifeste) -> None:
    serveur = version_du_serveur()
    if serveur < manifeste.postgresql:
        raise SauvegardeRefusee(
            f"La sauvegarde vient de PostgreSQL {manifeste.postgresql}, ce serveur est en {serveur} : "
            "prenez-en un au moins aussi récent."
        )
    connues = {".".join(cle) for cle in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if inconnues := sorted(set(manifeste.migrations) - connues - _remplacees()):
        raise SauvegardeRefusee(
            f"La sauvegarde vient d’une version plus récente du service (migration {inconnues[0]}) : "
            "installez cette version, puis recommencez."
        )


def _remplacees() -> set[str]:
    """Migrations a later one stands for: the database remembers them, the code no longer has them."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return {".".join(cle) for migration in migrations for cle in migration.replaces}


def _defauts(manifeste: Manifeste, suivi: Suivi) -> Iterator[str]:
    """Compare what is now there with what the backup said; then prove journal, documents and PDFs."""
    comptes = compter_les_tables()
    for table in sorted(manifeste.tables.keys() | comptes.keys()):
        attendu, lu = manifeste.tables.get(table), comptes.get(table)
        if attendu != lu:
            yield f"Table {table} : {attendu} lignes attendues, {lu} trouvées."
    if migrations_appliquees() != manifeste.migrations:
        yield "Les migrations appliquées ne sont pas celles de la sauvegarde."
    if tete_ecrite() != manifeste.tete:
        yield f"La chaîne des preuves finit à {tete_ecrite()}, et non à {manifeste.tete}."
    fin = tete().rang
    connus = set(manifeste.manquants) | set(manifeste.effaces)
    yield from (defaut.phrase for defaut in preuve.suivre_la_chaine(fin, suivi("Chaîne", fin)))
    yield from (defaut.phrase for defaut in preuve.comparer_les_scelles(fin, suivi("Contenu", fin)))
    yield from (defaut.phrase for defaut in preuve.lire_les_non_scelles()[1])
    for defaut in preuve.relire_les_fichiers(suivi("PDF relus", manifeste.documents)):
        if not any(nom in defaut.phrase for nom in connus):
            yield defaut.phrase
