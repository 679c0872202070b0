"""Importing a list from end to end: reading it by batches, filing what is good, setting the rest aside.

A batch is one transaction and a reference is filed once: whatever stops an import, doing it again finishes it.
"""

import csv
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple, TextIO

from django.db import transaction

from intentions.actions.importer import Ecriture, LigneLue, Transmission, importer_lignes
from intentions.actions.solliciter import demander_confirmations
from intentions.forms.liste import LIGNE, MOTIF, ListeCsv, Rangee, inoffensive
from intentions.forms.saisie import SaisieForm
from intentions.models import ImportIntentions, IntentionEmbauche, Partenaire
from intentions.queries.imports import a_solliciter, references_connues, sirets_connus
from intentions.queries.referentiel import Referentiel
from referentiels.regles.siret import compacter
from referentiels.regles.typographie import composer

PAR_LOT = 500
APERCUES, LOTS_APERCUS, SECONDES_D_APERCU = 20, 4, 2.0


class Refus(NamedTuple):
    """A row that was not kept: its line in the file, why, and its cells as they were."""

    ligne: int
    motif: str
    cellules: list[str]


@dataclass(slots=True)
class Avancement:
    """How far an import is, in rows."""

    lues: int = 0
    creees: int = 0
    deja_connues: int = 0
    en_erreur: int = 0

    def ajouter(self, autre: "Avancement") -> None:
        """Count another one's rows with these."""
        self.lues += autre.lues
        self.creees += autre.creees
        self.deja_connues += autre.deja_connues
        self.en_erreur += autre.en_erreur


@dataclass(slots=True)
class LotLu:
    """Some rows, sorted: good ones, those whose reference is known, refused ones (line → reason)."""

    bonnes: list[LigneLue] = field(default_factory=list)
    connues: list[Rangee] = field(default_factory=list)
    refus: dict[int, str] = field(default_factory=dict)


class Lecture:
    """Judges the rows of one list in their order; remembers the references it has met."""

    def __init__(self, liste: ListeCsv, *, partenaire: Partenaire, le: date) -> None:
        self.liste, self.partenaire = liste, partenaire
        self._vues: dict[str, int] = {}
        self._enregistres: set[str] = set()
        self._saisie = SaisieForm(
            {}, referentiel=Referentiel(), le=le, connus=self._enregistres, reference_exigee=True
        )

    def lire(self, rangees: Iterable[Rangee]) -> LotLu:
        """Sort some rows (2 queries). A reference already transmitted is not read further: it stays as it is."""
        lot, a_lire = LotLu(), []
        rangees = list(rangees)
        connues = references_connues(self.partenaire, [rangee.reference for rangee in rangees])
        for rangee in rangees:
            premiere = self._vues.setdefault(rangee.reference, rangee.ligne) if rangee.reference else rangee.ligne
            if premiere != rangee.ligne:
                lot.refus[rangee.ligne] = composer(f"Cette référence est déjà à la ligne {premiere}.")
            elif rangee.defaut:
                lot.refus[rangee.ligne] = rangee.defaut
            elif rangee.reference in connues:
                lot.connues.append(rangee)
            else:
                a_lire.append(rangee)
        sirets = {compacter(rangee.reponses.get("employeur_siret", "")) for rangee in a_lire}
        self._enregistres |= sirets_connus(sirets)
        for rangee in a_lire:
            self._lire_une(rangee, lot)
        return lot

    def _lire_une(self, rangee: Rangee, lot: LotLu) -> None:
        saisie = self._saisie.relire(rangee.reponses)
        if not saisie.is_valid():
            lot.refus[rangee.ligne] = self._dire(saisie)
            return
        employeur = saisie.employeur()
        # A row may rest on the sheet that an earlier one gave of the same establishment.
        self._enregistres.add(employeur.siret)
        lot.bonnes.append(LigneLue(rangee.ligne, employeur, saisie.champs()))

    def _dire(self, saisie: SaisieForm) -> str:
        return " ".join(f"{self.liste.entete_de(champ)} : {' '.join(m)}" for champ, m in saisie.errors.items())


def importer(
    liste: ListeCsv,
    transmission: Transmission,
    *,
    refuser: Callable[[Refus], None],
    avancer: Callable[[Avancement], None] = lambda _: None,
    deja_lues: int = 0,
) -> Avancement:
    """File the good rows of a list and ask their employers to confirm, each once; give what was done.

    ``refuser`` is given each bad row, in order. ``avancer`` is called in the transaction of each batch with what it
    did. ``deja_lues``: how many rows an interrupted import had counted, which are not counted again. Raises
    ``ListeIllisible`` when the file cannot be read to its end.
    """
    lecture = Lecture(liste, partenaire=transmission.partenaire, le=transmission.le)
    total, a_demander, rang = Avancement(), {}, 0
    for rangees in _par_lots(liste):
        with transaction.atomic():
            lot = lecture.lire(rangees)
            ecriture = importer_lignes(lot.bonnes, transmission=transmission) if lot.bonnes else Ecriture()
            a_demander |= a_solliciter(transmission.partenaire, [rangee.reference for rangee in rangees])
            refus = lot.refus | ecriture.refus
            fait = Avancement(len(rangees), ecriture.creees, ecriture.deja_connues + len(lot.connues), len(refus))
            if rang < deja_lues:
                fait = Avancement(0, ecriture.creees, 0, -ecriture.creees)
            avancer(fait)
        total.ajouter(fait)
        rang += len(rangees)
        for rangee in rangees:
            if rangee.ligne in refus:
                refuser(Refus(rangee.ligne, refus[rangee.ligne], rangee.brutes))
    for intentions in _par_contacts(a_demander):
        demander_confirmations(intentions)
    return total


