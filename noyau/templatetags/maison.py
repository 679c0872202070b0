"""Words and figures as the house writes them, in every template (the library is a builtin: nothing to load).

Figures follow French typography: narrow no-break space between thousands, no-break space before a unit. Filters
take what templates hold (date, instant, Decimal, int) and what frozen contexts hold (ISO dates, figures as text).
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from django import template
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

FINE = "\u202f"
INSECABLE = "\u00a0"
NOMBRES = (
    "aucun",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
)


@register.simple_tag
@cache
def icone(nom: str, classe: str = "") -> SafeString:
    """Draw an icon of the sprite. It is always silent: the words beside it say the same thing.

    Drawn once per process: a list shows the same few a hundred times, and templates alone name them.
    """
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f"ic {classe}".strip(),
        static("icones.svg"),
        nom,
    )


@register.filter
def une_fois(messages: Iterable[Message]) -> list[Message]:
    """Give messages in their order, the same one once: two quick clicks leave it twice."""
    return list({(message.level, str(message.message)): message for message in messages}.values())


@register.filter
def montant(valeur: object, decimales: int = 2) -> str:
    """Give an amount in euros, « 19 950,00 € »; ``montant:0`` rounds to the euro. Empty for None."""
    texte = nombre(valeur, decimales)
    return f"{texte}{INSECABLE}€" if texte else ""


@register.filter
def nombre(valeur: object, decimales: int | None = None) -> str:
    """Give a figure the French way; its own decimals unless ``decimales`` says how many."""
    decimal = _decimal(valeur)
    if decimal is None:
        return ""
    if decimales is None:
        decimal = decimal.normalize()
        decimales = max(0, -int(decimal.as_tuple().exponent))
    texte = f"{decimal:,.{decimales}f}".replace(",", FINE).replace(".", ",")
    return texte.replace("-", "\u2212")


@register.filter
def signe(texte: str) -> str:
    """Put « + » before a figure already written that is added, « +80 h »; what is taken off has its own sign."""
    return texte if not texte or texte[0] in "\u2212+" or texte.strip("0,\u00a0\u202f€h") == "" else f"+{texte}"


@register.filter
def heures(valeur: object) -> str:
    """Give a number of hours, « 420 h », « 3,5 h »."""
    texte = nombre(valeur)
    return f"{texte}{INSECABLE}h" if texte else ""


@register.filter
def pourcent(valeur: object, decimales: int | None = None) -> str:
    """Give a share already counted in hundredths, « 76 % »."""
    texte = nombre(valeur, decimales)
    return f"{texte}{INSECABLE}%" if texte else ""


@register.filter
def siret(valeur: str) -> str:
    """Give a SIRET the way people read it, « 732 829 320 00074 »; as it is when it has not its 14 digits."""
    if len(valeur) != 14 or not valeur.isdecimal():
        return valeur
    return INSECABLE.join([valeur[:3], valeur[3:6], valeur[6:9], valeur[9:]])


@register.filter
def jour(valeur: object) -> str:
    """Give a day in words, « 1er septembre 2026 »."""
    le = _jour(valeur)
    return f"{_quantieme(le)} {date_format(le, 'F Y')}" if le else ""


@register.filter
def jour_sans_annee(valeur: object) -> str:
    """Give a day in words without its year, « 17 novembre »."""
    le = _jour(valeur)
    return f"{_quantieme(le)} {date_format(le, 'F')}" if le else ""


@register.filter
def jour_court(valeur: object) -> str:
    """Give a day in figures, « 24/11/2026 »."""
    le = _jour(valeur)
    return f"{le:%d/%m/%Y}" if le else ""


@register.filter
def instant(valeur: object) -> str:
    """Give an instant in words, in Paris time: « 20 novembre 2026, 9 h 04 »."""
    moment = _instant(valeur)
    return f"{jour(moment)}, {moment.hour}{INSECABLE}h{INSECABLE}{moment:%M}" if moment else ""


@register.filter
def iso(valeur: object) -> str:
    """Give what a ``<time datetime>`` attribute expects."""
    moment = _instant(valeur) if not _est_un_jour(valeur) else None
    if moment:
        return moment.isoformat(timespec="minutes")
    le = _jour(valeur)
    return le.isoformat() if le else ""


@register.simple_tag
def periode(debut: object, fin: object) -> str:
    """Give two days as a sentence: « du 11 janvier au 30 avril 2027 ». Empty when one is missing."""
    depuis, jusque = _jour(debut), _jour(fin)
    if depuis is None or jusque is None:
        return ""
    depart = jour_sans_annee(depuis) if depuis.year == jusque.year else jour(depuis)
    return f"du {depart} au {jour(jusque)}"


@register.simple_tag
def horaire(debut: object, fin: object) -> str:
    """Give two instants of one day as people say them: « mardi 2 février 2027, de 9 h à 11 h 30 »."""
    depuis, jusque = _instant(debut), _instant(fin)
    if depuis is None or jusque is None:
        return ""
    return f"{date_format(depuis, 'l')} {jour(depuis)}, de {_heure(depuis)} à {_heure(jusque)}"


@register.filter
def accorde(valeur: int, formes: str) -> str:
    """Give a count with its noun: ``4|accorde:"poste,postes"`` is « 4 postes »; French has 0 and 1 as singular."""
    singulier, pluriel = formes.split(",")
    return f"{nombre(valeur)}{INSECABLE}{singulier if abs(valeur) < 2 else pluriel}"


@register.filter
def en_lettres(valeur: int, genre: str = "m") -> str:
    """Give a count in letters up to ten, capitalised, « Deux »; ``"f"`` for the feminine « Une »."""
    if not 0 <= valeur < len(NOMBRES):
        return nombre(valeur)
    mot = NOMBRES[valeur]
    if genre == "f" and mot in {"un", "aucun"}:
        mot += "e"
    return mot.capitalize()


@register.filter
def unites(valeur: int) -> range:
    """Give a count something to loop on: ``{% for _ in manque|unites %}``."""
    return range(valeur)


@register.filter
def dans_la_phrase(valeur: object) -> str:
    """Make a sentence the end of another: no capital (acronyms keep theirs), no full stop."""
    texte = str(valeur).rstrip(".")
    acronyme = texte[1:2].isupper()
    return texte if acronyme else texte[:1].lower() + texte[1:]


def _decimal(valeur: object) -> Decimal | None:
    if valeur is None or valeur == "":
        return None
    try:
        return Decimal(str(valeur))
    except InvalidOperation:
        return None


def _est_un_jour(valeur: object) -> bool:
    if isinstance(valeur, str):
        return len(valeur) == len("2026-11-24")
    return isinstance(valeur, date) and not isinstance(valeur, datetime)


def _instant(valeur: object) -> datetime | None:
    if isinstance(valeur, str) and valeur:
        valeur = datetime.fromisoformat(valeur)
    if not isinstance(valeur, datetime):
        return None
    return timezone.localtime(valeur) if timezone.is_aware(valeur) else valeur


def _heure(moment: datetime) -> str:
    return f"{moment.hour}{INSECABLE}h" + (f"{INSECABLE}{moment:%M}" if moment.minute else "")


def _jour(valeur: object) -> date | None:
    if isinstance(valeur, date) and not isinstance(valeur, datetime):
        return valeur
    moment = _instant(valeur)
    return moment.date() if moment else None


def _quantieme(le: date) -> str:
    return "1er" if le.day == 1 else str(le.day)


@register.filter
def tel(numero: str) -> str:
    """What follows « tel: » in a link: a number as people type it, without what separates its figures."""
    return "".join(caractere for caractere in numero.replace("(0)", "") if caractere.isdigit() or caractere == "+")


# « y » and a vowel are said as one (« de Yacine »); before « ha » usage hesitates, and « de » is never wrong.
_ELIDE = re.compile(r"[aeiou]|h[^a]|y[^aeiou]")


@register.filter
def de(nom: object) -> str:
    """Put « de » before somebody's name, « d’ » where it is said so: « d’Anne », « d’Hélène », « de Yacine »."""
    texte = str(nom)
    lettres = unicodedata.normalize("NFKD", texte[:2]).encode("ascii", "ignore").decode().lower()
    return f"d’{texte}" if _ELIDE.match(lettres) else f"de {texte}"
