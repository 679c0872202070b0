"""Filing, and withdrawing."""

from collections.abc import Sequence
from typing import Any

from django import forms

from intentions.forms.champs import FormulaireFrancais
from intentions.queries.doublons import Doublon


class DepotForm(FormulaireFrancais):
    """The reason of a derogation, asked when one is needed (``derogation``); that it is another need, when one that
    looks like it is already known (``doublons``); whether the employer may be named, when it is the one who files
    (``pour_soi``): whoever transmits cannot say it."""

    autre_besoin = forms.BooleanField(
        label="C’est bien un autre besoin",
        error_messages={"required": "Cochez si c’est bien un autre besoin ; sinon, reprenez celle qui existe déjà."},
    )

    motif_derogation = forms.CharField(
        label="Pourquoi demandez-vous une dérogation ?",
        help_text="L’agent de la Région lira cette phrase. Par exemple : la saison dure d’avril à septembre.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi en une phrase : un agent va se prononcer dessus."},
    )

    nom_public = forms.BooleanField(
        label="J’accepte que le nom de mon établissement soit montré au public",
        help_text=(
            "Sur la page de la formation ouverte sur vos postes, sans téléphone ni courriel : on la trouvera en "
            "cherchant votre nom. Si votre entreprise porte le vôtre, c’est lui qu’on lira. Facultatif ; cela se "
            "retire quand vous voulez."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, derogation: bool, doublons: Sequence[Doublon] = (), pour_soi: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.doublons = doublons
        if not doublons:
            del self.fields["autre_besoin"]
        if not derogation:
            del self.fields["motif_derogation"]
        if not pour_soi:
            del self.fields["nom_public"]

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that were answered."""
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "autre_besoin"}


class RetraitForm(FormulaireFrancais):
    motif = forms.CharField(
        label="Pourquoi la retirez-vous ?",
        help_text="Ceux qui sont prévenus le liront.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi en une phrase : poste pourvu, projet reporté…"},
    )
