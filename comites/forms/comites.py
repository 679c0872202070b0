"""Planning a committee, writing a point, closing: what an officer types."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from comites.actions.tenir import Rencontre
from comites.enums import NatureComite
from comites.models import Comite
from comites.queries.preparation import agents_a_inviter, structures_du_lieu
from noyau.formulaires import Choix, ChoixMultiple, Jour
from referentiels.models import Departement, TerritoireEfop
from referentiels.regles.typographie import composer
from sessions_formation.forms.etapes import ChampHeure

DETAILS = {
    NatureComite.LOCAL: "Un territoire, chaque mois : les besoins remontent.",
    NatureComite.TECHNIQUE: "Un département : les besoins s’examinent, la décision d’achat redescend.",
}


class RencontreForm(forms.Form):
    """When and where the committee meets: a room, a link, or both."""

    use_required_attribute = False

    jour = forms.DateField(label="Jour", widget=Jour)
    debut = ChampHeure(label="Début", help_text=composer("Par exemple : 9 h 30."))
    fin = ChampHeure(label="Fin", help_text=composer("Par exemple : 11 h 30."))
    lieu = forms.CharField(label="Lieu", help_text="Salle et adresse.", max_length=200, required=False)
    lien = forms.CharField(
        label="Lien de la visioconférence",
        help_text=composer("Il commence par https://."),
        max_length=300,
        required=False,
        validators=[
            URLValidator(schemes=["https"], message=composer("Ce lien n’est pas une adresse https:// lisible."))
        ],
    )

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if lu.get("debut") and lu.get("fin") and lu["debut"] >= lu["fin"]:
            self.add_error("fin", "La fin vient après le début.")
        if not (lu.get("lieu") or lu.get("lien") or self.errors):
            self.add_error("lieu", "Donnez un lieu ou un lien, pour que les invités puissent venir.")
        return lu

    @property
    def rencontre(self) -> Rencontre:
        """What was typed, as two instants of Paris. To be read once the form is valid."""
        lu = self.cleaned_data
        return Rencontre(_instant(lu["jour"], lu["debut"]), _instant(lu["jour"], lu["fin"]), lu["lieu"], lu["lien"])


class ComiteForm(RencontreForm):
    """A committee to plan: which one, then when and where."""

    nature = forms.ChoiceField(
        label="Quel comité ?",
        choices=NatureComite.choices,
        widget=Choix(details={nature.value: composer(texte) for nature, texte in DETAILS.items()}),
    )
    territoire = forms.ModelChoiceField(
        TerritoireEfop.objects.order_by("nom"),
        label="Territoire, pour un comité local",
        required=False,
        empty_label="Choisissez…",
    )
    departement = forms.ModelChoiceField(
        Departement.objects.filter(dans_region=True).order_by("code"),
        label="Département, pour un groupe technique",
        required=False,
        empty_label="Choisissez…",
    )
    field_order = ["nature", "territoire", "departement", "jour", "debut", "fin", "lieu", "lien"]

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if lu.get("nature") == NatureComite.LOCAL and not lu.get("territoire"):
            self.add_error("territoire", "Choisissez le territoire de ce comité local.")
        if lu.get("nature") == NatureComite.TECHNIQUE and not lu.get("departement"):
            self.add_error("departement", "Choisissez le département de ce groupe technique.")
        return lu

    @property
    def ici(self) -> str:
        """The code of the territory or the département. To be read once the form is valid."""
        local = self.cleaned_data["nature"] == NatureComite.LOCAL
        return self.cleaned_data["territoire" if local else "departement"].pk


class PointForm(forms.Form):
    use_required_attribute = False

    titre = forms.CharField(label="Titre du point", max_length=200)
    texte = forms.CharField(
        label="Ce que lisent les invités",
        help_text="Pas de montant du lot, rien de personnel : le Réseau pour l’emploi le lit.",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )


class ClotureForm(forms.Form):
    use_required_attribute = False

    compte_rendu = forms.CharField(
        label="Compte rendu",
        help_text="Il s’ajoute aux décisions dans le relevé, que les invités lisent. Vous pouvez le laisser vide.",
        required=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 10}),
    )


class InvitesForm(forms.Form):
    """The convocation list: the structures of the place, and the officers who prepare committees."""

    structures = forms.ModelMultipleChoiceField(
        None, label="Réseau pour l’emploi", required=False, widget=ChoixMultiple
    )
    agents = forms.ModelMultipleChoiceField(None, label="Agents de la Région", required=False, widget=ChoixMultiple)

    def __init__(self, *args: Any, comite: Comite, **options: Any) -> None:
        super().__init__(*args, **options)
        structures = structures_du_lieu(comite)
        self.fields["structures"].queryset = structures
        self.fields["structures"].widget.details = {
            str(structure.pk): structure.courriel
            or "Sans adresse : à prévenir autrement".replace(" :", "\N{NO-BREAK SPACE}:")
            for structure in structures
        }
        self.fields["agents"].queryset = agents_a_inviter()


def initial_de(comite: Comite) -> dict[str, Any]:
    """Give what the form of a new date starts from."""
    debut, fin = timezone.localtime(comite.debut), timezone.localtime(comite.fin)
    return {
        "jour": debut.date(),
        "debut": debut.time(),
        "fin": fin.time(),
        "lieu": comite.lieu,
        "lien": comite.lien,
    }


def _instant(jour: date, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(jour, heure))
