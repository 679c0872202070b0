"""Intentions that may already say the same need: shown before another is filed, never held against it."""

from dataclasses import dataclass
from datetime import date, timedelta

from comptes.models import Utilisateur
from intentions.automates import VIVANTES_AVANT_ENGAGEMENT
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from referentiels.regles.textes import normaliser

DEPUIS = timedelta(days=365)
VIVANTES = VIVANTES_AVANT_ENGAGEMENT | {StatutIntention.ENGAGEE}


def doublons_de(
    *,
    employeur_id: int | None,
    metier_id: str | None,
    intitule: str,
    departement_id: str | None,
    le: date,
    sauf: int | None = None,
) -> list[IntentionEmbauche]:
    """Give the live intentions of the same establishment for the same job in the same département, newest first.

    The same job: the same ROME code, or the same title whatever its accents and capitals. Filed within the year before
    ``le``; ``sauf`` is the intention that is being written. One query, on the index of the employer's intentions;
    none when one of the three is not known yet.
    """
    titre = normaliser(intitule)
    if not (employeur_id and departement_id and (metier_id or titre)):
        return []
    candidates = (
        IntentionEmbauche.objects.filter(
            employeur=employeur_id,
            departement=departement_id,
            statut__in=VIVANTES,
            deposee_le__date__gte=le - DEPUIS,
        )
        .exclude(pk=sauf or 0)
        .select_related("metier")
        .order_by("-deposee_le", "-pk")
    )
    return [
        autre
        for autre in candidates
        if (metier_id and autre.metier_id == metier_id) or (titre and normaliser(autre.intitule) == titre)
    ]


def doublons_d_une(intention: IntentionEmbauche, *, le: date) -> list[IntentionEmbauche]:
    """Give those of an intention that is already kept (1 query, or none)."""
    return doublons_de(
        employeur_id=intention.employeur_id,
        metier_id=intention.metier_id,
        intitule=intention.intitule,
        departement_id=intention.departement_id,
        le=le,
        sauf=intention.pk,
    )


@dataclass(frozen=True, slots=True)
class Doublon:
    """What a person may know of a need that looks like the one being written: all of it, or that it exists."""

    intention: IntentionEmbauche
    lisible: bool


def doublons_pour(utilisateur: Utilisateur, intention: IntentionEmbauche, *, le: date) -> list[Doublon]:
    """Give those of an intention, each saying whether this person may read it (1 query, a few when there are any).

    Who transmits for an employer is told that the need is known, not what the employer said elsewhere.
    """
    trouves = doublons_d_une(intention, le=le)
    if not trouves:
        return []
    lisibles = set(
        IntentionEmbauche.objects.modifiables_par(utilisateur)
        .filter(pk__in=[autre.pk for autre in trouves])
        .values_list("pk", flat=True)
        .order_by("pk")
    )
    return [Doublon(autre, autre.pk in lisibles) for autre in trouves]
