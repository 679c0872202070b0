"""What an officer says when deciding on several requests at once: the same words for all of them."""

from collections.abc import Iterable, Mapping
from uuid import uuid4

from django import forms

from referentiels.regles.typographie import composer
from sessions_formation.forms.decision import Decision, DecisionForm
from sessions_formation.models import Session

LU = "lu_{}"


class DecisionGroupeeForm(DecisionForm):
    """``versions``: the last journal line of each request, by its id, sent back as it was read. ``sautees``: those
    that came earlier and are left aside, which must be explained."""

    version = None
    envoi = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args, identifiants: Iterable[int], versions: Mapping[int, int], sautees: Iterable[Session], **options
    ) -> None:
        super().__init__(*args, **options)
        self.identifiants = list(identifiants)
        self.sautees = list(sautees)
        for pk in self.identifiants:
            self.fields[LU.format(pk)] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=versions.get(pk)
            )
        self.fields["precisions"].help_text = "Elles sont envoyées à chaque organisme, et restent dans l’historique."
        self.fields["hors_tour"].label = "Pourquoi avant leur tour"
        if not self.sautees:
            del self.fields["hors_tour"]

    def clean(self) -> dict:
        donnees = super().clean()
        raison = donnees.get("hors_tour", "").strip()
        if donnees.get("decision") == Decision.AUTORISER and self.sautees and not raison:
            self.add_error(
                "hors_tour", composer("Écrivez pourquoi celles-ci passent avant les demandes arrivées plus tôt.")
            )
        return donnees

    @property
    def lues(self) -> dict[int, int | None]:
        """The journal line read of each request."""
        return {pk: self.cleaned_data.get(LU.format(pk)) for pk in self.identifiants}
