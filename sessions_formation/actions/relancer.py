"""Reminders of intentions that wait for a training body, and the run of the purchase of training (domaine.md §6).

What runs this and what comes after it is ``config.relances``.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from intentions.actions.prevenir import chemin_agent
from intentions.actions.relancer import Relance, Suivi, a_derouler, derouler, relances_des_intentions
from intentions.models import IntentionEmbauche
from intentions.queries import relances as communes
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import chemin_reponse, courriel_de_l_employeur
from noyau import courriers
from noyau.relances import RIEN, Bilan
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import reglement_au
from referentiels.regles.reglement import Reglement
from sessions_formation.actions.presences import relancer_etapes
from sessions_formation.actions.relancer_instruction import relancer_instruction
from sessions_formation.queries import relances

Organismes = Callable[[str | None, str | None], list[OrganismeFormation]]


def relancer(
    *, le: date, suivre: Callable[[str], Suivi] | None = None, reglement: Reglement | None = None
) -> dict[str, Bilan]:
    """Do everything that is due on ``le`` and was not done: reminders, questions to employers, expiries, digests.

    Safe to repeat, and by several workers at once: what is written is written once (docs/decisions/0016). ``suivre``
    gives, for the name of a line, what wraps its rows (a progress bar); ``reglement`` is that day's law, where the
    caller has it. Gives what was done, line by line.
    """
    reglement = reglement or reglement_au(le)
    table = [
        *relances_des_intentions(reglement=reglement, le=le),
        *relances_des_organismes(reglement=reglement, le=le),
    ]
    noms = a_derouler(table)
    bilans = {
        relance.nom: derouler(relance, suivre=suivre(relance.nom) if suivre else iter) if relance.nom in noms else RIEN
        for relance in table
    }
    instruction = relancer_instruction(reglement=reglement, le=le)
    return {**bilans, "invités à un rendez-vous proche": relancer_etapes(le), **instruction}


def relances_des_organismes(*, reglement: Reglement, le: date) -> list[Relance]:
    """Give the lines that need to know lots and requests."""
    couvrant = relances.organismes_des_lots(le=le)
    return [
        Relance(
            "sans réponse de l’organisme choisi",
            relances.sans_reponse(jours=reglement.relance_organisme_jours, le=le),
            _relancer_l_organisme,
        ),
        Relance(
            "que personne ne prend",
            relances.non_prises(jours=reglement.relance_libre_jours, le=le),
            lambda intention: _annoncer_non_prise(intention, couvrant),
        ),
    ]


def _relancer_l_organisme(intention: IntentionEmbauche) -> bool:
    """The chosen training body reads that the employer waits; the employer, that it may choose another."""
    organisme, cle = intention.organisme_choisi, _cle(relances.SANS_REPONSE, intention)
    contexte = _contexte(intention)
    ecrits = 0
    if organisme and organisme.courriel:
        pour_lui = {**contexte, "chemin_organisme": reverse("sessions:intention", args=[intention.pk])}
        ecrits += _ecrire("relance_organisme", f"{cle}{relances.ORGANISME}", organisme.courriel, pour_lui)
    if destinataire := courriel_de_l_employeur(intention):
        pour_lui = {
            **contexte,
            "organisme_telephone": organisme.telephone if organisme else "",
            "chemin_reponse": chemin_reponse(intention, destinataire),
        }
        ecrits += _ecrire("intention_sans_reponse", f"{cle}{relances.EMPLOYEUR}", destinataire, pour_lui)
    return ecrits > 0


def _annoncer_non_prise(intention: IntentionEmbauche, couvrant: Organismes) -> bool:
    """The employer, the Région and, when the intention is free, every training body that could take it.

    *(choice)* What the employer addressed to one body is not told to its competitors: the employer may open it.
    """
    cle = _cle(relances.NON_PRISE, intention)
    contexte = {**_contexte(intention), "interesses": intention.interets.filter(retire_le=None).count()}
    ecrits = 0
    if destinataire := courriel_de_l_employeur(intention):
        pour_lui = {**contexte, "chemin_reponse": chemin_reponse(intention, destinataire)}
        ecrits += _ecrire("intention_non_prise", f"{cle}{relances.EMPLOYEUR}", destinataire, pour_lui)
    if intention.organisme_choisi_id is None:
        pour_eux = {**contexte, "chemin_organisme": reverse("sessions:intention", args=[intention.pk])}
        for organisme in couvrant(intention.secteur_id, intention.departement_id):
            ecrits += _ecrire(
                "intention_a_prendre", f"{cle}:organisme-{organisme.pk}", organisme.courriel, pour_eux, groupable=True
            )
    region = {**contexte, "chemin_agent": chemin_agent(intention)}
    ecrits += _ecrire("relance_region", f"{cle}{relances.REGION}", settings.REGION_EMAIL, region, groupable=True)
    return ecrits > 0


def _contexte(intention: IntentionEmbauche) -> dict[str, Any]:
    depuis = intention.attend_depuis
    return {**contexte_accuse(intention), "depuis": depuis.isoformat() if depuis else ""}


def _cle(relance: str, intention: IntentionEmbauche) -> str:
    if intention.attend_depuis is None:
        raise ValueError("Cette intention n’attend pas d’organisme.")
    return communes.cle(relance, intention, intention.attend_depuis)


def _ecrire(modele: str, cle: str, destinataire: str, contexte: dict[str, Any], *, groupable: bool = False) -> int:
    depose = courriers.deposer(
        modele=modele, cle=cle, destinataire=destinataire, contexte=contexte, groupable=groupable
    )
    return int(depose is not None)
