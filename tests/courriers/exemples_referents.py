"""What a structure reads of a session it follows, or follows no more."""

from typing import Any


def referents(session: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Give each mail each way it can be told, on the facts of a session."""
    confiee = {
        **session,
        "structure": "France Travail Cholet",
        "par": "Nadia Le Goff",
        "chemin": "/referent/sessions/12/",
    }
    reprise = {**confiee, "a": "Mission locale du Choletais", "chemin_liste": "/referent/"}
    return [
        ("session_confiee", {**confiee, "pourquoi": "autorisation", "par": ""}),
        ("session_confiee", {**confiee, "pourquoi": "autorisation", "par": "", "postes": []}),
        ("session_confiee", {**confiee, "pourquoi": "collegue"}),
        ("session_confiee", {**confiee, "pourquoi": "structure"}),
        ("session_confiee", {**confiee, "pourquoi": "region", "par": "Hélène Pasquier, Région"}),
        ("session_reprise", reprise),
        ("session_reprise", {**reprise, "a": "Lucas Morin", "par": "Lucas Morin"}),
    ]
