"""Closing and reopening an account, which officers do."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Rattachement, Utilisateur
from noyau import courriers, journal


@transaction.atomic
def ouvrir_ou_fermer_compte(*, utilisateur_id: int, actif: bool, par: Utilisateur) -> Utilisateur:
    """Open or close an account, and write it in its journal; without effect when it is so already.

    A closed account no longer enters and no longer sees anything, at once. Raises ``PermissionDenied`` without the
    right to change accounts, or when officers would close their own.
    """
    if not par.has_perm("comptes.change_utilisateur") or (utilisateur_id == par.pk and not actif):
        raise PermissionDenied
    utilisateur = Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur_id)
    if utilisateur.is_active == actif:
        return utilisateur
    utilisateur.is_active = actif
    utilisateur.save(update_fields=["is_active"])
    libelle = "Compte rouvert" if actif else "Compte fermé"
    journal.noter(utilisateur, libelle, par=par, transition="rouvrir" if actif else "fermer")
    return utilisateur


@transaction.atomic
def retirer_second_facteur(*, utilisateur_id: int, par: Utilisateur) -> int:
    """Take away every second factor of someone who lost theirs, tell them, and give how many there were.

    The person sets up another at the next sign-in. Only whoever has all rights may, and not for themselves.
    """
    if not par.is_superuser or utilisateur_id == par.pk:
        raise PermissionDenied
    utilisateur = Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur_id)
    nombre, _ = Authenticator.objects.filter(user=utilisateur.pk).delete()
    ligne = journal.noter(utilisateur, "Second facteur retiré", par=par, transition="retirer_facteur")
    courriers.deposer(
        modele="compte_modifie",
        cle=f"compte_modifie:{ligne.pk}",
        destinataire=utilisateur.email,
        contexte={
            "quoi": f"{par.nom_public} a retiré votre second facteur, pour que vous en installiez un autre",
            "adresse_ip": "",
            "courriel": utilisateur.email,
        },
    )
    return nombre


@transaction.atomic
def suspendre_rattachement(*, rattachement_id: int, par: Utilisateur) -> None:
    """Stop someone from acting for an organisation, whatever it is; an invitation gives it back.

    Raises ``PermissionDenied`` without the right to change attachments.
    """
    if not par.has_perm("comptes.change_rattachement"):
        raise PermissionDenied
    rattachement = Rattachement.objects.select_for_update(of=("self",)).get(pk=rattachement_id)
    rattachement.actif = False
    rattachement.en_attente_depuis = None
    rattachement.save(update_fields=["actif", "en_attente_depuis"])
    journal.noter(rattachement, "Rattachement suspendu", par=par, transition="suspendre")
