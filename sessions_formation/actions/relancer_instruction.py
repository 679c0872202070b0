"""Reminders to those who instruct requests, on working days only (domaine.md §6): a digest, an alert, a complement
that has not come. Each is written once: what was written is read in the outbox, by key (docs/decisions/0016)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from noyau import courriers
from noyau.relances import RIEN, Bilan, ecrire_aux_agents, un_par_un
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter
from sessions_formation.models import AbsenceAgent, Session
from sessions_formation.queries import relances_instruction as dues
from sessions_formation.queries.agents import absences_du, membres_du_groupe, qui_traite
from sessions_formation.queries.documents import destinataire_de
from sessions_formation.queries.file import jours_d_attente, reponse_attendue_le

CHEFS = "Chefs d’unité"
RECAPITULATIF, ALERTE, COMPLEMENT = "dossiers à instruire", "dossiers en alerte", "compléments qui ne viennent pas"


def relancer_instruction(*, reglement: Reglement, le: date) -> dict[str, Bilan]:
    """Write what is due on ``le`` to officers, chefs d'unité and training bodies; nothing on a day off.

    Safe to repeat, and by several workers at once. Gives how many letters left, and how many failed (logged).
    """
    if not est_ouvre(le, FERIES):
        return dict.fromkeys((RECAPITULATIF, ALERTE, COMPLEMENT), RIEN)
    attendent = list(dues.en_attente_depuis(reglement.relance_session_jours, le=le))
    echus = list(dues.complements_echus(jours=reglement.complement_session_jours, le=le))
    # Who is away matters once something waits: an hour with nothing due does not ask.
    absences = absences_du(le) if attendent or echus else {}
    return {
        RECAPITULATIF: un_par_un(
            RECAPITULATIF,
            _recapitulatifs(attendent, absences, reglement=reglement, le=le),
            lambda du: ecrire_aux_agents("instruction_recapitulatif", *du, file=_file(), le=le),
        ),
        ALERTE: un_par_un(ALERTE, membres_du_groupe(CHEFS), lambda chef: _alerter(chef, reglement=reglement, le=le)),
        COMPLEMENT: un_par_un(
            COMPLEMENT, echus, lambda session: _annoncer_complement(session, absences, reglement=reglement)
        ),
    }


def _recapitulatifs(
    attendent: Iterable[Session], absences: Mapping[int, AbsenceAgent], *, reglement: Reglement, le: date
) -> list[tuple[Utilisateur | None, list[dict[str, Any]]]]:
    """What each person has waiting; under None, what nobody present follows: the Région's own address has it."""
    par_personne: dict[Utilisateur | None, list[dict[str, Any]]] = {}
    for session in attendent:
        personne = qui_traite(session.agent, absences)
        ligne = {**_ligne(session, le=le), "depasse": _depasse(session, reglement=reglement, le=le)}
        if session.agent and session.agent != personne:
            ligne["a_la_place_de"] = session.agent.get_full_name()
        par_personne.setdefault(personne, []).append(ligne)
    return list(par_personne.items())


def _alerter(chef: Utilisateur, *, reglement: Reglement, le: date) -> int:
    """Tell a chef d'unité of each file that has waited too long, a letter a file, once."""
    sessions = dues.a_signaler(chef.pk, jours=reglement.alerte_session_jours, le=le)
    return courriers.deposer_plusieurs(
        "instruction_alerte",
        [
            (
                f"{dues.ALERTE}:{session.pk}:{chef.pk}",
                chef.email,
                {
                    **_ligne(session, le=le),
                    "suivie_par": session.agent.get_full_name() if session.agent else "",
                    "chemin_confier": f"{reverse('admin:sessions_formation_session_confier')}?s={session.pk}",
                },
            )
            for session in sessions
        ],
    )


def _annoncer_complement(session: Any, absences: Mapping[int, AbsenceAgent], *, reglement: Reglement) -> int:
    """Tell the training body that its answer is late, and who instructs that the request may be refused."""
    demande_le = timezone.localtime(session.demande_le).date()
    agent = qui_traite(session.agent, absences)
    contexte = {
        "numero": session.numero,
        "intitule": session.intitule,
        "organisme": session.organisme.nom,
        "demande_le": demande_le.isoformat(),
        "limite": reponse_attendue_le(demande_le, reglement=reglement).isoformat(),
        "suivi_par": agent.get_full_name() if agent else "",
    }
    lecteurs = (
        ("organisme", destinataire_de(session), reverse("sessions:demande", args=[session.pk])),
        ("region", agent.email if agent else settings.REGION_EMAIL, _dossier(session)),
    )
    deposes = [
        courriers.deposer(
            modele="complement_echu",
            cle=f"{dues.COMPLEMENT}:{session.pk}:{session.ligne}:{qui}",
            destinataire=destinataire,
            contexte={**contexte, "pour": qui, "chemin": chemin},
        )
        for qui, destinataire, chemin in lecteurs
        if destinataire
    ]
    return sum(depose is not None for depose in deposes)


def _ligne(session: Session, *, le: date) -> dict[str, Any]:
    jours = jours_d_attente(session, le=le)
    return {
        "numero": session.numero,
        "intitule": session.intitule,
        "commune": session.commune.nom if session.commune else "",
        "organisme": session.organisme.nom,
        "lot": session.lot.numero,
        "attente": compter(jours, "jour ouvré", "jours ouvrés"),
        "chemin_agent": _dossier(session),
        "a_la_place_de": "",
    }


def _depasse(session: Session, *, reglement: Reglement, le: date) -> bool:
    return jours_d_attente(session, le=le) >= reglement.alerte_session_jours


def _dossier(session: Session) -> str:
    return reverse("admin:sessions_formation_session_change", args=[session.pk])


def _file() -> str:
    return reverse("admin:sessions_formation_session_changelist")
