"""Where a request stands and what comes next, in words: every page says what to do before it says why."""

from datetime import date
from typing import NamedTuple

from noyau.journal import LigneJournal
from referentiels.regles.typographie import composer, compter, jour, ordinale
from sessions_formation.enums import StatutSession as S
from sessions_formation.enums import TransitionSession
from sessions_formation.queries.file import Position


class Suite(NamedTuple):
    """A title (where it stands), a sentence (what comes next), and what somebody wrote about it."""

    titre: str
    texte: str
    motif: str = ""


SUITES = {
    S.BROUILLON: Suite("La Région ne voit pas encore cette demande", "Complétez-la, puis demandez l’ouverture."),
    S.ATTENTE_MANDATAIRE: Suite(
        "Le mandataire du lot doit donner son accord", "La demande prendra ensuite place dans la file de la Région."
    ),
    S.A_COMPLETER: Suite(
        "La Région attend un complément", "Complétez la demande et renvoyez-la : elle reprendra place dans la file."
    ),
    S.AUTORISEE: Suite("La session est autorisée", "L’autorisation de démarrage est dans les documents."),
    S.PUBLIEE: Suite(
        "La session est autorisée et publiée",
        "L’autorisation de démarrage est dans les documents. Le Réseau pour l’emploi y positionne des candidats.",
    ),
    S.DEMARREE: Suite("La session a démarré", "Elle va à son terme, même si un employeur se retire."),
    S.TERMINEE: Suite("La session est terminée", "Il reste à en faire le bilan."),
    S.SOLDEE: Suite("La session est soldée", "Tout est payé : il n’y a plus rien à faire."),
    S.REFUSEE: Suite(
        "La demande est refusée", "Les intentions sont de nouveau à prendre : une autre demande peut les réunir."
    ),
    S.ANNULEE: Suite("La session est annulée", "Elle n’aura pas lieu. Ses intentions sont de nouveau à prendre."),
}


RETIREE = Suite("La demande est retirée", "La Région ne la décide pas. Ses intentions sont de nouveau à prendre.")


def suite_de(
    statut: str, *, ligne: LigneJournal | None, position: Position | None, reponse_avant: date | None
) -> Suite:
    """Give the words of a state. ``position`` is that of the queue, ``reponse_avant`` the last day of an answer.

    ``ligne`` is how this state was reached: its words are shown where an answer is expected or an end explained.
    """
    if position is not None:
        devant = position.devant_sur_le_lot
        if devant == 0:
            avant = "Aucune demande n’attend avant la vôtre sur ce lot."
        else:
            attendent = "attend" if devant == 1 else "attendent"
            avant = f"{compter(devant, 'demande')} {attendent} avant la vôtre sur ce lot."
        return Suite(f"La demande est la {ordinale(position.rang)} de la file", avant)
    suite = RETIREE if ligne and ligne.transition == TransitionSession.RETIRER else SUITES[S(statut)]
    texte = suite.texte
    if statut == S.A_COMPLETER and reponse_avant:
        texte = (
            f"Répondez au plus tard le {jour(reponse_avant)}. Le délai de la Région est arrêté jusque-là : une fois "
            "renvoyée, la demande reprend place dans la file."
        )
    explique = statut in {S.A_COMPLETER, S.REFUSEE, S.AUTORISEE, S.PUBLIEE, S.ANNULEE}
    return Suite(suite.titre, composer(texte), ligne.motif if ligne and explique else "")


def delai_de(position: Position) -> str:
    """Say honestly what the Région aims at, and what happens once it is late."""
    visee, alerte = compter(position.visee, "jour ouvré", "jours ouvrés"), position.alerte
    if not position.en_retard:
        return composer(f"La Région vise une réponse en {visee}.")
    if position.jours < alerte:
        return composer(f"Le délai visé, {visee}, est atteint : la Région reçoit un rappel chaque jour ouvré.")
    limite = compter(alerte, "jour ouvré", "jours ouvrés")
    return composer(f"Elle attend depuis {limite} ou plus : les chefs d’unité sont prévenus.")
