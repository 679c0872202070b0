"""Until hires were confirmed one by one, a satisfied intention stood for all its posts."""

from django.db import migrations

COMPTER = """
    UPDATE intentions_intentionembauche SET postes_pourvus = nombre_postes
    WHERE statut = 'satisfaite' AND nombre_postes IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("intentions", "0010_postes_pourvus")]

    operations = [migrations.RunSQL(COMPTER, migrations.RunSQL.noop)]
