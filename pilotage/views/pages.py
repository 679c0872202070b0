"""The pages of plain prose every public service owes: help, accessibility, personal data, legal notice, sources."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptes import acces
from pilotage.registre import REGISTRE

# The mentions asked by those who publish the data (referentiels/donnees/README.md).
SOURCES = (
    (
        "Communes, communes déléguées, intercommunalités, départements",
        "Insee, DGCL, La Poste, via Etalab, millésime 2026, Licence Ouverte",
    ),
    ("Métiers (ROME)", "France Travail, ROME 4.0 version 60, 18 septembre 2025, Licence Ouverte"),
    (
        "Secteurs en tension",
        "Région Pays de la Loire, foire aux questions, et ce service pour les liens avec les métiers",
    ),
    ("Opérateurs de compétences", "France compétences"),
    (
        "Règles et montants des aides",
        "Région Pays de la Loire, foire aux questions et présentation du Programme Région 2024",
    ),
    ("Territoires EFOP", "Région Pays de la Loire, données ouvertes"),
    ("Certifications (RNCP, RS)", "France compétences"),
    ("Besoins en main-d’œuvre (BMO)", "France Travail"),
    (
        "Taux d’accès à l’emploi par dispositif",
        "Région Pays de la Loire, « Plan de bataille pour l’emploi » et présentation du Programme Région 2024",
    ),
    ("Les 43 mesures du plan et leurs résultats", "Région Pays de la Loire, « Plan de bataille pour l’emploi »"),
)


@login_not_required
@require_safe
def aide(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/aide.html", {"contact": settings.CONTACT_EMAIL})


@login_not_required
@require_safe
def accessibilite(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibilite.html", {"contact": settings.CONTACT_EMAIL})


@login_not_required
@require_safe
def donnees(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/donnees.html", {"delegue": settings.DPD_EMAIL})


@login_not_required
@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    contexte = {"contact": settings.CONTACT_EMAIL, "hebergeur": settings.HEBERGEUR}
    return render(request, "pages/mentions.html", contexte)


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/sources.html", {"sources": SOURCES})


@require_safe
def registre(request: HttpRequest) -> HttpResponse:
    """The register of treatments, for officers and the data protection officer."""
    if not acces.est_agent(request.user):
        raise PermissionDenied
    return render(request, "pages/registre.html", {"traitements": REGISTRE, "delegue": settings.DPD_EMAIL})
