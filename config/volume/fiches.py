"""The sheets of sessions made up: most have theirs, so that the file for the Cariforef is as long as a true one."""

from collections.abc import Iterable

from config.volume.ecriture import copier
from sessions_formation.models import FicheSession, Session

# One in so many was never written.
SANS_FICHE = 12
PROGRAMME = (
    "Découverte du métier et de ses lieux",
    "Les gestes de base, à l’atelier puis en situation",
    "Lecture de plans et de consignes",
    "Qualité, hygiène et sécurité",
    "Préparation à l’embauche, avec les employeurs",
)


def ecrire_les_fiches(sessions: Iterable[Session]) -> None:
    """Write the sheets of ordered sessions already written; which lack theirs depends on their number alone."""
    copier(FicheSession, (fiche_inventee(session) for session in sessions if session.pk % SANS_FICHE))


def fiche_inventee(session: Session) -> FicheSession:
    """Give the sheet of a session made up, not written yet."""
    metier = session.intitule.lower()
    alternance = session.pk % 3 == 0
    return FicheSession(
        session=session,
        objectif=f"Exercer le métier : {metier}. Tenir son poste en sécurité, rendre compte, travailler en équipe.",
        contenu="\n".join(PROGRAMME),
        resultats="Une attestation de compétences, remise après une épreuve devant des professionnels.",
        deroule=("groupe", "mixte", "individualise")[session.pk % 3],
        modalite="mixte" if session.pk % 5 == 0 else "presentiel",
        rythme="Temps plein, 35 heures par semaine",
        alternance="Deux semaines en entreprise au milieu du parcours" if alternance else "",
        heures_entreprise=70 if alternance else None,
        niveau_entree=("1", "11", "12")[session.pk % 3],
        niveau_obligatoire=False,
        acces_handicap="Locaux de plain-pied." if session.pk % 2 else "",
        ecrite_par=session.demandeur,
        modifiee_le=session.complete_le,
    )
