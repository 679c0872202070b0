"""What the public and the Cariforef read of a session: its sheet, and what was last diffused of it.

LHÉO 2.3 asks for words that a request to open a session does not: the training body writes them here.
"""

from django.core.validators import MaxLengthValidator
from django.db import models

from comptes.models import Utilisateur
from sessions_formation.enums import Deroule, EtatDiffusion, ModaliteEnseignement, NiveauEntree
from sessions_formation.models.sessions import Session

# LHÉO 2.3: objectif-formation, contenu-formation, resultats-attendus.
TEXTE_MAX = 3000


class FicheSession(models.Model):
    """What a session teaches, for whom and how, in the training body's words (LHÉO 2.3, first circle).

    No personal data: it is published as it stands. Kept as long as its session.
    """

    session = models.OneToOneField(Session, models.PROTECT, related_name="fiche")
    objectif = models.TextField("objectif", max_length=TEXTE_MAX, validators=[MaxLengthValidator(TEXTE_MAX)])
    contenu = models.TextField("programme", max_length=TEXTE_MAX, validators=[MaxLengthValidator(TEXTE_MAX)])
    resultats = models.TextField(
        "résultats attendus", max_length=TEXTE_MAX, validators=[MaxLengthValidator(TEXTE_MAX)]
    )
    deroule = models.CharField("déroulé", max_length=14, choices=Deroule, default=Deroule.GROUPE)
    modalite = models.CharField("enseignement", max_length=12, choices=ModaliteEnseignement)
    rythme = models.CharField("rythme", max_length=200)
    # « Deux semaines en entreprise en novembre »; empty: no time in a company.
    alternance = models.CharField("périodes en entreprise", max_length=200, blank=True)
    heures_entreprise = models.PositiveSmallIntegerField("heures en entreprise", null=True, blank=True)
    niveau_entree = models.CharField("niveau d’entrée", max_length=2, choices=NiveauEntree)
    niveau_obligatoire = models.BooleanField("niveau exigé", default=False)
    # About the premises, never about a person.
    acces_handicap = models.CharField("accès des personnes handicapées", max_length=250, blank=True)
    ecrite_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    modifiee_le = models.DateTimeField("modifiée le", auto_now=True)

    class Meta:
        verbose_name = "fiche de session"
        verbose_name_plural = "fiches de session"

    def __str__(self) -> str:
        return f"Fiche de {self.session}"


class Diffusion(models.Model):
    """What the Cariforef was last offered of a session: a fingerprint, and since when it has been so.

    Rewritten by ``sessions_formation.actions.diffuser`` whenever what is said of the session changes, whatever changed
    (its state, its sheet, its training body's phone…): « what changed since » is read here.
    """

    session = models.OneToOneField(Session, models.PROTECT, related_name="diffusion")
    etat = models.CharField("état", max_length=10, choices=EtatDiffusion)
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    change_le = models.DateTimeField("changée le")

    class Meta:
        verbose_name = "diffusion"
        indexes = [models.Index(fields=["change_le", "id"], name="diffusion_par_changement")]

    def __str__(self) -> str:
        return f"{self.session_id} : {self.get_etat_display().lower()}"
