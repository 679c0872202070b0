"""A full period for the intentions open today: nobody had been told that they would end."""

from django.db import migrations

OUVRIR = """
    UPDATE intentions_intentionembauche
    SET valable_jusqu_au = (now() AT TIME ZONE 'Europe/Paris')::date
            + CASE statut WHEN 'recevable' THEN 90 ELSE 60 END,
        attend_depuis = CASE statut WHEN 'recevable' THEN (now() AT TIME ZONE 'Europe/Paris')::date END
    WHERE statut IN ('recevable', 'a_completer') AND valable_jusqu_au IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("intentions", "0007_validite_et_classement")]

    operations = [migrations.RunSQL(OUVRIR, migrations.RunSQL.noop)]
