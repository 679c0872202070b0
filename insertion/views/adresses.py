"""Addresses that other parts of the service give, and the way back to the referent's list."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse

# What the referent's list keeps in its address.
PARAMETRES = ("pour", "genre", "page")


def adresse_ou_rien(nom: str, *arguments: Any) -> str:
    """Give an address by its name, or nothing where no such page exists."""
    try:
        return reverse(nom, args=arguments)
    except NoReverseMatch:
        return ""


def liste_a_garder(donnees: QueryDict) -> str:
    """Give the query string of the list one comes from, out of an address: only what the list itself reads."""
    gardes = QueryDict(mutable=True)
    for nom in PARAMETRES:
        if valeur := donnees.get(nom):
            gardes[nom] = valeur
    return gardes.urlencode()


def retour_a_la_liste(request: HttpRequest) -> str:
    """Give the address of the list as it was left, with ``vers``: the line that takes the focus."""
    parametres = QueryDict(liste_a_garder(request.GET), mutable=True)
    if vers := request.GET.get("vers", ""):
        parametres["vers"] = vers
    adresse = reverse("referent:accueil")
    return f"{adresse}?{parametres.urlencode()}" if parametres else adresse
