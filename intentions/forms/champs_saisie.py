"""How a machine or a spreadsheet writes the answers of the forms: « oui », codes, labels, lists in one cell.

Each field takes the value of a JSON document (true, 35.5, a list) and the text of a cell alike.
"""

import copy
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from referentiels.regles.textes import normaliser
from referentiels.regles.typographie import composer

_OUI = frozenset({"oui", "o", "vrai", "true", "1", "x"})
_NON = frozenset({"non", "n", "faux", "false", "0"})
_SEPARATEURS = re.compile(r"[,;|/]")


def reprise(champ: forms.Field, *, required: bool = False, **attributs: Any) -> forms.Field:
    """Give the field of a page as a flat form asks it: same limits and same words, required or not, without cards."""
    copie = copy.deepcopy(champ)
    copie.required = required
    copie.widget = forms.TextInput()
    for nom, valeur in attributs.items():
        setattr(copie, nom, valeur)
    return composee(copie)


def composee(champ: forms.Field) -> forms.Field:
    """Put the no-break spaces of French into what a field says, once for all its forms."""
    champ.label = composer(str(champ.label))
    champ.help_text = composer(str(champ.help_text))
    # Texts that the language gives (max_length…) stay lazy: they are read when they are shown.
    champ.error_messages = {
        code: composer(texte) if isinstance(texte, str) else texte for code, texte in champ.error_messages.items()
    }
    return champ


class ChampOuiNon(forms.Field):
    """Yes, no, or nothing: None."""

    widget = forms.TextInput
    default_error_messages = {"invalid": composer("Répondez par oui ou par non.")}

    def to_python(self, value: Any) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        texte = normaliser(str(value))
        if not texte:
            return None
        if texte in _OUI:
            return True
        if texte in _NON:
            return False
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class ChampCode(forms.CharField):
    """One of a list of codes, written as its code or as its label; cleans to the code, empty when nothing is said."""

    default_error_messages = {"inconnu": composer("« %(valeur)s » n’est pas une de ces valeurs : %(admises)s.")}

    def __init__(self, *, codes: dict[str, str], mots: dict[str, str] | None = None, **options: Any) -> None:
        """``codes``: code → label. ``mots``: other words, as people write them → code."""
        super().__init__(max_length=120, **options)
        self.codes = codes
        self.mots = {
            **{normaliser(mot): code for mot, code in (mots or {}).items()},
            **{normaliser(libelle): code for code, libelle in codes.items()},
            **{normaliser(code): code for code in codes},
        }

    def clean(self, value: Any) -> str:
        texte = super().clean(value)
        return self.code_de(texte) if texte else ""

    def code_de(self, texte: str) -> str:
        """Give the code that a text means. Raises ``ValidationError`` when it means none."""
        if code := self.mots.get(normaliser(texte)):
            return code
        parametres = {"valeur": texte[:60], "admises": ", ".join(self.codes)}
        raise ValidationError(self.error_messages["inconnu"], code="inconnu", params=parametres)

    def __deepcopy__(self, memo: dict) -> "ChampCode":
        """Share the words: they never change."""
        copie = super().__deepcopy__(memo)
        copie.codes, copie.mots = self.codes, self.mots
        return copie


class ChampCodes(ChampCode):
    """Several of a list of codes: a JSON list, or one cell that separates them by commas, semicolons or bars."""

    def clean(self, value: Any) -> list[str]:
        morceaux = value if isinstance(value, list | tuple) else _SEPARATEURS.split(str(value or ""))
        textes = [forms.CharField.clean(self, morceau) for morceau in morceaux]
        return list(dict.fromkeys(self.code_de(texte) for texte in textes if texte))
