"""Dashboards in the administration: the same pages, where each number leads to its files."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from noyau.listes import page_de, pages
from pilotage.queries.dossiers import Dossiers, Nature, dossiers
from pilotage.tableaux.pages import APERCU, PAGES, Page
from pilotage.tableaux.vues import Cadre, exiger_le_droit, page_des_tableaux
from referentiels.queries.reglement import reglement_au

FICHES = {
    Nature.INTENTIONS: ("intentions.view_intentionembauche", "admin:intentions_intentionembauche_change"),
    Nature.SESSIONS: ("sessions_formation.view_session", "admin:sessions_formation_session_change"),
    Nature.FACTURES: ("factures.view_facture", "admin:factures_facture_change"),
}
# What is read with a file: first, whose it is.
AVEC = {Nature.INTENTIONS: ("employeur", "metier"), Nature.SESSIONS: ("organisme",), Nature.FACTURES: ("emetteur",)}
COMPTES = {
    Nature.INTENTIONS: "intention,intentions",
    Nature.SESSIONS: "session,sessions",
    Nature.FACTURES: "facture,factures",
}


def adresses(site: AdminSite) -> list[URLPattern]:
    """Give the addresses of the dashboards, to be put before those of the models."""
    cadre = Cadre("admin/pilotage/tableau.html", "admin:pilotage_", "admin:pilotage_dossiers", site.each_context)
    tableaux = [
        path(
            f"pilotage/{'' if page is APERCU else f'{page.code}/'}",
            site.admin_view(partial(_tableau, page=page, cadre=cadre)),
            name=f"pilotage_{page.code}",
        )
        for page in PAGES
    ]
    liste = path("pilotage/dossiers/", site.admin_view(partial(_dossiers, site=site)), name="pilotage_dossiers")
    return [*tableaux, liste]


def _tableau(request: HttpRequest, *, page: Page, cadre: Cadre) -> HttpResponse:
    return page_des_tableaux(request, page=page, cadre=cadre, le=timezone.localdate())


def _dossiers(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    """The files behind a number, page by page. 403 without the right to read them, 404 when nothing is named."""
    exiger_le_droit(request)
    le = timezone.localdate()
    criteres = {nom: valeur for nom, valeur in request.GET.items() if nom != "page"}
    trouves = dossiers(criteres, le=le, loi=reglement_au(le))
    if trouves is None:
        raise Http404
    droit, fiche = FICHES[trouves.nature]
    if not request.user.has_perm(droit):
        raise PermissionDenied
    page = page_de(request, trouves.lignes.select_related(*AVEC[trouves.nature]))
    contexte = {
        **site.each_context(request),
        "title": trouves.titre,
        "combien": COMPTES[trouves.nature],
        "tetes": [{"titre": titre} for titre in ("Dossier", "Qui", "Où en est-il")],
        "page": page,
        "pages": pages(request, page),
        "lignes": [_ligne(trouves, dossier, fiche) for dossier in page],
    }
    return render(request, "admin/pilotage/dossiers.html", contexte)


def _ligne(trouves: Dossiers, dossier: Any, fiche: str) -> dict[str, Any]:
    """One file: its name, whose it is, its state."""
    return {
        "titre": str(dossier),
        "url": reverse(fiche, args=[dossier.pk]),
        "qui": getattr(dossier, AVEC[trouves.nature][0]).nom,
        "etat": dossier.statut,
        "etat_libelle": dossier.get_statut_display(),
    }
