"""Parcours written before people were known: each gets a person without a name, and the days of its session."""

from datetime import date

from django.db import migrations
from django.utils import timezone

FINIS = ("termine", "sortie_emploi", "exclu")


def completer(apps, schema_editor):
    Parcours = apps.get_model("sessions_formation", "Parcours")
    Stagiaire = apps.get_model("stagiaires", "Stagiaire")
    for parcours in Parcours.objects.filter(stagiaire=None).select_related("session").order_by("pk").iterator(2000):
        parcours.stagiaire = Stagiaire.objects.create(efface_le=timezone.now())
        entre = parcours.statut == "entre" or parcours.statut in FINIS
        if entre:
            parcours.debut = parcours.entre_le = parcours.session.debut or date(2023, 1, 1)
            parcours.fin = max(parcours.session.fin or parcours.debut, parcours.debut)
        if parcours.statut in FINIS:
            parcours.sorti_le = parcours.fin
        parcours.save(update_fields=["stagiaire", "debut", "fin", "entre_le", "sorti_le"])


class Migration(migrations.Migration):
    dependencies = [("sessions_formation", "0011_stagiaires_et_referents")]

    operations = [migrations.RunPython(completer, migrations.RunPython.noop)]
