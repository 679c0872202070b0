"""Reminders about aids, on working days only: officers read what waits, employers are asked for their bilan.

Each is written once: what was written is read in the outbox, by key (docs/decisions/0016).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from aides.actions.region import prevenir
from aides.enums import StatutAide
from aides.models import DemandeAide
from aides.queries.instruction import complement_limite, en_instruction, jours_d_attente
from comptes.models import Utilisateur
from noyau.courriers import Courrier
from noyau.relances import RIEN, Bilan, ecrire_aux_agents, un_par_un
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, compter, jour
from sessions_formation.queries.agents import absences_du, qui_traite

FILE = "admin:aides_demandeaide_changelist"
RECAPITULATIF, BILANS = "aides à instruire", "bilans d’aide attendus"
# The first reminder, then two more as far from one another.
RAPPELS = (1, 2, 3)


def relancer_aides(*, reglement: Reglement, le: date) -> dict[str, Bilan]:
    """Write what is due on ``le`` to officers and employers; nothing on a day off. Safe to repeat, and by several
    workers at once. Gives how many letters left, and how many failed (logged)."""
    if not est_ouvre(le, FERIES):
        return dict.fromkeys((RECAPITULATIF, BILANS), RIEN)
    return {
        RECAPITULATIF: un_par_un(
            RECAPITULATIF,
            _recapitulatifs(reglement=reglement, le=le),
            lambda du: ecrire_aux_agents("aides_recapitulatif", *du, file=reverse(FILE), le=le),
        ),
        BILANS: un_par_un(BILANS, bilans_dus(reglement=reglement, le=le), lambda du: _demander_le_bilan(*du)),
    }


def _recapitulatifs(*, reglement: Reglement, le: date) -> list[tuple[Utilisateur | None, list[dict[str, Any]]]]:
    """What each officer has waiting since ``relance_session_jours`` working days, or whose complement has not come in
    time: without an answer it is to be refused. Under None, what nobody present follows. 1 query while nothing waits,
    2 otherwise: who is away is replaced."""
    attentes = [
        (demande, attente)
        for demande, complement_le in en_instruction()
        if (attente := _attente(demande, complement_le, reglement=reglement, le=le))
    ]
    absences = absences_du(le) if attentes else {}
    par_personne: dict[Utilisateur | None, list[dict[str, Any]]] = {}
    for demande, attente in attentes:
        personne = qui_traite(demande.agent, absences)
        ligne = {
            "numero": demande.numero,
            "dispositif": demande.get_dispositif_display(),
            "employeur": demande.employeur.nom,
            **attente,
            "chemin_agent": reverse("admin:aides_demandeaide_change", args=[demande.pk]),
            "a_la_place_de": "",
        }
        if demande.agent and demande.agent != personne:
            ligne["a_la_place_de"] = demande.agent.get_full_name()
        par_personne.setdefault(personne, []).append(ligne)
    return list(par_personne.items())


def _attente(
    demande: DemandeAide, complement_le: datetime | None, *, reglement: Reglement, le: date
) -> dict[str, Any] | None:
    """How long a request has waited, in words, and whether it is too long; None while nobody need be told."""
    if complement_le:
        limite = complement_limite(localtime(complement_le).date(), reglement=reglement)
        if limite >= le:
            return None
        return {"attente": composer(f"complément attendu le {jour(limite)}, pas reçu"), "depasse": True}
    jours = jours_d_attente(demande, le=le)
    if jours < reglement.relance_session_jours:
        return None
    return {
        "attente": compter(jours, "jour ouvré", "jours ouvrés"),
        "depasse": jours >= reglement.alerte_session_jours,
    }


def bilans_dus(*, reglement: Reglement, le: date) -> list[tuple[int, int]]:
    """Give (request, rank of the reminder) of the bilans to ask for on ``le`` (2 queries): one reminder each
    ``relance_bilan_aide_jours`` days after the training, three in all."""
    pas = timedelta(days=reglement.relance_bilan_aide_jours)
    finies = DemandeAide.objects.filter(statut=StatutAide.ACCORDEE, formation_fin__lte=le - pas).order_by("pk")
    dus = {
        _cle(pk, rang): (pk, rang)
        for pk, fin in finies.values_list("pk", "formation_fin")
        if fin
        # Only the latest: after a stop of the service, two letters do not leave at once.
        for rang in [max(rang for rang in RAPPELS if fin + rang * pas <= le)]
    }
    ecrites = set(Courrier.objects.filter(cle__in=dus).order_by("pk").values_list("cle", flat=True))
    return [du for cle, du in dus.items() if cle not in ecrites]


def _demander_le_bilan(demande_id: int, rang: int) -> int:
    """Write one reminder, unless the bilan came meanwhile. Gives how many letters left."""
    demande = DemandeAide.objects.select_for_update(of=("self",)).get(pk=demande_id)
    if demande.statut != StatutAide.ACCORDEE:
        return 0
    cle = _cle(demande.pk, rang)
    prevenir(
        demande,
        "aide_bilan_attendu",
        cle=cle,
        contexte={
            "fin": demande.formation_fin.isoformat() if demande.formation_fin else "",
            "montant": demande.montant_accorde,
            "rang": rang,
            "dernier": rang == RAPPELS[-1],
        },
    )
    return int(Courrier.objects.filter(cle=cle).exists())


def _cle(demande_id: int, rang: int) -> str:
    return f"aide-bilan-attendu:{demande_id}:{rang}"
