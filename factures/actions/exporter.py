"""The Factur-X files of a month: in a folder, or in one archive made as it is read."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from factures.models import Facture
from factures.models.factures import FactureQuerySet
from noyau.documents import octets_du_document
from noyau.lettres import Document


class Piece(NamedTuple):
    """An issued invoice or avoir: the name of its file, its document, when it was issued."""

    nom: str
    document: int
    emise_le: date


class Depot(NamedTuple):
    """What was done of a month: files written, found there already as they should be."""

    ecrits: int
    presents: int


def pieces_du_mois(mois: date, parmi: FactureQuerySet | None = None) -> list[Piece]:
    """Give the invoices and avoirs issued for ``mois`` (its first day), by issuer then number (2 queries).

    A number is unique per issuer: a file is named by both. ``parmi``: those a person may see; all when not said.
    """
    factures = (Facture.objects.all() if parmi is None else parmi).filter(mois=mois).emises()
    lues = list(
        factures.order_by("emetteur__siret", "annee", "rang").values_list(
            "pk", "numero", "emetteur__siret", "emise_le"
        )
    )
    documents = dict(
        Document.objects.filter(
            modele="facture", objet_type=Facture._meta.label_lower, objet_id__in=[pk for pk, *_ in lues]
        ).values_list("objet_id", "pk")
    )
    return [
        Piece(f"{siret}_{numero}.pdf", documents[pk], emise_le)
        for pk, numero, siret, emise_le in lues
        if pk in documents and emise_le
    ]


def ecrire_les_pieces(pieces: Iterable[Piece], dossier: Path) -> Depot:
    """Write each file in ``dossier``, made when it is missing; one already there as it should be is left alone.

    Each is written beside, then put in its place: what stops in the middle leaves no half file. Raises ``OSError``.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    ecrits = presents = 0
    for piece in pieces:
        octets, cible = octets_du_document(piece.document), dossier / piece.nom
        if cible.exists() and hashlib.sha256(cible.read_bytes()).digest() == hashlib.sha256(octets).digest():
            presents += 1
            continue
        provisoire = cible.with_suffix(".pdf.part")
        provisoire.write_bytes(octets)
        provisoire.replace(cible)
        ecrits += 1
    return Depot(ecrits, presents)


class _Tuyau:
    """Where the archive is written: what came since the last time is taken, and forgotten."""

    def __init__(self) -> None:
        self.morceaux: list[bytes] = []

    def write(self, octets: bytes) -> int:
        self.morceaux.append(bytes(octets))
        return len(octets)

    def flush(self) -> None:
        """Nothing is kept back."""

    def prendre(self) -> bytes:
        pris, self.morceaux = b"".join(self.morceaux), []
        return pris


def archive_de(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Give a ZIP archive of Factur-X files, stored as they are: PDF are compressed already."""
    return archiver((piece.nom, piece.emise_le, octets_du_document(piece.document)) for piece in pieces)


def archiver(fichiers: Iterable[tuple[str, date, bytes]], *, methode: int = zipfile.ZIP_STORED) -> Iterator[bytes]:
    """Give a ZIP archive of files (name, day, content), one by one: one in memory at a time, however many there are.

    ``methode``: how ``zipfile`` compresses. The same files of the same days give the same archive.
    """
    tuyau = _Tuyau()
    with zipfile.ZipFile(tuyau, "w") as archive:  # type: ignore[call-overload]
        for nom, du, octets in fichiers:
            entree = zipfile.ZipInfo(nom, _horodatage(du))
            entree.external_attr = 0o644 << 16
            archive.writestr(entree, octets, methode)
            yield tuyau.prendre()
    yield tuyau.prendre()


def _horodatage(jour: date) -> tuple[int, int, int, int, int, int]:
    return datetime(jour.year, jour.month, jour.day).timetuple()[:6]  # noqa: DTZ001 a ZIP knows no time zone
