"""Whose session an opinion is on, written on the opinion: first on those there are, then by a trigger."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# The constraints are checked before the column is changed again: PostgreSQL refuses while some are pending.
DEJA_DONNES = """
    UPDATE insertion_avisstagiaire a
    SET organisme_id = s.organisme_id
    FROM sessions_formation_parcours p
    JOIN sessions_formation_session s ON s.id = p.session_id
    WHERE p.id = a.parcours_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


def organisme(**options):
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="avis_stagiaires",
        to="referentiels.organismeformation",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("insertion", "0003_reponse_lue"),
        ("referentiels", "0001_initial"),
    ]

    operations = [
        migrations.AddField("avisstagiaire", "organisme", organisme(null=True)),
        migrations.RunSQL(DEJA_DONNES, migrations.RunSQL.noop),
        migrations.AlterField("avisstagiaire", "organisme", organisme()),
        migrations.AddIndex(
            model_name="avisstagiaire",
            index=models.Index(
                condition=models.Q(("commentaire", ""), _negated=True),
                fields=["organisme", "statut", "-le", "-id"],
                name="avis_par_organisme",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='avisstagiaire',
            trigger=pgtrigger.compiler.Trigger(name='organisme_de_l_avis', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    SELECT s.organisme_id INTO NEW.organisme_id\n                    FROM sessions_formation_parcours p\n                    JOIN sessions_formation_session s ON s.id = p.session_id\n                    WHERE p.id = NEW.parcours_id;\n                    RETURN NEW;\n                ', hash='784f944e7358ccb212e89885f82573967ae404fe', operation='INSERT OR UPDATE OF "organisme_id"', pgid='pgtrigger_organisme_de_l_avis_8c21c', table='insertion_avisstagiaire', when='BEFORE')),
        ),
    ]
