"""What a training body types about its trainees. Reasons come from lists: nothing is written of a person by hand."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices

from noyau.formulaires import Choix, Jour, Nombre
from parcours.actions.entrer import Venue
from parcours.actions.programme import Module, Programme
from parcours.enums import MotifInterruption, MotifRectification
from referentiels.regles.typographie import composer
from sessions_formation.enums import MotifParcours as M
from sessions_formation.enums import TransitionParcours as T
from sessions_formation.models import Parcours
from stagiaires.forms.nir import refuser_nir

A_CHOISIR = [("", "Choisissez…")]
PAS_RETENU = (
    M.PREREQUIS, M.PROJET, M.PLACES_PRISES, M.AUTRE_FORMATION, M.CHANGE_AVIS, M.SANS_NOUVELLES, M.EMPLOI, M.MOBILITE,
    M.FAMILLE, M.EMPLOYEUR, M.AUTRE,
)  # fmt: skip
NE_VIENT_PAS = (
    M.SANS_NOUVELLES, M.CHANGE_AVIS, M.AUTRE_FORMATION, M.EMPLOI, M.MOBILITE, M.FAMILLE, M.FORCE_MAJEURE, M.EMPLOYEUR,
    M.AUTRE,
)  # fmt: skip
ABANDON = (*NE_VIENT_PAS, M.ABSENCES)
EXCLUSION = (M.ABSENCES, M.REGLEMENT, M.AUTRE)
RAISONS = {T.ABANDONNER: ABANDON, T.EXCLURE: EXCLUSION}
MODULES_MAX = 20
MANQUE = "Choisissez une raison dans la liste."
PAS_COMMENCE = [
    ("", "Je l’attends encore"),
    *(
        (raison.value, composer(f"Ne viendra pas : {raison.label[:1].lower()}{raison.label[1:]}"))
        for raison in NE_VIENT_PAS
    ),
]


def choix_de(raisons: Iterable[M]) -> list[tuple[str, str]]:
    """Give the choices of a select of reasons."""
    return [*A_CHOISIR, *((raison.value, raison.label) for raison in raisons)]


def _pourquoi(motifs: type[TextChoices]) -> forms.ChoiceField:
    return forms.ChoiceField(label="Pourquoi", choices=A_CHOISIR + motifs.choices, error_messages={"required": MANQUE})


class AdmettreForm(forms.Form):
    """``progression`` is asked only once the session has begun."""

    debut = forms.DateField(label="Premier jour attendu", widget=Jour)
    progression = forms.BooleanField(
        label="La progression pédagogique permet à cette personne de rejoindre la session en cours",
        required=False,
        error_messages={"required": "La session a commencé : dites que sa progression le permet."},
    )

    def __init__(self, *args: Any, commencee: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["progression"].required = commencee
        if not commencee:
            del self.fields["progression"]


class EcarterForm(forms.Form):
    raison = forms.ChoiceField(
        label="Pourquoi",
        help_text="La structure qui suit la personne la lira.",
        choices=choix_de(PAS_RETENU),
        error_messages={"required": MANQUE},
    )


class SortieForm(forms.Form):
    """How, when and why a person left. ``entre`` False: it was admitted and never came, so there is no day."""

    issue = forms.ChoiceField(
        label="Que s’est-il passé ?",
        choices=[
            (T.ABANDONNER, "La personne abandonne"),
            (T.SORTIR_POUR_EMPLOI, "Elle part pour un emploi"),
            (T.TERMINER, "Elle a terminé sa formation"),
            (T.EXCLURE, "Elle est exclue"),
        ],
        widget=Choix(),
        error_messages={"required": "Dites ce qui s’est passé."},
    )
    jour = forms.DateField(label="Son dernier jour en formation", widget=Jour)
    raison = forms.ChoiceField(
        label="Pourquoi",
        help_text="Pour un abandon ou une exclusion. La structure qui suit la personne la lira.",
        choices=choix_de((*ABANDON, M.REGLEMENT)),
        required=False,
    )

    def __init__(self, *args: Any, entre: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not entre:
            del self.fields["jour"]
            del self.fields["issue"]
            self.fields["raison"].choices = choix_de(NE_VIENT_PAS)
            self.fields["raison"].help_text = "La structure qui suit la personne la lira."
            self.fields["raison"].required = True
            self.fields["raison"].error_messages["required"] = MANQUE

    @property
    def transition(self) -> str:
        """The transition asked: who never came can only give up."""
        return self.cleaned_data.get("issue") or T.ABANDONNER

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if "issue" in self.fields and not lu.get("issue"):
            return lu
        if "raison" in self.errors:
            return lu
        attendues = RAISONS.get(lu.get("issue") or T.ABANDONNER)
        if attendues is None:
            lu["raison"] = ""
        elif lu.get("raison") not in attendues:
            self.add_error("raison", "Choisissez une raison qui explique ce départ." if lu.get("raison") else MANQUE)
        return lu


class InterruptionForm(forms.Form):
    debut = forms.DateField(label="Premier jour d’absence", widget=Jour)
    fin = forms.DateField(
        label="Dernier jour d’absence",
        help_text="Laissez vide si l’interruption dure encore.",
        required=False,
        widget=Jour,
    )
    raison = _pourquoi(MotifInterruption)


class RepriseForm(forms.Form):
    retour = forms.DateField(label="Premier jour de retour", widget=Jour)


class PosteForm(forms.Form):
    intention = forms.TypedChoiceField(
        label="Sur quel poste ?",
        coerce=int,
        widget=Choix(),
        error_messages={"required": "Choisissez un poste."},
    )

    def __init__(self, *args: Any, postes: Sequence[tuple[int, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        champ = self.fields["intention"]
        champ.choices = [(pk, employeur) for pk, employeur, _ in postes]
        champ.widget.details = {str(pk): details for pk, _, details in postes}


class RemplacerForm(forms.Form):
    remplacant = forms.TypedChoiceField(
        label="Qui reprend la place ?",
        coerce=int,
        widget=Choix(),
        error_messages={"required": "Choisissez une personne."},
    )

    def __init__(self, *args: Any, candidats: Sequence[Parcours], **options: Any) -> None:
        super().__init__(*args, **options)
        champ = self.fields["remplacant"]
        champ.choices = [(parcours.pk, str(parcours.stagiaire)) for parcours in candidats]
        champ.widget.details = {str(parcours.pk): _ou_en_est(parcours) for parcours in candidats}


class RectifierForm(forms.Form):
    """``sorti`` False: only the entry is there to correct."""

    entre_le = forms.DateField(label="Premier jour en formation", widget=Jour)
    sorti_le = forms.DateField(label="Dernier jour en formation", widget=Jour)
    raison = _pourquoi(MotifRectification)

    def __init__(self, *args: Any, sorti: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not sorti:
            del self.fields["sorti_le"]


class AnnulerForm(forms.Form):
    raison = _pourquoi(MotifRectification)


class EntreesForm(forms.Form):
    """Who came on the day: one box and one reason a person; who has neither is still expected."""

    jour = forms.DateField(label="Quel jour ?", widget=Jour)

    def __init__(self, *args: Any, attendus: Sequence[Parcours], **options: Any) -> None:
        super().__init__(*args, **options)
        self.attendus = attendus
        for parcours in attendus:
            self.fields[f"venue_{parcours.pk}"] = forms.BooleanField(
                label=f"{parcours.stagiaire} a commencé la formation", required=False
            )
            self.fields[f"perdue_{parcours.pk}"] = forms.ChoiceField(
                label=f"Si {parcours.stagiaire} n’a pas commencé",
                choices=PAS_COMMENCE,
                required=False,
            )

    @property
    def lignes(self) -> list[tuple[Parcours, Any, Any]]:
        """Each person with the two fields it has."""
        return [(lui, self[f"venue_{lui.pk}"], self[f"perdue_{lui.pk}"]) for lui in self.attendus]

    @property
    def venues(self) -> dict[int, str]:
        """What is declared of each person. To be read once the form is valid."""
        return {lui.pk: self._venue(lui.pk) for lui in self.attendus}

    @property
    def raisons(self) -> dict[int, str]:
        """Why some will not come."""
        return {lui.pk: self.cleaned_data[f"perdue_{lui.pk}"] for lui in self.attendus}

    def _venue(self, pk: int) -> str:
        if self.cleaned_data[f"venue_{pk}"]:
            return Venue.VENUE
        return Venue.PERDUE if self.cleaned_data[f"perdue_{pk}"] else Venue.ATTENDUE

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        for parcours in self.attendus:
            if lu.get(f"venue_{parcours.pk}") and lu.get(f"perdue_{parcours.pk}"):
                self.add_error(f"perdue_{parcours.pk}", "Cette personne a commencé, ou ne viendra pas : choisissez.")
        if not self.errors and all(venue == Venue.ATTENDUE for venue in self.venues.values()):
            raise forms.ValidationError("Cochez au moins une personne, ou dites qui ne viendra pas.")
        return lu


class FinsForm(forms.Form):
    """The last day of each person who is still in training."""

    def __init__(self, *args: Any, presents: Sequence[Parcours], fin: date | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.presents = presents
        for parcours in presents:
            self.fields[f"jour_{parcours.pk}"] = forms.DateField(
                label=f"Dernier jour de {parcours.stagiaire}", widget=Jour, initial=fin
            )

    @property
    def jours(self) -> dict[int, date]:
        """The last day of each, by parcours."""
        return {lui.pk: self.cleaned_data[f"jour_{lui.pk}"] for lui in self.presents}


class ProgrammeForm(forms.Form):
    heures = forms.IntegerField(
        label="Heures de cette personne",
        help_text="Laissez vide si ce sont celles de la session.",
        required=False,
        min_value=1,
        max_value=5000,
        widget=Nombre(unite="h"),
    )
    temps_partiel = forms.BooleanField(label="À temps partiel", required=False)
    heures_hebdo = forms.DecimalField(
        label="Heures par semaine",
        required=False,
        localize=True,
        min_value=1,
        max_value=48,
        max_digits=4,
        decimal_places=1,
        widget=Nombre(unite="h", decimal=True),
    )

    def programme(self, modules: Iterable[Module]) -> Programme:
        """What was typed. To be read once the form is valid."""
        lu = self.cleaned_data
        return Programme(lu["heures"], lu["temps_partiel"], lu["heures_hebdo"], tuple(modules))


class ModuleForm(forms.Form):
    intitule = forms.CharField(label="Module", max_length=160, required=False, validators=[refuser_nir])
    heures = forms.IntegerField(label="Heures", required=False, min_value=1, max_value=5000, widget=Nombre(unite="h"))

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if bool(lu.get("intitule")) != bool(lu.get("heures")) and not self.errors:
            manque = "heures" if lu.get("intitule") else "intitule"
            self.add_error(manque, "Il manque une réponse sur cette ligne.")
        return lu


ModulesFormSet = forms.formset_factory(ModuleForm, extra=3, max_num=MODULES_MAX, validate_max=True)


def _ou_en_est(parcours: Parcours) -> str:
    ou = "en liste d’attente" if parcours.en_liste_d_attente else str(getattr(parcours.intention, "employeur", ""))
    return composer(" · ".join(filter(None, [parcours.get_statut_display(), ou])))
