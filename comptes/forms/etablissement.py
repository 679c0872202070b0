"""Adding an establishment: its SIRET, and what is not known of it yet."""

from django import forms

from comptes.actions.rattacher import FicheEmployeur
from noyau.formulaires import Texte
from referentiels.models import Commune, Departement
from referentiels.models.organisation import valider_siret


class SiretForm(forms.Form):
    siret = forms.CharField(
        label="Numéro SIRET",
        help_text="14 chiffres. Il est sur vos fiches de paie et vos factures.",
        max_length=20,
        widget=Texte(taille="moyen", attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_siret(self) -> str:
        """Give the 14 digits, however they were spaced."""
        siret = "".join(self.cleaned_data["siret"].split())
        if siret.isdecimal() and len(siret) != 14:
            raise forms.ValidationError(f"Ce numéro a {len(siret)} chiffres : il en faut 14.")
        valider_siret(siret)
        return siret


class FicheForm(forms.Form):
    nom = forms.CharField(
        label="Nom de l’établissement", max_length=160, widget=forms.TextInput({"autocomplete": "organization"})
    )
    adresse = forms.CharField(
        label="Adresse", max_length=160, required=False, widget=forms.TextInput({"autocomplete": "street-address"})
    )
    code_postal = forms.RegexField(
        r"^\d{5}$",
        label="Code postal",
        widget=Texte(taille="court", attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
        error_messages={"invalid": "Un code postal a 5 chiffres, par exemple 44110."},
    )
    ville = forms.CharField(
        label="Commune", max_length=80, widget=Texte(taille="moyen", attrs={"autocomplete": "address-level2"})
    )
    public = forms.BooleanField(label="C’est un employeur public", required=False)
    naf = forms.CharField(max_length=6, required=False, widget=forms.HiddenInput)

    def clean_code_postal(self) -> str:
        code = self.cleaned_data["code_postal"]
        self.departement = departement_de(code)
        if self.departement is None:
            raise forms.ValidationError("Aucun département ne porte ce code postal.")
        return code

    def fiche(self) -> FicheEmployeur:
        """Give what was typed, once the form is valid."""
        return FicheEmployeur(departement_id=self.departement, **self.cleaned_data)


def departement_de(code_postal: str) -> str | None:
    """Give the code of the département of a postal code, or None.

    Some communes are served from the next département: their own rows know better than the first digits.
    """
    codes = set(Commune.objects.filter(codes_postaux__contains=code_postal).values_list("departement_id", flat=True))
    if len(codes) == 1:
        return codes.pop()
    debut = code_postal[:3] if code_postal.startswith(("97", "98")) else code_postal[:2]
    if debut == "20":
        debut = "2A" if code_postal < "20200" else "2B"
    return Departement.objects.filter(code=debut).values_list("code", flat=True).first()
