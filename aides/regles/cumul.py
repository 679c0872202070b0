"""The guard against paying twice: what else pays for the same person, the same days or the same hours.

Pure Python: facts go in, alerts come out. A blocking one prevents the grant unless the dates change; the others are
for an officer to look at. PRES says an aid is for a training after the hire, and nothing of cumulation: what is not
in it is a choice of the project (docs/decisions/0049).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from referentiels.regles.reglement import Reglement
from referentiels.regles.textes import normaliser
from referentiels.regles.typographie import composer, compter, enumerer, jour, montant, nombre

_ZERO = Decimal(0)


class Gravite(StrEnum):
    BLOQUANT = "bloquant"
    A_VERIFIER = "a_verifier"


class Alerte(NamedTuple):
    """What an officer must know before granting or paying; ``message`` is a French sentence, without a name."""

    code: str
    gravite: Gravite
    message: str

    @property
    def bloque(self) -> bool:
        return self.gravite == Gravite.BLOQUANT


@dataclass(frozen=True, slots=True)
class AutreAide:
    """Another request for the same person: ``engagee`` once granted, ``meme_contrat`` for the same hire."""

    reference: str
    dispositif: str
    engagee: bool
    debut: date | None
    fin: date | None
    heures: Decimal | None
    meme_contrat: bool = False


@dataclass(frozen=True, slots=True)
class SessionSuivie:
    """A training bought by the Région that the person follows, is to follow or followed. ``en_cours``: entered, not
    out."""

    reference: str
    formation: str
    debut: date | None
    fin: date | None
    en_cours: bool = False
    a_eu_lieu: bool = True


@dataclass(frozen=True, slots=True)
class Faits:
    """What is known around a request. ``heures`` and ``autre_montant`` as asked, or as kept when it is settled."""

    formation: str = ""
    debut: date | None = None
    fin: date | None = None
    heures: Decimal | None = None
    autres: tuple[AutreAide, ...] = ()
    sessions: tuple[SessionSuivie, ...] = ()
    autre_financeur: str = ""
    autre_montant: Decimal | None = None
    # Numbers of the requests in which the same file was sent as a proof.
    memes_preuves: tuple[str, ...] = ()
    iban_change: bool = False


def alertes(faits: Faits, *, reglement: Reglement) -> list[Alerte]:
    """Give every alert on a request, those that block first; ``reglement`` is the law it is judged by."""
    trouvees = [alerte for regle in REGLES for alerte in regle(faits, reglement)]
    return sorted(trouvees, key=lambda alerte: not alerte.bloque)


def autre_aide(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-AIDE: a granted aid over the same days blocks; a request still read by the Région is to be looked at."""
    for autre in faits.autres:
        if not se_croisent((faits.debut, faits.fin), (autre.debut, autre.fin)):
            continue
        jours = _periode(autre.debut, autre.fin)
        if autre.engagee:
            yield _alerte(
                "C-AIDE",
                Gravite.BLOQUANT,
                f"L’aide {autre.reference} ({autre.dispositif}) est déjà accordée à cette personne {jours} : "
                "les mêmes jours ne se paient pas deux fois.",
            )
        else:
            yield _alerte(
                "C-DEMANDE",
                Gravite.A_VERIFIER,
                f"Une autre demande est en cours pour cette personne {jours} : {autre.reference} "
                f"({autre.dispositif}). Une seule pourra être accordée.",
            )


