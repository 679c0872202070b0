"""Moving a person to another post of its session: its employer has withdrawn, or another suits it better (FAQ §6)."""

from datetime import date
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau import journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.attente import proposer_la_place
from parcours.actions.ouvrir import contraintes_dites, ouvrir
from parcours.actions.prevenir import prevenir
from parcours.actions.verrous import verrouiller_les_postes
from parcours.queries.declarations import VIVANT
from referentiels.regles.typographie import composer
from sessions_formation.models import Parcours

RETIRE = "desistee"


@transaction.atomic
def changer_de_poste(*, parcours_id: int, intention_id: int, par: Utilisateur) -> Parcours:
    """Put a person on the lowest free post of another intention of its session. On the same one: nothing changes.

    Raises ``RegleViolee`` when that intention has no free post left or its employer no longer recruits,
    ``TransitionImpossible`` for who has left or waits for a post.
    """
    parcours = ouvrir(parcours_id, par=par)
    if parcours.statut not in VIVANT or parcours.intention_id is None:
        raise TransitionImpossible("Cette personne n’a pas de poste à changer dans cette session.")
    if parcours.intention_id == intention_id:
        return parcours
    ancien = parcours.intention
    libres = {postes.intention.pk: postes for postes in verrouiller_les_postes(parcours.session)}
    choisi = libres.get(intention_id)
    if choisi is None or choisi.intention.statut == RETIRE:
        raise RegleViolee("Ce poste n’est plus libre : choisissez-en un autre.")
    parcours.intention, parcours.poste = choisi.intention, choisi.rangs[0]
    with contraintes_dites():
        parcours.save(update_fields=["intention", "poste", "modifie_le"])
    libelle = composer(f"Change de poste : poste {parcours.poste} de {choisi.intention.employeur}")
    ligne = journal.noter(parcours, libelle, par=par, transition="changer_de_poste")
    faits = {"employeur": str(choisi.intention.employeur), "ancien": str(ancien.employeur) if ancien else ""}
    prevenir([parcours], modele="parcours_poste", evenement=str(ligne.pk), par=par, faits={**faits, "perdu": False})
    return parcours


def perdre_les_postes(*, intention: IntentionEmbauche, par: Utilisateur | None, le: date, **_: Any) -> None:
    """Heard when an employer withdraws, in the same transaction and with the session locked (sessions_formation).

    Those admitted or in training keep their place, and whoever follows them is told to find another post. Candidates
    go back to the head of the waiting list, by the day they were proposed, and are given what is free.
    """
    touches = _touches(intention)
    if not touches:
        return
    session = touches[0].session
    candidats = [lui for lui in touches if lui.statut in {"positionne", "profil_valide"}]
    for lui in candidats:
        lui.intention, lui.poste, lui.attente_le = None, None, lui.cree_le
        lui.save(update_fields=["intention", "poste", "attente_le", "modifie_le"])
        journal.noter(lui, "L’employeur s’est retiré : en liste d’attente", par=None, transition="perdre_le_poste")
    en_place = [lui for lui in touches if lui not in candidats]
    for lui in en_place:
        journal.noter(lui, "L’employeur s’est retiré : à un autre poste", par=None, transition="perdre_le_poste")
    nom = intention.employeur.nom if intention.employeur else ""
    for groupe, garde in ((candidats, False), (en_place, True)):
        if groupe:
            evenement = f"{intention.pk}-{groupe[0].historique.first().pk}"
            faits = {"employeur": "", "ancien": nom, "perdu": True, "garde_sa_place": garde}
            prevenir(groupe, modele="parcours_poste", evenement=evenement, par=par, faits=faits)
    proposer_la_place(session, par=None, le=le, sauf=intention.pk)


def _touches(intention: IntentionEmbauche) -> list[Parcours]:
    lignes = Parcours.objects.filter(intention=intention, statut__in=VIVANT).select_for_update(of=("self",))
    lues = lignes.select_related(
        "stagiaire__structure",
        "stagiaire__referent",
        "structure",
        "session__organisme",
        "session__commune",
        "session__structure_referente",
        "session__referent",
    )
    return list(lues.order_by("pk"))
