"""What is recorded for others: the pay of a trainee for the paying agency, the training body's report."""

from django.db import models
from django.db.models import Q

from comptes.models import Utilisateur
from parcours.enums import RegimeRemuneration
from sessions_formation.models import Parcours, Session


class Remuneration(models.Model):
    """On what basis a trainee is paid, with an estimate (normes.md §5). The paying agency decides and pays.

    Fixed by the scale in force on the day the training opened (CT D6341-24-6). Erased with the person's file.
    """

    parcours = models.OneToOneField(Parcours, models.PROTECT, related_name="remuneration")
    regime = models.CharField("régime", max_length=20, choices=RegimeRemuneration)
    # Euros a month, full time; from the dated scale, or the former wage that was proven.
    base = models.DecimalField("base mensuelle", max_digits=8, decimal_places=2, null=True, blank=True)
    heures_mois = models.DecimalField("heures par mois", max_digits=5, decimal_places=2, null=True, blank=True)
    # Euros a month: an estimate, prorated for part time.
    estimation = models.DecimalField("estimation mensuelle", max_digits=8, decimal_places=2, null=True, blank=True)
    bareme_au = models.DateField("barème du")
    texte = models.CharField("texte", max_length=200, blank=True)
    saisie_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    saisie_le = models.DateTimeField(auto_now=True)
    exportee_le = models.DateTimeField("exportée le", null=True, blank=True)
    # The time before: what a file taken twice from one page is compared with.
    exportee_avant_le = models.DateTimeField("exportée auparavant le", null=True, blank=True)

    class Meta:
        verbose_name = "rémunération"
        constraints = [
            models.CheckConstraint(
                name="remuneration_sans_negatif",
                condition=(Q(base=None) | Q(base__gte=0)) & (Q(estimation=None) | Q(estimation__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"Rémunération du parcours {self.parcours_id}"


class BilanSession(models.Model):
    """What the training body reports at the end of a session (domaine.md §6). About the group: no name of a person."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="bilan")
    deroulement = models.TextField("déroulement", max_length=3000)
    acquis = models.TextField("ce que les stagiaires ont acquis", max_length=3000, blank=True)
    suites = models.TextField("suites et difficultés", max_length=3000, blank=True)
    certifies = models.PositiveSmallIntegerField("certifiés", null=True, blank=True)
    presentes = models.PositiveSmallIntegerField("présentés à la certification", null=True, blank=True)
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "bilan de session"
        verbose_name_plural = "bilans de session"

    def __str__(self) -> str:
        return f"Bilan de {self.session}"
