"""What lists of needs may be narrowed to, all of it in the address; what a training body writes to an employer."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse_lazy
from django.utils.text import capfirst

from intentions.models import IntentionEmbauche, Interet
from noyau.formulaires import Jour, Suggestions
from referentiels.models import Commune, Departement, Epci, OrganismeFormation, Secteur
from referentiels.regles.textes import normaliser

_CODE_ROME = re.compile(r"\b[A-N]\d{4}\b")


def lire_options(**sources: tuple[QuerySet, str, str]) -> dict[str, list[tuple[str, str]]]:
    """Read the options of several questions at once (one query): each question's rows, their code and their words.

    A field of models would ask the database once per question, and again for each answer.
    """
    requetes = [
        lignes.order_by().values_list(Value(question, CharField()), Cast(code, CharField()), Cast(mots, CharField()))
        for question, (lignes, code, mots) in sources.items()
    ]
    options: dict[str, list[tuple[str, str]]] = {question: [] for question in sources}
    for question, code, mots in sorted(requetes[0].union(*requetes[1:], all=True), key=_par_mots):
        options[question].append((code, capfirst(mots)))
    return options


def _par_mots(ligne: tuple[str, str, str]) -> tuple[str, str]:
    return normaliser(ligne[2]), ligne[1]


class CriteresDuBesoin(forms.Form):
    """The questions common to every list of needs. ``sources`` are the rows of the others that have options."""

    metier = forms.CharField(
        label="Métier",
        required=False,
        max_length=240,
        widget=Suggestions(url=reverse_lazy("referentiels:metiers")),
    )
    departement = forms.ChoiceField(label="Département", required=False)
    epci = forms.ChoiceField(label="Intercommunalité", required=False)
    du = forms.DateField(label="Embauche à partir du", required=False, widget=Jour)
    au = forms.DateField(label="Embauche jusqu’au", required=False, widget=Jour)
    sans_interet = forms.BooleanField(label="Sans intérêt signalé", required=False)

    def __init__(
        self,
        *args: Any,
        departements: QuerySet[Departement],
        interets: QuerySet[Interet],
        sources: Mapping[str, tuple[QuerySet, str, str]],
    ) -> None:
        super().__init__(*args)
        self._interets = interets
        communes = Commune.objects.filter(epci=OuterRef("pk"), departement__in=departements.values("pk"))
        epci = Epci.objects.filter(Exists(communes))
        lieux = {"departement": (departements, "code", "nom"), "epci": (epci, "code_siren", "nom")}
        for question, options in lire_options(**lieux, **sources).items():
            self.fields[question].choices = [("", "Toutes" if question == "epci" else "Tous"), *options]

    def appliquer(self, intentions: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
        """Keep what the answers ask for."""
        self.is_valid()
        lu = self.cleaned_data
        if metier := lu.get("metier"):
            intentions = intentions.filter(de_metier(metier))
        if departement := lu.get("departement"):
            intentions = intentions.filter(departement=departement)
        if epci := lu.get("epci"):
            intentions = intentions.filter(commune__epci=epci)
        if du := lu.get("du"):
            intentions = intentions.filter(embauche_souhaitee__gte=du)
        if au := lu.get("au"):
            intentions = intentions.filter(embauche_souhaitee__lte=au)
        if lu.get("sans_interet"):
            intentions = intentions.exclude(Exists(self._interets.actifs().filter(intention=OuterRef("pk"))))
        return intentions

    @property
    def plus(self) -> bool:
        """Whether an answer is given to one of the questions that are folded."""
        return any(self.data.get(nom) for nom in CriteresDuBesoin.base_fields if nom != "departement")


class FiltreBesoins(CriteresDuBesoin):
    """A referent's: the sector, and what is nobody's interest yet."""

    secteur = forms.ChoiceField(label="Secteur", required=False)

    def __init__(self, *args: Any, departements: QuerySet[Departement]) -> None:
        secteurs = {"secteur": (Secteur.objects.all(), "code", "libelle")}
        super().__init__(*args, departements=departements, interets=Interet.objects.all(), sources=secteurs)

    def appliquer(self, intentions: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
        """Keep what the answers ask for."""
        intentions = super().appliquer(intentions)
        secteur = self.cleaned_data.get("secteur")
        return intentions.filter(secteur=secteur) if secteur else intentions


class FiltreRegroupements(forms.Form):
    """Which needs are pooled. ``organisme`` is asked of who acts for several training bodies: a session is of one."""

    organisme = forms.ChoiceField(label="Pour", required=False)
    secteur = forms.ChoiceField(label="Secteur", required=False)
    departement = forms.ChoiceField(label="Département", required=False)

    def __init__(
        self,
        *args: Any,
        secteurs: QuerySet[Secteur],
        departements: QuerySet[Departement],
        organismes: QuerySet[OrganismeFormation],
    ) -> None:
        super().__init__(*args)
        options = lire_options(
            organisme=(organismes, "pk", "nom"),
            secteur=(secteurs, "code", "libelle"),
            departement=(departements, "code", "nom"),
        )
        self._premier = int(options["organisme"][0][0]) if options["organisme"] else None
        self.fields["organisme"].choices = options["organisme"]
        self.fields["secteur"].choices = [("", "Tous"), *options["secteur"]]
        self.fields["departement"].choices = [("", "Tous"), *options["departement"]]
        if len(options["organisme"]) < 2:
            del self.fields["organisme"]

    @property
    def organisme_id(self) -> int | None:
        """The training body for which groups are made; None for a referent."""
        self.is_valid()
        choisi = self.cleaned_data.get("organisme")
        return int(choisi) if choisi else self._premier

    def appliquer(self, intentions: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
        """Keep what the answers ask for."""
        self.is_valid()
        voulus = {nom: self.cleaned_data.get(nom) for nom in ("secteur", "departement")}
        return intentions.filter(**{nom: valeur for nom, valeur in voulus.items() if valeur})


def de_metier(texte: str) -> Q:
    """Read a job as people write it: the code that a suggestion carries, or words of its label.

    Not those of the offer's own title: looking there reads every row (measured at 100 000 intentions, twice the time).
    """
    if code := _CODE_ROME.search(texte.upper()):
        return Q(metier=code[0])
    return Q(metier__libelle_normalise__contains=normaliser(texte))


class InteretForm(forms.Form):
    """What a training body writes to the employer; under which name, when several may take the intention."""

    organisme = forms.ChoiceField(label="Au nom de")
    message = forms.CharField(
        label="Votre message",
        help_text="Ce que vous proposez : une formation, un lieu, une date. L’employeur reçoit aussi vos coordonnées.",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, organismes: list[OrganismeFormation]) -> None:
        super().__init__(*args)
        self._seul = organismes[0].pk if len(organismes) == 1 else None
        self.fields["organisme"].choices = [(str(organisme.pk), organisme.nom) for organisme in organismes]
        if self._seul:
            del self.fields["organisme"]

    @property
    def organisme_id(self) -> int:
        return self._seul or int(self.cleaned_data["organisme"])
