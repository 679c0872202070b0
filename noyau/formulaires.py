"""How every form of the house is drawn: one renderer, one kind of bound field, a few widgets.

A page writes ``{{ form }}`` (error summary, then every field) or lays its fields out itself with
``{% include "composants/erreurs.html" with form=form %}`` and ``{{ form.commune.as_field_group }}``.
The classes of the visual language are added here and in ``templates/django/forms/``, never in a form.
The admin draws its own widgets: nothing below touches ``{{ field }}`` itself.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTIONNEE = SafeString(" selected")
EXEMPLE_DE_DATE = "Par exemple\u00a0: 15/06/2027."


class Nombre(forms.TextInput):
    """A number typed as text, so that « 9,50 » is welcome; give the field ``localize=True`` for decimals."""

    def __init__(self, *, unite: str = "", decimal: bool = False, attrs: dict | None = None) -> None:
        super().__init__(
            {
                "inputmode": "decimal" if decimal else "numeric",
                "autocomplete": "off",
                **(attrs or {}),
            }
        )
        self.unite = unite
        self.taille = "court"


class Texte(forms.TextInput):
    """A text field with a unit behind it, or narrower than its column (``taille``: court, moyen)."""

    def __init__(self, *, unite: str = "", taille: str = "", attrs: dict | None = None) -> None:
        super().__init__(attrs)
        self.unite = unite
        self.taille = taille


class Jour(forms.DateInput):
    """A date typed the French way; the example is said in the help, never in a placeholder."""

    taille = "moyen"

    def __init__(self, *, attrs: dict | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%d/%m/%Y")


class Suggestions(forms.TextInput):
    """A text field that suggests as one types (htmx asks ``url`` for the options), and works as it is without."""

    template_name = "django/forms/widgets/suggestions.html"

    def __init__(self, *, url: str | Promise, taille: str = "", attrs: dict | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.url = url
        self.taille = taille

    def get_context(self, name, value, attrs):
        contexte = super().get_context(name, value, attrs)
        identifiant = contexte["widget"]["attrs"].get("id", f"id_{name}")
        contexte["widget"]["attrs"]["list"] = f"{identifiant}_liste"
        contexte["widget"]["url"] = str(self.url)
        return contexte


class ListeCourte(forms.Select):
    """A drop-down list written at once, without groups: Django draws a template per option, which was half the time of
    a page whose filters offer a hundred."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        choisi = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SELECTIONNEE if str(code) == choisi else "", mots) for code, mots in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs({**self.attrs, "name": name}, attrs)), options
        )


class EnCartes:
    """Answers drawn as cards. ``details`` maps a value to its second line; ``en_rang`` sets short cards in rows."""

    def __init__(
        self,
        *,
        details: dict[str, str] | None = None,
        en_rang: bool = False,
        attrs: dict | None = None,
    ):
        super().__init__(attrs)
        self.details = details or {}
        self.en_rang = en_rang


class Choix(EnCartes, forms.RadioSelect):
    """One answer among cards."""


class ChoixMultiple(EnCartes, forms.CheckboxSelectMultiple):
    """Several answers among cards."""


class ChampCourriel(forms.EmailField):
    """An e-mail address, kept in lower case as its reader is found by it. ``exemple``: told when it is not one;
    ``remplissage``: what the browser may fill in; ``erreurs``: other messages."""

    def __init__(
        self,
        *,
        exemple: str = "prenom@entreprise.fr",
        remplissage: str = "email",
        erreurs: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        invalide = f"Cette adresse n’est pas complète. Par exemple : {exemple}."
        widget = forms.EmailInput({"autocomplete": remplissage})
        super().__init__(widget=widget, error_messages={"invalid": invalide, **(erreurs or {})}, **options)

    def clean(self, value: Any) -> str:
        """Give the address in lower case."""
        return super().clean(value).lower()


@dataclass(frozen=True, slots=True)
class Option:
    """One card of a group: its ``<input>``, its words, its second line."""

    saisie: SafeString
    libelle: str
    detail: str


class Champ(BoundField):
    """A bound field that knows how the house draws it; read by ``django/forms/field.html`` only."""

    @property
    def genre(self) -> str:
        """Which drawing: ``groupe`` (cards), ``case`` (one box), ``ensemble`` (several inputs) or ``ligne``."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "case"
        if isinstance(widget, forms.RadioSelect):
            return "groupe"
        return "ensemble" if self.use_fieldset else "ligne"

    @property
    def aide(self) -> str:
        """The help, with an example of a date where a date is typed."""
        aide = str(self.help_text)
        if isinstance(self.field.widget, forms.DateInput) and "xemple" not in aide:
            return f"{aide} {EXEMPLE_DE_DATE}".strip()
        return aide

    @property
    def nom(self) -> str:
        """The label as the head of a sentence: a question loses its question mark."""
        return str(self.label).rstrip("? \u00a0\u202f")

    @property
    def remarque(self) -> Any:
        """What somebody asks beside this very field (``commentaire``, ``par``), set on it as ``remarque``; or None."""
        return getattr(self.field, "remarque", None)

    @property
    def unite(self) -> str:
        return getattr(self.field.widget, "unite", "")

    @property
    def en_rang(self) -> bool:
        return getattr(self.field.widget, "en_rang", False)

    @property
    def decrit_par(self) -> str:
        """The ids of remark, help, error and unit, in reading order, for ``aria-describedby``."""
        parties = {"remarque": self.remarque, "aide": self.aide, "erreur": self.errors, "unite": self.unite}
        return " ".join(f"{self.auto_id}_{nom}" for nom, presente in parties.items() if presente)

    @property
    def ancre(self) -> str:
        """The id the error summary leads to: the input itself, or the first card of a group."""
        return f"{self.auto_id}_0" if self.genre == "groupe" else str(self.auto_id)

    @property
    def saisie(self) -> SafeString:
        """The widget with the classes and descriptions of the house."""
        attrs = {"aria-describedby": self.decrit_par} if self.decrit_par else {}
        if self.genre == "ligne":
            taille = getattr(self.field.widget, "taille", "")
            classes = [
                "champ__saisie",
                f"champ__saisie--{taille}" if taille else "",
                self._classe_du_widget,
            ]
            attrs["class"] = " ".join(filter(None, classes))
        return self.as_widget(attrs=attrs)

    @property
    def options(self) -> list[Option]:
        """The cards of a group, in order."""
        details = getattr(self.field.widget, "details", {})
        return [
            Option(
                saisie=option.tag(wrap_label=False),
                libelle=option.choice_label,
                detail=details.get(str(option.data["value"]), ""),
            )
            for option in self.subwidgets
        ]

    @property
    def _classe_du_widget(self) -> str:
        return self.field.widget.attrs.get("class", "")


class Rendu(TemplatesSetting):
    """Draws every form with the project's templates (``templates/django/forms/``)."""

    bound_field_class = Champ
