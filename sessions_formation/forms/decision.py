"""What an officer says when deciding: one form for three buttons."""

from collections.abc import Iterable

from django import forms
from django.db import models

from referentiels.regles.typographie import composer
from sessions_formation.enums import MotifDecision as M

Groupes = Iterable[tuple[str, Iterable[M]]]


class Decision(models.TextChoices):
    AUTORISER = "autoriser", "Autoriser"
    COMPLETER = "completer", "Demander un complément"
    REFUSER = "refuser", "Refuser"


MOTIFS = {
    Decision.AUTORISER: {M.BESOIN_AVERE, M.DEROGATION_LIEU, M.DEROGATION_PRIX, M.AUTRE},
    Decision.COMPLETER: {M.POSTES_INSUFFISANTS, M.DOSSIER_INCOMPLET, M.AUTRE},
    Decision.REFUSER: {
        M.POSTES_INSUFFISANTS, M.DOSSIER_INCOMPLET, M.HORS_LOT, M.PLAFOND_ATTEINT, M.SESSION_EXISTANTE,
        M.SANS_REPONSE, M.AUTRE,
    },
}  # fmt: skip
GROUPES = (
    ("Pour autoriser", (M.BESOIN_AVERE, M.DEROGATION_LIEU, M.DEROGATION_PRIX)),
    ("Pour faire compléter ou refuser", (M.POSTES_INSUFFISANTS, M.DOSSIER_INCOMPLET)),
    ("Pour refuser", (M.HORS_LOT, M.PLAFOND_ATTEINT, M.SESSION_EXISTANTE, M.SANS_REPONSE)),
    ("Dans tous les cas", (M.AUTRE,)),
)


def champ_motif(groupes: Groupes) -> forms.ChoiceField:
    """The reason of a decision, in the groups of a list."""
    choix = [(titre, [(motif.value, composer(motif.label)) for motif in motifs]) for titre, motifs in groupes]
    return forms.ChoiceField(label="Motif", choices=[("", "Choisissez…"), *choix])


def champ_precisions() -> forms.CharField:
    """The officer's own words, which the training body reads after the reason."""
    return forms.CharField(
        label="Précisions",
        required=False,
        help_text="Elles sont envoyées à l’organisme avec le motif, et restent dans l’historique.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


def refus_du_motif(motif: str, decision: models.TextChoices) -> str:
    """Say that a reason is not one of those of a decision."""
    return composer(f"« {M(motif).label} » ne va pas avec « {decision.label.lower()} » : choisissez-en un autre.")


class DecisionForm(forms.Form):
    """``derogation``: authorising would grant one, and must say why. ``devancees``: how many requests of the lot came
    earlier, which must be explained. ``version``: the last journal line read."""

    use_required_attribute = False

    decision = forms.ChoiceField(choices=Decision.choices)
    version = forms.IntegerField()
    motif = champ_motif(GROUPES)
    precisions = champ_precisions()

    hors_tour = forms.CharField(
        label="Pourquoi avant son tour",
        required=False,
        help_text="Pour autoriser seulement : l’historique le garde, l’organisme ne le lit pas.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args, derogation: bool = False, devancees: int = 0, **options) -> None:
        super().__init__(*args, **options)
        self.derogation, self.devancees = derogation, devancees

    def clean(self) -> dict:
        donnees = super().clean() or self.cleaned_data
        decision, motif = donnees.get("decision"), donnees.get("motif")
        if decision and motif and motif not in MOTIFS[Decision(decision)]:
            self.add_error("motif", refus_du_motif(motif, Decision(decision)))
        if decision == Decision.AUTORISER and self.devancees and not donnees.get("hors_tour", "").strip():
            self.add_error("hors_tour", "Écrivez pourquoi vous l’autorisez avant les demandes arrivées plus tôt.")
        if decision and not donnees.get("precisions", "").strip():
            self._exiger_des_mots(Decision(decision))
        return donnees

    def _exiger_des_mots(self, decision: Decision) -> None:
        if decision == Decision.COMPLETER:
            self.add_error("precisions", composer("Écrivez ce que l’organisme doit compléter : il le lira."))
        elif decision == Decision.REFUSER:
            self.add_error("precisions", composer("Écrivez pourquoi vous refusez : l’organisme le lira."))
        elif self.derogation:
            self.add_error(
                "precisions", composer("Écrivez pourquoi vous accordez la dérogation : l’organisme le lira.")
            )
