"""What every page's header shows: the navigation of the area one is in, or the public one."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from comptes.espaces import PUBLIC, Entree, espace_courant, espaces_de, url_de

# How many public entries a telephone shows on one line.
SUR_UNE_LIGNE = 4


def navigation(request: HttpRequest) -> dict:
    """Context processor. Gives ``navigation`` (a list of dicts: see ``_liens``), ``boite_demo`` and ``espace_titre``.

    Lazy: a fragment that shows no header asks the database nothing. One query at most, none for a visitor.
    """
    return {
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "espace_titre": SimpleLazyObject(lambda: _titre(request)),
        "boite_demo": url_de("noyau:boite") if settings.DEMO else None,
    }


def _navigation(request: HttpRequest) -> list[dict]:
    espace = espace_courant(request) if _connu(request) else None
    liens = _liens(request, (*_entrees(request), *_demonstration(request)))
    if espace is not None:
        for rang, lien in enumerate(liens):
            lien["au_telephone"], lien["au_bureau"] = rang < espace.au_telephone, rang < espace.au_bureau
    elif len(liens) > SUR_UNE_LIGNE:
        for rang, lien in enumerate(liens):
            # « Plus » takes the place of one.
            lien["au_telephone"] = rang < SUR_UNE_LIGNE - 1
    return liens


def _demonstration(request: HttpRequest) -> tuple[Entree, ...]:
    # A visitor finds the mailbox here, and whoever signed in under their name: its letters are half of what is shown.
    return (Entree("Courriels (démo)", "noyau:boite"),) if settings.DEMO and not _connu(request) else ()


def _entrees(request: HttpRequest) -> tuple[Entree, ...]:
    if not _connu(request):
        return PUBLIC
    espace = espace_courant(request)
    if espace is None:
        return (Entree("Mon espace", "comptes:espace"), *PUBLIC)
    if len(espaces_de(request)) > 1:
        return (*espace.entrees, Entree("Changer d’espace", "comptes:choisir_espace"))
    return espace.entrees


def _titre(request: HttpRequest) -> str:
    espace = espace_courant(request) if _connu(request) else None
    return espace.titre if espace else ""


def _connu(request: HttpRequest) -> bool:
    # Error pages may be drawn before the session and the person are known.
    return hasattr(request, "user") and hasattr(request, "session") and request.user.is_authenticated


def _liens(request: HttpRequest, entrees: tuple[Entree, ...]) -> list[dict]:
    """Give each entry its place: ``au_telephone``, ``au_bureau`` say where it is in sight, rather than in « Plus »."""
    permises = (entree for entree in entrees if not entree.droit or request.user.has_perm(entree.droit))
    liens = [(entree, url) for entree in permises if (url := url_de(entree.nom_url)) is not None]
    # An entry may be under another (« Sessions » under « Stagiaires »): the closest one is where one is.
    ici = max((url for _, url in liens if request.path.startswith(url)), key=len, default="")
    return [
        {
            "titre": entree.titre,
            "url": url,
            "courante": url == ici,
            "icone": entree.icone,
            "au_telephone": True,
            "au_bureau": True,
        }
        for entree, url in liens
    ]
