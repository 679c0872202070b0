"""What an agenda is prepared from: a subject each, with what everyone reads and what officers alone read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comites.enums import NatureComite, NaturePoint, StatutComite
from comites.models import Comite
from noyau.templatetags.maison import periode
from referentiels.regles.typographie import composer, compter
from sessions_formation.models import Session

# A comité local is monthly, a groupe technique monthly or quarterly (PRES): how far the first of a place looks back.
RECUL = {NatureComite.LOCAL: timedelta(days=31), NatureComite.TECHNIQUE: timedelta(days=92)}
TITRE_MAX = 200


@dataclass(frozen=True, slots=True)
class Sujet:
    """One point that may be prepared. ``cle`` names what it is about; the ids are those of what it leads to."""

    nature: NaturePoint
    cle: str
    titre: str
    texte: str
    reserve: str = ""
    session_id: int | None = None
    intention_id: int | None = None
    demande_id: int | None = None
    lot_id: int | None = None
    metier_id: str | None = None
    origine_id: int | None = None


def depuis_le_precedent(comite: Comite) -> datetime:
    """Give the start of the last meeting held in the same place before this one, else a usual interval before it."""
    precedents = Comite.objects.filter(
        nature=comite.nature,
        territoire=comite.territoire_id,
        departement=comite.departement_id,
        statut__in=[StatutComite.TENU, StatutComite.CLOS],
        debut__lt=comite.debut,
    )
    dernier = precedents.order_by("-debut", "-pk").values_list("debut", flat=True).first()
    return dernier or comite.debut - RECUL[NatureComite(comite.nature)]


def titrer(texte: str) -> str:
    """Give a title composed in French that fits its column."""
    compose = composer(texte)
    return compose if len(compose) <= TITRE_MAX else f"{compose[: TITRE_MAX - 1]}…"


def phrases(*dites: str) -> str:
    """Give sentences as one text, the empty ones left out."""
    return composer(" ".join(filter(None, dites)))


def dates_et_lieu(session: Session) -> str:
    """Give when and where a session is held, as a sentence."""
    quand = str(periode(session.debut, session.fin))
    dit = ", ".join(filter(None, [quand, session.lieu_affiche]))
    return f"{dit[:1].upper()}{dit[1:]}." if dit else ""


def postes(nombre: int) -> str:
    """Count posts in words: « 1 poste », « 5 postes »."""
    return compter(nombre, "poste")
