"""What opens a request: which aid, for which hire or which establishment."""

from collections.abc import Sequence
from typing import Any

from django import forms

from aides.enums import TypeAide
from insertion.models import Embauche
from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix
from referentiels.models import Employeur
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, jour, montant, nombre

AUTRE = "autre"


def _details(reglement: Reglement) -> dict[str, str]:
    """Say under each aid who trains and what the Région pays, by the law of the day."""
    loi = reglement
    part = f"{nombre(loi.pef_taux * 100)} % du coût, jusqu’à {montant(loi.pef_plafond)}"
    tutorat = f"{montant(loi.tutorat_taux_heure)} par heure, jusqu’à {montant(loi.tutorat_plafond)}"
    afest = f"{montant(loi.afest_taux_heure)} par heure, jusqu’à {montant(loi.afest_plafond)}"
    return {
        TypeAide.FORMATION: composer(f"Un organisme certifié Qualiopi la forme : {part}"),
        TypeAide.TUTORAT: composer(f"Un collègue la forme : {tutorat}"),
        TypeAide.AFEST: composer(f"Un collègue la forme par le travail réel, selon une méthode : {afest}"),
    }


class NouvelleForm(FormulaireFrancais):
    """``embauches``: hires declared here that an aid may follow from; ``etablissements``: those of the person."""

    dispositif = forms.ChoiceField(
        label="Quelle aide demandez-vous ?",
        choices=TypeAide.choices,
        widget=Choix(),
        error_messages={"required": "Choisissez une aide."},
    )
    embauche = forms.ChoiceField(
        label="Pour quelle embauche ?",
        widget=Choix(),
        error_messages={"required": "Choisissez une embauche, ou « Une autre personne »."},
    )
    etablissement = forms.ChoiceField(label="Dans quel établissement ?", required=False)

    def __init__(
        self,
        *args: Any,
        embauches: Sequence[Embauche],
        etablissements: Sequence[Employeur],
        reglement: Reglement,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["dispositif"].widget.details = _details(reglement)  # type: ignore[attr-defined]
        self.embauches = {str(embauche.pk): embauche for embauche in embauches}
        self.etablissements = {str(lieu.pk): lieu for lieu in etablissements}
        self.fields["embauche"].choices = [  # type: ignore[attr-defined]
            *((cle, _en_mots(embauche)) for cle, embauche in self.embauches.items()),
            (AUTRE, "Une autre personne que vous avez recrutée"),
        ]
        self.fields["etablissement"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez"),
            *((cle, lieu.nom) for cle, lieu in self.etablissements.items()),
        ]
        if not self.embauches:
            del self.fields["embauche"]
        else:
            self.fields["etablissement"].help_text = "Pour une autre personne seulement."
        if len(self.etablissements) == 1:
            self.fields["etablissement"].initial = next(iter(self.etablissements))

    def clean(self) -> dict[str, Any]:
        """Ask for the establishment when no hire tells it."""
        lues = super().clean() or self.cleaned_data
        if not self.embauche_choisie and not lues.get("etablissement") and "embauche" not in self.errors:
            self.add_error("etablissement", "Choisissez l’établissement qui a recruté.")
        return lues

    @property
    def embauche_choisie(self) -> Embauche | None:
        """The hire that was chosen, None for another person."""
        return self.embauches.get(self.cleaned_data.get("embauche", ""))

    @property
    def employeur_choisi(self) -> Employeur:
        """The establishment that was chosen, when no hire was."""
        return self.etablissements[self.cleaned_data["etablissement"]]


def _en_mots(embauche: Embauche) -> str:
    parcours = embauche.parcours
    poste = parcours.intention.intitule_affiche if parcours.intention else ""
    depuis = f", depuis le {jour(embauche.debut)}" if embauche.debut else ""
    return f"{parcours.stagiaire}, {poste}{depuis}"
