"""Questions that the public simulator and the employer's form ask in the same words."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from intentions.enums import Etape, TypeContrat
from noyau.formulaires import Choix, ChoixMultiple, Nombre, Texte
from referentiels.champs import ChampCommune
from referentiels.models import Departement, Secteur
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, nombre

CONTRATS_COURTS = {
    TypeContrat.CDI: "CDI",
    TypeContrat.CDD: "CDD",
    TypeContrat.INTERIM: "Intérim",
    TypeContrat.CDI_INTERIMAIRE: "CDI intérimaire",
    TypeContrat.APPRENTISSAGE: "Apprentissage",
    TypeContrat.PROFESSIONNALISATION: "Professionnali\N{SOFT HYPHEN}sation",
    TypeContrat.CDPI: "CDPI",
    TypeContrat.ETTI: "Contrat en ETTI",
    TypeContrat.CIE: "CIE",
    TypeContrat.CREATION_ENTREPRISE: "Création d’entreprise",
    TypeContrat.INDEPENDANT: "Activité indépendante",
    TypeContrat.CESU: "Cesu",
}
DETAILS_DES_CONTRATS = {
    TypeContrat.CDI: "Sans terme",
    TypeContrat.INTERIM: "Avec une agence d’emploi, que vous nommerez",
    TypeContrat.CDI_INTERIMAIRE: "Sans terme, avec une agence d’emploi",
    TypeContrat.APPRENTISSAGE: composer("La formation sert alors de « préqualification »"),
    TypeContrat.PROFESSIONNALISATION: composer("La formation sert alors de « préqualification »"),
    TypeContrat.CDPI: "Contrat de développement professionnel intérimaire",
    TypeContrat.ETTI: "Entreprise de travail temporaire d’insertion",
    TypeContrat.CIE: "Contrat initiative emploi",
    TypeContrat.CESU: "Chèque emploi-service universel",
}
OUI_NON = [("oui", "Oui"), ("non", "Non")]


class Insertion(models.TextChoices):
    """Whether the establishment is an insertion structure, in the words employers use."""

    NON = "non", "Non"
    ETTI = "etti", "Oui, une ETTI"
    SIAE = "siae", "Oui, une autre structure"

    @property
    def siae(self) -> bool:
        """Insertion structure, of whichever kind."""
        return self is not Insertion.NON

    @property
    def etti(self) -> bool:
        """The temporary-work kind of it."""
        return self is Insertion.ETTI

    @classmethod
    def de(cls, *, siae: bool | None, etti: bool | None) -> "Insertion | None":
        """Give the answer that an establishment's two facts stand for, None when they are not known."""
        if etti:
            return cls.ETTI
        if siae is None:
            return None
        return cls.SIAE if siae else cls.NON


def oui_non(valeur: Any) -> bool | None:
    """Read a yes-or-no card; None when neither is chosen."""
    return {"oui": True, "non": False}.get(valeur)


def reponse(valeur: bool | None) -> str:
    """Give the yes-or-no card of a stored answer; the reverse of ``oui_non``."""
    return {True: "oui", False: "non"}.get(valeur, "")


def champ_insertion(**options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Êtes-vous une structure d’insertion ?",
        help_text="Atelier et chantier d’insertion, entreprise d’insertion, association intermédiaire…",
        choices=Insertion.choices,
        coerce=Insertion,
        empty_value=None,
        widget=Choix(details={Insertion.ETTI: "Entreprise de travail temporaire d’insertion"}),
        **options,
    )


def champ_engagement(**options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Recruterez-vous la personne formée, si la formation se passe bien ?",
        help_text="C’est un engagement moral, pas une promesse d’embauche.",
        choices=OUI_NON,
        coerce=oui_non,
        empty_value=None,
        widget=Choix(en_rang=True),
        **options,
    )


def champ_etapes(**options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="À quoi prendrez-vous part ?",
        help_text="Une étape suffit. L’accueil en stage est la plus attendue.",
        choices=Etape.choices,
        widget=ChoixMultiple,
        **options,
    )


