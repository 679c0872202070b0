"""The demonstration's mailbox: e-mails land in a table instead of leaving, so that a visitor sees them arrive.

Only where ``DEMO`` is on. Holds invented people only; emptied with the demonstration.
"""

from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.utils import timezone


class MessageRecu(models.Model):
    message_id = models.CharField(max_length=255, unique=True)
    destinataire = models.EmailField(db_index=True)
    expediteur = models.CharField(max_length=200)
    objet = models.CharField(max_length=300)
    corps = models.TextField()
    corps_html = models.TextField(blank=True)
    recu_le = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "message reçu"
        verbose_name_plural = "messages reçus"

    def __str__(self) -> str:
        return self.objet


class PieceRecue(models.Model):
    message = models.ForeignKey(MessageRecu, models.PROTECT, related_name="pieces")
    nom = models.CharField(max_length=200)
    type_mime = models.CharField(max_length=100)
    contenu = models.BinaryField()

    class Meta:
        verbose_name = "pièce reçue"
        verbose_name_plural = "pièces reçues"

    def __str__(self) -> str:
        return self.nom


class BoiteDeDemonstration(BaseEmailBackend):
    """Django e-mail backend that files each message in the mailbox."""

    def send_messages(self, email_messages) -> int:
        return sum(self._recevoir(message) for message in email_messages)

    @transaction.atomic
    def _recevoir(self, message) -> int:
        mime = message.message()
        html = next((a.content for a in getattr(message, "alternatives", []) if a.mimetype == "text/html"), "")
        recus = 0
        for rang, destinataire in enumerate(message.recipients()):
            identifiant = mime["Message-ID"] if rang == 0 else f"{mime['Message-ID']}#{rang}"
            recu, nouveau = MessageRecu.objects.get_or_create(
                message_id=identifiant,
                defaults={
                    "destinataire": destinataire,
                    "expediteur": message.from_email,
                    "objet": message.subject,
                    "corps": message.body,
                    "corps_html": html,
                    "recu_le": timezone.now(),
                },
            )
            if nouveau:
                for nom, contenu, type_mime in (piece for piece in message.attachments):
                    octets = contenu.encode() if isinstance(contenu, str) else contenu
                    recu.pieces.create(nom=nom, contenu=octets, type_mime=type_mime or "application/octet-stream")
                recus += 1
        return recus
