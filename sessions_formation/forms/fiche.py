"""The sheet of a session, as its training body writes it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from noyau.formulaires import Choix, Nombre
from referentiels.regles.typographie import composer
from sessions_formation.actions.fiche import CHAMPS
from sessions_formation.enums import NiveauEntree
from sessions_formation.models import FicheSession
from sessions_formation.models.diffusion import TEXTE_MAX

# More than a session lasts: beyond, a figure is mistyped.
HEURES_MAX = 2000
_LONG = composer(f"{TEXTE_MAX} caractères au plus.")


class FicheForm(forms.ModelForm):
    """Every word LHÉO asks for. ``lue_le``: when the sheet shown here was last changed; empty when there was none."""

    heures_entreprise = forms.IntegerField(
        label="Heures en entreprise",
        help_text="Pour une personne, en plus des heures au centre. Laissez vide si vous ne le savez pas encore.",
        required=False,
        min_value=0,
        max_value=HEURES_MAX,
        widget=Nombre(unite="h"),
    )
    lue_le = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FicheSession
        fields = list(CHAMPS)
        widgets = {
            "objectif": forms.Textarea({"rows": 4}),
            "contenu": forms.Textarea({"rows": 9}),
            "resultats": forms.Textarea({"rows": 4}),
            "deroule": Choix,
            "modalite": Choix(en_rang=True),
            "niveau_obligatoire": forms.CheckboxInput,
            "acces_handicap": forms.Textarea({"rows": 2}),
        }
        labels = {
            "objectif": "Ce que l’on saura faire",
            "contenu": "Le programme",
            "resultats": "Ce que l’on obtient",
            "deroule": "Comment le groupe suit le programme",
            "modalite": "Où l’on se forme",
            "rythme": "Le rythme",
            "alternance": "Les périodes en entreprise",
            "niveau_entree": "Le niveau pour entrer",
            "niveau_obligatoire": "Ce niveau est exigé",
            "acces_handicap": "L’accès aux locaux",
        }
        error_messages = {
            "objectif": {"required": "Dites ce que l’on saura faire."},
            "contenu": {"required": "Dites ce que l’on apprend, partie par partie."},
            "resultats": {"required": "Dites ce que l’on obtient à la fin."},
            "modalite": {"required": "Dites où l’on se forme."},
            "rythme": {"required": "Dites le rythme, par exemple temps plein."},
            "niveau_entree": {"required": "Choisissez un niveau, même « sans niveau particulier »."},
        }
        help_texts = {
            "objectif": f"Les gestes du métier, en quelques lignes. {_LONG}",
            "contenu": f"Les grandes parties, une par ligne. {_LONG}",
            "resultats": f"Titre, certificat, attestation\u00a0: comment c’est validé. {_LONG}",
            "rythme": composer("Par exemple : temps plein, 35 heures, du lundi au vendredi."),
            "alternance": composer("Par exemple : deux semaines en novembre. Laissez vide s’il n’y en a pas."),
            "niveau_obligatoire": composer("Sinon, il est seulement conseillé : on peut entrer sans."),
            "acces_handicap": "Des locaux seulement, jamais d’une personne. Par exemple\u00a0: plain-pied, ascenseur.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for nom in ("objectif", "contenu", "resultats"):
            self.fields[nom].max_length = None
        for nom in ("deroule", "modalite"):
            self.fields[nom].choices = [couple for couple in self.fields[nom].choices if couple[0]]
        self.fields["niveau_entree"].choices = [("", "Choisissez"), *NiveauEntree.choices]

    def clean_lue_le(self) -> datetime | None:
        """Give the instant back, None when it is none: what was tampered with is then told as changed."""
        try:
            return parse_datetime(self.cleaned_data["lue_le"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """Hours in a company go with when they are spent there."""
        lu = super().clean()
        if lu.get("heures_entreprise") and not lu.get("alternance"):
            self.add_error(
                "alternance", composer("Vous comptez des heures en entreprise : dites quand elles ont lieu.")
            )
        return lu

    @property
    def champs(self) -> dict[str, Any]:
        """What was typed, by field of the sheet. To be read once the form is valid."""
        return {nom: self.cleaned_data[nom] for nom in CHAMPS}


def initial_de(fiche: FicheSession | None, *, lue: FicheSession | None) -> dict[str, Any]:
    """Give the words of a sheet, to be read again; ``lue`` is the session's own, whose change would be told."""
    mots = {nom: getattr(fiche, nom) for nom in CHAMPS} if fiche else {}
    return {**mots, "lue_le": lue.modifiee_le.isoformat() if lue else ""}
