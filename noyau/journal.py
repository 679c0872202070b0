"""The journal people read: who did what, when, and why. Append-only, and the database itself holds it so.

Each line carries the hash of what it says, and is sealed in a chain some seconds later (noyau.scellement).

Personal data: the name of the person who acted, kept as long as the file it belongs to (ten years after its last
payment for a purchase, two years for an intention that led nowhere).
"""

import pgtrigger
from django.conf import settings
from django.db import models

from noyau.empreintes import calculer, empreinte_de_ligne, faire_attendre
from noyau.horloge import maintenant

NOM_DU_SYSTEME = "le service"
# Who acts without an account, through the link it was sent: its name is not the journal’s to keep.
PAR_LIEN = "lien personnel"
LIBELLE_MAX = 120


def nom_de(personne) -> str:
    """Give the name written for ever beside an act; ``None`` is the system itself, words stand as they are."""
    if isinstance(personne, str):
        return personne
    return NOM_DU_SYSTEME if personne is None else personne.nom_public


class JournalQuerySet(models.QuerySet):
    def de(self, objet: models.Model):
        """The lines of one object, newest first."""
        return self.filter(objet_type=objet._meta.label_lower, objet_id=objet.pk).order_by("-le", "-pk")


class LigneJournal(models.Model):
    objet_type = models.CharField(max_length=80)
    objet_id = models.BigIntegerField()
    transition = models.CharField(max_length=40)
    libelle = models.CharField("acte", max_length=LIBELLE_MAX)
    depart = models.CharField(max_length=30, blank=True)
    arrivee = models.CharField(max_length=30, blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    par_nom = models.CharField("par", max_length=200)
    motif = models.TextField(blank=True)
    le = models.DateTimeField()
    # Written by the database (noyau.empreintes): an instance that was just inserted does not hold it.
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True, editable=False)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        indexes = [models.Index(fields=["objet_type", "objet_id", "-le"], name="journal_par_objet")]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete),
            calculer("empreinte", empreinte_de_ligne("NEW")),
            faire_attendre("ligne"),
        ]

    def __str__(self) -> str:
        return f"{self.libelle} par {self.par_nom}"


def noter(objet: models.Model, libelle: str, *, par, transition: str = "noter", motif: str = "") -> LigneJournal:
    """Write in an object's journal an act that leaves its state as it is.

    ``par``: an account, ``None`` for the service, or words (``PAR_LIEN``) for who has no account.
    ``libelle`` may name things of any length: what does not fit its line is cut, the act is not refused for it.
    """
    ligne = preparer_ligne(objet, libelle, par=par, transition=transition, motif=motif)
    ligne.save()
    return ligne


def preparer_ligne(objet: models.Model, libelle: str, *, par, transition: str, motif: str = "") -> LigneJournal:
    """Give the line of ``noter`` without writing it, for who writes many at once."""
    statut = getattr(objet, "statut", "")
    return LigneJournal(
        objet_type=objet._meta.label_lower,
        objet_id=objet.pk,
        transition=transition,
        libelle=libelle if len(libelle) <= LIBELLE_MAX else f"{libelle[: LIBELLE_MAX - 1]}…",
        depart=statut,
        arrivee=statut,
        par=None if isinstance(par, str) else par,
        par_nom=nom_de(par),
        motif=motif,
        le=maintenant(),
    )
