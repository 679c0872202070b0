"""The invitation an officer sends."""

from django import forms
from django.db.models import Model

from comptes.actions.inviter import Invite
from comptes.models import Rattachement
from comptes.queries.rattachements import obstacle_a_l_invitation
from referentiels.models import Opco, OrganismeFormation, StructureReseau

# Employers open their account by themselves.
ORGANISATIONS = ("organisme", "structure", "opco")


class InvitationForm(forms.ModelForm):
    courriel = forms.EmailField(label="Courriel", help_text="L’invitation y est envoyée ; la personne entre par code.")
    prenom = forms.CharField(label="Prénom", max_length=60)
    nom = forms.CharField(label="Nom", max_length=60)
    # Declared here: plain lists, which every screen reader knows, where the administration would put a script's.
    organisme = forms.ModelChoiceField(
        OrganismeFormation.objects.order_by("nom", "pk"), label="Organisme de formation", required=False
    )
    structure = forms.ModelChoiceField(
        StructureReseau.objects.order_by("nom", "pk"), label="Structure du Réseau pour l’emploi", required=False
    )
    opco = forms.ModelChoiceField(Opco.objects.order_by("nom", "pk"), label="Opérateur de compétences", required=False)

    class Meta:
        model = Rattachement
        fields = ORGANISATIONS

    def clean(self) -> dict:
        """One organisation, and nothing that prevents inviting this address to act for it."""
        donnees = super().clean()
        choisies = [donnees[nom] for nom in ORGANISATIONS if donnees.get(nom)]
        if len(choisies) != 1:
            raise forms.ValidationError("Choisissez une organisation, et une seule : c’est elle qui donne le rôle.")
        obstacle = obstacle_a_l_invitation(donnees.get("courriel", ""), choisies[0])
        if obstacle:
            raise forms.ValidationError(obstacle)
        return donnees

    @property
    def organisation(self) -> Model:
        return next(self.cleaned_data[nom] for nom in ORGANISATIONS if self.cleaned_data[nom])

    @property
    def invite(self) -> Invite:
        return Invite(self.cleaned_data["courriel"], self.cleaned_data["prenom"], self.cleaned_data["nom"])
