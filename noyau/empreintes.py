"""What a row says, in one canonical text, and the SHA-256 of that text: computed by PostgreSQL itself.

The same expressions make the triggers that write a row's hash and the queries that check it: whoever checks does not
trust a function stored beside the data. They are frozen for ever: changing one would make every row written before
look altered. A table that gains a column worth proving gets a second hash, not another expression
(docs/decisions/0030).
"""

import pgtrigger

# A date written by hand: the text of a timestamptz follows the session's time zone.
_INSTANT = """to_char({x}.{champ} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
_ATTENDRE = "INSERT INTO noyau_asceller (nature, objet_id)"


def _condense(valeurs: str) -> str:
    """The hash, in hexadecimal, of a JSON array: jsonb writes a value in one way only."""
    return f"encode(sha256(convert_to(jsonb_build_array({valeurs})::text, 'UTF8')), 'hex')"


def empreinte_de_ligne(x: str) -> str:
    """Give the SQL of the hash of the journal line ``x`` (a table's alias): all it says, who, when and why."""
    le = _INSTANT.format(x=x, champ="le")
    return _condense(
        f"{x}.objet_type, {x}.objet_id, {x}.transition, {x}.libelle, {x}.depart, {x}.arrivee, "
        f"{x}.par_id, {x}.par_nom, {x}.motif, {le}"
    )


def sceau_de_document(x: str) -> str:
    """Give the SQL of the seal of the document ``x``: the facts its PDF is drawn from, and its code."""
    cree_le = _INSTANT.format(x=x, champ="cree_le")
    return _condense(
        f"{x}.modele, {x}.titre, {x}.reference, {x}.objet_type, {x}.objet_id, {x}.contexte, {cree_le}, {x}.code"
    )


def reste_de_document(x: str) -> str:
    """Give the SQL of the hash of what remains of the document ``x`` once its facts are erased, its seal included."""
    cree_le = _INSTANT.format(x=x, champ="cree_le")
    return _condense(
        f"{x}.modele, {x}.titre, {x}.reference, {x}.objet_type, {x}.objet_id, {cree_le}, {x}.code, {x}.sceau"
    )


def maillon_apres(precedente: str, x: str) -> str:
    """Give the SQL of the hash of the link ``x`` of the chain, after the one whose hash is ``precedente``."""
    return (
        f"encode(sha256(convert_to(concat_ws(':', {precedente}, {x}.nature, {x}.objet_id, {x}.contenu), 'UTF8')),"
        " 'hex')"
    )


def calculer(champ: str, expression: str) -> pgtrigger.Trigger:
    """Give the trigger that writes ``champ`` before a row is inserted, whoever inserts it: bulk and raw SQL too."""
    return pgtrigger.Trigger(
        name=f"calculer_{champ}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"NEW.{champ} := {expression}; RETURN NEW;",
    )


def faire_attendre(nature: str) -> pgtrigger.Trigger:
    """Give the trigger that puts what one statement inserts in the queue of ``noyau.scellement``."""
    return pgtrigger.Trigger(
        name=f"sceller_{nature}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="nouveaux"),
        func=f"{_ATTENDRE} SELECT '{nature}', id FROM nouveaux ORDER BY id; RETURN NULL;",  # noqa: S608
    )


def faire_attendre_le_fichier() -> pgtrigger.Trigger:
    """Give the trigger that puts a document in the queue again, for its PDF, once that is drawn."""
    return pgtrigger.Trigger(
        name="sceller_fichier",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.empreinte = '' AND NEW.empreinte <> ''"),
        func=f"{_ATTENDRE} VALUES ('fichier', NEW.id); RETURN NULL;",
    )
