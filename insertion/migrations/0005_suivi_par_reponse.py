"""Whether its referent has answered, written on the follow-up: first on those there are, then by a trigger."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

DEJA_REPONDUS = """
    UPDATE insertion_suivi SET repondu = true
    WHERE id IN (SELECT suivi_id FROM insertion_reponse WHERE source = 'referent');
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insertion", "0004_avis_par_organisme"),
    ]

    operations = [
        migrations.AddField(
            model_name="suivi",
            name="repondu",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="répondu par le référent"
            ),
        ),
        migrations.RunSQL(DEJA_REPONDUS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="suivi",
            index=models.Index(fields=["repondu", "prevu_le", "id"], name="suivi_par_reponse"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reponse',
            trigger=pgtrigger.compiler.Trigger(name='suivi_repondu', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP <> 'INSERT' AND OLD.source = 'referent' THEN\n                        UPDATE insertion_suivi SET repondu = false WHERE id = OLD.suivi_id;\n                    END IF;\n                    IF TG_OP <> 'DELETE' AND NEW.source = 'referent' THEN\n                        UPDATE insertion_suivi SET repondu = true WHERE id = NEW.suivi_id;\n                    END IF;\n                    RETURN NULL;\n                ", hash='cb49ae5ca786a733b6d7343b989b44c324d7769b', operation='INSERT OR DELETE OR UPDATE OF "source", "suivi_id"', pgid='pgtrigger_suivi_repondu_4bf54', table='insertion_reponse', when='AFTER')),
        ),
    ]
