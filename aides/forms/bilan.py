"""The bilan after the training, the reason of an abandonment, and what a deposit ticks."""

from typing import Any

from django import forms

from aides.forms.reponses import champ_euros, champ_heures, champ_jour, champ_oui_non
from aides.models import BilanFormation, DemandeAide
from aides.regles.dossier import Dispositif
from intentions.forms.champs import FormulaireFrancais, reponse

_TEXTE = forms.Textarea({"rows": 3})


class BilanForm(FormulaireFrancais):
    """What was done. Nothing is required to save; sending asks for all of it."""

    debut = champ_jour("Premier jour réel")
    fin = champ_jour("Dernier jour réel")
    heures = champ_heures("Heures réellement faites", "Celles que les feuilles d’émargement montrent.")
    cout = champ_euros("Coût de la formation", "Hors taxes, tel que la facture l’écrit.")
    autre_montant = champ_euros(
        "Dont payé par un autre financeur", "Votre Opco, le CPF… : cette part est ôtée du coût. 0 s’il n’y en a pas."
    )
    contrat_en_cours = champ_oui_non("La personne est-elle toujours en poste ?")
    contrat_fini_le = champ_jour("Sinon, dernier jour de son contrat")
    deroulement = forms.CharField(
        label="Comment la formation s’est passée",
        help_text="Ce qui a changé par rapport au plan, et pourquoi. Sans nommer personne.",
        max_length=2000,
        required=False,
        widget=_TEXTE,
    )
    acquis = forms.CharField(
        label="Ce que la personne sait faire maintenant", max_length=2000, required=False, widget=_TEXTE
    )
    lu = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, demande: DemandeAide, bilan: BilanFormation | None, **options: Any) -> None:
        # Days as they were planned, never hours: those are counted.
        source: Any = bilan or BilanFormation(debut=demande.formation_debut, fin=demande.formation_fin)
        depart = {nom: getattr(source, nom) for nom in self.base_fields if nom != "lu"}
        depart["contrat_en_cours"] = reponse(source.contrat_en_cours)
        if source.autre_montant is None and demande.autre_financement:
            depart["autre_montant"] = demande.autre_montant
        for nom in ("heures", "cout", "autre_montant"):
            if depart[nom] is not None and depart[nom] == int(depart[nom]):
                depart[nom] = int(depart[nom])
        super().__init__(*args, initial={"lu": demande.version, **depart}, **options)
        if demande.dispositif != Dispositif.FORMATION:
            del self.fields["cout"], self.fields["autre_montant"]

    def clean(self) -> dict[str, Any]:
        """Refuse days that contradict one another, and a share greater than the whole."""
        lues = super().clean() or self.cleaned_data
        if lues.get("debut") and lues.get("fin") and lues["fin"] < lues["debut"]:
            self.add_error("fin", "La formation finit avant de commencer.")
        cout, autre = lues.get("cout"), lues.get("autre_montant")
        if cout is not None and autre is not None and autre > cout:
            self.add_error("autre_montant", "Cette part dépasse le coût de la formation.")
        if lues.get("contrat_en_cours"):
            lues["contrat_fini_le"] = None
        return lues

    def champs(self) -> dict[str, Any]:
        """Give the fields of the bilan that could be read."""
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "lu"}


class AbandonForm(FormulaireFrancais):
    motif = forms.CharField(
        label="Pourquoi abandonnez-vous cette demande ?",
        help_text="L’agent qui la suit le lira. Ne nommez personne.",
        max_length=500,
        widget=_TEXTE,
        error_messages={"required": "Dites pourquoi en une phrase : formation annulée, contrat rompu…"},
    )


class DepotForm(FormulaireFrancais):
    attestation = forms.BooleanField(
        label="J’atteste que ces réponses sont exactes, et qu’aucune autre aide ne paie les mêmes heures",
        error_messages={"required": "Cochez cette case : sans elle, la demande ne peut pas partir."},
    )
    lu = forms.CharField(required=False, widget=forms.HiddenInput)
