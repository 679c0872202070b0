"""The waiting list of a session: a place or a post given back goes to the first who waits."""

from datetime import date

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau import journal
from parcours.actions.annoncer import annoncer_place
from parcours.actions.verrous import disponibles
from referentiels.regles.typographie import composer
from sessions_formation.enums import TypeSession
from sessions_formation.models import Parcours, Session


def proposer_la_place(
    session: Session, *, par: Utilisateur | None, le: date, sauf: int | None = None
) -> list[Parcours]:
    """Give the free posts to who waits, first come first; on the socle, let them all join once a place is free.

    One waits exactly while no place or no post is free. Nobody waits for another's profile to be validated: the order
    is that of arrival, and the training body still decides. Called in the transaction that frees them, the session
    being locked. ``sauf``: an intention whose employer is withdrawing at this very moment. Gives those who leave the
    list.
    """
    if session.fin is None or session.fin < le or not session.parcours.en_attente().exists():
        return []
    places, postes = disponibles(session)
    if places.libres < 1:
        return []
    lignes = (
        session.parcours.en_attente()
        .select_related("stagiaire__referent", "structure", "positionne_par")
        .select_for_update(of=("self",))
    )
    if session.type == TypeSession.SOCLE:
        return [_servir(parcours, session, par=par, intention=None, poste=None) for parcours in lignes]
    rangs = [(libres.intention, rang) for libres in postes for rang in libres.rangs if libres.intention.pk != sauf]
    return [
        _servir(parcours, session, par=par, intention=intention, poste=poste)
        for parcours, (intention, poste) in zip(lignes[: len(rangs)], rangs, strict=False)
    ]


def _servir(
    parcours: Parcours,
    session: Session,
    *,
    par: Utilisateur | None,
    intention: IntentionEmbauche | None,
    poste: int | None,
) -> Parcours:
    parcours.session, parcours.intention, parcours.poste, parcours.attente_le = session, intention, poste, None
    parcours.save(update_fields=["intention", "poste", "attente_le", "modifie_le"])
    ou = f"pour le poste {poste} de {intention.employeur}" if intention else ": une place est libre"
    ligne = journal.noter(parcours, composer(f"Quitte la liste d’attente {ou}"), par=par, transition="proposer")
    annoncer_place(parcours, ligne)
    return parcours
