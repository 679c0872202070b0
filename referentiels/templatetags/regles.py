"""Findings, verdicts and states as the screens say them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noyau.templatetags.maison import icone
from referentiels.regles.constats import OBJETS, Niveau

register = template.Library()

LIBELLES = {
    Niveau.NON_CONFORME: "Non conforme",
    Niveau.A_COMPLETER: "À compléter",
    Niveau.DEROGATION: "Dérogation possible",
    Niveau.INFO: "Bon à savoir",
    Niveau.CONFORME: "Conforme",
}
# The gravest first: what blocks, what is missing, what a person decides, what is good to know.
RANGS = {niveau: rang for rang, niveau in enumerate(LIBELLES)}

ICONES_D_ETAT = {
    "a_completer": "a_completer",
    "abandon": "arret",
    "abandonnee": "arret",
    "absent": "non_conforme",
    "accordee": "conforme",
    "admis": "conforme",
    "annulee": "arret",
    "attente_mandataire": "horloge",
    "autorisee": "conforme",
    "brouillon": "a_completer",
    "classee": "arret",
    "declare": "conforme",
    "defavorable": "non_conforme",
    "demandee": "envoyer",
    "demarree": "formation",
    "deposee": "envoyer",
    "derogation_demandee": "derogation",
    "derogation": "derogation",
    "desistee": "retour",
    "emise": "envoyer",
    "en_instruction": "oeil",
    "engagee": "mallette",
    "entre": "formation",
    "exclu": "non_conforme",
    "excuse": "retour",
    "expiree": "horloge",
    "favorable": "conforme",
    "formation_realisee": "formation",
    "mandatee": "euro",
    "ne_viendra_pas": "retour",
    "non_retenu": "non_conforme",
    "payee": "coche",
    "positionne": "personnes",
    "present": "coche",
    "profil_valide": "conforme",
    "ouvert": "a_completer",
    "projet": "a_completer",
    "publiee": "liste",
    "recevable": "conforme",
    "refusee": "non_conforme",
    "rejetee": "non_conforme",
    "reserve": "derogation",
    "sans_paiement": "arret",
    "sans_reponse": "horloge",
    "satisfaite": "coche",
    "service_fait": "conforme",
    "soldee": "verrou",
    "sortie_emploi": "mallette",
    "termine": "coche",
    "terminee": "coche",
    "viendra": "conforme",
}


# More than there are states; some are told in words that vary (a date, a count).
ETATS_DESSINES = 500


class Tri(NamedTuple):
    """Findings as a page shows them: those to read, then the conformes, folded."""

    a_lire: list[Any]
    conformes: list[Any]


@register.filter
def trier(constats: Iterable[Any]) -> Tri:
    """Sort findings (``Constat`` or dicts) from the gravest on, the conformes apart; the rules' order otherwise."""
    ranges = sorted(constats, key=lambda constat: RANGS[Niveau(_lire(constat, "niveau"))])
    a_lire = [constat for constat in ranges if _lire(constat, "niveau") != Niveau.CONFORME]
    return Tri(a_lire, ranges[len(a_lire) :])


@register.filter
def libelle_niveau(niveau: str) -> str:
    """Give the words of a level, « Dérogation possible »."""
    return LIBELLES[Niveau(niveau)]


@register.filter
def objet_de(regle: str) -> str:
    """Give what a rule looks at, in two or three words; its code when it is unknown."""
    return OBJETS.get(regle, regle)


@register.filter
def icone_d_etat(code: str) -> str:
    """Give the icon of a state; a plain dot for a state nobody drew."""
    return ICONES_D_ETAT.get(code, "point")


@register.simple_tag
@lru_cache(ETATS_DESSINES)
def etat(code: str, libelle: str) -> SafeString:
    """Draw the state of a file: ``code`` of the state machine, and its words.

    Drawn once per process, as icons are: a list says the same few on each of its lines.
    """
    return format_html('<span class="etat etat--{}">{}{}</span>', code, icone(icone_d_etat(code)), libelle)


def _lire(constat: Any, cle: str) -> str:
    return constat[cle] if isinstance(constat, dict) else getattr(constat, cle)
