"""Who takes the place of whom as the person to reach."""

from typing import Any

from django import forms

from comptes.models import Utilisateur
from intentions.queries.contacts import Contact
from referentiels.regles.typographie import compter


class ContactForm(forms.Form):
    ancien = forms.ChoiceField(
        label="Personne à remplacer", error_messages={"required": "Choisissez la personne à remplacer."}
    )
    nouveau = forms.TypedChoiceField(
        label="Par", coerce=int, error_messages={"required": "Choisissez la personne qui prend la suite."}
    )

    def __init__(self, *args: Any, contacts: list[Contact], membres: list[Utilisateur], **options: Any) -> None:
        """``contacts``: those of the open intentions; ``membres``: who acts for the establishment today."""
        super().__init__(*args, **options)
        self.fields["ancien"].choices = [
            (
                contact.courriel,
                f"{contact.nom or 'Sans nom'} ({contact.courriel}), {compter(contact.intentions, 'intention')}",
            )
            for contact in contacts
        ]
        self.fields["nouveau"].choices = [
            (membre.pk, f"{membre.get_full_name()} ({membre.email})") for membre in membres
        ]

    def clean(self) -> dict[str, Any]:
        """The two must differ."""
        donnees = super().clean() or {}
        libelles = dict(self.fields["nouveau"].choices)
        if donnees.get("ancien") and f"({donnees['ancien']})" in libelles.get(donnees.get("nouveau"), ""):
            self.add_error("nouveau", "Cette personne est déjà celle à joindre : choisissez-en une autre.")
        return donnees
