"""Sending the file of the survey of labour needs."""

from collections.abc import Iterable
from typing import Any

from django import forms

from noyau.antivirus import controler
from noyau.formulaires import ChoixMultiple, Nombre, Texte
from referentiels.models import CorrespondanceFap, Metier

TAILLE_MAX_MO = 30
PREMIERE_ANNEE = 2010


class EnqueteForm(forms.Form):
    """Cleans to ``fichier`` and ``annee`` (None when the file says it)."""

    use_required_attribute = False

    fichier = forms.FileField(
        label="Le fichier de l’enquête, en CSV",
        help_text=f"La feuille des bassins d’emploi, enregistrée en CSV. {TAILLE_MAX_MO} Mo au plus.",
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": "Choisissez le fichier de l’enquête.", "empty": "Ce fichier est vide."},
    )
    annee = forms.IntegerField(
        label="Année de l’enquête",
        help_text="Seulement si le fichier ne la dit pas.",
        required=False,
        min_value=PREMIERE_ANNEE,
        max_value=2100,
        widget=Nombre,
        error_messages={"invalid": "Écrivez l’année en quatre chiffres."},
    )

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAX_MO * 1024 * 1024:
            raise forms.ValidationError(f"Ce fichier dépasse {TAILLE_MAX_MO} Mo : gardez la feuille des bassins.")
        controler(fichier.read())
        fichier.seek(0)
        return fichier


class CorrespondancesForm(forms.Form):
    """Which ROME jobs a job of the survey is: those ticked, and one more by its code.

    ``proposes``: the codes shown as boxes; ``vus``: those the page that was sent showed. Of these, what is not ticked
    is said not to be the same work: sent twice, a page says nothing of the codes that come next.
    """

    use_required_attribute = False

    metiers = forms.MultipleChoiceField(
        label="C’est le même métier que",
        help_text="Ce que vous ne cochez pas est noté comme un autre métier, et n’est plus proposé.",
        required=False,
        widget=ChoixMultiple,
    )
    autre = forms.CharField(
        label="Un autre code ROME",
        help_text="Une lettre et quatre chiffres, F1703.",
        required=False,
        max_length=5,
        widget=Texte(taille="court"),
    )

    def proposer(self, connues: Iterable[CorrespondanceFap], proches: Iterable[Metier]) -> None:
        """Show what was said already, ticked when it is the same work, then what is near by its name, not ticked."""
        choix = [(c.metier_id, f"{c.metier} ({c.metier_id})") for c in connues]
        choix += [(m.pk, f"{m} ({m.pk}), proche par le nom, non validé") for m in proches]
        self.fields["metiers"].choices = choix
        self.fields["metiers"].initial = [c.metier_id for c in connues if c.retenue]
        self.proposes = [code for code, _ in choix]

    @property
    def vus(self) -> list[str]:
        """The codes the officer had under the eyes. To be read of a page that was sent."""
        montres = set(self.data.getlist("vus"))
        return [code for code in self.proposes if code in montres]

    @property
    def retenus(self) -> list[str]:
        """The codes said to be the same work."""
        autre = self.cleaned_data["autre"].strip().upper()
        return [*self.cleaned_data["metiers"], *([autre] if autre else [])]
