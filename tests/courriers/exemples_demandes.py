"""What the mails of a request of a training body say: messages about it, and its taking back."""

from collections.abc import Mapping
from typing import Any


def demandes(demande: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Give each mail and a context, from the facts of a request."""
    message = {
        "numero": demande["numero"],
        "intitule": demande["intitule"],
        "organisme": "Formaloire Métiers",
        "lot": "12",
        "auteur": "Hélène Pasquier, Région",
        "texte": "Le plateau de Cholet est-il libre en janvier ?",
        "pieces": [],
        "chemin": "/messages/session/412/",
        "pour": "organisme",
    }
    retiree = {**demande, "motif": "Deux employeurs ont renoncé.", "pour": "region"}
    employeur = {
        "intention": "IE-2026-00041",
        "contact": "Claire Heulin",
        "chemin_intention": "/employeur/intentions/41/",
    }
    return [
        ("session_message", message),
        ("session_message", {**message, "pour": "mandataire", "pieces": ["plan.pdf", "devis.pdf"]}),
        ("session_message", {**message, "pour": "region", "auteur": "Odile Charrier, Formaloire Métiers"}),
        ("session_retiree", retiree),
        ("session_retiree", {**retiree, "pour": "mandataire", "motif": ""}),
        ("session_retiree_employeur", {**demande, **employeur, "motif": "Deux employeurs ont renoncé."}),
        ("session_retiree_employeur", {**demande, **employeur, "contact": "", "motif": ""}),
    ]
