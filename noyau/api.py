"""How every API of the service refuses: JSON, ``{"erreur": "une phrase"}`` or ``{"erreurs": {"champ": ["phrase"]}}``.

The words are those of the pages: a rule refuses with its own sentence, a field with that of its form.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found, server_error
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import exception_handler

from noyau.erreurs import RegleViolee

OCTETS_MAX = 200_000
INTROUVABLE = "Il n’y a rien à cette adresse, ou ce n’est pas à vous."
PANNE = "Le service a rencontré une erreur. Réessayez plus tard."
PHRASES: dict[type[Exception], str] = {
    Http404: INTROUVABLE,
    exceptions.NotFound: INTROUVABLE,
    exceptions.ParseError: "Ce n’est pas du JSON lisible.",
    exceptions.UnsupportedMediaType: "Envoyez du JSON, avec l’en-tête Content-Type application/json.",
    exceptions.NotAcceptable: "Ce service ne répond qu’en JSON.",
    exceptions.NotAuthenticated: "Il manque une clé d’API : « Authorization: Api-Key » suivi de votre clé.",
    exceptions.AuthenticationFailed: "Cette clé d’API est inconnue, expirée ou révoquée.",
}


class ErreurSerializer(serializers.Serializer):
    """Why it is refused."""

    erreur = serializers.CharField(help_text="Une phrase, en français.")


class SaisieRefusee(Exception):
    """What was sent cannot be read. ``erreurs``: path of the answer → sentences."""

    def __init__(self, erreurs: dict[str, list[str]]) -> None:
        super().__init__(erreurs)
        self.erreurs = erreurs


class TropLong(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"Ce document est trop long, {OCTETS_MAX // 1000} ko au plus."


class LecteurJson(JSONParser):
    """JSON of a bounded length and depth; what cannot be read is the caller's fault, never a failure."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict[str, Any] | None = None) -> Any:
        requete = (parser_context or {})["request"]
        longueur = requete.META.get("CONTENT_LENGTH") or "0"
        if not longueur.isdecimal() or int(longueur) > OCTETS_MAX:
            raise TropLong
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError from None


def refus(exc: Exception, contexte: dict[str, Any]) -> Response | None:
    """Give the answer to what was raised; None for a failure of ours, which then rises to the error tracker."""
    if isinstance(exc, SaisieRefusee):
        return Response({"erreurs": exc.erreurs}, status=status.HTTP_400_BAD_REQUEST)
    if isinstance(exc, RegleViolee):
        return Response({"erreur": str(exc)}, status=status.HTTP_409_CONFLICT)
    reponse = exception_handler(exc, contexte)
    if reponse is not None:
        reponse.data = {"erreur": _phrase(exc)}
    return reponse


def _phrase(exc: Exception) -> str:
    if isinstance(exc, exceptions.Throttled):
        attente = round(exc.wait or 60) or 1
        return f"Trop de demandes. Réessayez dans {attente} seconde{'s' if attente > 1 else ''}."
    if isinstance(exc, exceptions.MethodNotAllowed):
        return "Cette adresse ne répond pas à cette méthode."
    if isinstance(exc, PermissionDenied):
        return str(exc) or "Vous n’avez pas ce droit."
    return PHRASES.get(type(exc)) or str(getattr(exc, "detail", exc))


def introuvable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of what does not exist: in JSON to who speaks to an API."""
    return _ou_json(request, INTROUVABLE, 404, lambda: page_not_found(request, exception))


def panne(request: HttpRequest) -> HttpResponse:
    """The page of a failure: in JSON to who speaks to an API."""
    return _ou_json(request, PANNE, 500, lambda: server_error(request))


def _ou_json(request: HttpRequest, phrase: str, code: int, page: Callable[[], HttpResponse]) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"erreur": phrase}, status=code, json_dumps_params={"ensure_ascii": False})
    return page()
