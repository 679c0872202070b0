"""The sheet of a session, as its training body would have written it."""

from sessions_formation.models import FicheSession, Session

MOTS = {
    "objectif": "Souder des tôles et des profilés d’après un plan, au semi-automatique et à l’arc.",
    "contenu": "Lecture de plan\nSoudage semi-automatique\nSoudage à l’arc\nContrôle des soudures",
    "resultats": "Une attestation de compétences, remise après une épreuve devant un jury.",
    "deroule": "groupe",
    "modalite": "presentiel",
    "rythme": "Temps plein, 35 heures par semaine",
    "alternance": "",
    "heures_entreprise": None,
    "niveau_entree": "1",
    "niveau_obligatoire": False,
    "acces_handicap": "",
}


def fiche_de(session: Session, **mots: object) -> FicheSession:
    """Write the sheet of a session, in the name of who asked for it."""
    return FicheSession.objects.create(session=session, ecrite_par=session.demandeur, **{**MOTS, **mots})
