"""What results are made of, added up once an hour: reading every parcours for a page takes seconds at volume."""

from django.db import models

from sessions_formation.models import Session


def _compte() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(default=0)


class ResultatAgrege(models.Model):
    """The counts of one session, by the months of entry and of exit of its people (first days of months).

    Rewritten whole by ``insertion.actions.agreger``; never corrected by hand. Names nobody, and rests only on rows
    that outlive the erasure of people. Names of the counts: ``insertion.regles.resultats.COMPTES``.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="resultats")
    # For the places ordered of a session, the month it begins and no exit.
    mois_entree = models.DateField("mois d’entrée")
    mois_sortie = models.DateField("mois de sortie", null=True, blank=True)
    capacite = _compte()
    entres = _compte()
    tenues = _compte()
    abandons = _compte()
    termines = _compte()
    emplois = _compte()
    promis = _compte()
    promis_sus = _compte()
    promis_tenus = _compte()
    demandes_1 = _compte()
    reponses_1 = _compte()
    emploi_1 = _compte()
    durable_1 = _compte()
    desaccords_1 = _compte()
    demandes_3 = _compte()
    reponses_3 = _compte()
    emploi_3 = _compte()
    durable_3 = _compte()
    desaccords_3 = _compte()
    demandes_6 = _compte()
    reponses_6 = _compte()
    emploi_6 = _compte()
    durable_6 = _compte()
    desaccords_6 = _compte()
    calcule_le = models.DateTimeField("calculé le")

    class Meta:
        verbose_name = "résultat agrégé"
        verbose_name_plural = "résultats agrégés"
        indexes = [
            models.Index(fields=["mois_entree", "session"], name="resultat_par_entree"),
            models.Index(fields=["mois_sortie", "session"], name="resultat_par_sortie"),
        ]

    def __str__(self) -> str:
        return f"Résultats de la session {self.session_id}, entrées de {self.mois_entree:%m/%Y}"
