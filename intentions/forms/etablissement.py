"""The first step: which establishment recruits, and whom to call."""

from typing import Any

from django import forms

from comptes.forms.etablissement import SiretForm
from intentions.forms.champs import FormulaireFrancais, Insertion, champ_insertion
from intentions.models import IntentionEmbauche
from noyau.formulaires import ChampCourriel, Choix, Texte
from referentiels.models import Employeur
from referentiels.regles.siret import compacter, defaut_siret

AUTRE = "autre"
SIRET_ATTENDU = "Écrivez les 14 chiffres du SIRET."


class ContactForm(FormulaireFrancais):
    """Whom to call."""

    contact_nom = forms.CharField(
        label="Personne à joindre",
        max_length=120,
        widget=Texte(taille="moyen", attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez le nom de la personne que l’on peut appeler."},
    )
    contact_telephone = forms.CharField(
        label="Téléphone",
        max_length=20,
        required=False,
        widget=Texte(taille="moyen", attrs={"type": "tel", "autocomplete": "tel"}),
    )
    contact_courriel = ChampCourriel(
        label="Courriel",
        erreurs={"required": "Écrivez une adresse de courriel : la réponse y sera envoyée."},
    )

    def contact(self) -> dict[str, str]:
        """Give the readable answers about whom to call."""
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom.startswith("contact_")}


class EtablissementForm(ContactForm):
    """One of the person's establishments, or the SIRET of another, which joins their account."""

    nom = "etablissement"
    etablissement = forms.ChoiceField(label="Établissement qui recrute", widget=Choix)
    siret = forms.CharField(
        label="Numéro SIRET",
        help_text=SiretForm.base_fields["siret"].help_text,
        max_length=20,
        required=False,
        widget=Texte(taille="moyen", attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    insertion = champ_insertion(error_messages={"required": "Répondez par oui ou par non : cela change la suite."})
    field_order = ["etablissement", "siret", "insertion"]

    def __init__(self, *args: Any, etablissements: list[Employeur], **options: Any) -> None:
        """``etablissements``: those the person acts for. Without any, the SIRET alone is asked."""
        super().__init__(*args, **options)
        self.etablissements = {str(employeur.pk): employeur for employeur in etablissements}
        if not self.etablissements:
            del self.fields["etablissement"]
            self.fields["siret"].required = True
            self.fields["siret"].error_messages["required"] = SIRET_ATTENDU
            return
        choix = self.fields["etablissement"]
        choix.choices = [*((pk, e.nom) for pk, e in self.etablissements.items()), (AUTRE, "Un autre établissement")]
        choix.widget.details = {
            **{
                pk: f"{e.ville} · SIRET {_espacer(e.siret)}".removeprefix(" · ")
                for pk, e in self.etablissements.items()
            },
            AUTRE: "Avec son numéro SIRET",
        }
        choix.error_messages["required"] = "Choisissez l’établissement qui recrute."

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        employeur = intention.employeur
        return {
            "etablissement": str(employeur.pk) if employeur else "",
            "insertion": Insertion.de(siae=employeur.siae, etti=employeur.etti) if employeur else None,
            "contact_nom": intention.contact_nom,
            "contact_telephone": intention.contact_telephone,
            "contact_courriel": intention.contact_courriel,
        }

    def clean_siret(self) -> str:
        """Give the 14 digits; say precisely what is wrong. Not read at all when an establishment is chosen."""
        if self.cleaned_data.get("etablissement", AUTRE) != AUTRE:
            return ""
        siret = compacter(self.cleaned_data["siret"])
        if not siret:
            # Already said when the field is required.
            raise forms.ValidationError(SIRET_ATTENDU)
        if defaut := defaut_siret(siret):
            raise forms.ValidationError(defaut)
        return siret

    @property
    def employeur(self) -> Employeur | None:
        """The establishment chosen among the person's own, None when it is another."""
        return self.etablissements.get(self.cleaned_data.get("etablissement", ""))


def _espacer(siret: str) -> str:
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
