"""Attachments and messages of a file, whatever the file is: who may read them is each app's to say.

Personal data: what people write and attach; to be kept as long as the file they belong to.
"""

from django.conf import settings
from django.db import models


class ObjetQuerySet(models.QuerySet):
    def de(self, objet: models.Model):
        """Those of one object, oldest first."""
        return self.filter(objet_type=objet._meta.label_lower, objet_id=objet.pk).order_by("pk")


class Message(models.Model):
    """Something written to the other people of a file. Never changed afterwards: it is part of the file."""

    objet_type = models.CharField(max_length=80)
    objet_id = models.BigIntegerField()
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    auteur_nom = models.CharField("auteur", max_length=200)
    # In which quality they wrote, in words: « Boulangerie Pasquier », « Région », the name of a training body.
    auteur_qualite = models.CharField("au titre de", max_length=200)
    texte = models.TextField()
    le = models.DateTimeField()
    # Given with the form: the same sent twice (double click, a page sent again) is written once.
    envoi = models.UUIDField(editable=False)

    objects = ObjetQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        indexes = [models.Index(fields=["objet_type", "objet_id", "id"], name="messages_par_objet")]
        constraints = [models.UniqueConstraint(fields=["auteur", "envoi"], name="un_message_par_envoi")]

    def __str__(self) -> str:
        return f"Message de {self.auteur_nom}"


class Piece(models.Model):
    """A file someone attached: PDF, image or e-mail, checked by its content, kept in private storage."""

    objet_type = models.CharField(max_length=80)
    objet_id = models.BigIntegerField()
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="pieces")
    categorie = models.CharField("catégorie", max_length=30)
    nom = models.CharField("nom du fichier", max_length=120)
    type_contenu = models.CharField("type de contenu", max_length=60)
    taille = models.PositiveIntegerField("taille en octets")
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    fichier = models.FileField(upload_to="pieces/%Y/%m", max_length=200)
    deposee_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    deposee_par_nom = models.CharField("déposée par", max_length=200)
    deposee_le = models.DateTimeField("déposée le")

    objects = ObjetQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        indexes = [
            models.Index(fields=["objet_type", "objet_id", "id"], name="pieces_par_objet"),
            # The very same file in another file: what a guard against paying twice looks for.
            models.Index(fields=["empreinte"], name="pieces_par_empreinte"),
        ]

    def __str__(self) -> str:
        return self.nom


class LectureDeFil(models.Model):
    """The last message of a file that a person has read: what makes the others « new »."""

    objet_type = models.CharField(max_length=80)
    objet_id = models.BigIntegerField()
    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dernier_lu = models.BigIntegerField()

    class Meta:
        verbose_name = "lecture d’un fil"
        verbose_name_plural = "lectures de fils"
        constraints = [
            models.UniqueConstraint(fields=["utilisateur", "objet_type", "objet_id"], name="une_lecture_par_personne")
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur}, {self.objet_type} {self.objet_id}"
