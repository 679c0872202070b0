"""A filed intention, written in again: the whole offer on one page to correct it, or the questions asked alone.

The fields, their words and their checks are those of the steps: one class per step, put together.
"""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from intentions.forms.champs import Insertion, champ_insertion
from intentions.forms.etablissement import ContactForm
from intentions.forms.etapes import ContratForm, ParticipationForm, PosteForm
from intentions.models import IntentionEmbauche
from intentions.queries.attentes import Attente
from intentions.queries.changements import CONTACT, RESERVES
from intentions.regles.champs import ECRIT, QUESTIONS
from noyau.formulaires import Choix
from referentiels.models import Employeur

RAISON_ATTENDUE = "Ces réponses demandent une dérogation : dites pourquoi en une phrase, un agent la lira."
REPONSE_ATTENDUE = "Répondez à cette question : elle vous est demandée."


class OffreForm(ContactForm, PosteForm, ContratForm, ParticipationForm):
    """Every answer of a filed intention but its establishment, which never changes: that is another need."""

    nom = "offre"
    reserves_tues = False
    motif_derogation = forms.CharField(
        label="Raison de la dérogation",
        help_text="Un agent de la Région la lit quand votre offre sort des conditions habituelles.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = [
        "contact_nom", "contact_telephone", "contact_courriel",
        "metier", "intitule", "secteur", "nombre_postes", "commune", "departement", "precisions",
        "contrat_type", "duree_mois", "saisonnier", "agence_interim", "heures_hebdo", "adaptation_boe",
        "embauche_souhaitee", "motif_derogation",
        "engagement_recruter", "etapes", "formation_souhaitee", "formation_departement", "organisme_choisi",
    ]  # fmt: skip

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        return {
            **{nom: getattr(intention, nom) for nom in CONTACT},
            **PosteForm.depuis(intention),
            **ContratForm.depuis(intention),
            **ParticipationForm.depuis(intention),
            "motif_derogation": intention.motif_derogation,
        }

    def clean_embauche_souhaitee(self) -> date | None:
        """A day that has passed since it was filed is no new mistake: only another one is looked at."""
        souhaitee = self.cleaned_data["embauche_souhaitee"]
        return souhaitee if souhaitee == self.initial.get("embauche_souhaitee") else super().clean_embauche_souhaitee()

    def taire_les_reserves(self) -> None:
        """Do not show what speaks of a disability, or may: whoever reads this form may say it, and not read it."""
        self.reserves_tues = True
        self.initial |= {"adaptation_boe": False, "motif_derogation": ""}

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that could be read; what was not shown and is not said stays as it is."""
        tus = RESERVES if self.reserves_tues else frozenset()
        return {nom: valeur for nom, valeur in super().reponses().items() if valeur or nom not in tus}

    def ne_garder_que(self, noms: set[str]) -> None:
        """Close every question but these."""
        for nom in set(self.fields) - noms:
            del self.fields[nom]

    def exiger_la_raison(self) -> None:
        """Say that the offer, as it is now answered, needs a reason."""
        self.add_error("motif_derogation", RAISON_ATTENDUE)


class CompletionForm(OffreForm):
    """The questions asked, and no other; ``attentes`` says which, ``employeurs`` whom the person may name."""

    employeur = forms.ModelChoiceField(
        Employeur.objects.none(), label="Établissement qui recrute", empty_label=None, widget=Choix
    )
    insertion = champ_insertion(error_messages={"required": "Répondez par oui ou par non : cela change la suite."})
    field_order = ["employeur", "insertion", *OffreForm.field_order]

    def __init__(self, *args: Any, attentes: list[Attente], employeurs: QuerySet[Employeur], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employeur"].queryset = employeurs
        questions = {attente.champ: QUESTIONS[attente.champ] for attente in attentes if attente.champ != ECRIT}
        self.ne_garder_que({nom for question in questions.values() for nom in question.champs} | {"motif_derogation"})
        # Length and agency depend on the contract: where it is asked too, the step's own check says what it calls for.
        libres = set(QUESTIONS["contrat_type"].champs) if "contrat_type" in questions else set()
        for nom in {nom for question in questions.values() for nom in question.obligatoires} - libres:
            self.fields[nom].required = True
            self.fields[nom].error_messages["required"] = REPONSE_ATTENDUE

    @staticmethod
    def depuis(intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the answers already stored."""
        employeur = intention.employeur
        return {
            **OffreForm.depuis(intention),
            "employeur": intention.employeur_id,
            "insertion": Insertion.de(siae=employeur.siae, etti=employeur.etti) if employeur else None,
        }

    def reponses(self) -> dict[str, Any]:
        """Give the fields of the model that were answered; a reason that is not asked for is left as it is."""
        champs = super().reponses()
        champs.pop("insertion", None)
        if not champs.get("motif_derogation"):
            champs.pop("motif_derogation", None)
        return champs

    def blocs(self, attentes: list[Attente]) -> list[dict[str, Any]]:
        """Give what the page shows: each question asked, its comments, its fields; a field is shown once."""
        blocs: list[dict[str, Any]] = []
        montres: set[str] = set()
        for attente in attentes:
            noms = [] if attente.champ == ECRIT else QUESTIONS[attente.champ].champs
            nouveaux = [nom for nom in noms if nom not in montres]
            if noms and not nouveaux:
                next(bloc for bloc in blocs if noms[0] in bloc["noms"])["attentes"].append(attente)
                continue
            montres |= set(nouveaux)
            blocs.append(
                {
                    "attentes": [attente],
                    "noms": nouveaux,
                    "champs": [self[nom] for nom in nouveaux],
                    "contrat": attente.champ == "contrat_type",
                }
            )
        return blocs
