"""Giving files to another officer, and absences."""

from typing import Any

from django import forms

from comptes.models import Utilisateur
from referentiels.regles.typographie import composer
from sessions_formation.models import AbsenceAgent
from sessions_formation.queries.agents import agents


class ChoixAgent(forms.ModelChoiceField):
    def label_from_instance(self, obj: Utilisateur) -> str:
        return obj.get_full_name()


class AffectationForm(forms.Form):
    """``sauf``: who has the files now, who is not offered."""

    use_required_attribute = False

    vers = ChoixAgent(label="À qui les confier", queryset=Utilisateur.objects.none(), empty_label="Choisissez…")
    motif = forms.CharField(
        label="Pourquoi",
        help_text="L’historique de chaque dossier le garde ; les organismes ne le lisent pas.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, sauf: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["vers"].queryset = agents().exclude(pk=sauf)


class AbsenceForm(forms.ModelForm):
    """Two absences of one person do not overlap; who replaces is there all along, as far as is known today."""

    class Meta:
        model = AbsenceAgent
        fields = ("agent", "debut", "fin", "remplacant")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        debut, fin = donnees.get("debut"), donnees.get("fin")
        agent = donnees.get("agent") or getattr(self.instance, "agent", None)
        if not (debut and fin and agent):
            return donnees
        autres = AbsenceAgent.objects.filter(debut__lte=fin, fin__gte=debut).exclude(pk=self.instance.pk)
        if deja := autres.filter(agent=agent).order_by("debut", "pk").first():
            self.add_error("debut", composer(f"Une absence est déjà notée, {_dates(deja)}."))
        remplacant = donnees.get("remplacant")
        if remplacant == agent:
            self.add_error("remplacant", "Une personne ne se remplace pas elle-même.")
            return donnees
        absence = autres.filter(agent=remplacant).order_by("debut", "pk").first() if remplacant else None
        if absence:
            self.add_error("remplacant", composer(f"{remplacant} a aussi une absence, {_dates(absence)}."))
        return donnees


def _dates(absence: AbsenceAgent) -> str:
    return f"du {absence.debut:%d/%m/%Y} au {absence.fin:%d/%m/%Y}"
