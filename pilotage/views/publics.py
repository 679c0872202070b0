"""The public figures: one page, and the same as files. What was published, and nothing else, is read."""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from noyau.debits import refuser
from noyau.tableur import inerte
from pilotage.models import PublicationChiffres
from pilotage.queries.publics import derniere_publication
from pilotage.regles.donnees_ouvertes import JEUX, LICENCE, LICENCE_URL, PRODUCTEUR, VERSION, Jeu, lignes_de
from pilotage.tableaux.affichage import montrer
from pilotage.tableaux.publics import figures_publiees
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer

FRAICHEUR = 3600
FORMATS = {"csv": "text/csv", "json": "application/json", "schema.json": "application/json"}


def _publication(request: HttpRequest) -> PublicationChiffres | None:
    """Give the last figures published, read once a request: date, fingerprint and lines are asked apart."""
    if not hasattr(request, "publication_des_chiffres"):
        request.publication_des_chiffres = derniere_publication()
    return request.publication_des_chiffres


def _date(request: HttpRequest, **_adresse: str) -> datetime | None:
    publication = _publication(request)
    return publication.faite_le if publication else None


def _empreinte(request: HttpRequest, **_adresse: str) -> str | None:
    publication = _publication(request)
    return f'"{publication.mois:%Y-%m}-{publication.pk}-{VERSION}"' if publication else None


def _mesuree(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse what goes beyond what one address needs: a file changes once a month."""

    @wraps(vue)
    def _vue(request: HttpRequest, **adresse: str) -> HttpResponse:
        return refuser(request, "donnees_ouvertes") or vue(request, **adresse)

    return _vue


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The figures last published, with their definitions and their files."""
    publication = derniere_publication()
    le = timezone.localdate()
    contexte: dict[str, Any] = {"publication": publication, "licence": LICENCE, "licence_url": LICENCE_URL}
    if publication:
        loi = reglement_au(le)
        contexte |= {
            "jusqu_a": publication.mois,
            "figures": [montrer(figure) for figure in figures_publiees(publication, cible=loi.placement_cible)],
            "effectif_min": publication.donnees["effectif_min"],
            "jeux": [_jeu(jeu) for jeu in JEUX.values()],
            "donnees": donnees_liees(publication),
        }
    return render(request, "pilotage/publics/page.html", contexte)


@login_not_required
@require_safe
@_mesuree
@cache_control(public=True, max_age=FRAICHEUR)
@condition(etag_func=_empreinte, last_modified_func=_date)
def fichier(request: HttpRequest, *, code: str, forme: str) -> HttpResponse:
    """One file of the last publication, or its description; 404 for another name, or while nothing is published."""
    jeu, publication = JEUX.get(code), _publication(request)
    if jeu is None or forme not in FORMATS or publication is None:
        raise Http404("Ce fichier n’existe pas.")
    entetes = {
        "Content-Disposition": f'{"attachment" if forme == "csv" else "inline"}; filename="{code}.{forme}"',
        # Anybody's page may read it: it holds nothing that is not public.
        "Access-Control-Allow-Origin": "*",
    }
    contenu = _contenu(jeu, publication, forme)
    return HttpResponse(contenu, content_type=f"{FORMATS[forme]}; charset=utf-8", headers=entetes)


def _contenu(jeu: Jeu, publication: PublicationChiffres, forme: str) -> str:
    if forme == "schema.json":
        return _json(jeu.schema())
    jusqu_a = f"{publication.mois:%Y-%m}"
    lignes = lignes_de(jeu, publication.donnees, jusqu_a=jusqu_a)
    if forme == "csv":
        return _csv(jeu, lignes)
    faits = {
        "jeu": jeu.code,
        "titre": jeu.titre,
        "description": composer(jeu.description),
        "jusqu_a": jusqu_a,
        "publie_le": publication.faite_le.isoformat(timespec="seconds"),
        "producteur": PRODUCTEUR,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "schema": settings.SITE_URL + _adresse(jeu, "schema.json"),
    }
    return _json({**faits, "lignes": lignes})


def _csv(jeu: Jeu, lignes: list[dict[str, Any]]) -> str:
    """As the description says and as machines read it: commas, no mark, decimal points, an empty cell for nothing."""
    flux = StringIO()
    feuille = csv.writer(flux, lineterminator="\n")
    feuille.writerow([champ.nom for champ in jeu.champs])
    for ligne in lignes:
        feuille.writerow(["" if valeur is None else inerte(str(valeur)) for valeur in ligne.values()])
    return flux.getvalue()


def _json(faits: dict[str, Any]) -> str:
    return json.dumps(faits, ensure_ascii=False, indent=1)


def _adresse(jeu: Jeu, forme: str) -> str:
    return reverse("chiffres:fichier", kwargs={"code": jeu.code, "forme": forme})


def _jeu(jeu: Jeu) -> dict[str, Any]:
    return {
        "titre": jeu.titre,
        "description": composer(jeu.description),
        "csv": _adresse(jeu, "csv"),
        "json": _adresse(jeu, "json"),
        "schema": _adresse(jeu, "schema.json"),
    }


def donnees_liees(publication: PublicationChiffres) -> dict[str, Any]:
    """Give what search engines of data read of the page (schema.org): its files, their licence, their date."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "1 emploi = 1 formation, les chiffres du dispositif",
        "description": "Postes promis, sessions commandées, entrées en formation, embauches et taux d’accès à "
        "l’emploi du dispositif de la Région Pays de la Loire, par année, secteur et département.",
        "url": settings.SITE_URL + reverse("chiffres:page"),
        "license": LICENCE_URL,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "spatialCoverage": "Pays de la Loire",
        "dateModified": timezone.localdate(publication.faite_le).isoformat(),
        "creator": {"@type": "GovernmentOrganization", "name": PRODUCTEUR},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{jeu.titre}, {forme.upper()}",
                "encodingFormat": FORMATS[forme],
                "contentUrl": settings.SITE_URL + _adresse(jeu, forme),
            }
            for jeu in JEUX.values()
            for forme in ("csv", "json")
        ],
    }
