"""`/api/v1/intentions/`: what partners file for employers, and what becomes of it."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from intentions.actions.idempotence import CleDejaServie, une_seule_fois
from intentions.actions.retirer import retirer_intention
from intentions.actions.transmettre import transmettre_intention
from intentions.api.base import VueApi, refus_possibles
from intentions.api.forme import aplatir, champs_connus, erreurs_par_chemin, schema_de_l_intention
from intentions.api.pages import Pages, page_de, parametre_de_page
from intentions.api.presentation import IntentionEnListe, IntentionLue, en_detail, en_liste
from intentions.enums import DroitApi, StatutIntention
from intentions.forms.depot import RetraitForm
from intentions.forms.saisie import SaisieForm
from intentions.models import IntentionEmbauche
from intentions.queries.referentiel import Referentiel
from noyau.api import SaisieRefusee
from referentiels.models import Employeur
from referentiels.regles.reglement import BaremeIncomplet
from referentiels.regles.siret import compacter

IDEMPOTENCE, REJOUEE = "Idempotency-Key", "Idempotent-Replayed"
CLE_MAX, MOTIF_MAX = 150, 2000
CLE_ATTENDUE = (
    f"Donnez une clé d’idempotence (en-tête {IDEMPOTENCE}, {CLE_MAX} caractères au plus) ou votre référence "
    "(reference_externe). Une demande envoyée deux fois ne compte alors qu’une."
)
CLE_SERVIE = "Cette clé d’idempotence a déjà servi pour un autre document."
INDISPONIBLE = "Le règlement n’est pas chargé. Réessayez plus tard."
ETATS = [code for code in StatutIntention.values if code != StatutIntention.BROUILLON]
_OBJETS = ("employeur", "metier", "commune", "departement", "organisme_choisi", "organisme_engage", "partenaire")


class IntentionsView(VueApi):
    """All that the partner of the key has filed."""

    droits = {"GET": DroitApi.LIRE, "POST": DroitApi.DEPOSER}
    parametres = frozenset({"etat", "depuis", "cursor"})

    @extend_schema(
        operation_id="intentions_lister",
        summary="Lister ses intentions",
        description="Celles que votre organisation a transmises, par l’API ou autrement, la plus récente d’abord.",
        parameters=[
            OpenApiParameter("etat", str, enum=ETATS, description="Dans cet état seulement."),
            OpenApiParameter("depuis", date, description="Déposées ce jour-là ou après."),
            parametre_de_page(),
        ],
        responses={
            200: page_de("PageDIntentions", IntentionEnListe(many=True)),
            **refus_possibles(404),
        },
    )
    def get(self, request: Request) -> Response:
        intentions = _transmises(self).pour_liste().filter(**_filtres(request))
        pages = Pages()
        lignes = pages.paginate_queryset(intentions, request, view=self) or []
        return pages.get_paginated_response([en_liste(intention) for intention in lignes])

    @extend_schema(
        operation_id="intentions_deposer",
        summary="Déposer une intention pour un employeur",
        description=(
            "L’intention est jugée aussitôt, par les mêmes règles que le formulaire. Quand il ne manque que la parole "
            "de l’employeur, nous lui écrivons pour qu’il la confirme. Ce que vous ne savez pas se laisse de côté : "
            "la réponse dit ce qui reste à compléter. Donnez une clé d’idempotence ou votre référence : la même "
            "demande envoyée deux fois reçoit deux fois la même réponse, et ne compte qu’une."
        ),
        parameters=[
            OpenApiParameter(
                IDEMPOTENCE,
                {"type": "string", "minLength": 1, "maxLength": CLE_MAX},
                OpenApiParameter.HEADER,
                description="Facultative avec reference_externe.",
            )
        ],
        request={"application/json": schema_de_l_intention()},
        responses={
            201: OpenApiResponse(
                IntentionLue, description=f"Déposée. Avec l’en-tête {REJOUEE}, elle l’était déjà : rien n’a changé."
            ),
            **refus_possibles(409, 413, 415, 422, 503),
        },
    )
    def post(self, request: Request) -> Response:
        donnees = aplatir(request.data)
        cle = _cle_d_idempotence(request, donnees)
        try:
            reponse = une_seule_fois(
                partenaire=self.partenaire,
                cle=cle,
                document=request.data,
                maintenant=timezone.now(),
                agir=lambda: (201, self._deposer(donnees, le=timezone.localdate())),
            )
        except CleDejaServie:
            return Response({"erreur": CLE_SERVIE}, status=422)
        except BaremeIncomplet:
            return Response({"erreur": INDISPONIBLE}, status=503)
        entetes = {REJOUEE: "true"} if reponse.rejouee else {}
        return Response(reponse.corps, status=reponse.statut, headers=entetes)

    def _deposer(self, donnees: dict[str, Any], *, le: date) -> dict[str, Any]:
        siret = compacter(donnees.get("employeur_siret") or "")
        connus = {siret} if siret.isdigit() and Employeur.objects.filter(siret=siret).exists() else set()
        form = SaisieForm(donnees, referentiel=Referentiel(), le=le, connus=connus)
        if not form.is_valid():
            raise SaisieRefusee(erreurs_par_chemin(form))
        intention = transmettre_intention(
            partenaire=self.partenaire, par=None, employeur=form.employeur(), champs=form.champs(), le=le
        )
        return en_detail(intention, le=le)


class IntentionView(VueApi):
    droits = {"GET": DroitApi.LIRE}

    @extend_schema(
        operation_id="intentions_lire",
        summary="Lire une intention",
        responses={200: IntentionLue, **refus_possibles(404)},
    )
    def get(self, request: Request, numero: str) -> Response:
        intention = get_object_or_404(_transmises(self).select_related(*_OBJETS), numero=numero)
        return Response(en_detail(intention, le=timezone.localdate()))


class RetraitView(VueApi):
    droits = {"POST": DroitApi.RETIRER}

    @extend_schema(
        operation_id="intentions_retirer",
        summary="Retirer une intention",
        description=(
            "L’employeur, l’organisme choisi et la Région en sont prévenus, avec le motif. Une session déjà commencée "
            "continue. Un retrait ne se défait pas."
        ),
        request={
            "application/json": {
                "title": "Retrait",
                "type": "object",
                "properties": {"motif": {"type": "string", "minLength": 1, "maxLength": MOTIF_MAX}},
                "required": ["motif"],
                "additionalProperties": False,
            }
        },
        responses={
            200: IntentionLue,
            **refus_possibles(404, 409, 413, 415),
        },
    )
    def post(self, request: Request, numero: str) -> Response:
        intention = get_object_or_404(_transmises(self), numero=numero)
        form = RetraitForm(champs_connus(request.data, {"motif": MOTIF_MAX}))
        if not form.is_valid():
            raise SaisieRefusee({champ: list(messages) for champ, messages in form.errors.items()})
        le = timezone.localdate()
        motif = form.cleaned_data["motif"]
        retirer_intention(intention_id=intention.pk, motif=motif, par=None, le=le, partenaire=self.partenaire)
        return Response(en_detail(_transmises(self).select_related(*_OBJETS).get(pk=intention.pk), le=le))


def _transmises(vue: VueApi) -> QuerySet[IntentionEmbauche]:
    return IntentionEmbauche.objects.filter(partenaire=vue.partenaire).exclude(statut=StatutIntention.BROUILLON)


def _filtres(request: Request) -> dict[str, Any]:
    erreurs: dict[str, list[str]] = {}
    filtres: dict[str, Any] = {}
    if (etat := request.query_params.get("etat")) is not None:
        if etat in ETATS:
            filtres["statut"] = etat
        else:
            erreurs["etat"] = [f"Cet état n’existe pas. Les états sont {', '.join(ETATS)}."]
    if (depuis := request.query_params.get("depuis")) is not None:
        try:
            filtres["deposee_le__gte"] = timezone.make_aware(datetime.combine(date.fromisoformat(depuis), time.min))
        except (ValueError, OverflowError):
            erreurs["depuis"] = ["Une date est attendue, écrite comme 2027-06-15."]
    if erreurs:
        raise SaisieRefusee(erreurs)
    return filtres


def _cle_d_idempotence(request: Request, donnees: dict[str, Any]) -> str:
    """Give the key under which this demand counts once: the header's, or else the partner's own reference."""
    cle = request.headers.get(IDEMPOTENCE, "").strip()
    if cle:
        if len(cle) > CLE_MAX or not cle.isprintable() or not cle.isascii():
            raise SaisieRefusee({IDEMPOTENCE: [CLE_ATTENDUE]})
        return f"cle:{cle}"
    reference = (donnees.get("reference_externe") or "").strip()
    if not reference:
        raise SaisieRefusee({"reference_externe": [CLE_ATTENDUE]})
    return f"reference:{reference}"
