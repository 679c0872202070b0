"""The first account of an installation: whoever has all rights, and opens the others from the administration."""

from django.db import transaction

from comptes.actions.inviter import Invite
from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import RegleViolee


@transaction.atomic
def ouvrir_premier_agent(*, agent: Invite, malgre_un_autre: bool = False) -> Utilisateur:
    """Open an officer's account that has all rights; the person enters by a code sent to its address.

    ``malgre_un_autre``: even though somebody has them already (the only one has left). Raises ``RegleViolee`` when
    somebody has, or when the address has an account: that one's rights are given from the administration.
    """
    if Utilisateur.objects.filter(email__iexact=agent.courriel).exists():
        raise RegleViolee("Cette adresse a déjà un compte : ses droits se donnent depuis l’administration.")
    if not malgre_un_autre and Utilisateur.objects.filter(is_superuser=True, is_active=True).exists():
        raise RegleViolee("Un compte a déjà tous les droits : les autres s’ouvrent depuis l’administration.")
    # No password: nobody chooses one for somebody else, and none is left in the history of a shell.
    personne = Utilisateur.objects.create_superuser(agent.courriel, prenom=agent.prenom, nom=agent.nom)
    journal.noter(personne, "Premier compte, ouvert depuis le serveur", par=None, transition="ouvrir")
    return personne
