"""What the simulator hands over to the employer's form: the query string of its address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from intentions.forms.champs import Insertion
from intentions.forms.etapes import ContratForm, ParticipationForm, PosteForm
from referentiels.regles.reglement import Reglement

# What must not travel in an address: kept in the session between the simulator and the filing.
CLE_DE_REPRISE = "reprise_du_simulateur"
CHAMPS_HORS_ADRESSE = frozenset({"adaptation_boe"})


def champs_repris(adresse: QueryDict, session: Mapping[str, Any], *, reglement: Reglement, le: date) -> dict[str, Any]:
    """Give the fields of the model that can be read in the address and in what the session kept.

    An answer that is not readable is left out: its step will ask it again.
    """
    formulaires = (PosteForm(adresse), ContratForm(adresse, le=le, reglement=reglement), ParticipationForm(adresse))
    champs: dict[str, Any] = {}
    for form in formulaires:
        form.is_valid()
        champs |= {nom: valeur for nom, valeur in form.reponses().items() if valeur not in (None, "", [], False)}
    if adresse.get("engagement_recruter") == "non":
        champs["engagement_recruter"] = False
    for nom in CHAMPS_HORS_ADRESSE:
        champs.pop(nom, None)
    return champs | {nom: True for nom in CHAMPS_HORS_ADRESSE if session.get(nom)}


def insertion_reprise(adresse: QueryDict) -> str:
    """Give the answer on insertion structures, empty when the address holds none."""
    valeur = adresse.get("insertion", "")
    return valeur if valeur in Insertion.values else ""
