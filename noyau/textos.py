"""Text messages: an outbox like that of e-mails, for what a person reads better on a phone. Off unless SMS_URL is set.

A row is written in the transaction that decides it, claimed with ``FOR UPDATE SKIP LOCKED``, sent, then marked. Unlike
an e-mail, a text message has no identity its carrier would know again: one whose worker died half-way is in doubt, and
is never sent a second time *(choice: it costs, it disturbs, and an e-mail says the same)*.

Personal data: a number, and what the message says; erased with the e-mails (noyau.conservation).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from celery import current_app
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from noyau import horloge

LONGUEUR_MAX = 160
ESSAIS_MAX = 5


class StatutTexto(models.TextChoices):
    A_EXPEDIER = "a_expedier", "À expédier"
    EN_COURS = "en_cours", "En cours d’envoi"
    EXPEDIE = "expedie", "Expédié"
    ABANDONNE = "abandonne", "Abandonné"


class TextoQuerySet(models.QuerySet):
    def dus(self, maintenant: datetime):
        """Those to be sent now, oldest first."""
        return self.filter(statut=StatutTexto.A_EXPEDIER, prochain_essai_le__lte=maintenant).order_by(
            "prochain_essai_le", "pk"
        )


class Texto(models.Model):
    cle = models.CharField("clé", max_length=120, unique=True)
    modele = models.CharField("modèle", max_length=60)
    destinataire = models.CharField("numéro", max_length=20, blank=True)
    contexte = models.JSONField(encoder=DjangoJSONEncoder, blank=True, default=dict)
    statut = models.CharField(max_length=12, choices=StatutTexto, default=StatutTexto.A_EXPEDIER)
    tentatives = models.PositiveSmallIntegerField(default=0)
    prochain_essai_le = models.DateTimeField("prochain essai")
    derniere_erreur = models.CharField("dernière erreur", max_length=300, blank=True)
    depose_le = models.DateTimeField("déposé le")
    expedie_le = models.DateTimeField("expédié le", null=True, blank=True)

    objects = TextoQuerySet.as_manager()

    class Meta:
        verbose_name = "texto"
        indexes = [
            models.Index(
                fields=["prochain_essai_le", "id"],
                condition=models.Q(statut__in=["a_expedier", "en_cours"]),
                name="textos_dus",
            ),
            models.Index(fields=["depose_le"], name="textos_par_date"),
        ]
        constraints = [
            models.CheckConstraint(
                name="texto_expedie_date",
                condition=models.Q(statut="expedie", expedie_le__isnull=False)
                | (~models.Q(statut="expedie") & models.Q(expedie_le__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"Texto {self.pk}, {self.get_statut_display().lower()}"


def deposer_texto(*, modele: str, cle: str, destinataire: str, contexte: Mapping) -> bool:
    """Put a text message in the outbox, in the transaction that decides it; tell whether it was new.

    ``cle`` names the event, as for e-mails. Raises ``RuntimeError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Un texto se dépose dans la transaction qui le décide.")
    le = horloge.maintenant()
    textos = Texto.objects.bulk_create(
        [
            Texto(
                cle=cle,
                modele=modele,
                destinataire=destinataire,
                contexte=dict(contexte),
                depose_le=le,
                prochain_essai_le=le,
            )
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(_signaler, robust=True)
    return bool(textos)


def attente_avant_essai(tentatives: int) -> timedelta:
    """How long to wait after ``tentatives`` failures: a minute, four times as long each time."""
    return timedelta(minutes=4 ** (tentatives - 1))


def _signaler() -> None:
    """Tell a worker that something waits; beat looks at the table anyway."""
    current_app.send_task("noyau.expedier_textos", expires=60, retry=False)
