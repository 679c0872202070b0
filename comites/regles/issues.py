"""What may be said of a point, and what it does once carried out. Pure: codes in, sentences out."""

from collections.abc import Mapping
from types import MappingProxyType

# Kind of point → what the meeting may say of it that the service then carries out, and the act's own words.
ACTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "demande": MappingProxyType(
            {
                "favorable": "Autoriser et commander",
                "defavorable": "Refuser la demande",
                "a_completer": "Demander un complément à l’organisme",
            }
        ),
        "derogation": MappingProxyType(
            {"favorable": "Accorder la dérogation", "defavorable": "Refuser la dérogation"},
        ),
    }
)


def acte_de(nature: str, issue: str) -> str:
    """Give the words of what carrying out this issue does; empty when nothing is done."""
    return ACTES.get(nature, {}).get(issue, "")


def obstacles(nature: str, issue: str, *, motif: str, precisions: str) -> dict[str, str]:
    """Give what is missing to carry the issue out, by field: what the act itself would refuse, said in the meeting."""
    manques: dict[str, str] = {}
    if not acte_de(nature, issue):
        return manques
    if nature == "demande" and not motif:
        manques["motif"] = "Choisissez un motif : l’organisme le lira."
    if (nature, issue) != ("demande", "favorable") and not precisions.strip():
        qui = "l’employeur" if nature == "derogation" else "l’organisme"
        manques["precisions"] = f"Écrivez pourquoi en une phrase : {qui} la lira."
    return manques
