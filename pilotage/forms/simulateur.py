"""What the simulator asks: the questions of the employer's form that a rule reads, none of them required."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from intentions.forms.champs import (
    CONTRATS_COURTS,
    LieuForm,
    champ_agence,
    champ_duree,
    champ_engagement,
    champ_etapes,
    champ_formation_departement,
    champ_heures,
    champ_insertion,
    champ_postes,
    choix_de_secteurs,
    dire_les_seuils,
)
from intentions.regles import dossier as regles
from noyau.formulaires import Choix
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement

AUTRE_SECTEUR = "autre"


class SimulateurForm(LieuForm):
    """An intention as anybody may try it. Whatever is not answered, or not readable, is unknown to the rules."""

    secteur = forms.ChoiceField(label="Secteur du poste", required=False)
    contrat_type = forms.ChoiceField(
        label="Contrat proposé",
        choices=list(CONTRATS_COURTS.items()),
        widget=Choix(en_rang=True),
        required=False,
    )
    duree_mois = champ_duree(required=False)
    saisonnier = forms.BooleanField(label="C’est un travail saisonnier", required=False)
    agence_interim = champ_agence(required=False)
    heures_hebdo = champ_heures(required=False)
    adaptation_boe = forms.BooleanField(
        label="Le temps de travail est adapté à une personne handicapée",
        help_text="Personne bénéficiaire de l’obligation d’emploi des travailleurs handicapés.",
        required=False,
    )
    nombre_postes = champ_postes(required=False)
    insertion = champ_insertion(required=False)
    engagement_recruter = champ_engagement(required=False)
    etapes = champ_etapes(required=False)
    formation_departement = champ_formation_departement(required=False)
    field_order = [
        "secteur",
        "contrat_type",
        "duree_mois",
        "saisonnier",
        "agence_interim",
        "heures_hebdo",
        "adaptation_boe",
        "nombre_postes",
        "commune",
        "departement",
        "insertion",
        "engagement_recruter",
        "etapes",
        "formation_departement",
    ]

    def __init__(self, *args: Any, reglement: Reglement, **options: Any) -> None:
        super().__init__(*args, **options)
        dire_les_seuils(self, reglement)
        self.fields["secteur"].choices = [
            ("", "Choisissez un secteur"),
            *choix_de_secteurs(),
            (AUTRE_SECTEUR, "Un autre secteur"),
        ]

    @property
    def vierge(self) -> bool:
        """Nothing has been answered yet."""
        return not any(self.data.getlist(nom) != [""] for nom in self.fields if nom in self.data)

    def adresse(self) -> str:
        """Give the answers as a query string, in the order of the form, without the questions left empty."""
        lues = self.data.copy()
        for nom in list(lues):
            valeurs = [valeur for valeur in lues.getlist(nom) if valeur.strip()]
            if valeurs and nom in self.fields:
                lues.setlist(nom, valeurs)
            else:
                del lues[nom]
        return lues.urlencode()

    def dossier(self) -> regles.DossierIntention:
        """Give what the rules judge; call ``is_valid`` first."""
        return dossier_de(self.cleaned_data)


def dossier_de(reponses: Mapping[str, Any]) -> regles.DossierIntention:
    """Turn the readable answers into a dossier; a job is supposed to be where its establishment is."""
    departement = reponses.get("departement")
    code = departement.code if departement else None
    formation = reponses.get("formation_departement")
    insertion = reponses.get("insertion")
    duree = reponses.get("duree_mois")
    contrat = reponses.get("contrat_type")
    return regles.DossierIntention(
        employeur=regles.Employeur(
            departement=code,
            siae=insertion.siae if insertion else None,
            etti=insertion.etti if insertion else None,
        ),
        contrat=regles.Contrat(
            type=TypeContrat(contrat) if contrat else None,
            duree_mois=None if duree is None else Decimal(duree),
            heures_hebdo=reponses.get("heures_hebdo"),
            saisonnier=reponses.get("saisonnier"),
            agence_interim=reponses.get("agence_interim") or None,
        ),
        poste=regles.Poste(
            secteur=reponses.get("secteur") or None, departement=code, nombre=reponses.get("nombre_postes")
        ),
        formation=regles.Formation(departement=formation.code if formation else None),
        adaptation_boe=bool(reponses.get("adaptation_boe")),
        engagement_recruter=reponses.get("engagement_recruter"),
        etapes=tuple(regles.Etape(code) for code in reponses.get("etapes") or ()),
    )