def session(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-SESSION: the Région already pays a session that is running, or crosses the days of the aid.

    One entered after the last day of the aid pays for nothing it pays: an aid is often settled months later.
    """
    for suivie in faits.sessions:
        croise = se_croisent((faits.debut, faits.fin), (suivie.debut, suivie.fin))
        apres = bool(faits.fin and suivie.debut and suivie.debut > faits.fin)
        if not croise and (apres or not suivie.en_cours):
            continue
        quand = _periode(suivie.debut, suivie.fin)
        fait = "suit en ce moment" if suivie.en_cours else "suit ou a suivi"
        yield _alerte(
            "C-SESSION",
            Gravite.BLOQUANT,
            f"La personne {fait} la session {suivie.reference} {quand}, que la Région paie déjà. "
            "L’aide commence après, ou la sortie de la session est d’abord notée.",
        )


def meme_formation(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-FORMATION: the same training as a session that was followed teaches nothing new."""
    voulue = normaliser(faits.formation)
    for suivie in faits.sessions:
        deja = normaliser(suivie.formation)
        if voulue and deja and suivie.a_eu_lieu and (voulue in deja or deja in voulue):
            yield _alerte(
                "C-FORMATION",
                Gravite.A_VERIFIER,
                f"La personne a suivi la session {suivie.reference}, « {suivie.formation} » : "
                "vérifiez que la formation demandée apprend autre chose.",
            )


def heures(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-HEURES: `aide_heures_max` hours are financed (PRES); several aids on one contract are added up (choice)."""
    memes = [autre for autre in faits.autres if autre.engagee and autre.meme_contrat]
    deja = sum((autre.heures or _ZERO for autre in memes), _ZERO)
    total = deja + (faits.heures or _ZERO)
    if memes and total > reglement.aide_heures_max:
        yield _alerte(
            "C-HEURES",
            Gravite.A_VERIFIER,
            f"Pour ce contrat, {compter(deja, 'heure est déjà financée', 'heures sont déjà financées')} "
            f"({enumerer([autre.reference for autre in memes])}) : avec celle-ci, {nombre(total)}, "
            f"pour {nombre(reglement.aide_heures_max)} au plus.",
        )


def financeur(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-FINANCEUR: what somebody else pays is taken off; whether it may be added to the aid is an open point."""
    if not faits.autre_financeur and not faits.autre_montant:
        return
    qui = faits.autre_financeur or "Un autre financeur"
    combien = f" {montant(faits.autre_montant)}" if faits.autre_montant else " une part dont le montant manque"
    yield _alerte(
        "C-FINANCEUR",
        Gravite.A_VERIFIER,
        f"{qui} paie{combien} : cette somme est ôtée du coût avant l’aide. Vérifiez-la sur la facture.",
    )


def preuves(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-PREUVE: the very same file proves another request."""
    if faits.memes_preuves:
        yield _alerte(
            "C-PREUVE",
            Gravite.A_VERIFIER,
            f"Une pièce jointe ici l’est aussi à {enumerer(list(faits.memes_preuves))}, à l’octet près.",
        )


def compte(faits: Faits, reglement: Reglement) -> Iterator[Alerte]:
    """C-IBAN: money that goes elsewhere than last time is a classic of fraud: one telephone call settles it."""
    if faits.iban_change:
        yield _alerte(
            "C-IBAN",
            Gravite.A_VERIFIER,
            "L’IBAN n’est pas celui de la demande précédente de l’établissement : "
            "appelez-le à un numéro déjà connu avant de payer.",
        )


REGLES = (autre_aide, session, meme_formation, heures, financeur, preuves, compte)


def se_croisent(une: tuple[date | None, date | None], autre: tuple[date | None, date | None]) -> bool:
    """Tell whether two periods share a day, both ends included; False while a first day is not known.

    A last day that is not known is the first one.
    """
    (debut, fin), (son_debut, sa_fin) = une, autre
    if debut is None or son_debut is None:
        return False
    return debut <= (sa_fin or son_debut) and son_debut <= (fin or debut)


def _periode(debut: date | None, fin: date | None) -> str:
    if debut is None:
        return "à des dates non connues"
    return f"du {jour(debut)} au {jour(fin)}" if fin else f"à partir du {jour(debut)}"


def _alerte(code: str, gravite: Gravite, message: str) -> Alerte:
    return Alerte(code, gravite, composer(message))
