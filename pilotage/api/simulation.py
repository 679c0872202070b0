"""`POST /api/v1/simulation/NATURE/`: one file, the same answer as `manage.py verifier` (contrats.md § 2)."""

from typing import Any

import msgspec
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from noyau.api import ErreurSerializer
from pilotage.simulation.erreurs import FormeInvalide
from pilotage.simulation.jugement import juger
from pilotage.simulation.natures import NATURES
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Niveau, Verdict
from referentiels.regles.reglement import BaremeIncomplet


class ConstatSerializer(serializers.Serializer):
    """One finding."""

    regle = serializers.CharField(help_text="Code de la règle, par exemple I-DUREE.")
    niveau = serializers.ChoiceField(choices=[str(niveau) for niveau in Niveau])
    message = serializers.CharField(help_text="Phrase pour la personne qui dépose.")
    source = serializers.CharField(help_text="Texte dont la règle vient.")  # type: ignore[assignment]  # contrats.md names it


class JugementSerializer(serializers.Serializer):
    """The answer: a verdict, every finding, and for an aid its amount."""

    verdict = serializers.ChoiceField(choices=[str(verdict) for verdict in Verdict])
    constats = ConstatSerializer(many=True)
    montant = serializers.CharField(required=False, help_text="En euros, deux décimales ; pour une aide seulement.")


def _schemas() -> list[dict[str, Any]]:
    """JSON Schema of each nature of files, self-contained: derived from the same form that reads them."""
    noms = list(NATURES)
    formes, definitions = msgspec.json.schema_components([NATURES[nom].forme.structure for nom in noms])
    return [_deplier(forme, definitions) | {"title": nom} for nom, forme in zip(noms, formes, strict=True)]


def _deplier(schema: Any, definitions: dict[str, Any]) -> Any:
    """Replace each reference by what it refers to."""
    if isinstance(schema, list):
        return [_deplier(element, definitions) for element in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _deplier(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    return {cle: _deplier(valeur, definitions) for cle, valeur in schema.items()}


class SimulationView(APIView):
    """Open to all and rate-limited: judges one file, keeps nothing."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "simulation"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="simulation",
        summary="Juger un dossier",
        description=(
            "Dit ce que vaut un dossier, sans compte et sans rien garder. "
            "Une clé absente ou nulle veut dire : pas encore connue."
        ),
        parameters=[OpenApiParameter("nature", str, OpenApiParameter.PATH, enum=list(NATURES))],
        request={"application/json": {"oneOf": _schemas()}},
        responses={
            200: JugementSerializer,
            400: ErreurSerializer,
            404: OpenApiResponse(description="Cette nature de dossier n’existe pas."),
            429: OpenApiResponse(description="Trop de demandes : réessayez dans une minute."),
            503: ErreurSerializer,
        },
        auth=[],
    )
    def post(self, request: Request, nature: str) -> Response:
        if nature not in NATURES:
            raise Http404
        try:
            jugement = juger(nature, request.body, le=timezone.localdate(), reglement_au=reglement_au)
        except FormeInvalide as erreur:
            return Response({"erreur": str(erreur)}, status=400)
        except BaremeIncomplet:
            return Response({"erreur": "Le règlement n’est pas chargé : réessayez plus tard."}, status=503)
        return Response(jugement.en_dict())

    def handle_exception(self, exc: Exception) -> Response:
        """Every refusal has the same form, whoever it comes from."""
        reponse = super().handle_exception(exc)
        if isinstance(exc, Throttled):
            reponse.data = {"erreur": "Trop de demandes : réessayez dans une minute."}
        return reponse
