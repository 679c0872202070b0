"""Who follows a session: a colleague, or another structure."""

from typing import Any

from django import forms

from comptes.models import Utilisateur
from referentiels.models import StructureReseau
from sessions_formation.models import Session
from sessions_formation.queries.referents import personnes_de, structures_du_departement


class ChoixDePersonne(forms.ModelChoiceField):
    def label_from_instance(self, obj: Utilisateur) -> str:
        return obj.get_full_name()


class CollegueForm(forms.Form):
    """A colleague of the structure, without who follows the session already."""

    use_required_attribute = False

    collegue = ChoixDePersonne(
        label="À quel collègue",
        queryset=Utilisateur.objects.none(),
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez un collègue."},
    )

    def __init__(self, *args: Any, structure_id: int | None, sauf: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["collegue"].queryset = personnes_de(structure_id).exclude(pk=sauf)


class StructureForm(forms.Form):
    """Another structure of the session's département, that can be written to."""

    use_required_attribute = False

    structure = forms.ModelChoiceField(
        label="À quelle structure",
        queryset=StructureReseau.objects.none(),
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez une structure."},
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        possibles = structures_du_departement(session).exclude(pk=session.structure_referente_id)
        self.fields["structure"].queryset = possibles.exclude(courriel="")
