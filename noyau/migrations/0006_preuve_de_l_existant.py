"""What was written before proofs existed gets its hash, its code, and waits for its link, oldest first."""

from django.db import migrations

from noyau.codes import nouveau_code
from noyau.empreintes import empreinte_de_ligne, sceau_de_document

LOT = 10_000


def donner_un_code(apps, schema_editor):
    document = apps.get_model("noyau", "Document")
    while numeros := list(document.objects.filter(code=None).order_by("pk").values_list("pk", flat=True)[:LOT]):
        with schema_editor.connection.cursor() as curseur:
            curseur.execute(
                "UPDATE noyau_document d SET code = n.code FROM unnest(%s::bigint[], %s::text[]) AS n (id, code)"
                " WHERE d.id = n.id",
                [numeros, [nouveau_code() for _ in numeros]],
            )


# The journal is append-only, for migrations too: the guard is lifted for the time of this one, in its transaction.
REMPLIR = [
    "ALTER TABLE noyau_lignejournal DISABLE TRIGGER USER",
    f"UPDATE noyau_lignejournal l SET empreinte = {empreinte_de_ligne('l')} WHERE empreinte = ''",
    "ALTER TABLE noyau_lignejournal ENABLE TRIGGER USER",
    f"UPDATE noyau_document d SET sceau = {sceau_de_document('d')} WHERE sceau = ''",
    """
    INSERT INTO noyau_asceller (nature, objet_id)
    SELECT nature, objet_id FROM (
        SELECT 'ligne' AS nature, id AS objet_id, le AS quand, 1 AS ordre FROM noyau_lignejournal
        UNION ALL SELECT 'document', id, cree_le, 2 FROM noyau_document
        UNION ALL SELECT 'fichier', id, cree_le, 3 FROM noyau_document WHERE empreinte <> ''
    ) AS tout
    WHERE NOT EXISTS (
        SELECT FROM noyau_asceller a WHERE a.nature = tout.nature AND a.objet_id = tout.objet_id
    )
    ORDER BY quand, ordre, objet_id
    """,
]


class Migration(migrations.Migration):

    dependencies = [
        ('noyau', '0005_preuve'),
    ]

    operations = [
        migrations.RunPython(donner_un_code, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL(REMPLIR, migrations.RunSQL.noop, elidable=True),
    ]
