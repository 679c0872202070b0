"""What a training body asks on an ordered session, what an officer answers, why a session is cancelled."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from noyau.formulaires import Jour, Nombre
from referentiels.regles.typographie import composer
from sessions_formation.actions.demandes_avenant import Saisie
from sessions_formation.enums import MotifDecision as M
from sessions_formation.enums import NatureAvenant
from sessions_formation.forms.decision import champ_motif, champ_precisions, refus_du_motif
from sessions_formation.forms.demande import Intentions
from sessions_formation.models import DemandeAvenant, IntentionRetenue, Session
from sessions_formation.queries.intentions import Candidate


class Issue(models.TextChoices):
    ACCORDER = "accorder", "Accorder"
    REFUSER = "refuser", "Refuser"
    RENVOYER = "renvoyer", "Renvoyer sans signer"


MOTIFS = {
    Issue.ACCORDER: {M.BESOIN_AVERE, M.DEROGATION_LIEU, M.DEROGATION_PRIX, M.AUTRE},
    Issue.REFUSER: {M.POSTES_INSUFFISANTS, M.DOSSIER_INCOMPLET, M.PLAFOND_ATTEINT, M.SESSION_EXISTANTE, M.AUTRE},
    Issue.RENVOYER: {M.DOSSIER_INCOMPLET, M.AUTRE},
}
GROUPES = (
    ("Pour accorder", (M.BESOIN_AVERE, M.DEROGATION_LIEU, M.DEROGATION_PRIX)),
    ("Pour refuser", (M.POSTES_INSUFFISANTS, M.DOSSIER_INCOMPLET, M.PLAFOND_ATTEINT, M.SESSION_EXISTANTE)),
    ("Dans tous les cas", (M.AUTRE,)),
)


def _pourquoi(aide: str) -> forms.CharField:
    return forms.CharField(
        label="Pourquoi", help_text=aide, max_length=2000, widget=forms.Textarea({"rows": 3}), strip=True
    )


class AvenantForm(forms.Form):
    """What is common to the demands: ``lire`` gives a demand as it stands on the page, unsaved."""

    nature: NatureAvenant
    use_required_attribute = False

    def __init__(
        self, *args: Any, demande: Session, prix: Decimal | None, candidats: Iterable[Candidate] = ()
    ) -> None:
        self.demande = demande
        self.prix = prix
        super().__init__(*args, initial=self.depart(), auto_id="id_%s")
        self.candidats = list(candidats)

    def depart(self) -> dict[str, Any]:
        """What the fields hold at first."""
        return {}

    def saisie(self) -> Saisie:
        """Give what was typed; what could not be read is unknown (None)."""
        lu = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        return Saisie(
            motif=lu.get("motif") or "",
            parcours=lu.get("parcours"),
            heures=lu.get("heures"),
            prix_heure=lu.get("prix_heure", self.prix),
            entree=lu.get("entree"),
            nouvelle_fin=lu.get("nouvelle_fin"),
        )

    def lire(self) -> DemandeAvenant:
        if self.is_bound:
            self.is_valid()
        return DemandeAvenant(session=self.demande, nature=self.nature, **self.saisie()._asdict())

    def cochees(self) -> set[int]:
        """Give the ids that stay ticked."""
        if not self.is_bound:
            return set()
        envoyees = set(self.data.getlist("intentions"))
        return {c.intention.pk for c in self.candidats if str(c.intention.pk) in envoyees and not c.fermee}

    def retenues(self) -> list[IntentionRetenue]:
        """Give the ticked intentions as the demand would hold them, unsaved."""
        cochees = self.cochees()
        return [
            IntentionRetenue(session=self.demande, intention=c.intention, postes=c.intention.nombre_postes or 0)
            for c in self.candidats
            if c.intention.pk in cochees
        ]


class ParcoursForm(AvenantForm):
    nature = NatureAvenant.PARCOURS

    parcours = forms.IntegerField(label="Parcours de plus", min_value=1, max_value=99, widget=Nombre)
    heures = forms.IntegerField(label="Heures de chacun", min_value=1, max_value=9999, widget=Nombre)
    prix_heure = forms.DecimalField(
        label="Prix de l’heure", min_value=Decimal("0.01"), max_digits=6, decimal_places=2, localize=True,
        widget=Nombre(unite="€", decimal=True),
    )  # fmt: skip
    entree = forms.DateField(label="Entrée en formation", widget=Jour)
    motif = _pourquoi("En une phrase : ce que la Région doit savoir pour l’accorder.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["intentions"] = Intentions(self.candidats)
        self.order_fields(["intentions"])

    def depart(self) -> dict[str, Any]:
        return {"parcours": 1, "heures": self.demande.heures, "prix_heure": self.prix}


class HeuresForm(AvenantForm):
    nature = NatureAvenant.HEURES

    parcours = forms.IntegerField(label="Stagiaires concernés", min_value=1, max_value=999, widget=Nombre)
    heures = forms.IntegerField(label="Heures de plus pour chacun", min_value=1, max_value=9999, widget=Nombre)
    nouvelle_fin = forms.DateField(
        label="Nouvelle fin de la session", help_text="Si elle change.", required=False, widget=Jour
    )
    motif = _pourquoi("Par exemple : la certification demandée par l’employeur devient complète.")


class AnnulationForm(AvenantForm):
    nature = NatureAvenant.ANNULATION

    motif = _pourquoi("La Région le lit pour décider.")

    def saisie(self) -> Saisie:
        return Saisie(motif=super().saisie().motif)


FORMULAIRES: dict[str, type[AvenantForm]] = {
    NatureAvenant.PARCOURS: ParcoursForm,
    NatureAvenant.HEURES: HeuresForm,
    NatureAvenant.ANNULATION: AnnulationForm,
}


class ReponseForm(forms.Form):
    """What an officer answers. ``derogation``: granting would grant one, and must say why."""

    use_required_attribute = False

    decision = forms.ChoiceField(choices=Issue.choices)
    version = forms.IntegerField()
    motif = champ_motif(GROUPES)
    precisions = champ_precisions()

    def __init__(self, *args: Any, derogation: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.derogation = derogation

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        decision, motif = donnees.get("decision"), donnees.get("motif")
        if decision and motif and motif not in MOTIFS[Issue(decision)]:
            self.add_error("motif", refus_du_motif(motif, Issue(decision)))
        if not donnees.get("precisions", "").strip():
            if decision == Issue.ACCORDER and self.derogation:
                self.add_error("precisions", "Écrivez pourquoi vous accordez la dérogation : l’organisme le lira.")
            elif decision in {Issue.REFUSER, Issue.RENVOYER}:
                lecteur = "l’organisme" if decision == Issue.REFUSER else "votre collègue"
                self.add_error("precisions", composer(f"Écrivez pourquoi : {lecteur} le lira."))
        return donnees


class AnnulerForm(forms.Form):
    """Why the Région cancels an ordered session; ``version``: the last journal line read."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    motif = forms.CharField(
        label="Pourquoi vous annulez",
        help_text="L’organisme, le mandataire, les employeurs et le Réseau pour l’emploi le lisent.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
