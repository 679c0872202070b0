"""What is said of a point in the meeting: one short form for each, so that it is typed fast."""

from typing import Any

from django import forms

from comites.actions.noter import Note
from comites.enums import Issue, NaturePoint
from comites.models import PointComite
from noyau.formulaires import Choix, Texte
from referentiels.regles.typographie import composer
from sessions_formation.enums import MotifDecision
from sessions_formation.forms.decision import GROUPES, MOTIFS, Decision

# What a decision of the meeting is in the officer's own list: the same reasons go with it.
DECISIONS = {
    Issue.FAVORABLE: Decision.AUTORISER,
    Issue.DEFAVORABLE: Decision.REFUSER,
    Issue.A_COMPLETER: Decision.COMPLETER,
}


class NoteForm(forms.Form):
    """``version``: the one of the point that is read. Only a request has a reason from the list and a turn."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    issue = forms.ChoiceField(
        label="Ce que dit le comité",
        choices=Issue.choices,
        widget=Choix(en_rang=True),
        error_messages={"required": "Choisissez ce que dit le comité."},
    )
    motif = forms.ChoiceField(
        label="Motif",
        required=False,
        choices=[
            ("", "Choisissez…"),
            *((titre, [(m.value, composer(m.label)) for m in motifs]) for titre, motifs in GROUPES),
        ],
    )
    precisions = forms.CharField(
        label="En quelques mots",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    hors_tour = forms.CharField(
        label="Avant son tour, pourquoi ?",
        help_text="À remplir si une demande arrivée plus tôt attend encore sur ce lot.",
        required=False,
        max_length=1000,
        widget=Texte(),
    )

    def __init__(self, *args: Any, point: PointComite, **options: Any) -> None:
        super().__init__(*args, auto_id=f"p{point.pk}_%s", initial=_initial(point), **options)
        self.point = point
        if point.nature == NaturePoint.DEMANDE:
            self.fields["precisions"].help_text = "L’organisme les lira si la décision est exécutée."
        else:
            del self.fields["motif"], self.fields["hors_tour"]
        if point.nature == NaturePoint.DEROGATION:
            self.fields["precisions"].help_text = "L’employeur les lira si la décision est exécutée."

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        decision, motif = DECISIONS.get(lu.get("issue")), lu.get("motif")
        if decision and motif and motif not in MOTIFS[decision]:
            libelle, issue = MotifDecision(motif).label, Issue(lu["issue"]).label.lower()
            self.add_error("motif", composer(f"« {libelle} » ne va pas avec « {issue} » : choisissez-en un autre."))
        return lu

    @property
    def note(self) -> Note:
        """What was said. To be read once the form is valid."""
        lu = self.cleaned_data
        return Note(
            lu["issue"],
            motif=lu.get("motif", ""),
            precisions=lu["precisions"].strip(),
            hors_tour=lu.get("hors_tour", "").strip(),
        )


def _initial(point: PointComite) -> dict[str, Any]:
    return {
        "version": point.version,
        "issue": point.issue or None,
        "motif": point.motif,
        "precisions": point.precisions,
        "hors_tour": point.hors_tour,
    }
