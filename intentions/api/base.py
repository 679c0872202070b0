"""What every address of the partners' API shares: key, rights, limits, and the errors its document announces."""

import logging
from typing import Any, ClassVar

from django.core.cache import cache
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from redis import RedisError
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from intentions.api.authentification import DroitRequis, ParCle
from intentions.enums import DroitApi
from intentions.models import CleApi, Partenaire
from noyau.api import ErreurSerializer, LecteurJson, SaisieRefusee

journal = logging.getLogger(__name__)
SANS_EFFET = frozenset({"GET", "HEAD", "OPTIONS"})

ErreursSerializer = inline_serializer(
    "SaisieRefusee",
    {
        "erreur": serializers.CharField(required=False, help_text="Quand ce n’est pas du JSON lisible."),
        "erreurs": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            required=False,
            help_text="Chemin de la réponse, par exemple « contrat.duree_mois » → ce qui ne va pas.",
        ),
    },
)
_COMMUNES = {
    401: "Clé d’API absente, inconnue, expirée ou révoquée.",
    403: "Cette clé n’a pas ce droit.",
    406: "Ce service ne répond qu’en JSON.",
    429: "Trop de demandes : l’en-tête Retry-After dit dans combien de secondes réessayer.",
}
_PARTICULIERES = {
    404: "Rien à cette adresse, ou ce n’est pas à vous.",
    409: "Une règle s’y oppose : la phrase dit laquelle.",
    413: "Document trop long.",
    415: "Le corps n’est pas annoncé comme du JSON.",
    422: "Cette clé d’idempotence a déjà servi pour un autre document.",
    503: "Le règlement n’est pas chargé : réessayez plus tard.",
}


def refus_possibles(*codes: int) -> dict[int, OpenApiResponse]:
    """Give the errors an address answers: those of all, and ``codes``."""
    phrases = _COMMUNES | {code: _PARTICULIERES[code] for code in codes}
    return {
        400: OpenApiResponse(ErreursSerializer, description="La demande est à corriger."),
        **{code: OpenApiResponse(ErreurSerializer, description=phrase) for code, phrase in phrases.items()},
    }


class DebitParCle(SimpleRateThrottle):
    """So many requests a minute for one key: fewer of those that write (settings: ``api_lecture``, ``api_ecriture``).

    A cache that does not answer lets requests through: limits protect the service, they are not worth its absence.
    """

    cache = cache

    def __init__(self) -> None:
        """Rates are read for each request: it tells which applies."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self.scope = "api_lecture" if request.method in SANS_EFFET else "api_ecriture"
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return super().allow_request(request, view)
        except RedisError:
            journal.warning("Le cache ne répond pas : le débit des clés n’est pas limité.")
            return True

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        cle = request.auth
        return f"api-{self.scope}-{cle.prefix}" if isinstance(cle, CleApi) else None


class VueApi(APIView):
    """``droits``: method → the right its key needs. ``parametres``: those its address takes; another is an error."""

    authentication_classes = (ParCle,)
    permission_classes = (DroitRequis,)
    throttle_classes = (DebitParCle,)
    parser_classes = (LecteurJson,)
    renderer_classes = (JSONRenderer,)
    metadata_class = None
    droits: ClassVar[dict[str, DroitApi]] = {}
    parametres: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a misspelt filter, which would otherwise give a list that is not filtered."""
        super().initial(request, *args, **kwargs)
        inconnus = set(request.query_params) - self.parametres
        if inconnus:
            raise SaisieRefusee({nom[:80]: ["Ce paramètre n’existe pas."] for nom in sorted(inconnus)})

    @property
    def partenaire(self) -> Partenaire:
        """The organisation the key speaks for."""
        return self.request.auth.partenaire
