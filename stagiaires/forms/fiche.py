"""Who a person is, as a référent types it: no more than what following the training needs."""

from datetime import date
from typing import Any

from django import forms

from noyau.formulaires import Jour, Texte
from referentiels.champs import ChampCommune
from referentiels.regles.typographie import composer
from stagiaires.forms.nir import SANS_NIR
from stagiaires.models import Stagiaire
from stagiaires.regles.identifiants import contient_un_nir, identifiant_ft_valide
from stagiaires.regles.identite import defaut_de_naissance, nom_lu, telephone_lu

IDENTITE = ("prenom", "nom", "date_naissance", "courriel", "telephone", "commune", "identifiant_ft")


class FormulaireStagiaire(forms.Form):
    """Name, birth date, how to reach the person, commune, France Travail identifier. ``le``: the day it is typed.

    ``version`` is the file as it was read (see ``version_de``), sent back by who corrects it.
    """

    prenom = forms.CharField(
        label="Prénom",
        max_length=80,
        widget=Texte(taille="moyen", attrs={"autocomplete": "off"}),
        error_messages={"required": "Écrivez le prénom."},
    )
    nom = forms.CharField(
        label="Nom",
        max_length=80,
        widget=Texte(taille="moyen", attrs={"autocomplete": "off"}),
        error_messages={"required": "Écrivez le nom."},
    )
    date_naissance = forms.DateField(
        label="Date de naissance",
        help_text="Par exemple : 17/05/1994.",
        widget=Jour(),
        error_messages={
            "required": "Écrivez la date de naissance : elle évite de confondre deux personnes du même nom.",
            "invalid": "Écrivez la date avec le jour, le mois et l’année. Par exemple : 17/05/1994.",
        },
    )
    courriel = forms.EmailField(
        label="Courriel",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text="La personne y recevra les questions sur sa situation après la formation.",
        error_messages={"invalid": "Cette adresse n’est pas complète. Par exemple : prenom@boite.fr."},
    )
    telephone = forms.CharField(
        label="Téléphone",
        max_length=25,
        required=False,
        widget=Texte(taille="moyen", attrs={"type": "tel", "autocomplete": "off"}),
        help_text="Un courriel ou un téléphone, l’un des deux suffit.",
    )
    commune = ChampCommune(
        label="Commune où habite la personne",
        required=False,
        help_text="Tapez son nom ou son code postal. Laissez vide si elle n’habite pas en Pays de la Loire.",
    )
    identifiant_ft = forms.CharField(
        label="Identifiant France Travail",
        max_length=20,
        required=False,
        widget=Texte(taille="moyen", attrs={"autocomplete": "off"}),
        help_text="7 chiffres et une lettre, ou 11 chiffres. Ce n’est pas le numéro de sécurité sociale.",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, le: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.le = le
        for champ in self.fields.values():
            champ.help_text = composer(str(champ.help_text))
            champ.error_messages = {code: composer(str(texte)) for code, texte in champ.error_messages.items()}

    @staticmethod
    def depuis(stagiaire: Stagiaire) -> dict[str, Any]:
        """Give what is stored of a person, to be corrected."""
        return {**{nom: getattr(stagiaire, nom) for nom in IDENTITE}, "version": version_de(stagiaire)}

    def clean_prenom(self) -> str:
        return self._lu("prenom", nom_lu)

    def clean_nom(self) -> str:
        return self._lu("nom", nom_lu)

    def clean_date_naissance(self) -> date:
        naissance = self.cleaned_data["date_naissance"]
        if defaut := defaut_de_naissance(naissance, le=self.le):
            raise forms.ValidationError(composer(defaut))
        return naissance

    def clean_courriel(self) -> str:
        return self.cleaned_data["courriel"].lower()

    def clean_telephone(self) -> str:
        return self._lu("telephone", telephone_lu)

    def clean_identifiant_ft(self) -> str:
        return self._lu("identifiant_ft", identifiant_ft_valide)

    def clean(self) -> dict[str, Any]:
        # First, in whatever field and as it was typed: « il faut 11 chiffres » would send people to look for another
        # number of that length.
        for nom in IDENTITE:
            if contient_un_nir(self.data.get(self.add_prefix(nom), "")):
                self.errors.pop(nom, None)
                self.add_error(nom, SANS_NIR)
        lu = self.cleaned_data
        if not (lu.get("courriel") or lu.get("telephone") or {"courriel", "telephone"} & set(self.errors)):
            self.add_error("courriel", composer("Donnez au moins un courriel ou un téléphone : il faut la joindre."))
        return lu

    def identite(self) -> dict[str, Any]:
        """Give the readable answers about who the person is."""
        return {nom: self.cleaned_data[nom] for nom in IDENTITE if nom in self.cleaned_data}

    def _lu(self, nom: str, lire: Any) -> str:
        texte = self.cleaned_data[nom]
        if not texte:
            return ""
        try:
            return lire(texte)
        except ValueError as defaut:
            raise forms.ValidationError(composer(str(defaut))) from defaut


def version_de(stagiaire: Stagiaire) -> str:
    """Give what tells one state of a person's file from another."""
    return stagiaire.modifie_le.isoformat()
