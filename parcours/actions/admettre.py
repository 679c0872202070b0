"""Admission: the training body decides last (FAQ §5), once the rules T-* have run again with what is left that day."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.attente import proposer_la_place
from parcours.actions.ouvrir import contraintes_dites, ouvrir_pour_l_organisme
from parcours.actions.prevenir import prevenir
from parcours.queries.dossiers import Disponible, dossier_de, entree_prevue
from parcours.queries.places import CANDIDAT, places_de_la_session
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Niveau, verdict_de
from referentiels.regles.typographie import jour as en_mots
from sessions_formation.enums import MotifParcours, StatutSession, TransitionParcours, TypeSession
from sessions_formation.models import Parcours
from sessions_formation.regles.stagiaire import examiner
from stagiaires.actions.verrous import verrouiller_la_personne

ACCUEILLE = frozenset({StatutSession.AUTORISEE, StatutSession.PUBLIEE, StatutSession.DEMARREE})
REFUSENT = frozenset({Niveau.NON_CONFORME, Niveau.A_COMPLETER})
# What the training body answers by admitting.
DIT_PAR_L_ACTE = frozenset({"T-ADMISSION"})


@transaction.atomic
def admettre(
    *,
    parcours_id: int,
    par: Utilisateur,
    le: date,
    progression_compatible: bool | None = None,
    debut: date | None = None,
) -> Parcours:
    """Admit a person whose profile is validated, on its post, while a place is left.

    ``progression_compatible``: once the session has begun, that the teaching allows to join it (T-INTEGRATION).
    ``debut``: the first day the person is expected; the session's, or today once it has begun, when none is said.
    Raises ``RegleViolee`` with every reason that stands in the way, ``TransitionImpossible`` when it is decided
    already.
    """
    parcours = ouvrir_pour_l_organisme(parcours_id, par=par)
    session = parcours.session
    if parcours.statut not in CANDIDAT:
        raise TransitionImpossible(
            f"Rien n’a changé : pour cette personne, il est noté « {parcours.get_statut_display().lower()} »."
        )
    if session.statut not in ACCUEILLE:
        raise RegleViolee(
            f"Cette session est « {session.get_statut_display().lower()} » : on n’y admet plus personne."
        )
    if parcours.en_liste_d_attente and any(servi.pk == parcours.pk for servi in _servir(parcours, par=par, le=le)):
        parcours = ouvrir_pour_l_organisme(parcours_id, par=par)
    if progression_compatible is not None:
        parcours.progression_compatible = progression_compatible
    parcours.debut = debut or entree_prevue(session, le)
    parcours.fin = session.fin
    constats = _examiner(parcours, le=le)
    if refus := [constat.message for constat in constats if constat.niveau in REFUSENT] + _impasses(parcours, le=le):
        raise RegleViolee(*refus)
    # Two training bodies may admit the same person at this moment: the second one reads what the first one did.
    verrouiller_la_personne(parcours.stagiaire_id)
    with contraintes_dites():
        ligne = parcours.franchir(
            TransitionParcours.ADMETTRE,
            par=par,
            debut=parcours.debut,
            fin=parcours.fin,
            progression_compatible=parcours.progression_compatible,
            constats=[constat._asdict() for constat in constats],
            verdict=verdict_de(constats),
            juge_le=le,
        )
    _prevenir(parcours, evenement=str(ligne.pk), par=par, admis=True)
    return parcours


@transaction.atomic
def ne_pas_retenir(*, parcours_id: int, raison: str, par: Utilisateur, le: date) -> list[Parcours]:
    """Turn a candidate down, for a reason of the list; its post goes to the first of the waiting list.

    Gives who leaves that list. Raises ``RegleViolee`` without a reason, ``TransitionImpossible`` once it is decided.
    """
    parcours = ouvrir_pour_l_organisme(parcours_id, par=par)
    if raison not in MotifParcours.values:
        raise RegleViolee("Choisissez une raison : la structure qui suit la personne la lira.")
    ligne = parcours.franchir_pour(TransitionParcours.NE_PAS_RETENIR, par=par, raison=raison, attente_le=None)
    _prevenir(parcours, evenement=str(ligne.pk), par=par, admis=False)
    return proposer_la_place(parcours.session, par=None, le=le)


def examiner_l_admission(parcours: Parcours, *, le: date) -> list[str]:
    """Give what stands in the way of admitting a candidate on ``le``, in sentences, before it is tried.

    What the form asks (``progression_compatible``) is left out.
    """
    debut = parcours.debut or entree_prevue(parcours.session, le)
    parcours.debut = debut
    messages = [
        constat.message
        for constat in _examiner(parcours, le=le)
        if constat.niveau in REFUSENT and constat.regle != "T-INTEGRATION"
    ]
    return messages + _impasses(parcours, le=le)


def _servir(parcours: Parcours, *, par: Utilisateur, le: date) -> list[Parcours]:
    return proposer_la_place(parcours.session, par=par, le=le)


def _examiner(parcours: Parcours, *, le: date) -> list[Constat]:
    """Run the rules as if the training body admitted the person: what it says by the act itself is not asked."""
    places = places_de_la_session(parcours.session_id)
    disponible = Disponible(places=places.libres, poste=_poste_tient(parcours))
    dossier = dossier_de(parcours, session=parcours.session, disponible=disponible, le=le)
    constats = examiner(dossier, reglement=reglement_au(le), le=le)
    # A replacement is no place more than was ordered: who gave up has left a place, or somebody has taken it.
    if places.libres < 1 and not any(c.regle == "T-PLACE" and c.niveau in REFUSENT for c in constats):
        constats = [_plus_de_place(c) if c.regle == "T-PLACE" else c for c in constats]
    return [c for c in constats if c.regle not in DIT_PAR_L_ACTE]


def _plus_de_place(constat: Constat) -> Constat:
    message = "Il ne reste pas de place : celle qui s’était libérée est déjà prise."
    return Constat(constat.regle, Niveau.NON_CONFORME, message, constat.source)


def _poste_tient(parcours: Parcours) -> bool:
    """The post is still one that the session holds and whose employer recruits."""
    if parcours.intention_id is None:
        return False
    tenues = parcours.session.retenues.filter(intention=parcours.intention_id, active=True)
    return tenues.exclude(intention__statut="desistee").exists()


def _impasses(parcours: Parcours, *, le: date) -> list[str]:
    """Say what no rule T-* says: dates out of the session's."""
    session, refus = parcours.session, []
    if session.fin and session.fin < le:
        refus.append(f"La session s’est terminée le {en_mots(session.fin)} : on n’y admet plus personne.")
    if parcours.debut and session.debut and parcours.debut < session.debut:
        refus.append(f"La session commence le {en_mots(session.debut)} : on n’y entre pas avant.")
    if parcours.debut and session.fin and parcours.debut > session.fin:
        refus.append(f"La session se termine le {en_mots(session.fin)} : l’entrée doit avoir lieu avant.")
    if session.type == TypeSession.INTENTION and parcours.en_liste_d_attente:
        refus.append("La personne est en liste d’attente : elle sera proposée dès qu’un poste se libère.")
    return refus


def _prevenir(parcours: Parcours, *, evenement: str, par: Utilisateur, admis: bool) -> None:
    faits = {
        "admis": admis,
        "raison": "" if admis else parcours.get_motif_display(),
        "debut": parcours.debut.isoformat() if admis and parcours.debut else "",
        "employeur": parcours.intention.employeur.nom if parcours.intention and parcours.intention.employeur else "",
    }
    prevenir([parcours], modele="parcours_admission", evenement=evenement, par=par, faits=faits)
