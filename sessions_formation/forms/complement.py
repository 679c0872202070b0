"""What an officer asks a training body to complete: fields of its request, each with a word, and general words."""

from typing import Any

from django import forms

from referentiels.regles.typographie import composer
from sessions_formation.enums import MotifDecision
from sessions_formation.forms.decision import MOTIFS, Decision
from sessions_formation.regles.champs import CHAMPS

MOTS_MAX = 1000


class ComplementForm(forms.Form):
    """One box and one line of words for each field of ``CHAMPS``. Words without their box count as a ticked one."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    motif = forms.ChoiceField(
        label="Motif",
        choices=[
            ("", "Choisissez…"),
            *((m.value, composer(m.label)) for m in MotifDecision if m in MOTIFS[Decision.COMPLETER]),
        ],
    )
    precisions = forms.CharField(
        label="Ce que vous attendez, en général",
        required=False,
        help_text="Facultatif quand vous cochez un champ. Sans champ coché, l’organisme peut revoir toute sa demande.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for nom, libelle in CHAMPS.items():
            self.fields[f"champ_{nom}"] = forms.BooleanField(label=libelle, required=False)
            self.fields[f"mots_{nom}"] = forms.CharField(
                label=composer(f"{libelle} : ce que vous attendez"),
                required=False,
                max_length=MOTS_MAX,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def lignes(self) -> list[dict[str, Any]]:
        """The fields of the request, each with its box and its words."""
        return [{"case": self[f"champ_{nom}"], "mots": self[f"mots_{nom}"]} for nom in CHAMPS]

    @property
    def demandes(self) -> dict[str, str]:
        """What is asked: name of the field → words."""
        lu = self.cleaned_data
        return {
            nom: lu.get(f"mots_{nom}", "")
            for nom in CHAMPS
            if lu.get(f"champ_{nom}") or lu.get(f"mots_{nom}", "").strip()
        }

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        for nom, mots in self.demandes.items():
            if not mots.strip() and f"mots_{nom}" not in self.errors:
                self.add_error(f"mots_{nom}", "Écrivez ce que vous attendez : l’organisme le lira à côté du champ.")
        if not self.demandes and not donnees.get("precisions", "").strip():
            self.add_error("precisions", "Écrivez ce que vous attendez, ou cochez ce que l’organisme doit revoir.")
        return donnees
