"""The steps that follow the establishment: job, contract, participation and training.

Each form knows how to be filled from an intention (``depuis``) and gives the model's fields it could read
(``reponses``), also when some answers are wrong: « Reprendre plus tard » keeps what can be kept.
"""

from datetime import date
from typing import Any

from django import forms

from intentions.enums import TypeContrat
from intentions.forms.champs import (
    CONTRATS_COURTS,
    DETAILS_DES_CONTRATS,
    FormulaireFrancais,
    LieuForm,
    champ_agence,
    champ_duree,
    champ_engagement,
    champ_etapes,
    champ_formation_departement,
    champ_heures,
    champ_postes,
    choix_de_secteurs,
    dire_les_seuils,
    reponse,
)
from intentions.models import IntentionEmbauche
from intentions.queries.avancement import SANS_DUREE
from intentions.queries.secteurs import secteurs_de
from noyau.formulaires import Choix, Jour
from referentiels.champs import ChampMetier
from referentiels.models import OrganismeFormation, Secteur
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import jour

SECTEUR_ATTENDU = "Choisissez le secteur du poste."


class PosteForm(LieuForm):
    """The job: what, where, how many."""

    nom = "poste"
    metier = ChampMetier(
        label="Métier recherché",
        help_text="Tapez quelques lettres et choisissez dans la liste : soudeur, aide à domicile…",
        required=False,
    )
    intitule = forms.CharField(
        label="Intitulé du poste",
        help_text="Si votre offre porte un autre nom que le métier.",
        max_length=120,
        required=False,
    )
    secteur = forms.ChoiceField(
        label="Secteur du poste",
        help_text="Sans réponse, nous prenons celui du métier s’il n’y en a qu’un.",
        required=False,
    )
    nombre_postes = champ_postes(obligatoire="Écrivez le nombre de postes, par exemple 1.")
    precisions = forms.CharField(
        label="Précisions utiles aux candidats",
        help_text="Horaires, équipe, port de charges, accès sans voiture…",
        max_length=3000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ["metier", "intitule", "secteur", "nombre_postes", "commune", "departement", "precisions"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["secteur"].choices = [("", "Choisissez un secteur"), *choix_de_secteurs()]

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        return {
            "metier": intention.metier,
            "intitule": intention.intitule,
            "secteur": intention.secteur_id or "",
            "nombre_postes": intention.nombre_postes,
            "commune": intention.commune,
            "departement": None if intention.commune_id else intention.departement_id,
            "precisions": intention.precisions,
        }

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        if "commune" in donnees and not donnees["commune"] and not donnees.get("departement"):
            self.add_error("commune", "Écrivez la commune de l’emploi, par exemple Pouzauges (85700).")
        if "secteur" in self.fields and not donnees.get("secteur"):
            self._proposer_secteur(donnees)
        if "metier" in donnees and not donnees["metier"] and not donnees.get("intitule"):
            self.add_error("metier", "Nommez le métier. S’il n’est pas dans la liste, écrivez l’intitulé du poste.")
        return donnees

    def _proposer_secteur(self, donnees: dict[str, Any]) -> None:
        metier = donnees.get("metier")
        proposes = secteurs_de(metier) if metier else []
        if len(proposes) == 1:
            donnees["secteur"] = proposes[0].code
        else:
            self.add_error("secteur", SECTEUR_ATTENDU)

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that could be read."""
        champs = {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "secteur"}
        if code := self.cleaned_data.get("secteur"):
            champs["secteur"] = Secteur.objects.get(pk=code)
        if "commune" in self.errors:
            champs.pop("departement", None)
        return champs


_CONTRAT = ("contrat_type", "duree_mois", "saisonnier", "agence_interim", "adaptation_boe", "embauche_souhaitee")


class ContratForm(FormulaireFrancais):
    """The contract. ``le`` is the day of the answer: one does not hire in the past."""

    nom = "contrat"
    contrat_type = forms.ChoiceField(
        label="Type de contrat",
        choices=list(CONTRATS_COURTS.items()),
        widget=Choix(details=DETAILS_DES_CONTRATS),
        error_messages={"required": "Choisissez le contrat que vous proposerez."},
    )
    duree_mois = champ_duree(required=False)
    saisonnier = forms.BooleanField(label="C’est un travail saisonnier", required=False)
    agence_interim = champ_agence(required=False)
    heures_hebdo = champ_heures(obligatoire="Écrivez un nombre d’heures. Pour un temps plein : 35.")
    adaptation_boe = forms.BooleanField(
        label="Le temps de travail est adapté à une personne handicapée",
        help_text=(
            "Personne bénéficiaire de l’obligation d’emploi des travailleurs handicapés. Seuls les agents qui "
            "instruisent votre dossier le liront ; rien ne l’indique sur les listes ni dans les courriers."
        ),
        required=False,
    )
    embauche_souhaitee = forms.DateField(
        label="Date d’embauche souhaitée",
        help_text="Comptez la durée de la formation. Par exemple : 15/06/2027.",
        widget=Jour,
        error_messages={
            "required": "Écrivez une date, par exemple 15/06/2027.",
            "invalid": "Cette date n’existe pas. Écrivez-la comme 15/06/2027.",
        },
    )

    def __init__(self, *args: Any, le: date, reglement: Reglement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.le = le
        dire_les_seuils(self, reglement)

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        heures = intention.heures_hebdo
        return {
            **{nom: getattr(intention, nom) for nom in _CONTRAT},
            # « 35 », as it was typed, where the column keeps 35,0.
            "heures_hebdo": int(heures) if heures is not None and heures == int(heures) else heures,
        }

    def clean_embauche_souhaitee(self) -> date | None:
        souhaitee = self.cleaned_data["embauche_souhaitee"]
        if souhaitee and souhaitee < self.le:
            raise forms.ValidationError(f"Le {jour(souhaitee)} est passé. Choisissez une date à venir.")
        return souhaitee

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        contrat = donnees.get("contrat_type")
        if contrat and contrat not in SANS_DUREE and donnees.get("duree_mois", 0) is None:
            self.add_error("duree_mois", "Écrivez la durée du contrat en mois, par exemple 8.")
        if contrat == TypeContrat.INTERIM and not donnees.get("agence_interim", True):
            self.add_error("agence_interim", "Nommez l’agence d’intérim avec laquelle vous recrutez.")
        return donnees

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that could be read."""
        return dict(self.cleaned_data)


class ParticipationForm(FormulaireFrancais):
    """What the employer commits to, and the training it wishes for."""

    nom = "participation"
    engagement_recruter = champ_engagement(
        error_messages={"required": "Répondez par oui ou par non : sans engagement, la session ne peut pas s’ouvrir."}
    )
    etapes = champ_etapes(
        error_messages={"required": "Choisissez une étape au moins, l’accueil en stage par exemple."}
    )
    formation_souhaitee = forms.CharField(
        label="Formation souhaitée",
        help_text="Un titre, un permis, un savoir-faire : ce que la personne doit savoir en arrivant.",
        max_length=200,
        required=False,
    )
    formation_departement = champ_formation_departement(required=False)
    organisme_choisi = forms.ModelChoiceField(
        OrganismeFormation.objects.order_by("nom", "pk"),
        label="Organisme de formation",
        help_text="Un seul par formation. Si vous n’en connaissez pas, ceux de votre secteur verront votre intention.",
        empty_label="Aucun en particulier",
        required=False,
    )

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        return {
            "engagement_recruter": reponse(intention.engagement_recruter),
            "etapes": intention.etapes,
            "formation_souhaitee": intention.formation_souhaitee,
            "formation_departement": intention.formation_departement_id,
            "organisme_choisi": intention.organisme_choisi_id,
        }

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that could be read."""
        return dict(self.cleaned_data)


ETAPES = {classe.nom: classe for classe in (PosteForm, ContratForm, ParticipationForm)}
