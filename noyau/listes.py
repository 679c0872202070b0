"""Lists kept in their address: filters, sort and page are the query string, and nothing else remembers them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.functional import cached_property

PAR_PAGE = 25
AUTOUR = 2
COMPTE_MAX = 1000
CHIFFRES_MAX = 18


class PaginateurBorne(Paginator):
    """Counts no further than ``COMPTE_MAX`` rows: beyond, one filters or searches rather than turns pages.

    Counting everything costs a third of a page at 100 000 rows, and nobody reads the fortieth page. Which rows a page
    has is asked first, by their keys alone: what they show is joined and computed for those rows, not for all.
    """

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        debut = (number - 1) * self.per_page
        fin = min(debut + self.per_page, self.count)
        lignes = self.object_list
        if not isinstance(lignes, QuerySet):
            return self._get_page(lignes[debut:fin], number, self)
        return self._get_page(lignes.filter(pk__in=lignes.values("pk")[debut:fin]), number, self)

    @cached_property
    def deborde(self) -> bool:
        """There are more rows than are counted."""
        return self._compte > COMPTE_MAX

    @cached_property
    def count(self) -> int:
        return min(self._compte, COMPTE_MAX)

    @cached_property
    def _compte(self) -> int:
        lignes = self.object_list
        if not isinstance(lignes, QuerySet):
            return len(lignes)
        return lignes.order_by().values("pk")[: COMPTE_MAX + 1].count()


def identifiant(texte: str) -> int | None:
    """Give the id written in an address or a form, None when it is none.

    « ² » is a digit and no number; more digits than the database counts (``bigint``) is no id either.
    """
    return int(texte) if texte.isdecimal() and len(texte) <= CHIFFRES_MAX else None


class Colonne(NamedTuple):
    """A column's head: the code it sorts by (empty when it does not), its words, whether it holds figures."""

    cle: str
    titre: str
    nombre: bool = False


def adresse(request: HttpRequest, **changements: Any) -> str:
    """Give the address of the same list with some of its parameters changed, or removed when None.

    The page goes back to the first unless it is what changes.
    """
    parametres = request.GET.copy()
    for nom, valeur in {"page": None, **changements}.items():
        parametres.pop(nom, None)
        if valeur not in (None, ""):
            parametres[nom] = valeur
    return f"{request.path}?{parametres.urlencode()}" if parametres else request.path


def page_de(request: HttpRequest, lignes: QuerySet | list, *, par_page: int = PAR_PAGE) -> Page:
    """Give the page the address asks for; the first or the last one when it asks for another."""
    return PaginateurBorne(lignes, par_page).get_page(request.GET.get("page"))


def page_de_cles(request: HttpRequest, cles: QuerySet, *, par_page: int = PAR_PAGE) -> Page:
    """Give the page the address asks for, of rows known by one column alone (``values_list(…, flat=True)``).

    One query finds them, in their order, and counts them: what decides that a row is there is worked out once.
    """
    return page_de(request, list(cles[: COMPTE_MAX + 1]), par_page=par_page)


def pages(request: HttpRequest, page: Page) -> dict[str, Any]:
    """Give what ``composants/pages.html`` draws."""
    dernier = page.paginator.num_pages
    total = f"plus de {COMPTE_MAX}" if page.paginator.deborde else page.paginator.count
    proches = {1, dernier, *range(page.number - AUTOUR, page.number + AUTOUR + 1)}
    return {
        "phrase": f"{page.start_index()} à {page.end_index()} sur {total}",
        "numeros": [
            {"numero": numero, "url": adresse(request, page=numero), "courant": numero == page.number}
            for numero in sorted(proches)
            if 1 <= numero <= dernier
        ],
        "precedente": adresse(request, page=page.previous_page_number()) if page.has_previous() else "",
        "suivante": adresse(request, page=page.next_page_number()) if page.has_next() else "",
    }


def liste_filtree(
    request: HttpRequest, page: Page, *, filtre: BaseForm, tetes: list[dict[str, Any]]
) -> dict[str, Any]:
    """Give what the page of a list draws around its rows: filters, heads, pages, and the way back to all the rows."""
    return {
        "filtre": filtre,
        "filtree": any(request.GET.get(nom) for nom in filtre.fields),
        "sans_filtre": adresse(request, **dict.fromkeys(filtre.fields)),
        "tri": request.GET.get("tri", ""),
        "tetes": tetes,
        "page": page,
        "pages": pages(request, page),
    }


def tri_de(request: HttpRequest, colonnes: Iterable[Colonne], *, defaut: str) -> tuple[str, list[dict[str, Any]]]:
    """Give the sort the address asks for (``montant``, ``-montant``), and the heads of the table that change it.

    Only what a column sorts by is obeyed; anything else falls back on ``defaut``.
    """
    colonnes = list(colonnes)
    tri = request.GET.get("tri", defaut)
    if tri.removeprefix("-") not in {colonne.cle for colonne in colonnes if colonne.cle}:
        tri = defaut
    return tri, [_tete(request, colonne, tri) for colonne in colonnes]


def _tete(request: HttpRequest, colonne: Colonne, tri: str) -> dict[str, Any]:
    tete: dict[str, Any] = {"titre": colonne.titre, "nombre": colonne.nombre, "url": "", "sens": ""}
    if colonne.cle:
        courant = tri.removeprefix("-") == colonne.cle
        montant = courant and not tri.startswith("-")
        tete["sens"] = ("ascending" if montant else "descending") if courant else ""
        tete["url"] = adresse(request, tri=f"-{colonne.cle}" if montant else colonne.cle)
    return tete
