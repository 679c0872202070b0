"""What the outbox forgets at the end of its time (docs/donnees-personnelles.md). Each may be run again."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from noyau.courriers import Courrier, StatutCourrier
from noyau.preferences import PreferenceCourriel
from noyau.textos import StatutTexto, Texto


def vider_courriers(avant: datetime) -> int:
    """Empty the e-mails that left before ``avant``, or were given up by then; give how many.

    The row stays, with its key and its dates: that something left is a proof, to whom and what it said is forgotten.
    """
    termines = Q(expedie_le__lt=avant) | Q(regroupe_dans__expedie_le__lt=avant)
    abandonnes = Q(statut=StatutCourrier.QUARANTAINE, depose_le__lt=avant)
    pleins = Courrier.objects.filter(termines | abandonnes).exclude(destinataire="")
    return Courrier.objects.filter(pk__in=pleins.values("pk")).update(destinataire="", contexte={}, derniere_erreur="")


def vider_textos(avant: datetime) -> int:
    """Empty the text messages written before ``avant`` that left or were given up; give how many. The row stays."""
    termines = Texto.objects.filter(depose_le__lt=avant, statut__in=[StatutTexto.EXPEDIE, StatutTexto.ABANDONNE])
    return termines.exclude(destinataire="").update(destinataire="", contexte={}, derniere_erreur="")


def oublier_preferences(avant: datetime) -> int:
    """Forget the choices made before ``avant`` for addresses nobody has written to since; give how many."""
    ecrits = Courrier.objects.filter(depose_le__gte=avant).annotate(adresse=Lower("destinataire"))
    anciennes = PreferenceCourriel.objects.filter(modifie_le__lt=avant)
    return anciennes.filter(~Exists(ecrits.filter(adresse=OuterRef("courriel")))).delete()[0]
