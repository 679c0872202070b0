"""`/api/v1/abonnements/` and `/api/v1/envois/`: where a partner is told of changes, and the log of what was sent."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from intentions.actions.abonnements import (
    URL_MAX,
    abonner,
    arreter_abonnement,
    defaut_de_l_adresse,
    rejouer_envoi,
)
from intentions.api.base import VueApi, refus_possibles
from intentions.api.forme import champs_connus
from intentions.api.pages import Pages, page_de, parametre_de_page
from intentions.enums import DroitApi
from intentions.models import Abonnement, EnvoiWebhook, StatutEnvoi
from noyau.api import SaisieRefusee


class AbonnementLu(serializers.ModelSerializer):
    id = serializers.IntegerField()

    class Meta:
        model = Abonnement
        fields = ("id", "url", "cree_le")


class AbonnementOuvert(AbonnementLu):
    class Meta(AbonnementLu.Meta):
        fields = (*AbonnementLu.Meta.fields, "secret")
        extra_kwargs = {"secret": {"help_text": "Pour vérifier la signature. Il n’est montré qu’ici : gardez-le."}}


class EnvoiLu(serializers.ModelSerializer):
    abonnement = serializers.IntegerField(source="abonnement_id")
    url = serializers.URLField(source="abonnement.url")
    charge = inline_serializer(
        "ChargeDEnvoi",
        {
            "numero": serializers.CharField(allow_null=True),
            "reference_externe": serializers.CharField(),
            "transition": serializers.CharField(),
            "depart": serializers.CharField(),
            "etat": serializers.CharField(),
            "le": serializers.DateTimeField(),
        },
    )

    class Meta:
        model = EnvoiWebhook
        fields = (
            "identifiant",
            "abonnement",
            "url",
            "evenement",
            "charge",
            "statut",
            "tentatives",
            "prochain_essai_le",
            "derniere_reponse",
            "cree_le",
            "livre_le",
        )


class AbonnementsView(VueApi):
    droits = {"GET": DroitApi.ABONNER, "POST": DroitApi.ABONNER}

    @extend_schema(
        operation_id="abonnements_lister",
        summary="Lister ses abonnements",
        responses={200: AbonnementLu(many=True), **refus_possibles()},
    )
    def get(self, request: Request) -> Response:
        siens = Abonnement.objects.filter(partenaire=self.partenaire, actif=True)
        return Response(AbonnementLu(siens, many=True).data)

    @extend_schema(
        operation_id="abonnements_ouvrir",
        summary="Ouvrir un abonnement",
        description=(
            "Chaque changement d’état d’une intention que vous transmettez est posté à cette adresse, signé selon "
            "Standard Webhooks. Une réponse 2xx vaut réception ; 410 arrête l’abonnement ; autrement nous réessayons "
            "pendant trois jours."
        ),
        request={
            "application/json": {
                "title": "Abonnement",
                "type": "object",
                "properties": {
                    "url": {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": URL_MAX,
                        "example": "https://partenaire.example/crochet",
                    }
                },
                "required": ["url"],
                "additionalProperties": False,
            }
        },
        responses={
            201: AbonnementOuvert,
            **refus_possibles(409, 413, 415),
        },
    )
    def post(self, request: Request) -> Response:
        url = champs_connus(request.data, {"url": URL_MAX}).get("url", "")
        if defaut := defaut_de_l_adresse(url):
            raise SaisieRefusee({"url": [defaut]})
        abonnement = abonner(partenaire=self.partenaire, url=url, maintenant=timezone.now())
        return Response(AbonnementOuvert(abonnement).data, status=201)


class AbonnementView(VueApi):
    droits = {"DELETE": DroitApi.ABONNER}

    @extend_schema(
        operation_id="abonnements_arreter",
        summary="Arrêter un abonnement",
        responses={204: OpenApiResponse(description="Arrêté. Son journal reste lisible."), **refus_possibles(404)},
    )
    def delete(self, request: Request, identifiant: int) -> Response:
        try:
            arreter_abonnement(abonnement_id=identifiant, partenaire=self.partenaire)
        except Abonnement.DoesNotExist:
            raise Http404 from None
        return Response(status=204)


class EnvoisView(VueApi):
    droits = {"GET": DroitApi.ABONNER}
    parametres = frozenset({"statut", "cursor"})

    @extend_schema(
        operation_id="envois_lister",
        summary="Lire le journal de ses envois",
        description="Ce qui a été posté à vos abonnements, le plus récent d’abord : essais, dernière réponse.",
        parameters=[
            OpenApiParameter("statut", str, enum=StatutEnvoi.values, description="Dans cet état seulement."),
            parametre_de_page(),
        ],
        responses={
            200: page_de("PageDEnvois", EnvoiLu(many=True)),
            **refus_possibles(404),
        },
    )
    def get(self, request: Request) -> Response:
        envois = EnvoiWebhook.objects.filter(abonnement__partenaire=self.partenaire).select_related("abonnement")
        if (statut := request.query_params.get("statut")) is not None:
            if statut not in StatutEnvoi.values:
                raise SaisieRefusee({"statut": [f"Les états d’un envoi sont {', '.join(StatutEnvoi.values)}."]})
            envois = envois.filter(statut=statut)
        pages = Pages()
        pages.ordering = ("-pk",)
        lignes: list[Any] = pages.paginate_queryset(envois, request, view=self) or []
        return pages.get_paginated_response(EnvoiLu(lignes, many=True).data)


class RejeuView(VueApi):
    droits = {"POST": DroitApi.ABONNER}

    @extend_schema(
        operation_id="envois_rejouer",
        summary="Rejouer un envoi",
        description="Il repart sous le même identifiant : un lecteur qui l’a déjà compté ne le compte pas deux fois.",
        request=None,
        responses={200: EnvoiLu, **refus_possibles(404, 409)},
    )
    def post(self, request: Request, identifiant: UUID) -> Response:
        try:
            envoi = rejouer_envoi(identifiant=identifiant, partenaire=self.partenaire, maintenant=timezone.now())
        except EnvoiWebhook.DoesNotExist:
            raise Http404 from None
        return Response(EnvoiLu(envoi).data)
