"""The chain of proofs: each line of the journal, each document, each PDF is sealed after the one before it.

A link holds the hash of what it seals and its own, made from it and from the link before: to change a line afterwards,
all the links that follow would have to be written again. Sealing comes some seconds after the decision, never inside
it: a lock on the head of the chain, held until a decision commits, would make every other decision wait for it
(docs/decisions/0030). What waits to be sealed is a row of ``ASceller``, written by the database with the thing itself.
"""

import hashlib
from typing import NamedTuple

import pgtrigger
from django.db import connection, models, transaction

# One sealing at a time, in the whole database: any number will do, as long as nobody else takes it.
VERROU = 4_190_000_030
LOT = 5_000


class Nature(models.TextChoices):
    LIGNE = "ligne", "ligne du journal"
    DOCUMENT = "document", "document"
    FICHIER = "fichier", "fichier PDF"


class Maillon(models.Model):
    """A link. ``contenu`` is the hash of what it seals, empty when that was already gone when its turn came."""

    # Without a gap: a link taken away leaves one.
    rang = models.BigIntegerField(primary_key=True)
    nature = models.CharField(max_length=8, choices=Nature)
    objet_id = models.BigIntegerField()
    contenu = models.CharField(max_length=64, blank=True)
    empreinte = models.CharField(max_length=64)
    scelle_le = models.DateTimeField("scellé le")

    class Meta:
        verbose_name = "maillon"
        constraints = [models.UniqueConstraint(fields=["nature", "objet_id"], name="scelle_une_seule_fois")]
        triggers = [pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"maillon {self.rang}"


class ASceller(models.Model):
    """What waits for its link."""

    nature = models.CharField(max_length=8, choices=Nature)
    objet_id = models.BigIntegerField()

    class Meta:
        verbose_name = "à sceller"

    def __str__(self) -> str:
        return f"{self.nature} {self.objet_id}"


class Tete(NamedTuple):
    """The last link: what is noted elsewhere to prove later that nothing was taken off the end."""

    rang: int = 0
    empreinte: str = ""


_PRENDRE = """
    WITH pris AS (
        DELETE FROM noyau_asceller
        WHERE id IN (SELECT id FROM noyau_asceller ORDER BY id LIMIT %s)
        RETURNING id, nature, objet_id
    ), uniques AS (
        SELECT min(id) AS id, nature, objet_id FROM pris GROUP BY nature, objet_id
    )
    SELECT u.nature, u.objet_id,
           coalesce(CASE u.nature WHEN 'ligne' THEN l.empreinte WHEN 'document' THEN d.sceau ELSE d.empreinte END, '')
    FROM uniques u
    LEFT JOIN noyau_lignejournal l ON u.nature = 'ligne' AND l.id = u.objet_id
    LEFT JOIN noyau_document d ON u.nature <> 'ligne' AND d.id = u.objet_id
    WHERE NOT EXISTS (SELECT FROM noyau_maillon m WHERE m.nature = u.nature AND m.objet_id = u.objet_id)
    ORDER BY u.id
"""
_POSER = """
    INSERT INTO noyau_maillon (rang, nature, objet_id, contenu, empreinte, scelle_le)
    SELECT m.*, now() FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[]) AS m
"""
_OUBLIES = """
    INSERT INTO noyau_asceller (nature, objet_id)
    SELECT nature, objet_id FROM (
        SELECT 'ligne' AS nature, id AS objet_id, 1 AS ordre FROM noyau_lignejournal
        UNION ALL SELECT 'document', id, 2 FROM noyau_document
        UNION ALL SELECT 'fichier', id, 3 FROM noyau_document WHERE empreinte <> ''
    ) AS tout
    WHERE NOT EXISTS (SELECT FROM noyau_maillon m WHERE m.nature = tout.nature AND m.objet_id = tout.objet_id)
      AND NOT EXISTS (SELECT FROM noyau_asceller a WHERE a.nature = tout.nature AND a.objet_id = tout.objet_id)
    ORDER BY ordre, objet_id
"""


def tete() -> Tete:
    """Give the last link of the chain (1 query); rank 0 when nothing is sealed yet."""
    derniere = Maillon.objects.order_by("-rang").values_list("rang", "empreinte").first()
    return Tete(*derniere) if derniere else Tete()


def sceller() -> int:
    """Seal all that waits, by batches of one short transaction each; give how many links were added."""
    total = 0
    while ASceller.objects.exists():
        total += _sceller_un_lot()
    return total


def chainer(precedente: str, nature: str, objet_id: int, contenu: str) -> str:
    """Give the hash of a link. The same as ``noyau.empreintes.maillon_apres`` in the database."""
    return hashlib.sha256(f"{precedente}:{nature}:{objet_id}:{contenu}".encode()).hexdigest()


@transaction.atomic
def _sceller_un_lot() -> int:
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(%s)", [VERROU])
        rang, empreinte = tete()
        curseur.execute(_PRENDRE, [LOT])
        maillons = []
        for nature, objet_id, contenu in curseur.fetchall():
            rang, empreinte = rang + 1, chainer(empreinte, nature, objet_id, contenu)
            maillons.append((rang, nature, objet_id, contenu, empreinte))
        if maillons:
            curseur.execute(_POSER, [list(colonne) for colonne in zip(*maillons, strict=True)])
    return len(maillons)


def mettre_en_attente() -> int:
    """Put back in the queue whatever has neither link nor place in it; give how many. None in daily life."""
    with connection.cursor() as curseur:
        curseur.execute(_OUBLIES)
        return curseur.rowcount
