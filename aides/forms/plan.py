"""The plan de formation: a few sentences, and its lines."""

from decimal import Decimal
from typing import Any

from django import forms

from aides.enums import NatureSequence as N
from aides.forms.reponses import champ_heures, champ_jour
from aides.models import DemandeAide, PlanFormation
from aides.models import Sequence as Ligne
from aides.regles.dossier import Dispositif
from intentions.forms.champs import FormulaireFrancais
from noyau.templatetags.maison import dans_la_phrase

LIGNES_MAX = 40
# What is done during a line, by kind of aid.
NATURES = {
    Dispositif.FORMATION: (N.COURS, N.PRATIQUE, N.EVALUATION),
    Dispositif.TUTORAT: (N.DEMONSTRATION, N.ACCOMPAGNEMENT, N.EVALUATION),
    Dispositif.AFEST: (N.SITUATION, N.REFLEXION, N.DEMONSTRATION, N.EVALUATION),
}
_TUTEUR = ("tuteur_nom", "tuteur_fonction", "tuteur_experience")


def _texte(libelle: str, aide: str = "") -> forms.CharField:
    return forms.CharField(
        label=libelle, help_text=aide, max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


class PlanForm(FormulaireFrancais):
    """The words of the plan, for one kind of aid."""

    depart = _texte("Ce que la personne sait déjà faire", "Ce qu’elle n’aura pas à apprendre.")
    objectifs = _texte("Ce qu’elle saura faire", "À la fin de la formation, sur son poste.")
    tuteur_nom = forms.CharField(label="Nom du tuteur", max_length=120, required=False)
    tuteur_fonction = forms.CharField(label="Sa fonction", max_length=120, required=False)
    tuteur_experience = forms.CharField(
        label="Son expérience du métier", help_text="Par exemple : 8 ans.", max_length=200, required=False
    )
    situations = _texte(
        "Situations de travail choisies",
        "En Afest, on apprend du vrai travail : nommez les tâches qui serviront à apprendre, et comment elles seront "
        "aménagées.",
    )
    evaluation = _texte("Comment les acquis seront vérifiés", "Mise en situation, test, titre visé…")
    lu = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, demande: DemandeAide, plan: PlanFormation | None, **options: Any) -> None:
        depart = {nom: getattr(plan, nom) for nom in self.base_fields if nom != "lu"} if plan else {}
        super().__init__(*args, initial={"lu": demande.version, **depart}, **options)
        hors = {
            Dispositif.FORMATION: (*_TUTEUR, "situations"),
            Dispositif.TUTORAT: ("situations",),
            Dispositif.AFEST: (),
        }[Dispositif(demande.dispositif)]
        for nom in hors:
            del self.fields[nom]

    def champs(self) -> dict[str, Any]:
        """Give the fields of the plan."""
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "lu"}


class LigneForm(forms.Form):
    """One line; left wholly empty, it does not count."""

    contenu = forms.CharField(label="Ce qui est appris", max_length=300, required=False)
    nature = forms.ChoiceField(label="Comment", choices=[("", "Choisissez"), *N.choices], required=False)
    debut = champ_jour("Du")
    fin = champ_jour("Au")
    heures = champ_heures("Heures", chiffres=5)

    def __init__(self, *args: Any, dispositif: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["nature"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez"),
            *((nature.value, nature.label) for nature in NATURES[Dispositif(dispositif)]),
        ]

    @property
    def vide(self) -> bool:
        """Nothing was typed on this line."""
        return not any(self.cleaned_data.get(nom) for nom in ("contenu", "nature", "debut", "fin", "heures"))

    def clean(self) -> dict[str, Any]:
        """Ask for what a line cannot do without."""
        lues = super().clean() or self.cleaned_data
        if self.errors or self.vide:
            return lues
        manques = {
            "contenu": "Dites ce qui est appris.",
            "nature": "Choisissez comment.",
            "heures": "Écrivez les heures de cette ligne.",
        }
        for nom, phrase in manques.items():
            if not lues.get(nom):
                self.add_error(nom, phrase)
        if lues.get("debut") and lues.get("fin") and lues["fin"] < lues["debut"]:
            self.add_error("fin", "Cette ligne finit avant de commencer.")
        return lues


class LignesFormSet(
    forms.formset_factory(LigneForm, extra=0, max_num=LIGNES_MAX, validate_max=True, can_delete=True)  # type: ignore[misc]
):
    """The lines of the plan: those kept, and at least one empty to go on."""

    def lignes(self) -> list[dict[str, Any]]:
        """Give the lines that hold something and are not struck out, in order."""
        return [
            {nom: form.cleaned_data[nom] for nom in ("contenu", "nature", "debut", "fin", "heures")}
            for form in self.forms
            if not form.vide and not form.cleaned_data.get("DELETE")
        ]


def lignes_de(sequences: list[Ligne], demande: DemandeAide, donnees: Any = None, *, vides: int = 2) -> LignesFormSet:
    """Give the lines already kept, with ``vides`` empty ones after them; ``donnees``: what was sent."""
    depart = [
        {
            "contenu": ligne.contenu, "nature": ligne.nature, "debut": ligne.debut, "fin": ligne.fin,
            "heures": _court(ligne.heures),
        }
        for ligne in sequences
    ]  # fmt: skip
    lignes = LignesFormSet(
        donnees,
        initial=[*depart, *({} for _ in range(min(vides, LIGNES_MAX - len(depart))))],
        prefix="ligne",
        form_kwargs={"dispositif": demande.dispositif},
    )
    for form in lignes.forms:
        form.fields["DELETE"].label = "Retirer cette ligne"
    return lignes


def fautes_du_plan(form: PlanForm, lignes: LignesFormSet) -> list[dict[str, str]]:
    """Give what is to be corrected, for the summary at the top of the page: words, and where they lead."""
    fautes = [{"texte": str(erreur), "ancre": ""} for erreur in (*form.non_field_errors(), *lignes.non_form_errors())]
    fautes += [
        {"texte": f"{champ.label}\u00a0: {dans_la_phrase(faute)}", "ancre": champ.ancre}
        for champ in form
        for faute in champ.errors
    ]
    return fautes + [
        {"texte": f"Ligne {rang}, {champ.label}\u00a0: {dans_la_phrase(faute)}", "ancre": champ.ancre}
        for rang, ligne in enumerate(lignes.forms, start=1)
        for champ in ligne
        for faute in champ.errors
    ]


def _court(heures: Decimal) -> Decimal | int:
    return int(heures) if heures == int(heures) else heures
