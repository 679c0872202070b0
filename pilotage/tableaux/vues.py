"""One set of pages for two frames: the administration of officers, and the public frame of who only reads figures."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from insertion.queries.resultats import ENTREE, SORTIE
from noyau.listes import adresse
from pilotage.forms.tableaux import FiltreTableaux
from pilotage.regles.chaine import Etape
from pilotage.regles.perimetre import TITRES, Axe
from pilotage.tableaux.affichage import montrer
from pilotage.tableaux.exports import exporter
from pilotage.tableaux.pages import APERCU, PAGES, Demande, Page
from referentiels.models import TerritoireEfop
from referentiels.queries.reglement import reglement_au

DROIT = "pilotage.voir_tableaux"
ETAPES = {
    Etape.DEMANDE: "Session demandée",
    Etape.AUTORISATION: "Session autorisée",
    Etape.ENTREE: "Entrée",
    Etape.FIN: "Fin de formation",
    Etape.EMPLOI: "Embauche",
}
# Pages beside the dashboards, narrowed in their own way.
AUTRES_PAGES = (("besoins", "Besoins"),)
# How a page is split: kept when it is narrowed.
DECOUPES = ("axe", "etape", "selon")
MOIS = ("periode", "du", "au")
SELON = {ENTREE: "par date d’entrée", SORTIE: "par date de sortie"}


class Cadre(NamedTuple):
    """Where pages are drawn: their template, what the names of their addresses begin with.

    ``dossiers``: the name of the address of files; empty where numbers lead to none. ``commun``: what the template
    needs on top.
    """

    gabarit: str
    prefixe: str
    dossiers: str = ""
    commun: Callable[[HttpRequest], dict[str, Any]] = lambda _request: {}

    def url(self, code: str) -> str:
        """Give the address of a page of this frame."""
        return reverse(f"{self.prefixe}{code}")


def exiger_le_droit(request: HttpRequest) -> None:
    """Raise 403 for whoever may not read dashboards."""
    if not request.user.has_perm(DROIT):
        raise PermissionDenied


def page_des_tableaux(request: HttpRequest, *, page: Page, cadre: Cadre, le: date) -> HttpResponse:
    """A page of figures on ``le``, narrowed and split as its address says; one of them as a file with ``format``.

    403 without the right, 404 for a figure or a format that is not.
    """
    exiger_le_droit(request)
    filtre = FiltreTableaux(request.GET, le=le)
    demande = _demande(request, page, filtre)
    figures = page.figures(demande)
    perimetre = filtre.du_moment if page.du_moment else filtre.en_mots
    if request.GET.get("format"):
        return _fichier(request, figures, perimetre=perimetre, le=le)
    montrees = [
        montrer(
            figure,
            adresse=_vers_les_dossiers(cadre),
            exports=lambda format_, code=figure.code: adresse(request, figure=code, format=format_),
        )
        for figure in figures
    ]
    suites = _suites(request, cadre, filtre) if page is APERCU else {}
    contexte = {
        **cadre.commun(request),
        "title": page.titre,
        "page": page,
        "filtre": filtre,
        "filtree": filtre.filtree,
        "sans_filtre": request.path,
        "perimetre": perimetre,
        "figures": [{**figure, "suite": suites.get(figure["code"])} for figure in montrees],
        "vide": all(figure["vide"] for figure in montrees),
        "calcule_le": max((f.calcule_le for f in figures if f.calcule_le), default=None),
        "le": le,
        "effectif_min": demande.loi.resultat_effectif_min,
        "caches": any(figure["cache"] for figure in montrees),
        "pages_des_tableaux": _pages(request, page, cadre, filtre),
        "decoupes": _decoupes(request, page, demande),
        "gardees": _gardees_par_le_filtre(request, page),
    }
    return render(request, cadre.gabarit, contexte)


def _demande(request: HttpRequest, page: Page, filtre: FiltreTableaux) -> Demande:
    """Read how the page is to be split; what means nothing is left aside."""
    axes = {axe.value: axe for axe in page.axes}
    etape, selon = request.GET.get("etape", ""), request.GET.get("selon", "")
    return Demande(
        filtre.perimetre,
        filtre.le,
        reglement_au(filtre.le),
        axes.get(request.GET.get("axe", ""), Axe.SECTEUR),
        Etape(etape) if etape in ETAPES else Etape.ENTREE,
        selon if selon in SELON else ENTREE,
    )


def _fichier(request: HttpRequest, figures: tuple, *, perimetre: str, le: date) -> HttpResponse:
    code = request.GET.get("figure", "")
    for figure in figures:
        if figure.code == code:
            fichier = exporter(figure, request.GET["format"], le=le, perimetre=perimetre)
            if fichier is not None:
                return fichier
    raise Http404


def _vers_les_dossiers(cadre: Cadre) -> Callable[..., str] | None:
    if not cadre.dossiers:
        return None
    liste = reverse(cadre.dossiers)
    return lambda criteres: f"{liste}?{urlencode(criteres)}"


def _gardees(request: HttpRequest, filtre: FiltreTableaux) -> str:
    """What narrows a page, as the addresses of the others carry it."""
    lues = {nom: valeur for nom in filtre.fields if (valeur := request.GET.get(nom))}
    return f"?{urlencode(lues)}" if lues else ""


def _gardees_par_le_filtre(request: HttpRequest, page: Page) -> list[tuple[str, str]]:
    """What the form keeps without asking: how the page is split, and the months of a page that has none."""
    noms = (*DECOUPES, *(MOIS if page.du_moment else ()))
    return [(nom, valeur) for nom in noms if (valeur := request.GET.get(nom))]


def _pages(request: HttpRequest, ici: Page, cadre: Cadre, filtre: FiltreTableaux) -> list[dict[str, Any]]:
    return liens_des_pages(cadre, ici.code, _gardees(request, filtre))


def liens_des_pages(cadre: Cadre, ici: str, suite: str = "") -> list[dict[str, Any]]:
    """Give the way from page to page; ``ici`` is the code of the one shown, ``suite`` what narrows the dashboards.

    Pages that are narrowed in their own way come last.
    """
    liens = [(page.code, page.titre, f"{cadre.url(page.code)}{suite}") for page in PAGES]
    liens += [(code, titre, cadre.url(code)) for code, titre in AUTRES_PAGES]
    return [{"code": code, "texte": titre, "url": url, "courant": code == ici} for code, titre, url in liens]


def _suites(request: HttpRequest, cadre: Cadre, filtre: FiltreTableaux) -> dict[str, dict[str, str]]:
    """Where each figure of the first page leads, by the code of the figure."""
    suite = _gardees(request, filtre)
    pages = {page.code: page for page in PAGES}
    menent = {"chaine": "chaine", "resultats": "resultats", "lots": "lots", "blocages": "attente"}
    return {
        figure: {"url": f"{cadre.url(code)}{suite}", "titre": pages[code].titre} for figure, code in menent.items()
    }


def _decoupes(request: HttpRequest, page: Page, demande: Demande) -> list[dict[str, Any]]:
    """The ways to split the page, each a row of links."""
    rangs: list[dict[str, Any]] = []
    if page.axes:
        territoires = TerritoireEfop.objects.exists()
        axes = [axe for axe in page.axes if axe is not Axe.TERRITOIRE or territoires]
        rangs.append(
            _rang(request, "Répartir par", "axe", {axe.value: TITRES[axe] for axe in axes}, demande.axe.value)
        )
    if page.etapes:
        etapes = {etape.value: mots for etape, mots in ETAPES.items()}
        rangs.append(_rang(request, "Montrer le délai de l’étape", "etape", etapes, demande.etape.value))
    if page.selon:
        rangs.append(_rang(request, "Compter les personnes", "selon", SELON, demande.selon))
    return rangs


def _rang(request: HttpRequest, nom: str, question: str, choix: dict[str, str], choisi: str) -> dict[str, Any]:
    return {
        "nom": nom,
        "filtres": [
            {"texte": mots, "url": adresse(request, **{question: code}), "courant": code == choisi, "compte": None}
            for code, mots in choix.items()
        ],
    }
