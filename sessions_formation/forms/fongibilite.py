"""Hours moved between two sessions of a lot: from where, to where, how many, why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from noyau.templatetags.maison import heures, montant
from referentiels.regles.typographie import composer
from sessions_formation.queries.fongibilite import Mouvante


class FongibiliteForm(forms.Form):
    """``mouvantes``: what may give or receive on this lot."""

    use_required_attribute = False

    de = forms.TypedChoiceField(label="Prendre des heures à", coerce=int)
    vers = forms.TypedChoiceField(label="Les donner à", coerce=int)
    heures = forms.IntegerField(
        label="Heures-stagiaires à déplacer",
        min_value=1,
        max_value=1_000_000,
        help_text="Le total pour tous les stagiaires : 5 parcours de 20 heures font 100 heures.",
    )
    motif = forms.CharField(
        label="Pourquoi",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Le mandataire le lit sur l’avenant, et il reste dans l’historique des deux sessions.",
    )
    lu = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, mouvantes: Sequence[Mouvante], **options: Any) -> None:
        super().__init__(*args, **options)
        self.mouvantes = {mouvante.composante.pk: mouvante for mouvante in mouvantes}
        choix = [("", "Choisissez…"), *((cle, _libelle(mouvante)) for cle, mouvante in self.mouvantes.items())]
        for nom in ("de", "vers"):
            self.fields[nom].choices = choix

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        de, vers, nombre = (donnees.get(nom) for nom in ("de", "vers", "heures"))
        if de and de == vers:
            self.add_error("vers", "Choisissez une autre session que celle qui donne ses heures.")
        if de and nombre and nombre > self.mouvantes[de].commande.heures:
            restent = heures(self.mouvantes[de].commande.heures)
            self.add_error("heures", composer(f"Cette session n’a que {restent} commandées."))
        return donnees


def _libelle(mouvante: Mouvante) -> str:
    session, commande = mouvante.composante.session, mouvante.commande
    return composer(
        f"{session.numero}, {session.intitule}, {session.organisme.nom} : {heures(commande.heures)} commandées, "
        f"{montant(mouvante.composante.prix_heure)} l’heure"
    )
