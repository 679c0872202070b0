"""Form fields that read a commune or a job as people write it, with suggestions where scripts run."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from noyau.formulaires import Champ, Suggestions
from referentiels.models import Commune, Metier
from referentiels.queries.communes import communes_saisies
from referentiels.queries.metiers import metiers_saisis, texte_de
from referentiels.regles.typographie import INSECABLE, composer, enumerer

CITES_MAX = 5


class ChampCommune(forms.CharField):
    """A text that cleans to a `Commune` of the region (None when empty and not required).

    `initial` is a `Commune` (or a text), never a primary key: its five digits would be read as a postal code.
    """

    default_error_messages = {
        "inconnue": composer(
            "Cette commune n’est pas en Pays de la Loire : vérifiez son nom ou tapez son code postal."
        ),
        "plusieurs_noms": f"Il y a %(nombre)s communes de ce nom{INSECABLE}: %(communes)s Précisez le code postal.",
        "plusieurs_codes": f"Il y a %(nombre)s communes à ce code postal{INSECABLE}: %(communes)s Précisez le nom.",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", Suggestions(url=reverse_lazy("referentiels:communes"), taille="moyen"))
        super().__init__(**{"max_length": 200, **options})

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Commune) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Commune | None:
        texte = super().clean(self.prepare_value(value))
        if not texte:
            return None
        communes = communes_saisies(texte)
        if not communes:
            raise ValidationError(self.error_messages["inconnue"], code="inconnue")
        if len(communes) > 1:
            code = "plusieurs_codes" if texte.strip().isdecimal() else "plusieurs_noms"
            raise ValidationError(self.error_messages[code], code=code, params=cites(communes))
        return communes[0]


class ChampMetier(forms.CharField):
    """A text that cleans to a ROME `Metier` (None when empty and not required)."""

    default_error_messages = {
        "inconnu": composer("Nous ne trouvons pas ce métier : essayez un mot plus général, ou le code ROME."),
        "plusieurs": composer(
            "Plusieurs métiers portent ces mots : choisissez-en un dans la liste ou tapez son code ROME."
        ),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", Suggestions(url=reverse_lazy("referentiels:metiers")))
        super().__init__(**{"max_length": 240, **options})

    def prepare_value(self, value: Any) -> Any:
        return texte_de(value) if isinstance(value, Metier) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Metier | None:
        texte = super().clean(self.prepare_value(value))
        if not texte:
            return None
        metiers = metiers_saisis(texte)
        if len(metiers) == 1:
            return metiers[0]
        code = "plusieurs" if metiers else "inconnu"
        raise ValidationError(self.error_messages[code], code=code)


def cites(communes: list[Commune]) -> dict[str, object]:
    """Enough of the candidates for people to see what to type."""
    noms = [str(commune) for commune in communes[:CITES_MAX]]
    return {
        "nombre": len(communes),
        "communes": f"{enumerer(noms)}." if len(communes) <= CITES_MAX else f"{', '.join(noms)}…",
    }


def en_lien(champ: Champ) -> dict[str, str]:
    """The question and where it stands, for a list of what is left to answer."""
    return {"titre": str(champ.label), "lien": f"#{champ.ancre}"}


def en_constat(champ: Champ) -> dict[str, str]:
    """An answer that could not be read, drawn like a finding: it says what to type and leads there."""
    return {
        "regle": "",
        "niveau": "a_completer",
        "objet": str(champ.label),
        "message": " ".join(champ.errors),
        "source": "",
        "faire": "Corriger la réponse",
        "lien": f"#{champ.ancre}",
    }
