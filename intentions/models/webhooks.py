"""What partners are told when an intention they transmitted changes: rows first, as for e-mails.

A row is born in the transaction that changes the state; the worker posts it, signed (Standard Webhooks), and tries
again for three days. The partner reads the log of these sendings by API and on its own page.
"""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from intentions.models.partenaires import Partenaire
from noyau.journal import LigneJournal

if TYPE_CHECKING:
    from intentions.models.intention import IntentionEmbauche


class Abonnement(models.Model):
    """An address of a partner to be told of changes. ``secret`` signs: it must be readable, so it is kept as it is."""

    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="abonnements")
    url = models.URLField("adresse", max_length=300)
    secret = models.CharField(max_length=120)
    actif = models.BooleanField(default=True)
    cree_le = models.DateTimeField("créé le")

    class Meta:
        verbose_name = "abonnement"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partenaire", "url"], name="un_abonnement_par_adresse")]

    def __str__(self) -> str:
        return self.url


class StatutEnvoi(models.TextChoices):
    A_ENVOYER = "a_envoyer", "À envoyer"
    EN_COURS = "en_cours", "En cours d’envoi"
    LIVRE = "livre", "Livré"
    ABANDONNE = "abandonne", "Abandonné"


class EnvoiWebhook(models.Model):
    """One event for one address. ``charge`` holds the number and state of the intention, never a person."""

    identifiant = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    abonnement = models.ForeignKey(Abonnement, models.PROTECT, related_name="envois")
    # The journal line that is announced: the same event is never announced twice to the same address.
    ligne_journal = models.BigIntegerField()
    evenement = models.CharField("événement", max_length=60)
    charge = models.JSONField(encoder=DjangoJSONEncoder)
    statut = models.CharField(max_length=10, choices=StatutEnvoi, default=StatutEnvoi.A_ENVOYER)
    tentatives = models.PositiveSmallIntegerField(default=0)
    prochain_essai_le = models.DateTimeField("prochain essai")
    derniere_reponse = models.CharField("dernière réponse", max_length=300, blank=True)
    cree_le = models.DateTimeField("créé le")
    livre_le = models.DateTimeField("livré le", null=True, blank=True)

    class Meta:
        verbose_name = "envoi à un partenaire"
        verbose_name_plural = "envois aux partenaires"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["abonnement", "ligne_journal"], name="un_envoi_par_evenement"),
        ]
        indexes = [
            models.Index(
                fields=["prochain_essai_le", "id"],
                condition=models.Q(statut__in=["a_envoyer", "en_cours"]),
                name="envois_dus",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evenement} vers {self.abonnement}"


def annoncer(intention: "IntentionEmbauche", ligne: LigneJournal) -> None:
    """Write one sending per active address of the partner, in the transaction that crossed the state."""
    abonnements = Abonnement.objects.filter(partenaire=intention.partenaire_id, actif=True)
    EnvoiWebhook.objects.bulk_create(preparer_annonces(intention, ligne, abonnements))


def preparer_annonces(
    intention: "IntentionEmbauche", ligne: LigneJournal, abonnements: Iterable[Abonnement]
) -> list[EnvoiWebhook]:
    """Give the sendings that announce a written journal line to these addresses, without writing them.

    The charge says what changed and where to read the rest; it names nobody.
    """
    return [
        EnvoiWebhook(
            abonnement=abonnement,
            ligne_journal=ligne.pk,
            evenement=f"intention.{ligne.arrivee}",
            charge={
                "numero": intention.numero,
                "reference_externe": intention.reference_externe,
                "transition": ligne.transition,
                "depart": ligne.depart,
                "etat": ligne.arrivee,
                "le": ligne.le.isoformat(),
            },
            prochain_essai_le=ligne.le,
            cree_le=ligne.le,
        )
        for abonnement in abonnements
    ]
