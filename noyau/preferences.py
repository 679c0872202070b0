"""How often a person wants to be written to: each news as it comes, or one digest a day.

The choice belongs to an address, not to an account: most employers' contacts, structures and partners have none.

Personal data: an address and its choice; erased two years after the last e-mail to that address.
"""

from django.db import models
from django.db.models.functions import Lower


class Rythme(models.TextChoices):
    AU_FIL_DE_L_EAU = "au_fil", "Un courriel à chaque nouvelle"
    QUOTIDIEN = "quotidien", "Un récapitulatif par jour"


class PreferenceCourriel(models.Model):
    courriel = models.EmailField("adresse", unique=True)
    rythme = models.CharField(max_length=12, choices=Rythme, default=Rythme.AU_FIL_DE_L_EAU)
    modifie_le = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "préférence de courriel"
        verbose_name_plural = "préférences de courriel"
        constraints = [
            models.CheckConstraint(
                name="preference_courriel_en_minuscules",
                condition=models.Q(courriel=Lower("courriel")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.courriel} : {self.get_rythme_display()}"


def rythme_de(courriel: str) -> Rythme:
    """Give the rhythm chosen for an address, whatever its capitals; « au fil de l’eau » where nobody chose."""
    choisi = PreferenceCourriel.objects.filter(courriel=courriel.lower()).values_list("rythme", flat=True).first()
    return Rythme(choisi) if choisi else Rythme.AU_FIL_DE_L_EAU
