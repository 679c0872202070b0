"""What the public calculator asks: the questions that a rule or the amount reads, none of them required."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from aides.enums import TypeAide
from aides.forms.reponses import (
    champ_contrat,
    champ_duree,
    champ_effectif,
    champ_euros,
    champ_heures,
    champ_jour,
    champ_oui_non,
)
from aides.regles import dossier as regles
from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix
from referentiels.models import Departement
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer

AIDES_COURTES = {
    TypeAide.FORMATION: "Formation",
    TypeAide.TUTORAT: "Tutorat",
    TypeAide.AFEST: "Tutorat, en Afest",
}
_DETAILS = {
    TypeAide.FORMATION: "Avec un organisme de formation",
    TypeAide.TUTORAT: "Un collègue forme la personne",
    TypeAide.AFEST: "Le collègue forme par le travail réel, selon une méthode",
}


class CalculateurForm(FormulaireFrancais):
    """An aid as anybody may try it. Whatever is not answered, or not readable, is unknown to the rules."""

    dispositif = forms.ChoiceField(
        label="Comment la personne sera-t-elle formée ?",
        choices=list(AIDES_COURTES.items()),
        widget=Choix(details=_DETAILS),
        required=False,
    )
    heures = champ_heures("Heures de formation")
    cout = champ_euros("Coût pédagogique", "Hors taxes. Pour une Formation seulement.")
    formation_debut = champ_jour("Premier jour de formation")
    qualiopi = champ_oui_non("L’organisme de formation est-il certifié Qualiopi ?", "Pour une Formation seulement.")
    contrat_type = champ_contrat()
    duree_mois = champ_duree()
    contrat_debut = champ_jour("Premier jour du contrat")
    demandeur_emploi = champ_oui_non("La personne était-elle inscrite à France Travail à l’embauche ?")
    senior = forms.BooleanField(label="La personne a 55 ans ou plus", required=False)
    rqth = forms.BooleanField(label="La personne est reconnue travailleur handicapé", required=False)
    departement = forms.ModelChoiceField(
        Departement.objects.order_by("-dans_region", "code"),
        label="Département de l’établissement",
        empty_label="Choisissez",
        required=False,
    )
    effectif = champ_effectif()
    public = champ_oui_non("Êtes-vous un employeur public ?", "Une association est un employeur privé.")
    offre_diffusee = champ_oui_non("Avez-vous diffusé une offre d’emploi ?")

    def __init__(self, *args: Any, reglement: Reglement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["senior"].label = composer(f"La personne a {reglement.aide_senior_age} ans ou plus à l’embauche")

    @property
    def vierge(self) -> bool:
        """Nothing has been answered yet."""
        return not any(self.data.getlist(nom) not in ([""], []) for nom in self.fields if nom in self.data)

    def adresse(self, *, sauf: tuple[str, ...] = ()) -> str:
        """Give the answers as a query string, in the order they came, without the questions left empty."""
        lues = self.data.copy()
        for nom in list(lues):
            valeurs = [valeur for valeur in lues.getlist(nom) if valeur.strip()]
            if valeurs and nom in self.fields and nom not in sauf:
                lues.setlist(nom, valeurs)
            else:
                del lues[nom]
        return lues.urlencode()

    def dossier(self) -> regles.DossierAide:
        """Give what the rules judge; call ``is_valid`` first."""
        return dossier_essaye(self.cleaned_data)

    def reprises(self) -> dict[str, Any]:
        """Give the fields of a request that these answers already fill; call ``is_valid`` first."""
        noms = (
            "effectif", "public", "offre_diffusee", "contrat_type", "duree_mois", "contrat_debut",
            "demandeur_emploi", "formation_debut", "heures", "cout", "qualiopi",
        )  # fmt: skip
        lues = {nom: self.cleaned_data.get(nom) for nom in noms}
        return {nom: valeur for nom, valeur in lues.items() if valeur not in (None, "")}


def dossier_essaye(reponses: Mapping[str, Any]) -> regles.DossierAide:
    """Turn the readable answers into a dossier."""
    departement, aide, contrat = reponses.get("departement"), reponses.get("dispositif"), reponses.get("contrat_type")
    debut: date | None = reponses.get("contrat_debut")
    return regles.DossierAide(
        dispositif=regles.Dispositif(aide) if aide else None,
        etablissement=regles.Etablissement(
            departement.code if departement else None, reponses.get("effectif"), reponses.get("public")
        ),
        offre_diffusee=reponses.get("offre_diffusee"),
        contrat=regles.ContratConclu(TypeContrat(contrat) if contrat else None, reponses.get("duree_mois"), debut),
        salarie=regles.Salarie(
            reponses.get("demandeur_emploi"), bool(reponses.get("rqth")), bool(reponses.get("senior"))
        ),
        formation=regles.FormationPrevue(
            reponses.get("formation_debut"), reponses.get("heures"), reponses.get("cout"), reponses.get("qualiopi")
        ),
    )
