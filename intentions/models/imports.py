"""Lists of intentions sent as CSV files from the administration: what was read, what was kept, what must be mended."""

from django.db import models

from comptes.models import Utilisateur
from intentions.models.partenaires import Partenaire


class StatutImport(models.TextChoices):
    DEPOSE = "depose", "À vérifier"
    EN_COURS = "en_cours", "En cours"
    TERMINE = "termine", "Terminé"
    ECHOUE = "echoue", "Échoué"


class ImportIntentions(models.Model):
    """One file. It holds employers' contacts: the file itself is erased thirty days after the import."""

    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="imports")
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    nom_fichier = models.CharField("nom du fichier", max_length=120)
    fichier = models.FileField(upload_to="imports/%Y/%m", max_length=200, blank=True)
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    statut = models.CharField(max_length=10, choices=StatutImport, default=StatutImport.DEPOSE, editable=False)
    lignes = models.PositiveIntegerField(default=0)
    lues = models.PositiveIntegerField(default=0)
    creees = models.PositiveIntegerField("créées", default=0)
    deja_connues = models.PositiveIntegerField("déjà connues", default=0)
    en_erreur = models.PositiveIntegerField(default=0)
    erreurs = models.FileField(upload_to="imports/%Y/%m", max_length=200, blank=True)
    depose_le = models.DateTimeField("déposé le")
    termine_le = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "import d’intentions"
        verbose_name_plural = "imports d’intentions"
        ordering = ["-depose_le", "-pk"]

    def __str__(self) -> str:
        return self.nom_fichier
