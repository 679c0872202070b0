"""Those who act for the same organisation: one of them invites another, or takes the access of one away.

The Région opens an organisation's first access (``inviter``); afterwards its own people may bring colleagues in. A
training body, a structure of the Réseau or an Opco only brings in addresses of its own mail domain: anybody else is
for the Région to let in. An establishment invites whom it wants: small employers write from personal mailboxes.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.actions.inviter import Invite, ouvrir_acces
from comptes.models import Rattachement, Role, Utilisateur
from comptes.queries.rattachements import collegues_de, domaines_de, obstacle_a_l_invitation
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal

INVITATIONS_PAR_JOUR = 20
INVITER = "inviter"


def _sien(rattachement_id: int, par: Utilisateur) -> Rattachement:
    """The person's own active attachment, through which it acts here."""
    siens = Rattachement.objects.actifs().filter(utilisateur=par.pk)
    sien = siens.select_for_update(of=("self",)).filter(pk=rattachement_id).first()
    if sien is None or not par.is_active:
        raise PermissionDenied
    return sien


@transaction.atomic
def inviter_collegue(*, rattachement_id: int, invite: Invite, par: Utilisateur, maintenant: datetime) -> Rattachement:
    """Let a colleague act for the organisation of ``rattachement_id`` (one's own), and send the invitation.

    Raises ``PermissionDenied`` when ``par`` does not act for it, ``RegleViolee`` when the address may not be invited,
    or when the organisation has sent too many invitations in a day.
    """
    sien = _sien(rattachement_id, par)
    organisation = sien.organisation
    obstacle = obstacle_a_l_invitation(invite.courriel, organisation)
    if obstacle:
        raise RegleViolee(obstacle)
    domaines = domaines_de(sien)
    if sien.role != Role.EMPLOYEUR and invite.courriel.rpartition("@")[2].lower() not in domaines:
        connus = f" ({', '.join(sorted(domaines))})" if domaines else ""
        raise RegleViolee(
            f"Cette adresse n’est pas de {organisation}{connus}. Demandez à la Région d’inviter cette personne."
        )
    envoyees = LigneJournal.objects.filter(
        objet_type=Rattachement._meta.label_lower,
        objet_id__in=collegues_de(sien, tous=True).values("pk"),
        transition=INVITER,
        le__gt=maintenant - timedelta(days=1),
    )
    if envoyees.count() >= INVITATIONS_PAR_JOUR:
        raise RegleViolee(f"{INVITATIONS_PAR_JOUR} invitations sont parties en un jour : continuez demain.")
    return ouvrir_acces(invite=invite, organisation=organisation, par=par)


@transaction.atomic
def retirer_collegue(*, rattachement_id: int, collegue_id: int, par: Utilisateur) -> Rattachement:
    """Take a colleague's access away, or a request to join; the person is told. Their files stay where they are.

    ``collegue_id`` is their attachment. Raises ``PermissionDenied`` when ``par`` does not act for the organisation,
    ``RegleViolee`` when the access is already gone, or is one's own (which one leaves, rather).
    """
    sien = _sien(rattachement_id, par)
    if collegue_id == sien.pk:
        raise RegleViolee("C’est votre propre accès : quittez plutôt l’organisation depuis cette page.")
    collegue = collegues_de(sien).select_for_update(of=("self",)).filter(pk=collegue_id).first()
    if collegue is None:
        raise RegleViolee("Cette personne n’agit plus pour cette organisation.")
    collegue.actif = False
    collegue.en_attente_depuis = None
    collegue.save(update_fields=["actif", "en_attente_depuis"])
    ligne = journal.noter(collegue, "Accès retiré par un collègue", par=par, transition="retirer")
    courriers.deposer(
        modele="acces_retire",
        cle=f"acces-retire:{ligne.pk}",
        destinataire=collegue.utilisateur.email,
        contexte={
            "prenom": collegue.utilisateur.prenom,
            "organisation": str(collegue.organisation),
            "par": par.nom_public,
        },
    )
    return collegue
