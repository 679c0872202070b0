"""The row of a letter or form: its facts, frozen when it is decided, sealed, and found again by a short code."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from noyau.codes import afficher_code, nouveau_code
from noyau.empreintes import calculer, faire_attendre, faire_attendre_le_fichier, sceau_de_document

_FAITS = ["modele", "titre", "reference", "objet_type", "objet_id", "cree_le", "code", "sceau"]


class DocumentQuerySet(models.QuerySet):
    def de(self, objet: models.Model):
        """The documents of one object, newest first."""
        return self.filter(objet_type=objet._meta.label_lower, objet_id=objet.pk).order_by("-cree_le", "-pk")


class Document(models.Model):
    """A letter or form to be kept as PDF. Its facts are frozen at the decision; the worker draws it afterwards."""

    cle = models.CharField(max_length=120, unique=True)
    modele = models.CharField("modèle", max_length=60)
    titre = models.CharField(max_length=200)
    reference = models.CharField("référence", max_length=60)
    nom_fichier = models.CharField("nom du fichier", max_length=120)
    objet_type = models.CharField(max_length=80)
    objet_id = models.BigIntegerField()
    contexte = models.JSONField(encoder=DjangoJSONEncoder)
    cree_le = models.DateTimeField()
    fichier = models.FileField(upload_to="documents/%Y/%m", blank=True, max_length=200)
    empreinte = models.CharField("empreinte SHA-256 du fichier", max_length=64, blank=True)
    code = models.CharField("code de vérification", max_length=12, unique=True, default=nouveau_code, editable=False)
    # Written by the database (noyau.empreintes): an instance that was just inserted does not hold it.
    sceau = models.CharField("empreinte SHA-256 des faits", max_length=64, blank=True, editable=False)

    # Its facts and its PDF were erased at their term; what remains is proved otherwise (noyau.effacement).
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        indexes = [
            models.Index(fields=["objet_type", "objet_id", "modele"], name="document_par_objet"),
            # Files to take away, those a stopped run left behind among them.
            models.Index(
                fields=["efface_le"],
                condition=models.Q(efface_le__isnull=False) & ~models.Q(fichier=""),
                name="document_fichier_a_oter",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_efface_est_vide", condition=models.Q(efface_le=None) | models.Q(contexte={})
            ),
        ]
        triggers = [
            calculer("sceau", sceau_de_document("NEW")),
            pgtrigger.ReadOnly(name="faits_figes", fields=_FAITS),
            # Facts change once: to nothing, on the day they are erased.
            pgtrigger.Protect(
                name="contexte_fige",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.contexte IS DISTINCT FROM NEW.contexte OR OLD.efface_le IS DISTINCT FROM NEW.efface_le)"
                    " AND NOT (OLD.efface_le IS NULL AND NEW.efface_le IS NOT NULL AND NEW.contexte = '{}'::jsonb))"
                ),
            ),
            pgtrigger.Protect(
                name="dessine_une_fois",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.empreinte <> '' OR NEW.efface_le IS NOT NULL) AND (NEW.empreinte <> OLD.empreinte OR"
                    " NEW.fichier <> OLD.fichier AND NOT (NEW.efface_le IS NOT NULL AND NEW.fichier = '')))"
                ),
            ),
            faire_attendre("document"),
            faire_attendre_le_fichier(),
        ]

    def __str__(self) -> str:
        return f"{self.titre} {self.reference}"

    @property
    def code_affiche(self) -> str:
        """The code as it is printed."""
        return afficher_code(self.code)
