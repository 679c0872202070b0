"""Intentions and posts that a session takes, and gives back: locked in one order, told in their own journals."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from comptes.models import Utilisateur
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.models.intention import UN_SEUL_ORGANISME
from intentions.regles.echeances import echeances
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur
from referentiels.queries.reglement import reglement_au
from sessions_formation.models import IntentionRetenue, Session


def engager(session: Session, retenues: QuerySet[IntentionRetenue], *, par: Utilisateur) -> None:
    """Engage with a session's training body the intentions these rows name, and make the rows active.

    Raises ``RegleViolee`` when somebody else has taken one of them.
    """
    nouvelles = verrouiller(list(retenues.values_list("intention_id", flat=True)))
    _verrouiller_employeurs(nouvelles)
    prises = [intention for intention in nouvelles if not _engager_une(intention, session, par=par)]
    if prises:
        raise RegleViolee(
            *[
                f"L’intention {intention.numero} ne peut pas être retenue : {intention.employeur} est déjà engagé "
                "pour ce métier avec un autre organisme. Décochez-la."
                for intention in prises
            ]
        )
    try:
        with transaction.atomic():
            # As many posts as it offers now: its employer may have corrected it since it was picked.
            postes = IntentionEmbauche.objects.filter(pk=OuterRef("intention")).values("nombre_postes")
            retenues.update(active=True, postes=Subquery(postes))
    except IntegrityError as erreur:
        raise RegleViolee("Une de ces intentions vient d’être retenue pour une autre session.") from erreur


def _engager_une(intention: IntentionEmbauche, session: Session, *, par: Utilisateur) -> bool:
    """Engage an intention; False when its employer is engaged for that job with another body (FAQ §6).

    The database alone knows it for sure: nothing read before could tell what another transaction is committing.
    """
    try:
        with transaction.atomic():
            intention.franchir(
                TransitionIntention.ENGAGER,
                par=par,
                motif=f"{session.organisme}, « {session.intitule} »",
                organisme_engage=session.organisme,
            )
    except IntegrityError as erreur:
        if UN_SEUL_ORGANISME not in str(erreur):
            raise
        return False
    return True


def _verrouiller_employeurs(intentions: Iterable[IntentionEmbauche]) -> None:
    """Let two bodies that engage the same employers wait for one another here: in the exclusion's index they would
    wait for each other, and one would be killed."""
    employeurs = Employeur.objects.filter(pk__in={intention.employeur_id for intention in intentions})
    list(employeurs.select_for_update(of=("self",), no_key=True).order_by("pk"))


def verrouiller(identifiants: Collection[int]) -> list[IntentionEmbauche]:
    """Lock intentions, always in one order. Not their keys: a draft being written that points to them need not wait,
    and two transactions that wait for each other's rows on several intentions would be one too many."""
    intentions = IntentionEmbauche.objects.filter(pk__in=identifiants).order_by("pk")
    return list(intentions.select_for_update(of=("self",), no_key=True))


def liberer(intentions: list[IntentionEmbauche], *, par: Utilisateur | None, motif: str, le: date) -> None:
    """Give intentions already locked back to whoever will take them, as from ``le``."""
    if not intentions:
        return
    dates = echeances(StatutIntention.RECEVABLE, reglement=reglement_au(le), le=le)._asdict()
    for intention in intentions:
        intention.franchir(TransitionIntention.LIBERER, par=par, motif=motif, organisme_engage=None, **dates)
