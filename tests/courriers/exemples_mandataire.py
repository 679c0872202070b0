"""The mails between a training body and the mandataire of its lot, with the facts the actions freeze."""

from typing import Any


def mandataire(demande: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each way they can be told, of a request."""
    a_annoncer = {**demande, "chemin_accord": "/organisme/sessions/412/accord/"}
    reponse = {**demande, "role": "sous_traitant", "motif": "", "repondu_par": "Marc Bodin"}
    return [
        ("demande_mandataire", a_annoncer),
        ("demande_mandataire", {**a_annoncer, "role": "sous_traitant"}),
        ("accord_mandataire", {**a_annoncer, "role": "sous_traitant"}),
        ("reponse_mandataire", {**reponse, "accord": True, "pour": "organisme"}),
        (
            "reponse_mandataire",
            {**reponse, "accord": False, "motif": "Nous la menons nous-mêmes.", "pour": "organisme"},
        ),
        ("reponse_mandataire", {**reponse, "accord": True, "pour": "mandataire"}),
        ("reponse_mandataire", {**reponse, "accord": False, "motif": "Nous la menons.", "pour": "mandataire"}),
    ]
