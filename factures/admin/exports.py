"""What officers take out for the finance department: journal, Factur-X files, neutral files."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from factures.actions.exporter import Piece, archive_de, archiver, pieces_du_mois
from factures.admin.fin_de_mois import mois_demande
from factures.models import EnvoiFinances, Facture
from factures.queries.journal import COLONNES, journal
from factures.queries.neutre import neutre_de
from noyau.listes import identifiant
from noyau.tableur import Feuille, classeur, fichier, telecharger

# Invoices held at once while their archive is read.
LUES = 200
SOMMES = ("montant HT", "TVA", "montant TTC", "montant payé")


class ExportsDesFactures:
    """What the administration of invoices gains: files of a month (``?mois=``) or of a sending (``?envoi=``)."""

    def get_urls(self) -> list[URLPattern]:
        vue, nom = self.admin_site.admin_view, "factures_facture"
        return [
            path("journal.csv", vue(self.journal_csv), name=f"{nom}_journal_csv"),
            path("journal.xlsx", vue(self.journal_xlsx), name=f"{nom}_journal_xlsx"),
            path("factur-x.zip", vue(self.archive), name=f"{nom}_archive"),
            path("neutres.zip", vue(self.neutres), name=f"{nom}_neutres"),
            path("<int:object_id>/neutre.json", vue(self.neutre), name=f"{nom}_neutre"),
            path("<int:object_id>/factur-x.xml", vue(self.xml), name=f"{nom}_xml"),
            *super().get_urls(),
        ]

    def journal_csv(self, request: HttpRequest) -> HttpResponse:
        """The journal for a spreadsheet, as text."""
        nom, factures = self._choisies(request)
        lignes = journal(factures)
        return fichier(f"journal-factures-{nom}.csv", [COLONNES, *([_texte(c) for c in ligne] for ligne in lignes)])

    def journal_xlsx(self, request: HttpRequest) -> HttpResponse:
        """The journal as a workbook: true dates and figures."""
        nom, factures = self._choisies(request)
        octets = classeur(Feuille("Factures", COLONNES, journal(factures), SOMMES))
        return telecharger(f"journal-factures-{nom}.xlsx", octets)

    def archive(self, request: HttpRequest) -> StreamingHttpResponse:
        """The Factur-X files, drawn as the archive is read."""
        nom, factures = self._choisies(request)
        return _zip(f"factur-x-{nom}.zip", archive_de(_pieces(factures)))

    def neutres(self, request: HttpRequest) -> StreamingHttpResponse:
        """One neutral file per piece."""
        nom, factures = self._choisies(request)
        lues = factures.emises().select_related("emetteur", "envoi").prefetch_related("suspensions")
        return _zip(f"neutres-{nom}.zip", _archive_neutre(lues.order_by("emetteur__siret", "annee", "rang")))

    def neutre(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The neutral file of one piece."""
        facture = self._emise(request, object_id)
        return _telecharger(_nom(facture, "json"), _json(facture), "application/json")

    def xml(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The XML that was checked, as the PDF holds it."""
        facture = self._emise(request, object_id)
        return _telecharger(_nom(facture, "xml"), facture.xml.encode(), "application/xml")

    def _choisies(self, request: HttpRequest) -> tuple[str, QuerySet[Facture]]:
        """Give the name and the pieces an address asks for. 403 without the right, 404 for a sending that is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        factures = Facture.objects.visibles_pour(request.user)
        demande = request.GET.get("envoi", "")
        if not demande:
            mois = mois_demande(request.GET.get("mois", ""))
            return f"{mois:%Y-%m}", factures.filter(mois=mois)
        cle = identifiant(demande)
        if cle is None:
            raise Http404
        envoi = get_object_or_404(EnvoiFinances, pk=cle)
        return f"envoi-{envoi.pk}", factures.filter(envoi=envoi)

    def _emise(self, request: HttpRequest, object_id: int) -> Facture:
        if not self.has_view_permission(request):
            raise PermissionDenied
        factures = Facture.objects.visibles_pour(request.user).emises().select_related("emetteur", "envoi")
        return get_object_or_404(factures, pk=object_id)


def _pieces(factures: QuerySet[Facture]) -> list[Piece]:
    """The files of these pieces, month after month."""
    mois = factures.emises().order_by("mois").values_list("mois", flat=True).distinct()
    return [piece for un in list(mois) for piece in pieces_du_mois(un, factures)]


def _archive_neutre(factures: QuerySet[Facture]) -> Iterator[bytes]:
    lues = factures.iterator(chunk_size=LUES)
    fichiers = ((_nom(lue, "json"), lue.emise_le, _json(lue)) for lue in lues if lue.emise_le)
    return archiver(fichiers, methode=zipfile.ZIP_DEFLATED)


def _nom(facture: Facture, extension: str) -> str:
    """A number is unique per issuer: a file is named by both."""
    return f"{facture.emetteur.siret}_{facture.numero}.{extension}"


def _json(facture: Facture) -> bytes:
    return json.dumps(neutre_de(facture), ensure_ascii=False, indent=2).encode()


def _zip(nom: str, morceaux: Iterable[bytes]) -> StreamingHttpResponse:
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(morceaux, content_type="application/zip", headers=entetes)


def _telecharger(nom: str, octets: bytes, type_contenu: str) -> FileResponse:
    return FileResponse(BytesIO(octets), as_attachment=True, filename=nom, content_type=type_contenu)


def _texte(cellule: Any) -> str:
    if cellule is None:
        return ""
    if isinstance(cellule, date):
        return f"{cellule:%d/%m/%Y}"
    return f"{cellule:f}".replace(".", ",") if isinstance(cellule, Decimal) else str(cellule)
