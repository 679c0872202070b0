"""People on sessions, in the state a test needs, reached by its transitions so that the journal is true.

What the actions themselves do (rights, mails, rules) is tested where they are: nothing is sent from here.
"""

from datetime import date, timedelta

from django.db import transaction

from noyau import horloge
from referentiels.models import StructureReseau
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.automates import TIENT_SON_POSTE
from sessions_formation.enums import MotifParcours, StatutParcours, StatutSession, TransitionSession
from sessions_formation.enums import TransitionParcours as T
from sessions_formation.models import Parcours, Session
from stagiaires.models import Stagiaire
from tests.factories.scenario import LE, Monde, demande, intention_deposee
from tests.factories.stagiaires import StagiaireFactory

# Days in training before who leaves early does.
JOURS_AVANT_DE_SORTIR = 20
_VALIDE = (T.VALIDER_PROFIL,)
_ADMIS = (*_VALIDE, T.ADMETTRE)
_ENTRE = (*_ADMIS, T.FAIRE_ENTRER)
CHEMINS: dict[str, tuple[str, ...]] = {
    StatutParcours.POSITIONNE: (),
    StatutParcours.PROFIL_VALIDE: _VALIDE,
    StatutParcours.NON_RETENU: (*_VALIDE, T.NE_PAS_RETENIR),
    StatutParcours.ADMIS: _ADMIS,
    StatutParcours.ENTRE: _ENTRE,
    StatutParcours.TERMINE: (*_ENTRE, T.TERMINER),
    StatutParcours.ABANDON: (*_ENTRE, T.ABANDONNER),
    StatutParcours.SORTIE_EMPLOI: (*_ENTRE, T.SORTIR_POUR_EMPLOI),
    StatutParcours.EXCLU: (*_ENTRE, T.EXCLURE),
}
MOTIFS = {
    T.NE_PAS_RETENIR: MotifParcours.PREREQUIS,
    T.ABANDONNER: MotifParcours.CHANGE_AVIS,
    T.EXCLURE: MotifParcours.ABSENCES,
    T.SORTIR_POUR_EMPLOI: MotifParcours.EMPLOI,
}


def session_publiee(
    monde: Monde, *postes: int, structure: StructureReseau | None = None, demarree: bool = False, **champs
) -> Session:
    """A session authorised and published, on one intention for each of ``postes`` (five posts of one when none is
    said), followed by ``structure``."""
    intentions = [
        intention_deposee(monde, nom=f"Employeur {rang}", nombre_postes=nombre)
        for rang, nombre in enumerate(postes or (5,), start=1)
    ]
    champs = {"effectif": sum(postes or (5,)), "equilibre_financier": True, **champs}
    session = demande(monde, intentions, **champs)
    demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)
    autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)
    session = Session.objects.get(pk=session.pk)
    if structure:
        session.structure_referente = structure
        session.save(update_fields=["structure_referente"])
    if demarree:
        demarrer(session)
    return session


@transaction.atomic
def demarrer(session: Session) -> Session:
    """Start a published session; one that has begun stays as it is."""
    session.refresh_from_db()
    if session.statut == StatutSession.PUBLIEE:
        session.franchir(TransitionSession.DEMARRER, par=session.demandeur)
    return session


@transaction.atomic
def parcours_de(
    session: Session,
    statut: str = StatutParcours.POSITIONNE,
    *,
    stagiaire: Stagiaire | None = None,
    structure: StructureReseau | None = None,
    en_attente: bool = False,
    entre_le: date | None = None,
    sorti_le: date | None = None,
    **champs,
) -> Parcours:
    """A person on a session, on its lowest free post unless ``en_attente`` (on the waiting list) or ``intention``
    and ``poste`` are said.

    Entered on ``entre_le`` (the session's first day), out on ``sorti_le`` (its last day, or twenty days after the
    entry for who leaves early). Entering starts the session.
    """
    stagiaire = stagiaire or StagiaireFactory(structure=structure)
    if en_attente:
        champs.setdefault("attente_le", horloge.maintenant())
    elif "intention" not in champs and session.type == "intention":
        champs["intention_id"], champs["poste"] = poste_libre(session)
    champs = {"situation": "demandeur_emploi", "projet": "salariat", **champs}
    parcours = Parcours.objects.create(
        stagiaire=stagiaire, session=session, structure=structure or stagiaire.structure, **champs
    )
    for transition in CHEMINS[statut]:
        if transition == T.FAIRE_ENTRER:
            demarrer(session)
        faits = _faits(parcours, transition, entre_le=entre_le, sorti_le=sorti_le)
        parcours.franchir_pour(transition, par=session.demandeur, raison=MOTIFS.get(transition, ""), **faits)
    return parcours


def poste_libre(session: Session) -> tuple[int, int]:
    """The lowest free post of what the session holds: the intention's id and its rank."""
    pris = set(Parcours.objects.filter(session=session, statut__in=TIENT_SON_POSTE).values_list("intention", "poste"))
    retenues = session.retenues.filter(active=True).select_related("intention").order_by("pk")
    tous = ((r.intention_id, rang) for r in retenues for rang in range(1, (r.intention.nombre_postes or 0) + 1))
    return next(poste for poste in tous if poste not in pris)


def _faits(parcours: Parcours, transition: str, *, entre_le: date | None, sorti_le: date | None) -> dict:
    session = parcours.session
    if transition == T.VALIDER_PROFIL:
        return {"valideur": parcours.structure}
    if transition == T.ADMETTRE:
        return {"debut": entre_le or session.debut, "fin": session.fin}
    if transition == T.FAIRE_ENTRER:
        jour = entre_le or session.debut
        return {"entre_le": jour, "debut": jour, "fin": session.fin}
    if transition == T.NE_PAS_RETENIR:
        return {"attente_le": None}
    tot = parcours.entre_le + timedelta(days=JOURS_AVANT_DE_SORTIR)
    jour = sorti_le or (session.fin if transition == T.TERMINER else tot)
    return {"sorti_le": jour, "fin": jour}
