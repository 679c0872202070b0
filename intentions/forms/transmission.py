"""What a partner is asked of the employer it writes for, and the wizard's questions in words of the third person."""

from typing import Any

from django import forms

from intentions.forms.etablissement import EtablissementForm
from intentions.models import IntentionEmbauche
from intentions.queries.transmissions import Organisation
from noyau.formulaires import Choix, Texte
from referentiels.regles.typographie import composer

REGION = "region"

MOTS = {
    "insertion": "L’employeur est-il une structure d’insertion ?",
    "contact_nom": "Personne à joindre chez l’employeur",
    "contact_courriel": "Son courriel",
    "contact_telephone": "Son téléphone",
    "engagement_recruter": "L’employeur s’engage-t-il à recruter la personne formée ?",
    "etapes": "À quoi l’employeur prendra-t-il part ?",
    "formation_souhaitee": "Formation que l’employeur souhaite",
    "organisme_choisi": "Organisme de formation choisi par l’employeur",
}
AIDES = {
    "contact_courriel": "L’employeur y reçoit la demande de confirmation : une adresse que lui seul relève.",
    "engagement_recruter": "Il le confirmera lui-même : c’est un engagement moral, pas une promesse d’embauche.",
    "organisme_choisi": "Un seul par formation. Sans réponse, ceux du secteur verront l’intention.",
    "adaptation_boe": (
        "Personne bénéficiaire de l’obligation d’emploi des travailleurs handicapés. Seuls l’employeur et les agents "
        "qui instruisent le dossier le liront."
    ),
    "agence_interim": "Le nom de l’agence avec laquelle l’employeur recrute.",
}


def dire_pour_un_autre(form: forms.Form) -> None:
    """Put a step's questions in the third person: whoever answers writes for an employer."""
    for nom, champ in form.fields.items():
        if nom in MOTS:
            champ.label = composer(MOTS[nom])
        if nom in AIDES:
            champ.help_text = composer(AIDES[nom])


class EmployeurTransmisForm(EtablissementForm):
    """For whom one writes: the employer's SIRET and its contact; nobody is attached to that establishment.

    ``organisations``: those in whose name the person may transmit; asked only when there are several.
    """

    organisation = forms.ChoiceField(
        label="Au nom de quelle organisation ?",
        widget=Choix,
        error_messages={"required": "Choisissez l’organisation pour laquelle vous écrivez."},
    )
    reference_externe = forms.CharField(
        label="Votre référence",
        help_text="Facultative : le numéro de cette offre chez vous.",
        max_length=80,
        required=False,
        widget=Texte(taille="moyen", attrs={"autocomplete": "off"}),
    )
    field_order = [
        "organisation", "siret", "insertion", "contact_nom", "contact_courriel", "contact_telephone",
        "reference_externe",
    ]  # fmt: skip

    def __init__(self, *args: Any, organisations: list[Organisation | None], **options: Any) -> None:
        super().__init__(*args, etablissements=[], **options)
        self.organisations = {cle_d_organisation(organisation): organisation for organisation in organisations}
        dire_pour_un_autre(self)
        self.fields["siret"].label = composer("Numéro SIRET de l’employeur")
        self.fields["siret"].help_text = composer(
            "14 chiffres : sur ses factures, ou dans l’annuaire des entreprises."
        )
        if len(self.organisations) > 1:
            self.fields["organisation"].choices = [(cle, str(nom)) for cle, nom in self.organisations.items()]
        else:
            del self.fields["organisation"]

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        return {
            **EtablissementForm.depuis(intention),
            "siret": intention.employeur.siret if intention.employeur else "",
            "reference_externe": intention.reference_externe,
        }

    @property
    def organisation_choisie(self) -> Organisation | None:
        """The organisation chosen, or the only one there is; None is the Région."""
        choisie = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[choisie]

    def champs(self) -> dict[str, Any]:
        """Give the fields of the model, the establishment excepted."""
        return {**self.contact(), "reference_externe": self.cleaned_data["reference_externe"]}


def cle_d_organisation(organisation: Organisation | None) -> str:
    """Give what names an organisation in a form: its kind and its id."""
    return f"{organisation._meta.model_name}-{organisation.pk}" if organisation else REGION
