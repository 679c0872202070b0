"""What was asked of a training body is answered: rows closed, and what changed written for the officer."""

from noyau import horloge
from referentiels.regles.typographie import composer, enumerer
from sessions_formation.models import Session
from sessions_formation.queries.reponses import changements, demandees

RIEN_DE_CHANGE = "Aucune réponse n’a changé."


def clore_les_demandes(session: Session, *, apres: dict[str, str]) -> str:
    """Note that what was asked is answered; give the words of the journal: what was asked, then before → after.

    ``apres`` is the request as it is sent now (``queries.reponses.photographier``), the session being locked.
    """
    demandes = demandees(session)
    session.champs_demandes.filter(repondu_le=None).update(repondu_le=horloge.maintenant())
    lignes = [str(changement) for changement in changements(session, apres)]
    if session.envoyee and not lignes:
        lignes = [RIEN_DE_CHANGE]
    if demandes:
        lignes.insert(0, f"Il était demandé : {enumerer([demande.libelle for demande in demandes])}.")
    return composer("\n".join(lignes))
