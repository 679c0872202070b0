from django.db import migrations


class Migration(migrations.Migration):
    """Text messages that name a person, found like its letters (0010)."""

    dependencies = [
        ("noyau", "0011_textos"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX texto_par_stagiaire ON noyau_texto USING gin ((contexte -> 'stagiaires') jsonb_path_ops)"
            " WHERE contexte ? 'stagiaires'",
            "DROP INDEX texto_par_stagiaire",
        )
    ]
