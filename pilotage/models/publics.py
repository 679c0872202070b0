"""What is published of the scheme: once a month, for everybody, and never changed afterwards."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PublicationChiffres(models.Model):
    """The public figures as of the end of a month: what could tell of few people is already out of ``donnees``.

    Published once, read as it is: figures counted live could be taken from one another, day after day, until they told
    who came in. Shape of ``donnees``: ``pilotage.regles.publics``.
    """

    # The first day of the month it goes to the end of.
    mois = models.DateField("dernier mois compté", unique=True)
    faite_le = models.DateTimeField("publiée le")
    donnees = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "publication des chiffres"
        verbose_name_plural = "publications des chiffres"
        ordering = ["-mois"]
        default_permissions = ()
        triggers = [pgtrigger.Protect(name="publiee_une_fois", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Chiffres publiés à fin {self.mois:%m/%Y}"
