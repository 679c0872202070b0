"""What the public list of sessions may be narrowed to; all of it stays in the address."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.functional import cached_property

from noyau.formulaires import Jour, ListeCourte, Suggestions
from referentiels.champs import ChampCommune
from referentiels.models import Commune, Departement, Epci, Secteur
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.typographie import composer, jour
from sessions_formation.enums import TypeSession
from sessions_formation.forms.besoins import de_metier, lire_options
from sessions_formation.models import Vitrine
from sessions_formation.queries.elargir import Essai
from sessions_formation.queries.publiees import mots_cherches

MOIS_PROPOSES = 12
# The Cariforef's two « modes d’accès », and in the words of who looks for a job what waits at the end.
TYPES = {
    TypeSession.INTENTION: "Sur intention d’embauche (un emploi attend)",
    TypeSession.SOCLE: "Socle (sans emploi promis)",
}
CERTIFIANTES = {"oui": "Avec une certification", "non": "Sans certification"}
# Nobody's coordinates are needed: the same commune, or around it as people name what is around.
RAYONS = {"epci": "et son intercommunalité", "departement": "et tout son département"}
EN_TETE = frozenset({"q", "secteur", "departement"})


def _par_mots(colonne: str) -> Callable[[str], Q]:
    """Give what reads words as the condition that ``colonne`` holds each of them."""
    return lambda texte: reduce(and_, (Q(**{colonne: mot}) for mot in mots_cherches(texte)), Q())


def _du_mois(mois: str) -> Q:
    premier = date.fromisoformat(f"{mois}-01")
    return Q(debut__gte=premier, debut__lt=ajouter_mois(premier, 1))


def autour_de(commune: Commune, rayon: str) -> Q:
    """Give what is in a commune, or around it."""
    if rayon == "departement":
        return Q(departement=commune.departement_id)
    if rayon == "epci" and commune.epci_id:
        return Q(epci=commune.epci_id)
    return Q(commune=commune)


# What each answer asks for, but for the commune, which is read with what is around it.
CRITERES: dict[str, Callable[[Any], Q]] = {
    "q": _par_mots("mots"),
    "secteur": lambda code: Q(secteur=code),
    "departement": lambda code: Q(departement=code),
    "epci": lambda code: Q(epci=code),
    "metier": de_metier,
    "employeur": _par_mots("recruteurs"),
    "mois": _du_mois,
    "du": lambda jour: Q(debut__gte=jour),
    "au": lambda jour: Q(debut__lte=jour),
    "type": lambda code: Q(type=code),
    "certification": lambda reponse: Q(certifiante=reponse == "oui"),
    "places": lambda _: Q(libres__gt=0),
}


class Elargissement(NamedTuple):
    """A search that asks for a little less: its words, what it asks instead, what changes in the address."""

    texte: str
    essai: Essai
    changements: dict[str, str | None]


def _choix(label: str, *choix: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choix, widget=ListeCourte)


def _jour(label: str) -> forms.DateField:
    messages = {"invalid": "Cette date n’existe pas. Écrivez-la comme 15/06/2027."}
    return forms.DateField(label=label, required=False, widget=Jour, error_messages=messages)


class FiltreFormations(forms.Form):
    """Every answer is optional; one that cannot be read is said beside its question and narrows nothing."""

    q = forms.CharField(label="Métier, formation ou organisme", required=False, max_length=100)
    secteur = _choix("Secteur")
    departement = _choix("Département")
    commune = ChampCommune(label="Commune", required=False)
    rayon = _choix("Autour de la commune", ("", "Cette commune seulement"), *RAYONS.items())
    epci = _choix("Intercommunalité")
    metier = forms.CharField(
        label="Métier précis",
        required=False,
        max_length=240,
        widget=Suggestions(url=reverse_lazy("referentiels:metiers")),
    )
    employeur = forms.CharField(
        label="Employeur qui recrute",
        help_text="Parmi ceux qui ont accepté d’être nommés.",
        required=False,
        max_length=100,
    )
    mois = _choix("Début en")
    du = _jour("Début à partir du")
    au = _jour("Début jusqu’au")
    type = _choix("Modes d’accès", ("", "Tous"), *TYPES.items())
    certification = _choix("Certification", ("", "Peu importe"), *CERTIFIANTES.items())
    places = forms.BooleanField(label="Avec des places libres", required=False)

    def __init__(self, *args: Any, le: date) -> None:
        super().__init__(*args)
        self.fields["q"].widget.attrs["type"] = "search"
        options = lire_options(
            secteur=(Secteur.objects.all(), "code", "libelle"),
            departement=(Departement.objects.filter(dans_region=True), "code", "nom"),
            epci=(Epci.objects.filter(communes__departement__dans_region=True).distinct(), "code_siren", "nom"),
        )
        for question, choix in options.items():
            self.fields[question].choices = [("", "Toutes" if question == "epci" else "Tous"), *choix]
        self.fields["mois"].choices = [("", "Tous les mois"), *_mois_a_venir(le)]

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """What each answer asks for, by question: only the questions that are answered, and can be read."""
        self.is_valid()
        lu = self.cleaned_data
        conditions = {nom: critere(lu[nom]) for nom, critere in CRITERES.items() if lu.get(nom)}
        if commune := lu.get("commune"):
            conditions["commune"] = autour_de(commune, lu.get("rayon") or "")
        # « % » holds no word: it asks for nothing.
        return {nom: condition for nom, condition in conditions.items() if condition}

    def appliquer(self, vitrines: QuerySet[Vitrine]) -> QuerySet[Vitrine]:
        """Keep what the answers ask for."""
        return vitrines.filter(*self.conditions.values())

    def dits(self) -> dict[str, str]:
        """Give each answer that narrows the list, by question, as one reads it: « Secteur : Bâtiment »."""
        return {nom: composer(self._dire(nom)) for nom in self.conditions}

    def _dire(self, nom: str) -> str:
        lu, champ = self.cleaned_data[nom], self.fields[nom]
        if nom == "q":
            return f"« {lu} »"
        if nom == "places":
            return "Avec des places libres"
        if nom == "commune":
            return " ".join(filter(None, [lu.nom, RAYONS.get(self.cleaned_data.get("rayon") or "", "")]))
        if isinstance(champ, forms.ChoiceField):
            lu = dict(champ.choices)[lu]
        elif isinstance(lu, date):
            return f"{champ.label} {jour(lu)}"
        return f"{champ.label} : {lu}"

    def elargissements(self) -> dict[str, Elargissement]:
        """Give the searches that ask for a little less: one answer dropped, or a wider place around the commune."""
        lu = self.cleaned_data
        trouves: dict[str, Elargissement] = {}
        for nom, dit in self.dits().items():
            changements: dict[str, str | None] = {nom: None}
            if nom == "commune":
                changements["rayon"] = None
            texte = f"Sans {dit}" if nom == "q" else f"Sans « {dit} »"
            trouves[nom] = Elargissement(composer(texte), Essai(nom), changements)
        if commune := lu.get("commune"):
            rayons = list(RAYONS)
            for rayon in rayons[rayons.index(lu["rayon"]) + 1 if lu.get("rayon") else 0 :]:
                texte = composer(f"À {commune.nom} {RAYONS[rayon]}")
                essai = Essai("commune", autour_de(commune, rayon))
                trouves[rayon] = Elargissement(texte, essai, {"rayon": rayon})
        return trouves

    @property
    def plus(self) -> bool:
        """Whether the folded questions must show: one of their answers cannot be read. Those that can are said above
        the list, and folded leave it in sight on a telephone."""
        return any(nom not in EN_TETE for nom in self.errors)


def _mois_a_venir(le: date) -> list[tuple[str, str]]:
    premiers = [ajouter_mois(le.replace(day=1), rang) for rang in range(MOIS_PROPOSES)]
    return [(f"{premier:%Y-%m}", date_format(premier, "F Y")) for premier in premiers]
