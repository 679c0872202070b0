"""Entries: who came on the day, declared together. An admission is a promise, an entry is a fact (normes.md §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models, transaction

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from parcours.actions.attente import proposer_la_place
from parcours.actions.ouvrir import contraintes_dites
from parcours.actions.prevenir import prevenir
from parcours.actions.remplacer import lier_au_premier
from parcours.actions.verrous import verrouiller_la_session, verrouiller_les_parcours
from parcours.queries.declarations import exiger_de_declarer, sessions_visibles
from referentiels.regles.typographie import jour as en_mots
from sessions_formation.enums import (
    MotifParcours,
    StatutParcours,
    StatutSession,
    TransitionParcours,
    TransitionSession,
)
from sessions_formation.models import Parcours, Session


class Venue(models.TextChoices):
    """What is declared of a person who was expected."""

    VENUE = "venue", "A commencé la formation"
    ATTENDUE = "attendue", "N’est pas venue, je l’attends encore"
    PERDUE = "perdue", "Ne viendra pas"


class EntreesRefusees(RegleViolee):
    """Something of the table cannot be: nothing is declared. ``lignes`` gives a sentence by parcours."""

    def __init__(self, lignes: Mapping[int, str]) -> None:
        super().__init__("Rien n’est déclaré : des lignes sont à revoir.")
        self.lignes = dict(lignes)


@dataclass(slots=True)
class Declaration:
    """What a table of entries did."""

    entres: list[Parcours] = field(default_factory=list)
    perdus: list[Parcours] = field(default_factory=list)
    proposes: list[Parcours] = field(default_factory=list)


@transaction.atomic
def declarer_entrees(
    *,
    session_id: int,
    venues: Mapping[int, str],
    raisons: Mapping[int, str] | None = None,
    jour: date,
    par: Utilisateur,
    le: date,
) -> Declaration:
    """Declare who entered a session on ``jour``; the first entry starts the session.

    ``venues`` maps a parcours's id to a code of ``Venue``, ``raisons`` to why somebody will not come. All or nothing;
    what is declared already (a double click, a second tab) is passed over. Raises ``Session.DoesNotExist`` on
    another's session, ``PermissionDenied`` for who only reads it, ``RegleViolee`` on an impossible day,
    ``EntreesRefusees`` with a sentence by line.
    """
    session = verrouiller_la_session(sessions_visibles(par), session_id)
    exiger_de_declarer(par, session)
    _exiger_un_jour(session, jour, le=le)
    # Who has entered or left since the table was read is left as it is.
    ids = [pk for pk, venue in venues.items() if venue != Venue.ATTENDUE]
    attendus = verrouiller_les_parcours(session.parcours.filter(pk__in=ids, statut=StatutParcours.ADMIS), session)
    refus: dict[int, str] = {}
    fait = Declaration()
    for parcours in attendus:
        try:
            if venues[parcours.pk] == Venue.VENUE:
                _faire_entrer(parcours, jour, fait, par=par)
            else:
                _perdre(parcours, (raisons or {}).get(parcours.pk, ""), fait, par=par)
        except RegleViolee as refuse:
            refus[parcours.pk] = str(refuse)
    if refus:
        raise EntreesRefusees(refus)
    if fait.entres and session.statut == StatutSession.PUBLIEE:
        session.franchir(TransitionSession.DEMARRER, par=par)
    _prevenir(fait, jour, par=par)
    if fait.perdus:
        fait.proposes = proposer_la_place(session, par=None, le=le)
        lier_au_premier(fait.perdus, fait.proposes)
    return fait


def _exiger_un_jour(session: Session, jour: date, *, le: date) -> None:
    if session.debut and jour < session.debut:
        raise RegleViolee(f"La session commence le {en_mots(session.debut)} : une entrée n’a pas lieu avant.")
    if jour > le:
        raise RegleViolee("Une entrée se déclare le jour même ou après : ce jour est à venir.")
    if session.fin and jour > session.fin:
        raise RegleViolee(f"La session s’est terminée le {en_mots(session.fin)} : une entrée a eu lieu avant.")


def _faire_entrer(parcours: Parcours, jour: date, fait: Declaration, *, par: Utilisateur) -> None:
    fin = parcours.fin or parcours.session.fin
    with contraintes_dites():
        parcours.franchir(
            TransitionParcours.FAIRE_ENTRER, par=par, entre_le=jour, debut=jour, fin=max(fin, jour) if fin else None
        )
    fait.entres.append(parcours)


def _perdre(parcours: Parcours, raison: str, fait: Declaration, *, par: Utilisateur) -> None:
    if raison not in MotifParcours.values:
        raise RegleViolee("Dites pourquoi la personne ne viendra pas.")
    # It followed nothing: its days are no longer taken.
    parcours.franchir_pour(TransitionParcours.ABANDONNER, par=par, raison=raison, debut=None, fin=None)
    fait.perdus.append(parcours)


def _prevenir(fait: Declaration, jour: date, *, par: Utilisateur) -> None:
    """One letter by recipient for all who entered; one for each who will not come: reasons differ."""
    if fait.entres:
        premiere = fait.entres[0].historique.first()
        prevenir(
            fait.entres,
            modele="parcours_entrees",
            evenement=str(premiere.pk),
            par=par,
            faits={"jour": jour.isoformat()},
        )
    for parcours in fait.perdus:
        faits = {"issue": "avant_l_entree", "jour": "", "raison": parcours.get_motif_display()}
        prevenir(
            [parcours], modele="parcours_sortie", evenement=str(parcours.historique.first().pk), par=par, faits=faits
        )
