"""The employer keeps its intention for one of the training bodies interested, then for another if it thinks better.

Keeping it for none any more is ``actualite.ouvrir_a_tous``.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from comptes.queries.rattachements import courriel_de
from intentions.actions.deposer import prevenir_organisme
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche, Interet
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import composer

PLUS_LIBRE = "Cette intention n’attend plus d’organisme : elle est « {etat} ». Votre choix reste comme il est."


@transaction.atomic
def choisir_organisme(*, intention_id: int, interet_id: int, par: Utilisateur, le: date) -> IntentionEmbauche:
    """Keep an intention for a training body that said it was interested; it is told, the others too.

    Choosing the same again changes nothing. Raises ``IntentionEmbauche.DoesNotExist`` when it is not the employer's,
    ``RegleViolee`` when it is no longer recevable or the training body has taken its interest back.
    """
    intention = _relire(intention_id, par=par)
    # Locked: taking it back at this very moment waits, and is then told that it was chosen.
    declares = Interet.objects.select_for_update(of=("self",), no_key=True).filter(intention=intention)
    interet = declares.select_related("organisme").filter(pk=interet_id).first()
    if interet is None or interet.retire_le:
        raise RegleViolee("Cet organisme a retiré son intérêt : choisissez-en un autre, ou appelez-le.")
    avant = intention.organisme_choisi
    if avant == interet.organisme:
        return intention
    intention.organisme_choisi = interet.organisme
    intention.attend_depuis = le
    intention.save(update_fields=["organisme_choisi", "attend_depuis", "modifie_le"])
    libelle = composer(f"Organisme choisi : {interet.organisme}")[:120]
    ligne = journal.noter(intention, libelle, par=par, transition="choisir")
    prevenir_organisme(intention, cle=f"intention-adressee:{ligne.pk}")
    interesses = Interet.objects.actifs().filter(intention=intention).select_related("organisme").order_by("pk")
    _prevenir_les_autres(intention, [avant, *(autre.organisme for autre in interesses)], avant=avant, ligne=ligne)
    return intention


def _relire(intention_id: int, *, par: Utilisateur) -> IntentionEmbauche:
    siennes = IntentionEmbauche.objects.de_l_employeur(par).select_for_update(of=("self",), no_key=True)
    intention = siennes.get(pk=intention_id)
    if intention.statut != StatutIntention.RECEVABLE:
        raise RegleViolee(composer(PLUS_LIBRE.format(etat=intention.get_statut_display().lower())))
    return intention


def _prevenir_les_autres(
    intention: IntentionEmbauche,
    organismes: Iterable[OrganismeFormation | None],
    *,
    avant: OrganismeFormation | None,
    ligne: LigneJournal,
) -> None:
    """Tell each of these, but the one chosen now, that the intention is not kept for it."""
    a_prevenir = {o.pk: o for o in organismes if o and o != intention.organisme_choisi}
    for organisme in a_prevenir.values():
        destinataire = courriel_de(organisme)
        if not destinataire:
            continue
        courriers.deposer(
            modele="interet_non_retenu",
            cle=f"interet-non-retenu:{ligne.pk}:{organisme.pk}",
            destinataire=destinataire,
            contexte={
                **_contexte(intention),
                "etait_choisi": organisme == avant,
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