def champ_duree(*, obligatoire: str = "", **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="Durée du contrat",
        min_value=1,
        max_value=120,
        widget=Nombre(unite="mois"),
        error_messages={
            "invalid": "Écrivez un nombre de mois, par exemple 8.",
            "min_value": "Écrivez un nombre de mois : 1 au moins.",
            "max_value": "Écrivez un nombre de mois : 120 au plus.",
            "required": obligatoire,
        },
        **options,
    )


def champ_heures(*, obligatoire: str = "", **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label="Temps de travail par semaine",
        min_value=1,
        max_value=60,
        max_digits=3,
        decimal_places=1,
        localize=True,
        widget=Nombre(unite="heures", decimal=True),
        error_messages={
            "invalid": "Écrivez un nombre d’heures. Pour un temps plein : 35.",
            "min_value": "Écrivez un nombre d’heures par semaine : 1 au moins.",
            "max_value": "Écrivez un nombre d’heures par semaine : 60 au plus.",
            "max_decimal_places": "Une décimale suffit, par exemple 17,5.",
            "max_digits": "Écrivez un nombre d’heures par semaine, par exemple 35.",
            "max_whole_digits": "Écrivez un nombre d’heures par semaine, par exemple 35.",
            "required": obligatoire,
        },
        **options,
    )


def champ_postes(*, obligatoire: str = "", **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="Nombre de postes",
        help_text="Un poste correspond à une personne formée.",
        min_value=1,
        max_value=500,
        widget=Nombre(unite="postes"),
        error_messages={
            "invalid": "Écrivez un nombre de postes, par exemple 2.",
            "min_value": "Il faut un poste au moins.",
            "max_value": "Au-delà de 500 postes, déposez plusieurs intentions.",
            "required": obligatoire,
        },
        **options,
    )


def champ_agence(**options: Any) -> forms.CharField:
    return forms.CharField(
        label="Agence d’intérim",
        help_text="Le nom de l’agence avec laquelle vous recrutez.",
        max_length=120,
        widget=Texte(taille="moyen"),
        **options,
    )


def champ_formation_departement(**options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Departement.objects.filter(dans_region=True),
        label="Où la personne se formera-t-elle ?",
        help_text="Sans réponse, au plus près de l’emploi.",
        empty_label="Peu importe",
        **options,
    )


def dire_les_seuils(form: forms.Form, reglement: Reglement) -> None:
    """Write in the helps of length and hours the thresholds in force: they are dated values, never literals."""
    form.fields["duree_mois"].help_text = (
        f"À partir de {nombre(reglement.duree_min_mois)} mois, la condition est remplie. "
        "Plus court, un agent de la Région se prononce."
    )
    form.fields["heures_hebdo"].help_text = (
        f"{nombre(reglement.heures_hebdo_min)} heures au moins, "
        "sauf temps de travail adapté à une personne handicapée."
    )


def choix_de_secteurs() -> list[tuple[str, str]]:
    """Give the sectors of the scheme, in its order, with a capital letter (1 query)."""
    return [(code, capfirst(libelle)) for code, libelle in Secteur.objects.values_list("code", "libelle")]


class FormulaireFrancais(forms.Form):
    """A form whose words are typed with plain spaces and shown with the no-break ones of French."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for champ in self.fields.values():
            champ.label = composer(str(champ.label))
            champ.help_text = composer(str(champ.help_text))
            champ.error_messages = {code: composer(str(texte)) for code, texte in champ.error_messages.items()}


class LieuForm(FormulaireFrancais):
    """Where the job is: a commune of the region, or else a département outside it.

    The commune gives its département; both may be empty, the form above says whether that is an error.
    """

    commune = ChampCommune(
        label="Commune de l’emploi",
        help_text="Tapez son nom ou son code postal.",
        required=False,
    )
    departement = forms.ModelChoiceField(
        Departement.objects.filter(dans_region=False),
        label="Ou, hors de la région : son département",
        empty_label="L’emploi est en Pays de la Loire",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("commune"):
            donnees["departement"] = donnees["commune"].departement
        return donnees
