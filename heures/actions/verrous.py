"""What writing hours locks first: the session, then its relevé, as who issues an invoice locks the session."""

from datetime import datetime

from django.db.models import QuerySet

from comptes.models import Utilisateur
from heures.models import Releve
from noyau.erreurs import DossierModifie
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import composer
from sessions_formation.models import Session


def verrouiller_le_releve(releve_id: int, *, par: Utilisateur | OrganismeFormation) -> Releve:
    """Lock a relevé of the person's training body, or of this body itself (its software speaks for it), read again
    once it is ours. Raises ``Releve.DoesNotExist`` for any other."""
    releves = releves_de(par)
    session_id = releves.values_list("session", flat=True).get(pk=releve_id)
    Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    return releves.select_for_update(of=("self",)).select_related("session__organisme").get(pk=releve_id)


def releves_de(par: Utilisateur | OrganismeFormation) -> QuerySet[Releve]:
    """Give the relevés this person, or this training body's software, may write in."""
    if isinstance(par, OrganismeFormation):
        return Releve.objects.filter(session__organisme=par)
    return Releve.objects.modifiables_par(par)


def personne_de(par: Utilisateur | OrganismeFormation) -> Utilisateur | None:
    """Give the account to write beside an act: none for a machine."""
    return par if isinstance(par, Utilisateur) else None


def exiger_la_version(releve: Releve, lu: datetime | None) -> None:
    """Raise ``DossierModifie`` unless the relevé is as it was at ``lu`` (its ``modifie_le``; None: not asked)."""
    if lu is not None and lu != releve.modifie_le:
        raise DossierModifie(
            composer(
                "Ces heures viennent d’être modifiées, par vous dans un autre onglet ou par un collègue. "
                "Ce que vous avez tapé est resté ci-dessous : comparez, puis enregistrez de nouveau."
            )
        )
