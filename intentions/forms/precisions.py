"""What an officer asks again: a few lines, each a question and the comment beside it."""

from typing import Any

from django import forms

from intentions.regles.champs import QUESTIONS
from referentiels.regles.typographie import composer

LIGNES = 4


class PrecisionsForm(forms.Form):
    """``LIGNES`` lines, all on the page: nothing has to be added by script. ``lu`` is the last journal line read."""

    use_required_attribute = False

    lu = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choix = [("", "Choisissez une réponse"), *((code, question.libelle) for code, question in QUESTIONS.items())]
        for rang in range(1, LIGNES + 1):
            self.fields[f"champ_{rang}"] = forms.ChoiceField(
                label=f"Réponse à préciser, ligne {rang}" if rang > 1 else "Réponse à préciser",
                choices=choix,
                required=False,
            )
            self.fields[f"commentaire_{rang}"] = forms.CharField(
                label=f"Ce que vous attendez, ligne {rang}" if rang > 1 else "Ce que vous attendez",
                help_text="L’employeur le lit à côté du champ." if rang == 1 else "",
                max_length=1000,
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        vus: set[str] = set()
        for rang in range(1, LIGNES + 1):
            champ, commentaire = donnees.get(f"champ_{rang}"), donnees.get(f"commentaire_{rang}")
            if champ and not commentaire:
                self.add_error(
                    f"commentaire_{rang}",
                    composer("Dites ce que vous attendez : l’employeur le lira à côté du champ."),
                )
            if commentaire and not champ:
                self.add_error(f"champ_{rang}", "Choisissez la réponse dont vous parlez.")
            if champ in vus:
                self.add_error(f"champ_{rang}", composer("Déjà demandée plus haut : réunissez vos commentaires."))
            if champ:
                vus.add(champ)
        if not vus and not self.errors:
            self.add_error("champ_1", "Choisissez une réponse à préciser.")
        return donnees

    @property
    def demandes(self) -> list[tuple[str, str]]:
        """The lines that were written: code of the question, comment."""
        lignes = (
            (self.cleaned_data[f"champ_{rang}"], self.cleaned_data[f"commentaire_{rang}"])
            for rang in range(1, LIGNES + 1)
        )
        return [(champ, commentaire) for champ, commentaire in lignes if champ]

    @property
    def premiere(self) -> list[forms.BoundField]:
        """The line that is always open."""
        return [self["champ_1"], self["commentaire_1"]]

    @property
    def suivantes(self) -> list[forms.BoundField]:
        """The other lines."""
        return [self[nom] for rang in range(2, LIGNES + 1) for nom in (f"champ_{rang}", f"commentaire_{rang}")]

    @property
    def plusieurs(self) -> bool:
        """Something is written beyond the first line: it must be seen."""
        return any(champ.value() or champ.errors for champ in self.suivantes)
