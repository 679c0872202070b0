"""Accounts that the Région opens: training bodies, référents, Opcos, officers."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Rattachement, Role, Utilisateur
from comptes.queries.rattachements import CHAMPS, obstacle_a_l_invitation
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur, Opco, OrganismeFormation, StructureReseau

ROLES = {
    Employeur: Role.EMPLOYEUR,
    OrganismeFormation: Role.ORGANISME,
    StructureReseau: Role.REFERENT,
    Opco: Role.OPCO,
}


@dataclass(frozen=True, slots=True)
class Invite:
    """The person invited."""

    courriel: str
    prenom: str
    nom: str


@transaction.atomic
def inviter(
    *, invite: Invite, organisation: Employeur | OrganismeFormation | StructureReseau | Opco, par: Utilisateur
) -> Rattachement:
    """Open an account if the address has none, attach it to the organisation, and send the invitation.

    The kind of organisation gives the role.
    Nobody chooses a password for somebody else: the invited person signs in with a code sent to their address.
    Raises ``PermissionDenied`` without the right to attach people, ``RegleViolee`` when the person is already
    attached or when the address belongs to an officer.
    """
    if not par.has_perm("comptes.add_rattachement"):
        raise PermissionDenied
    obstacle = obstacle_a_l_invitation(invite.courriel, organisation)
    if obstacle:
        raise RegleViolee(obstacle)
    return ouvrir_acces(invite=invite, organisation=organisation, par=par)


def ouvrir_acces(
    *, invite: Invite, organisation: Employeur | OrganismeFormation | StructureReseau | Opco, par: Utilisateur
) -> Rattachement:
    """Open the account and the attachment, and send the invitation: who may ask for it is the caller's to check."""
    personne, nouvelle = _personne(invite)
    role = ROLES[type(organisation)]
    rattachement, _ = Rattachement.objects.select_for_update(of=("self",)).get_or_create(
        utilisateur=personne, role=role, **{CHAMPS[type(organisation)]: organisation}, defaults={"actif": False}
    )
    rattachement.actif = True
    rattachement.en_attente_depuis = None
    rattachement.save(update_fields=["actif", "en_attente_depuis"])
    ligne = journal.noter(rattachement, f"Invitation à agir pour {organisation}"[:120], par=par, transition="inviter")
    courriers.deposer(
        modele="invitation",
        cle=f"invitation:{ligne.pk}",
        destinataire=personne.email,
        contexte={
            "prenom": personne.prenom,
            "organisation": str(organisation),
            "role": role.label,
            "courriel": personne.email,
            "nouveau_compte": nouvelle,
            # An officer invites for the Région; a colleague in its own name.
            "invite_par": "" if par.is_staff else par.get_full_name(),
        },
    )
    return rattachement


def _personne(invite: Invite) -> tuple[Utilisateur, bool]:
    courriel = invite.courriel.lower()
    personne = Utilisateur.objects.filter(email=courriel).first()
    if personne is not None:
        return personne, False
    return Utilisateur.objects.create_user(courriel, prenom=invite.prenom, nom=invite.nom), True
