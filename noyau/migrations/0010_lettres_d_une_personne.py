from django.db import migrations

INDEX = """
    CREATE INDEX {table}_par_stagiaire ON noyau_{table} USING gin ((contexte -> 'stagiaires') jsonb_path_ops)
    WHERE contexte ? 'stagiaires'
"""


class Migration(migrations.Migration):
    """The letters and documents that name a person are found by its number when it must be forgotten. Made by hand:
    the models of this app know no person. Only the rows that name somebody are in it."""

    dependencies = [
        ("noyau", "0009_effacement"),
    ]

    operations = [
        migrations.RunSQL(INDEX.format(table=table), f"DROP INDEX {table}_par_stagiaire")
        for table in ("courrier", "document")
    ]
