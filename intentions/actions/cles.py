"""Keys of the API: made and revoked by the Région, written in the journal of the partner they speak for."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import DroitApi
from intentions.models import CleApi, Partenaire
from noyau import journal
from noyau.erreurs import RegleViolee


@transaction.atomic
def creer_cle(
    *, partenaire_id: int, nom: str, droits: Collection[DroitApi], jusqu_au: date | None, par: Utilisateur
) -> tuple[CleApi, str]:
    """Make a key with these rights, good until the end of the day ``jusqu_au``; give it and the text to hand over.

    That text is kept nowhere. Raises ``PermissionDenied`` without the right to add keys, ``RegleViolee`` without any
    right to give or for a partner that no longer transmits.
    """
    _exiger(par, "intentions.add_cleapi")
    partenaire = Partenaire.objects.select_for_update(of=("self",), no_key=True).get(pk=partenaire_id)
    if not partenaire.actif:
        raise RegleViolee(f"{partenaire} n’est plus actif. Une clé ne lui servirait à rien.")
    if not droits:
        raise RegleViolee("Choisissez un droit au moins.")
    fin = timezone.make_aware(datetime.combine(jusqu_au, time.max)) if jusqu_au else None
    cle = CleApi(
        partenaire=partenaire, name=nom, droits=[droit.value for droit in DroitApi if droit in droits], expiry_date=fin
    )
    valeur = CleApi.objects.assign_key(cle)
    cle.save()
    motif = f"{nom} ({cle.prefix}…)"
    journal.noter(partenaire, "Clé d’API créée", par=par, transition="creer_cle", motif=motif)
    return cle, valeur


@transaction.atomic
def revoquer_cle(*, prefixe: str, partenaire_id: int, par: Utilisateur) -> CleApi:
    """Close a key for good; without effect when it is already.

    Raises ``PermissionDenied`` without the right to change keys, ``CleApi.DoesNotExist`` when it is not theirs.
    """
    _exiger(par, "intentions.change_cleapi")
    cle = CleApi.objects.select_for_update(of=("self",)).get(prefix=prefixe, partenaire=partenaire_id)
    if cle.revoked:
        return cle
    cle.revoked = True
    cle.save()
    motif = f"{cle.name} ({cle.prefix}…)"
    journal.noter(cle.partenaire, "Clé d’API révoquée", par=par, transition="revoquer_cle", motif=motif)
    return cle


def _exiger(par: Utilisateur, droit: str) -> None:
    if not (acces.est_agent(par) and par.has_perm(droit)):
        raise PermissionDenied
