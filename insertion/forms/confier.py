"""Whose people are handed over, and to whom."""

from typing import Any

from django import forms

from comptes.models import Rattachement, Role, Utilisateur


class ConfierForm(forms.Form):
    """People are offered by structure: « Lucas Morin, France Travail Cholet ». Who has left may still hand over."""

    use_required_attribute = False

    de = forms.TypedChoiceField(
        label="Les stagiaires de", coerce=str, error_messages={"required": "Choisissez de qui il s’agit."}
    )
    a = forms.TypedChoiceField(label="À qui", coerce=str, error_messages={"required": "Choisissez un collègue."})

    def __init__(self, *args: Any, structures: list[int], moi: Utilisateur, **options: Any) -> None:
        super().__init__(*args, **options)
        siens = Rattachement.objects.filter(role=Role.REFERENT, structure__in=structures)
        lus = siens.select_related("utilisateur", "structure").order_by(
            "utilisateur__nom", "utilisateur__prenom", "pk"
        )
        self._lus = {f"{lu.utilisateur_id}-{lu.structure_id}": lu for lu in lus}
        plusieurs = len(structures) > 1
        mots = {code: self._mots(lu, moi, plusieurs=plusieurs) for code, lu in self._lus.items()}
        self.fields["de"].choices = [("", "Choisissez…"), *mots.items()]
        actifs = {code: mot for code, mot in mots.items() if self._actif(code)}
        self.fields["a"].choices = [("", "Choisissez…"), *actifs.items()]
        self.fields["de"].initial = next((c for c, lu in self._lus.items() if lu.utilisateur_id == moi.pk), "")

    def clean(self) -> dict[str, Any]:
        """A person hands over within one structure: the one it follows people for."""
        lu = super().clean() or self.cleaned_data
        de, a = self._lus.get(lu.get("de", "")), self._lus.get(lu.get("a", ""))
        if de and a and de == a:
            self.add_error("a", "Choisissez un autre collègue : ce sont déjà les siens.")
        elif de and a and de.structure_id != a.structure_id:
            self.add_error("a", "Choisissez un collègue de la même structure.")
        return lu

    def choix(self) -> tuple[Utilisateur, Utilisateur, int]:
        """Give from whom, to whom, and for which structure."""
        de, a = self._lus[self.cleaned_data["de"]], self._lus[self.cleaned_data["a"]]
        return de.utilisateur, a.utilisateur, de.structure_id

    def _actif(self, code: str) -> bool:
        lu = self._lus[code]
        return lu.actif and lu.utilisateur.is_active

    def _mots(self, lu: Rattachement, moi: Utilisateur, *, plusieurs: bool) -> str:
        nom = f"{lu.utilisateur} (vous)" if lu.utilisateur_id == moi.pk else str(lu.utilisateur)
        return f"{nom}, {lu.structure}" if plusieurs else nom
