"""Dating a step, inviting to it, answering, noting who came."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from intentions.enums import Etape
from noyau.formulaires import Choix, ChoixMultiple, Jour, Texte
from referentiels.regles.typographie import composer
from sessions_formation.enums import Presence
from sessions_formation.models import EtapeSession, IntentionRetenue, InvitationEtape
from sessions_formation.regles.etapes import Creneau

_HEURE = re.compile(r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?)?", re.IGNORECASE)
OUI_NON = [("oui", "Je viendrai"), ("non", "Je ne pourrai pas venir")]
PRESENCES = [("", "À noter"), *Presence.choices]


class ChampHeure(forms.Field):
    """An hour as people write it: « 9 h », « 9h30 », « 14:00 »."""

    widget = Texte(taille="court", attrs={"autocomplete": "off", "inputmode": "text"})

    def to_python(self, value: Any) -> time | None:
        lu = _HEURE.fullmatch(str(value or "").strip())
        if not value:
            return None
        if lu is None or int(lu[1]) > 23 or int(lu[2] or 0) > 59:
            raise forms.ValidationError("Écrivez une heure, par exemple : 9 h 30.")
        return time(int(lu[1]), int(lu[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour} h {value:%M}" if isinstance(value, time) else value


class CreneauForm(forms.Form):
    """When and where a step is held. A step lasts within one day."""

    jour = forms.DateField(label="Jour", widget=Jour)
    debut = ChampHeure(label="Début", help_text=composer("Par exemple : 9 h 30."))
    fin = ChampHeure(label="Fin", help_text=composer("Par exemple : 11 h 30."))
    lieu = forms.CharField(
        label="Lieu",
        help_text="L’adresse où se présenter, ou le lien de la visioconférence.",
        max_length=200,
    )
    precisions = forms.CharField(
        label="Précisions pour les employeurs",
        help_text="Qui demander, comment se garer, quoi préparer. Elles partent dans l’invitation.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    @property
    def creneau(self) -> Creneau:
        """What was typed, as two instants of Paris. To be read once the form is valid."""
        lu = self.cleaned_data
        debut, fin = _instant(lu["jour"], lu["debut"]), _instant(lu["jour"], lu["fin"])
        return Creneau(debut, fin, lu["lieu"], lu["precisions"])


class EtapeForm(CreneauForm):
    """A step to plan, with who is invited beside those who announced it."""

    nature = forms.ChoiceField(label="Quelle étape ?", choices=Etape.choices, widget=Choix)
    autres = forms.TypedMultipleChoiceField(
        label="Inviter aussi",
        help_text="Les employeurs qui ont annoncé cette étape sont invités d’office. Vous pouvez en inviter d’autres.",
        required=False,
        coerce=int,
        widget=ChoixMultiple,
    )
    field_order = ["nature", "jour", "debut", "fin", "lieu", "precisions", "autres"]

    def __init__(self, *args: Any, retenues: Sequence[IntentionRetenue], **options: Any) -> None:
        super().__init__(*args, **options)
        _proposer(self, retenues)


class InviterForm(forms.Form):
    autres = forms.TypedMultipleChoiceField(
        label="Inviter aussi",
        coerce=int,
        widget=ChoixMultiple,
        error_messages={"required": "Cochez au moins un employeur."},
    )

    def __init__(self, *args: Any, retenues: Sequence[IntentionRetenue], **options: Any) -> None:
        super().__init__(*args, **options)
        _proposer(self, retenues)


class AnnulationForm(forms.Form):
    motif = forms.CharField(
        label="Pourquoi ?",
        help_text="Les employeurs invités le liront.",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi en une phrase : les employeurs invités le liront."},
    )


class ReponseForm(forms.Form):
    viendra = forms.ChoiceField(
        label="Votre réponse",
        choices=OUI_NON,
        widget=Choix(en_rang=True),
        error_messages={"required": "Choisissez une réponse."},
    )

    @property
    def reponse(self) -> bool:
        return self.cleaned_data["viendra"] == "oui"


class PresencesForm(forms.Form):
    """One answer per person invited; its fields are the ids of the invitations."""

    def __init__(self, *args: Any, invitations: Iterable[InvitationEtape], **options: Any) -> None:
        super().__init__(*args, **options)
        for invitation in invitations:
            intention = invitation.intention
            self.fields[f"presence_{invitation.pk}"] = forms.ChoiceField(
                label=f"{intention.employeur}, {intention.intitule_affiche}",
                choices=PRESENCES,
                required=False,
                initial=invitation.presence,
                widget=Choix(en_rang=True),
            )

    @property
    def presences(self) -> dict[int, str]:
        """The answers, by invitation."""
        return {int(nom.removeprefix("presence_")): valeur for nom, valeur in self.cleaned_data.items()}


def initial_de(etape: EtapeSession) -> dict[str, Any]:
    """Give what the form of a change starts from."""
    debut, fin = timezone.localtime(etape.debut), timezone.localtime(etape.fin)
    return {
        "jour": debut.date(),
        "debut": debut.time(),
        "fin": fin.time(),
        "lieu": etape.lieu,
        "precisions": etape.precisions,
    }


def _proposer(form: forms.Form, retenues: Sequence[IntentionRetenue]) -> None:
    champ = form.fields["autres"]
    champ.choices = [(retenue.intention_id, str(retenue.intention.employeur)) for retenue in retenues]
    champ.widget.details = {str(retenue.intention_id): _details(retenue) for retenue in retenues}
    if not retenues:
        del form.fields["autres"]


def _details(retenue: IntentionRetenue) -> str:
    etapes = [etape[:1].lower() + etape[1:] for etape in retenue.intention.etapes_affichees]
    annonce = composer(f"a annoncé : {', '.join(etapes)}") if etapes else "n’a annoncé aucune étape"
    return f"{retenue.intention.intitule_affiche} · {annonce}"


def _instant(jour: date, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(jour, heure))
