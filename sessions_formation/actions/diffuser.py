"""Telling sessions to the Cariforef: those displayed, what changed since, the register of what was last said."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from noyau.verrous import dans_nos_mains
from sessions_formation.models import Diffusion, Session
from sessions_formation.queries.offres import a_relever, affichees, changees, offres, par_tranches
from sessions_formation.regles import lheo
from sessions_formation.regles.diffusion import AFFICHABLES, etat_de, fiche_a_ecrire, manques
from sessions_formation.regles.offre import Offre

# Its number among the families of advisory locks (noyau.verrous): one reading of what is said at a time.
VERROU_RELEVE = 52
# A change is dated when a reading begins, and seen when it ends: who asks what changed is told a little more.
MARGE = timedelta(minutes=15)
# What is read of a session, and the session itself.
Lue = tuple[Session, Offre]
Suivi = Callable[[Iterator[Lue]], Iterable[Lue]]
TAMPON = 1 << 20


@dataclass(slots=True)
class Bilan:
    """What an export did: sessions written, in short for some; those left out, by what they miss (several maybe)."""

    ecrites: int = 0
    sommaires: int = 0
    incompletes: int = 0
    par_manque: Counter[str] = field(default_factory=Counter)


def fragments(
    sessions: QuerySet[Session], *, le: date, bilan: Bilan, suivre: Suivi = iter, tous: bool = False
) -> Iterator[str]:
    """Give the LHÉO fragment of each of these sessions, read as they are asked for; count in ``bilan``.

    Those that miss something mandatory are left out. ``tous``: those cancelled or over too, otherwise only those
    displayed on ``le``. ``suivre`` is handed what is read, to show how far it went.
    """
    for session, offre in suivre(_lire(sessions)):
        etat = etat_de(offre, le)
        if not etat or not (tous or etat in AFFICHABLES):
            continue
        if absents := manques(offre):
            bilan.incompletes += 1
            bilan.par_manque.update(dict.fromkeys((raison.code for raison in absents), 1))
            continue
        bilan.ecrites += 1
        bilan.sommaires += bool(fiche_a_ecrire(offre))
        texte = lheo.fragment(offre, etat, page=adresse_publique(offre.numero))
        diffusion: Diffusion | None = getattr(session, "diffusion", None)
        yield lheo.dater(texte, diffusion.change_le.isoformat(timespec="seconds")) if diffusion else texte


def fragments_du_jour(le: date, *, bilan: Bilan, suivre: Suivi = iter) -> Iterator[str]:
    """Give those of every session displayed on ``le``: the whole file."""
    return fragments(affichees(le), le=le, bilan=bilan, suivre=suivre)


def fragments_depuis(depuis: datetime, le: date, *, bilan: Bilan) -> Iterator[str]:
    """Give those of every session of which something changed since ``depuis``: cancelled and over ones too."""
    return fragments(changees(depuis - MARGE), le=le, bilan=bilan, tous=True)


def exporter(cible: Path, *, le: date, maintenant: datetime, suivre: Suivi = iter) -> Bilan:
    """Write the whole file at ``cible``: beside it first, then in its place, so that nobody ever reads half of it.

    Memory does not grow with the number of sessions. With nothing to write, ``cible`` is left as it is: LHÉO allows no
    empty file. Raises ``OSError``.
    """
    bilan = Bilan()
    a_ecrire = fragments_du_jour(le, bilan=bilan, suivre=suivre)
    premier = next(a_ecrire, None)
    if premier is None:
        return bilan
    provisoire = cible.with_name(f"{cible.name}.part")
    try:
        with provisoire.open("w", encoding="utf-8", newline="\n", buffering=TAMPON) as fichier:
            fichier.writelines(lheo.document(chain([premier], a_ecrire), instant=_instant(maintenant)))
        provisoire.replace(cible)
    finally:
        provisoire.unlink(missing_ok=True)
    return bilan


def document(fragments: Iterable[str], *, maintenant: datetime) -> Iterator[str]:
    """Give the document of these fragments (one at least), as it is made."""
    return lheo.document(fragments, instant=_instant(maintenant))


def relever_les_diffusions(*, le: date, maintenant: datetime) -> int:
    """Note what is said of each session now, where it is not what was said before; give how many changed.

    Whatever changed is seen, wherever: state, dates, places taken, words, the training body's phone. Safe to repeat;
    two at the same time do the work once. One that is no longer complete keeps what was last said of it.
    """
    with dans_nos_mains(VERROU_RELEVE, 0) as libre:
        if not libre:
            return 0
        return sum(_noter(tranche, le=le, maintenant=maintenant) for tranche in par_tranches(a_relever(le)))


def adresse_publique(numero: str) -> str:
    """Give the address of a session's public page, with its site."""
    return f"{settings.SITE_URL}{reverse('formation', args=[numero])}"


@transaction.atomic
def _noter(tranche: list[Session], *, le: date, maintenant: datetime) -> int:
    nouvelles = []
    for session, offre in zip(tranche, offres(tranche), strict=True):
        etat = etat_de(offre, le)
        if not etat or manques(offre):
            continue
        empreinte = lheo.empreinte(lheo.fragment(offre, etat, page=adresse_publique(offre.numero)))
        connue = getattr(session, "diffusion", None)
        if connue is None or connue.empreinte != empreinte:
            nouvelles.append(Diffusion(session=session, etat=etat, empreinte=empreinte, change_le=maintenant))
    Diffusion.objects.bulk_create(
        nouvelles,
        update_conflicts=True,
        unique_fields=["session"],
        update_fields=["etat", "empreinte", "change_le"],
    )
    return len(nouvelles)


def _lire(sessions: QuerySet[Session]) -> Iterator[Lue]:
    for tranche in par_tranches(sessions):
        yield from zip(tranche, offres(tranche), strict=True)


def _instant(maintenant: datetime) -> str:
    return maintenant.isoformat(timespec="seconds")
