"""The employer keeps its intention for one of the training bodies interested, or changes its mind."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from intentions.actions.deposer import prevenir_organisme
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche, Interet
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import composer

PLUS_LIBRE = "Cette intention n’attend plus d’organisme : elle est « {etat} ». Votre choix reste comme il est."


@transaction.atomic
def choisir_organisme(*, intention_id: int, interet_id: int, par: Utilisateur) -> IntentionEmbauche:
    """Keep an intention for a training body that said it was interested; it is told, the others too.

    Choosing the same again changes nothing. Raises ``IntentionEmbauche.DoesNotExist`` when it is not the employer's,
    ``RegleViolee`` when it is no longer recevable or the training body has taken its interest back.
    """
    intention = _relire(intention_id, par=par)
    interet = Interet.objects.filter(intention=intention, pk=interet_id).select_related("organisme").first()
    if interet is None or interet.retire_le:
        raise RegleViolee("Cet organisme a retiré son intérêt : choisissez-en un autre, ou appelez-le.")
    avant = intention.organisme_choisi
    if avant == interet.organisme:
        return intention
    ligne = _changer(intention, interet.organisme, libelle=f"Organisme choisi : {interet.organisme}", par=par)
    prevenir_organisme(intention, cle=f"intention-adressee:{ligne.pk}")
    interesses = Interet.objects.actifs().filter(intention=intention).select_related("organisme").order_by("pk")
    _prevenir_les_autres(intention, [avant, *(autre.organisme for autre in interesses)], avant=avant, ligne=ligne)
    return intention


@transaction.atomic
def rouvrir_choix(*, intention_id: int, par: Utilisateur) -> IntentionEmbauche:
    """Take back the choice of a training body: it is told, and every one that may take the intention sees it again.

    Without a choice, nothing changes. Raises as ``choisir_organisme``.
    """
    intention = _relire(intention_id, par=par)
    avant = intention.organisme_choisi
    if avant is None:
        return intention
    ligne = _changer(intention, None, libelle=f"Choix repris : {avant} n’est plus l’organisme choisi", par=par)
    _prevenir_les_autres(intention, [avant], avant=avant, ligne=ligne)
    return intention


def _relire(intention_id: int, *, par: Utilisateur) -> IntentionEmbauche:
    siennes = IntentionEmbauche.objects.de_l_employeur(par).select_for_update(of=("self",), no_key=True)
    intention = siennes.get(pk=intention_id)
    if intention.statut != StatutIntention.RECEVABLE:
        raise RegleViolee(composer(PLUS_LIBRE.format(etat=intention.get_statut_display().lower())))
    return intention


def _changer(
    intention: IntentionEmbauche, organisme: OrganismeFormation | None, *, libelle: str, par: Utilisateur
) -> LigneJournal:
    intention.organisme_choisi = organisme
    # Who is to answer has changed: the delay of its answer starts again.
    intention.attend_depuis = timezone.localtime(maintenant()).date()
    intention.save(update_fields=["organisme_choisi", "attend_depuis", "modifie_le"])
    return journal.noter(intention, composer(libelle)[:120], par=par, transition="choisir")


def _prevenir_les_autres(
    intention: IntentionEmbauche,
    organismes: Iterable[OrganismeFormation | None],
    *,
    avant: OrganismeFormation | None,
    ligne: LigneJournal,
) -> None:
    """Tell each of these, but the one chosen now, that the intention is not kept for it."""
    a_prevenir = {o.pk: o for o in organismes if o and o != intention.organisme_choisi and o.courriel}
    for organisme in a_prevenir.values():
        courriers.deposer(
            modele="interet_non_retenu",
            cle=f"interet-non-retenu:{ligne.pk}:{organisme.pk}",
            destinataire=organisme.courriel,
            contexte={
                **_contexte(intention),
                "etait_choisi": organisme == avant,
                "libre": intention.organisme_choisi is None,
            },
            groupable=True,
        )


def _contexte(intention: IntentionEmbauche) -> dict[str, Any]:
    """What tells which intention it is, and nothing that only its training body needs."""
    return {
        "numero": intention.numero,
        "employeur": intention.employeur.nom if intention.employeur else "",
        "poste": intention.intitule_affiche,
        "nombre_postes": intention.nombre_postes,
        "commune": str(intention.commune) if intention.commune_id else "",
    }
