"""A session as the public and the Cariforef are told of it: published facts only, nobody's name, no price.

Mirrors what the database holds of it, read once; empty strings and None are what is not known.
"""

import re
from dataclasses import dataclass
from datetime import date

# XML 1.0 §2.2: what may stand in no document, even escaped. Lone surrogates cannot be encoded either.
_INTERDITS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FINS_DE_LIGNE = re.compile(r"\r\n?")
_CODE_POSTAL = re.compile(r"\d{5}")


def propre(texte: str, maximum: int = 0) -> str:
    """Return ``texte`` without what XML refuses nor blank edges, cut to ``maximum`` characters (0: not cut).

    What is cut ends with « … », so that nobody takes it for the whole.
    """
    net = _INTERDITS.sub("", _FINS_DE_LIGNE.sub("\n", texte)).strip()
    if maximum and len(net) > maximum:
        return net[: maximum - 1].rstrip() + "…"
    return net


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where something is: the street or the name of the place, and its commune."""

    ligne: str
    code_postal: str
    ville: str
    insee: str = ""

    @property
    def complet(self) -> bool:
        """A line, five figures and a town: what a postal address is made of."""
        return bool(propre(self.ligne) and propre(self.ville) and _CODE_POSTAL.fullmatch(self.code_postal))


@dataclass(frozen=True, slots=True)
class Organisme:
    """A training body: an organisation's facts, its own phone and mailbox."""

    nom: str
    siret: str
    nda: str
    adresse: Lieu
    telephone: str = ""
    courriel: str = ""


@dataclass(frozen=True, slots=True)
class Fiche:
    """The words of the training body. ``alternance`` empty: no time in a company. Codes are those of the enums."""

    objectif: str
    contenu: str
    resultats: str
    rythme: str
    deroule: str
    modalite: str
    niveau_entree: str
    niveau_obligatoire: bool = False
    alternance: str = ""
    heures_entreprise: int | None = None
    acces_handicap: str = ""


@dataclass(frozen=True, slots=True)
class Visee:
    """A certification aimed at: its code (RNCP… or RS…), its level (1 to 8, or nothing), whether it may still be."""

    code: str
    niveau: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offre:
    """One session. ``commandee``: the Région ordered it one day, hence published it (docs/decisions/0032)."""

    numero: str
    intitule: str
    statut: str
    commandee: bool
    socle: bool
    debut: date | None
    fin: date | None
    permanente: bool
    prerequis: str
    heures: int | None
    places: int
    libres: int
    rome: str
    certification: Visee | None
    lieu: Lieu | None
    fiche: Fiche | None
    # Who teaches, and who answers for the action: holder of its activity number.
    formateur: Organisme
    responsable: Organisme

    @property
    def visee(self) -> Visee | None:
        """The certification that is told: one that is no longer active certifies nobody any more."""
        return self.certification if self.certification and self.certification.active else None
