import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import noyau.codes


class Migration(migrations.Migration):

    dependencies = [
        ('noyau', '0006_preuve_de_l_existant'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='code',
            field=models.CharField(default=noyau.codes.nouveau_code, editable=False, max_length=12, unique=True, verbose_name='code de vérification'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='faits_figes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."modele" IS DISTINCT FROM (NEW."modele") OR OLD."titre" IS DISTINCT FROM (NEW."titre") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."objet_type" IS DISTINCT FROM (NEW."objet_type") OR OLD."objet_id" IS DISTINCT FROM (NEW."objet_id") OR OLD."contexte" IS DISTINCT FROM (NEW."contexte") OR OLD."cree_le" IS DISTINCT FROM (NEW."cree_le") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."sceau" IS DISTINCT FROM (NEW."sceau"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ed611d58b16867c3fc29937ff1fa47116bd3b1bc', operation='UPDATE', pgid='pgtrigger_faits_figes_2d7cc', table='noyau_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='dessine_une_fois', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.empreinte <> '' AND (NEW.empreinte <> OLD.empreinte OR NEW.fichier <> OLD.fichier))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='65b5a305c6485a4c9441edcbe4d662a4552422d8', operation='UPDATE', pgid='pgtrigger_dessine_une_fois_ab230', table='noyau_document', when='BEFORE')),
        ),
    ]