def _par_lots(liste: ListeCsv) -> Iterator[list[Rangee]]:
    rangees = iter(liste)
    while lot := list(islice(rangees, PAR_LOT)):
        yield lot


def _par_contacts(contacts: dict[int, str]) -> Iterator[list[int]]:
    """Gather intentions (key → address) by batches in which no address is split: each is written to once."""
    par_adresse: dict[str, list[int]] = {}
    for intention, courriel in contacts.items():
        par_adresse.setdefault(courriel, []).append(intention)
    lot: list[int] = []
    for intentions in par_adresse.values():
        lot += intentions
        if len(lot) >= PAR_LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def liste_de(importation: ImportIntentions) -> ListeCsv:
    """Open the list of an import. Raises ``ListeIllisible``."""
    return ListeCsv(lambda: importation.fichier.storage.open(importation.fichier.name, "rb"))


class LigneApercue(NamedTuple):
    """A row as it is understood, for who reads before importing. ``motif``: why it would be refused."""

    ligne: int
    intention: IntentionEmbauche | None
    employeur: str
    connue: bool
    motif: str
    reference: str


@dataclass(frozen=True, slots=True)
class Apercu:
    """The beginning of a list: its first rows, then how many of those read would be what, and what is wrong."""

    premieres: list[LigneApercue]
    lues: int
    nouvelles: int
    connues: int
    refus: list[LigneApercue]
    en_erreur: int


def apercevoir(liste: ListeCsv, *, partenaire: Partenaire, le: date) -> Apercu:
    """Read the first rows of a list as an import would, writing nothing (3 queries per batch, two seconds at most)."""
    lecture, fin = Lecture(liste, partenaire=partenaire, le=le), time.monotonic() + SECONDES_D_APERCU
    premieres: list[LigneApercue] = []
    refus: list[LigneApercue] = []
    lues = nouvelles = connues = en_erreur = 0
    for rangees in islice(_par_lots(liste), LOTS_APERCUS):
        lot = lecture.lire(rangees)
        lignes = _apercues(rangees, lot)
        premieres += lignes[: APERCUES - len(premieres)]
        refus += [ligne for ligne in lignes if ligne.motif][: APERCUES - len(refus)]
        lues, nouvelles = lues + len(rangees), nouvelles + len(lot.bonnes)
        connues, en_erreur = connues + len(lot.connues), en_erreur + len(lot.refus)
        if time.monotonic() > fin:
            break
    return Apercu(premieres, lues, nouvelles, connues, refus, en_erreur)


def _apercues(rangees: Iterable[Rangee], lot: LotLu) -> list[LigneApercue]:
    bonnes = {bonne.numero: bonne for bonne in lot.bonnes}
    connues = {rangee.ligne for rangee in lot.connues}
    return [
        LigneApercue(
            ligne=rangee.ligne,
            intention=IntentionEmbauche(**bonnes[rangee.ligne].champs) if rangee.ligne in bonnes else None,
            employeur=_employeur_lu(rangee),
            connue=rangee.ligne in connues,
            motif=lot.refus.get(rangee.ligne, ""),
            reference=rangee.reference,
        )
        for rangee in rangees
    ]


def _employeur_lu(rangee: Rangee) -> str:
    return rangee.reponses.get("employeur_nom", "") or rangee.reponses.get("employeur_siret", "")


class FichierDesErreurs:
    """The rows to correct and send again: the file's own columns, then their line and what is wrong."""

    def __init__(self, flux: TextIO, liste: ListeCsv) -> None:
        self._gardees = [rang for rang, cle in enumerate(liste.cles) if cle]
        self._ecrire = csv.writer(flux, delimiter=";").writerow
        # By this mark Excel knows it reads UTF-8.
        flux.write("\ufeff")
        self._ecrire([*(liste.entetes[rang] for rang in self._gardees), LIGNE, MOTIF])

    def ajouter(self, refus: Refus) -> None:
        """Write one row; no cell of it can be taken for a formula."""
        cellules = refus.cellules + [""] * len(self._gardees)
        gardees = [inoffensive(cellules[rang].replace("\0", "")) for rang in self._gardees if rang < len(cellules)]
        self._ecrire([*gardees, refus.ligne, inoffensive(refus.motif)])
