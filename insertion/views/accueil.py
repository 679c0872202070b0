"""The referent's page of the day: one list, worked through from a phone."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from insertion.queries.a_faire import Journee, journee_de, parcours_des_lignes, perimetre_de
from insertion.regles.a_faire import Genre, Ligne, dans
from insertion.views.adresses import adresse_ou_rien, liste_a_garder
from insertion.views.cartes import carte
from noyau.listes import adresse, page_de, pages
from sessions_formation.views.acces import pour_referent

PAR_PAGE = 20
TITRES = {
    Genre.APPELER: "À appeler",
    Genre.VALIDER: "Profils à valider",
    Genre.ENTREE: "Entrées à déclarer",
    Genre.SUIVI: "Nouvelles à donner",
    Genre.PLACES: "Places à pourvoir",
}


@require_safe
@pour_referent
def accueil(request: HttpRequest) -> HttpResponse:
    """What there is to do today, most urgent first; the list alone for htmx, after an act on one of its lines."""
    le = timezone.localdate()
    seul = request.GET.get("pour") != "structure"
    journee = journee_de(perimetre_de(request.user, seul=seul), le=le)
    genre = request.GET.get("genre", "")
    choisies = [ligne for ligne in journee.lignes if not genre or genre in ligne.genres]
    page = page_de(request, choisies, par_page=PAR_PAGE)
    cartes = _cartes(request, page, journee.sessions, le)
    contexte = {
        "le": le,
        "combien": len(journee.lignes),
        "appels": journee.appels,
        "genre": genre,
        "seul": seul,
        "portees": _portees(request, seul=seul),
        "filtres": _filtres(request, journee, genre),
        "sans_filtre": adresse(request, genre=None, vers=None),
        "cartes": cartes,
        "visee": any(carte["visee"] for carte in cartes),
        "page": page,
        "pages": pages(request, page),
        "territoire": [_session(ligne, le) for ligne in journee.territoire],
        "toutes_les_sessions": adresse_ou_rien("parcours:sessions"),
        "mes_stagiaires": adresse_ou_rien("parcours:liste"),
    }
    gabarit = "insertion/_a_faire.html" if request.htmx else "insertion/accueil.html"
    return render(request, gabarit, contexte)


def _cartes(request: HttpRequest, page: Page, sessions: dict[int, dict[str, Any]], le: date) -> list[dict[str, Any]]:
    """Draw the lines of one page; each knows the next one, where the focus goes once it is dealt with."""
    lignes: list[Ligne] = list(page)
    parcours = parcours_des_lignes(lignes)
    suivantes = {ligne.cle: suivante.cle for ligne, suivante in pairwise(lignes)}
    vers = request.GET.get("vers", "")
    cartes = []
    for ligne in lignes:
        cible = parcours[ligne.parcours] if ligne.parcours else sessions[ligne.session or 0]
        suite = QueryDict(liste_a_garder(request.GET), mutable=True)
        suite["vers"] = suivantes.get(ligne.cle, "")
        cartes.append({**carte(ligne, cible, le=le, suite=suite.urlencode()), "visee": ligne.cle == vers})
    return cartes


def _portees(request: HttpRequest, *, seul: bool) -> list[dict[str, Any]]:
    return [
        {"texte": "Les miens", "url": adresse(request, pour=None, vers=None), "courant": seul, "compte": None},
        {
            "texte": "Toute ma structure",
            "url": adresse(request, pour="structure", vers=None),
            "courant": not seul,
            "compte": None,
        },
    ]


def _filtres(request: HttpRequest, journee: Journee, choisi: str) -> list[dict[str, Any]]:
    """The counters: how many lines of each kind there are, kinds without any left out unless chosen."""
    comptes = Counter(genre for ligne in journee.lignes for genre in ligne.genres)
    genres = [
        {
            "texte": titre,
            "url": adresse(request, genre=genre.value, vers=None),
            "courant": genre == choisi,
            "compte": comptes[genre],
        }
        for genre, titre in TITRES.items()
        if comptes[genre] or genre == choisi
    ]
    tout = {
        "texte": "Tout",
        "url": adresse(request, genre=None, vers=None),
        "courant": not choisi,
        "compte": len(journee.lignes),
    }
    # The chosen one first: on a phone the others slide out of sight.
    return [tout, *sorted(genres, key=_pas_choisi)]


def _pas_choisi(filtre: dict[str, Any]) -> bool:
    return not filtre["courant"]


def _session(ligne: dict[str, Any], le: date) -> dict[str, Any]:
    return {**ligne, "url": adresse_ou_rien("parcours:session", ligne["pk"]), "dans": dans(ligne["debut"], le)}
