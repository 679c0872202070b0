"""The public list of the sessions: what one may train for, where and when."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.listes import Colonne, adresse, liste_filtree, page_de_cles, tri_de
from referentiels.regles.typographie import composer, compter
from sessions_formation.forms.formations import FiltreFormations
from sessions_formation.models import Vitrine
from sessions_formation.queries.elargir import COMPTE_MAX, essayer
from sessions_formation.queries.publiees import lues_dans_l_ordre, vitrines_ouvertes

COLONNES = (
    Colonne("intitule", "Formation"),
    Colonne("lieu", "Où"),
    Colonne("debut", "Quand"),
    Colonne("places", "Places libres", nombre=True),
    Colonne("", "Au bout"),
)
TRIS = {"intitule": "titre", "lieu": "lieu", "debut": "debut", "places": "libres"}
DEFAUT = "debut"
# On a phone the heads of the table are not shown: the same orders, in words.
ORDRES = {
    "debut": "Les plus proches",
    "-debut": "Les plus lointaines",
    "intitule": "Par intitulé",
    "lieu": "Par commune",
    "-places": "Le plus de places libres",
}


@login_not_required
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every session one may still enter, the next to begin first."""
    le = timezone.localdate()
    request.GET = _ce_qui_est_dit(request.GET)
    filtre = FiltreFormations(request.GET, le=le)
    tri, tetes = tri_de(request, COLONNES, defaut=DEFAUT)
    ouvertes = vitrines_ouvertes(le)
    page = page_de_cles(request, _dans_l_ordre(filtre, ouvertes, tri).values_list("pk", flat=True))
    lignes = lues_dans_l_ordre(page)
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "lignes": lignes,
        "le": le,
        "tri": tri,
        "ordres": ORDRES,
        "actifs": [
            {"texte": texte, "url": adresse(request, **_sans(question))} for question, texte in filtre.dits().items()
        ],
        "elargir": [] if lignes else _elargir(request, filtre, ouvertes),
    }
    return render(request, "formations/liste.html", contexte)


def _ce_qui_est_dit(adresse_lue: QueryDict) -> QueryDict:
    """Leave out what a form sends of the questions nobody answered: the addresses made from this one stay readable."""
    dit = adresse_lue.copy()
    for nom, valeur in adresse_lue.items():
        if not valeur or (nom, valeur) == ("tri", DEFAUT):
            del dit[nom]
    return dit


def _dans_l_ordre(filtre: FiltreFormations, ouvertes: QuerySet[Vitrine], tri: str) -> QuerySet[Vitrine]:
    """The same way for all three columns: an index is then read, forwards or backwards.

    Of what a search has kept, not by that index: PostgreSQL would walk the whole of it to find few rows, where sorting
    them takes no time (measured at 10 000 sessions: 32 ms for a word, against 3).
    """
    colonnes = dict.fromkeys([TRIS[tri.removeprefix("-")], "debut", "pk"])
    ordre = [Coalesce(colonne, colonne) if filtre.conditions else F(colonne) for colonne in colonnes]
    return filtre.appliquer(ouvertes).order_by(*[cle.desc() if tri.startswith("-") else cle.asc() for cle in ordre])


def _sans(question: str) -> dict[str, str | None]:
    """What the address loses with an answer: what is around a commune goes with it."""
    return {question: None, **({"rayon": None} if question == "commune" else {})}


def _elargir(request: HttpRequest, filtre: FiltreFormations, ouvertes: QuerySet[Vitrine]) -> list[dict[str, Any]]:
    """Give the nearest searches that find something, each with its words, how many it finds and its address."""
    propositions = filtre.elargissements()
    essais = {code: proposition.essai for code, proposition in propositions.items()}
    return [
        {
            "texte": propositions[code].texte,
            "compte": f"plus de {COMPTE_MAX - 1}" if nombre == COMPTE_MAX else composer(compter(nombre, "formation")),
            "url": adresse(request, **propositions[code].changements),
        }
        for code, nombre in essayer(ouvertes, filtre.conditions, essais)
    ]
