"""Every component in every state, on one page: for those who draw, and for the accessibility tests.

What it shows is in ``noyau/planche.json``: people, employers and figures are invented.
"""

import json
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from noyau.formulaires import Choix, ChoixMultiple, Jour, Nombre, Suggestions, Texte

EXEMPLES = Path(__file__).resolve().parent.parent / "planche.json"


class FormulaireTemoin(forms.Form):
    """One field of each kind."""

    employeur = forms.CharField(label="Nom de l’employeur")
    siret = forms.CharField(label="Numéro SIRET", help_text="14 chiffres, sur vos fiches de paie.")
    telephone = forms.CharField(
        label="Téléphone",
        help_text="Pour vous joindre si une question se pose.",
        required=False,
        widget=Texte(taille="moyen", attrs={"type": "tel"}),
    )
    contrat = forms.ChoiceField(label="Contrat", choices=[("cdi", "CDI"), ("cdd", "CDD")])
    heures = forms.IntegerField(label="Temps de travail par semaine", widget=Nombre(unite="heures"))
    debut = forms.DateField(
        label="Date d’embauche souhaitée",
        widget=Jour,
        help_text="Comptez la formation.",
    )
    commune = forms.CharField(
        label="Commune de l’emploi",
        widget=Suggestions(url="/composants/", taille="moyen"),
    )
    qui = forms.ChoiceField(
        label="Qui dépose cette intention ?",
        choices=[
            ("employeur", "L’employeur"),
            ("partenaire", "Un partenaire, pour lui"),
        ],
        widget=Choix(
            details={
                "employeur": "Rien d’autre à fournir",
                "partenaire": "L’employeur confirmera en un clic",
            }
        ),
    )
    etapes = forms.MultipleChoiceField(
        label="À quoi prendrez-vous part ?",
        help_text="Une étape suffit.",
        choices=[
            ("stage", "Accueil en stage"),
            ("jury", "Jury"),
            ("recrutement", "Choix des candidats"),
        ],
        widget=ChoixMultiple(en_rang=True),
    )
    precisions = forms.CharField(
        label="Précisions utiles aux candidats",
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    engagement = forms.BooleanField(label="Je recruterai la personne formée si la formation se passe bien")

    def clean_siret(self) -> str:
        raise forms.ValidationError("Ce numéro a 13 chiffres : il en faut 14.")


@login_not_required
@require_safe
def planche(request: HttpRequest) -> HttpResponse:
    """Show the components; ``?sombre`` forces the dark tokens. 404 outside development and demonstration."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    contexte = json.loads(EXEMPLES.read_text(encoding="utf-8"))
    return render(
        request,
        "composants_page.html",
        {**contexte, "formulaire": _formulaire(), "sombre": "sombre" in request.GET},
    )


def _formulaire() -> FormulaireTemoin:
    return FormulaireTemoin(
        {
            "employeur": "Brioches de l’Yon",
            "siret": "000 731 265 0001",
            "contrat": "cdi",
            "heures": "temps plein",
            "debut": "15/06/2027",
            "commune": "Pouzauges (85700)",
            "qui": "employeur",
            "engagement": "on",
        }
    )
