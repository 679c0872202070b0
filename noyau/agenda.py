"""Calendar files (iCalendar, RFC 5545), drawn from frozen facts: those a row of the outbox carries, or a page shows.

An e-mail whose context holds ``rendez_vous`` leaves with its calendar file. Calendars recognise a rendez-vous by its
UID and take a change only from a higher SEQUENCE, so both are facts of the row, like the day it was decided.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vText

PARIS = ZoneInfo("Europe/Paris")
NOM_DU_FICHIER = "rendez-vous.ics"
# The European rule as it has stood since 1996: last Sundays of March and October, at one o'clock UTC.
_HIVER, _ETE = timedelta(hours=1), timedelta(hours=2)


class Methode(StrEnum):
    """What a calendar is asked to do (RFC 5546)."""

    INVITER = "REQUEST"
    ANNULER = "CANCEL"
    PUBLIER = "PUBLISH"


class Journee(NamedTuple):
    """A day to note, whole: no hour of it is known. ``modifiee_le`` is an aware instant."""

    uid: str
    le: date
    modifiee_le: datetime
    titre: str
    lieu: str
    description: str
    adresse: str


def fichier_de_journees(journees: Iterable[Journee], *, nom: str) -> bytes:
    """Draw the calendar of days to note, with its name: to keep once, or to follow (read again twice a day)."""
    calendrier = _calendrier(Methode.PUBLIER)
    calendrier.add("x-wr-calname", nom)
    calendrier.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for journee in journees:
        evenement = Event()
        evenement.add("uid", journee.uid)
        evenement.add("dtstamp", journee.modifiee_le.astimezone(ZoneInfo("UTC")))
        evenement.add("dtstart", journee.le)
        evenement.add("dtend", journee.le + timedelta(days=1))
        evenement.add("summary", journee.titre)
        evenement.add("location", journee.lieu)
        evenement.add("description", journee.description)
        evenement.add("url", journee.adresse)
        # One is not taken by it: it is a date to remember.
        evenement.add("transp", "TRANSPARENT")
        calendrier.add_component(evenement)
    return calendrier.to_ical()


def fichier_agenda(rendez_vous: Mapping[str, Any]) -> bytes:
    """Draw the calendar file of a rendez-vous.

    ``rendez_vous``: uid, version, etabli_le, debut, fin (aware instants in ISO form), titre, lieu, description,
    adresse (of its page), methode; optionally organisateur and invite, each a mapping nom, courriel.
    """
    calendrier = _calendrier(rendez_vous["methode"])
    calendrier.add_component(_paris())
    calendrier.add_component(_evenement(rendez_vous))
    return calendrier.to_ical()


def type_de_contenu(rendez_vous: Mapping[str, Any]) -> str:
    """Give the media type: mail readers offer to note the date only when it names the method."""
    return f"text/calendar; method={rendez_vous['methode']}"


def uid_de(objet: Any) -> str:
    """Give the UID of an object's rendez-vous: the same for all its life."""
    return f"{objet._meta.model_name}-{objet.pk}@{settings.COURRIER_DOMAINE}"


def _calendrier(methode: str) -> Calendar:
    calendrier = Calendar()
    calendrier.add("prodid", f"-//{settings.COURRIER_DOMAINE}//1 emploi = 1 formation//FR")
    calendrier.add("version", "2.0")
    calendrier.add("method", methode)
    return calendrier


def _evenement(rendez_vous: Mapping[str, Any]) -> Event:
    evenement = Event()
    evenement.add("uid", rendez_vous["uid"])
    evenement.add("sequence", rendez_vous["version"])
    evenement.add("dtstamp", datetime.fromisoformat(rendez_vous["etabli_le"]).astimezone(ZoneInfo("UTC")))
    for nom in ("debut", "fin"):
        instant = datetime.fromisoformat(rendez_vous[nom]).astimezone(PARIS)
        evenement.add({"debut": "dtstart", "fin": "dtend"}[nom], instant)
    evenement.add("summary", rendez_vous["titre"])
    evenement.add("location", rendez_vous["lieu"])
    evenement.add("description", rendez_vous["description"])
    evenement.add("url", rendez_vous["adresse"])
    evenement.add("status", "CANCELLED" if rendez_vous["methode"] == Methode.ANNULER else "CONFIRMED")
    if organisateur := rendez_vous.get("organisateur"):
        evenement.add("organizer", _personne(organisateur))
    if invite := rendez_vous.get("invite"):
        personne = _personne(invite)
        # The answer is given on our page, not to the organiser's mailbox.
        personne.params["rsvp"] = vText("FALSE")
        personne.params["role"] = vText("REQ-PARTICIPANT")
        evenement.add("attendee", personne, encode=0)
    return evenement


def _personne(personne: Mapping[str, str]) -> vCalAddress:
    adresse = vCalAddress(f"mailto:{personne['courriel']}")
    if personne["nom"]:
        adresse.params["cn"] = vText(personne["nom"])
    return adresse


def _paris() -> Timezone:
    """Give Europe/Paris as its rule rather than as a list of dates: every calendar reads it, for any year."""
    fuseau = Timezone()
    fuseau.add("tzid", PARIS.key)
    for saison, nom, avant, apres, mois, heure in (
        (TimezoneDaylight(), "CEST", _HIVER, _ETE, 3, 2),
        (TimezoneStandard(), "CET", _ETE, _HIVER, 10, 3),
    ):
        saison.add("tzname", nom)
        saison.add("tzoffsetfrom", avant)
        saison.add("tzoffsetto", apres)
        saison.add("dtstart", _dernier_dimanche_1996(mois, heure))
        saison.add("rrule", vRecur({"freq": "yearly", "bymonth": mois, "byday": "-1SU"}))
        fuseau.add_component(saison)
    return fuseau


def _dernier_dimanche_1996(mois: int, heure: int) -> datetime:
    fin_de_mois = datetime(1996, mois, 31, heure)  # noqa: DTZ001 — local time of the zone being described
    return fin_de_mois - timedelta(days=(fin_de_mois.weekday() + 1) % 7)
