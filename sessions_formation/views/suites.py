"""Where a request stands and what comes next, in words: every page says what to do before it says why."""

from typing import NamedTuple

from referentiels.regles.typographie import composer, compter, ordinale
from sessions_formation.enums import StatutSession as S


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


def suite_de(statut: str, *, rang: int | None, attente: int, motif: str) -> Suite:
    """Give the words of a state. ``rang`` and ``attente`` (working days) are those of the queue; ``motif`` is what was
    written when this state was reached, shown where an answer is expected or an end explained."""
    if rang is not None:
        jours = compter(attente, "jour ouvré", "jours ouvrés")
        depuis = f"Elle attend depuis {jours}." if attente else "Elle est arrivée aujourd’hui."
        return Suite(f"La demande est la {ordinale(rang)} de la file", depuis)
    suite = SUITES[S(statut)]
    explique = statut in {S.A_COMPLETER, S.REFUSEE, S.AUTORISEE, S.PUBLIEE, S.ANNULEE}
    return Suite(suite.titre, composer(suite.texte), motif if explique else "")
