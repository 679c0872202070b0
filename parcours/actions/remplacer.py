"""Taking over the place of somebody who left: the replacement is linked to who it replaces, once (FAQ §5)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import RegleViolee
from parcours.actions.ouvrir import ouvrir
from parcours.queries.declarations import VIVANT
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

# Whose place is free again.
REMPLACABLE = frozenset({StatutParcours.ABANDON, StatutParcours.EXCLU})


def remplacants_possibles(parti: Parcours) -> QuerySet[Parcours]:
    """Give who may be said to replace ``parti``: the candidates of its session who replace nobody.

    Who is admitted has a place and a post already: giving them another would leave one empty.
    """
    candidats = VIVANT - {StatutParcours.ENTRE, StatutParcours.ADMIS}
    possibles = Parcours.objects.filter(session=parti.session_id, remplace=None, statut__in=candidats)
    return possibles.select_related("stagiaire", "intention__employeur").order_by("attente_le", "pk")


@transaction.atomic
def remplacer(*, parcours_id: int, remplacant_id: int, par: Utilisateur) -> Parcours:
    """Say who takes over the place of somebody who gave up or was excluded; the admission remains to be decided.

    Said twice, it is written once. Raises ``RegleViolee`` when the place is no longer to be taken over, or the person
    cannot.
    """
    parti = ouvrir(parcours_id, par=par)
    if parti.statut not in REMPLACABLE:
        raise RegleViolee("Cette personne n’a pas laissé sa place : il n’y a pas à la remplacer.")
    deja = _deja(parti)
    if deja is not None:
        if deja.pk == remplacant_id:
            return deja
        raise RegleViolee("Quelqu’un remplace déjà cette personne.")
    remplacant = remplacants_possibles(parti).select_for_update(of=("self",)).filter(pk=remplacant_id).first()
    if remplacant is None:
        raise RegleViolee("Cette personne n’est plus candidate de la session : choisissez-en une autre.")
    _lier(remplacant, parti, par=par)
    return remplacant


def lier_au_premier(partis: Iterable[Parcours], proposes: Iterable[Parcours]) -> None:
    """Link those whom the waiting list has just given a place to those who left it, in order."""
    remplacables = [parti for parti in partis if parti.statut in REMPLACABLE]
    libres = [propose for propose in proposes if propose.remplace_id is None]
    for parti, propose in zip(remplacables, libres, strict=False):
        if _deja(parti) is None:
            _lier(propose, parti, par=None)


def _deja(parti: Parcours) -> Parcours | None:
    """Give who replaces somebody; a candidate who was not retained in the end leaves the place to another."""
    deja = Parcours.objects.filter(remplace=parti).first()
    if deja is None or deja.statut != StatutParcours.NON_RETENU:
        return deja
    deja.remplace = None
    deja.save(update_fields=["remplace", "modifie_le"])
    return None


def _lier(remplacant: Parcours, parti: Parcours, *, par: Utilisateur | None) -> None:
    remplacant.remplace = parti
    remplacant.save(update_fields=["remplace", "modifie_le"])
    journal.noter(remplacant, f"Reprend la place du parcours {parti.pk}", par=par, transition="remplacer")
    journal.noter(parti, f"Sa place est reprise par le parcours {remplacant.pk}", par=par, transition="remplacer")
