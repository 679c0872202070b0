"""`/api/v1/heures/`: the hours of a month, sent by a training body's own software under the rules of the page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from heures.actions.envoyer import envoyer_heures, releve_du_mois
from heures.api.forme import CHAMPS, SCHEMA, SESSION_MAX, lire_le_document, lire_le_mois
from heures.enums import StatutReleve
from heures.models import Releve
from heures.queries.tableau import Ligne, tableau_de
from heures.regles.mois import ecrire_mois, premier_du_mois
from intentions.api.base import VueApi, refus_possibles
from intentions.enums import DroitApi
from noyau.api import SaisieRefusee
from referentiels.models import OrganismeFormation
from sessions_formation.models import Session


class AnomalieLue(serializers.Serializer):
    code = serializers.CharField()
    gravite = serializers.ChoiceField(["bloquante", "a_verifier"])
    champ = serializers.CharField()
    message = serializers.CharField()


class LigneLue(serializers.Serializer):
    parcours = serializers.IntegerField()
    prevues = serializers.FloatField()
    faites = serializers.FloatField()
    absences_justifiees = serializers.FloatField()
    absences_non_justifiees = serializers.FloatField()
    anomalies = AnomalieLue(many=True)


class HeuresLues(serializers.Serializer):
    session = serializers.CharField()
    mois = serializers.CharField()
    etat = serializers.ChoiceField(StatutReleve.choices)
    declare_le = serializers.DateTimeField(allow_null=True)
    lignes = LigneLue(many=True)


class HeuresView(VueApi):
    droits = {"GET": DroitApi.HEURES, "POST": DroitApi.HEURES}
    parametres = frozenset({"session", "mois"})

    @extend_schema(
        operation_id="heures_lire",
        summary="Lire les heures d’un mois",
        description="Qui est en formation ce mois-ci, par numéro de parcours, avec les heures prévues proposées. "
        "Aucun nom n’est donné.",
        parameters=[
            OpenApiParameter("session", str, required=True, description="Numéro de la session."),
            OpenApiParameter("mois", str, required=True, description="Écrit comme 2027-01."),
        ],
        responses={200: HeuresLues, **refus_possibles(404)},
    )
    def get(self, request: Request) -> Response:
        erreurs: dict[str, list[str]] = {}
        session = request.query_params.get("session", "")
        if not (0 < len(session) <= SESSION_MAX and session.isprintable()):
            erreurs["session"] = ["Donnez le numéro de la session, par exemple SE-2026-00412."]
        mois = lire_le_mois(request.query_params.get("mois"), erreurs)
        if erreurs or mois is None:
            raise SaisieRefusee(erreurs)
        return Response(_dire(self._releve(session, mois)))

    @extend_schema(
        operation_id="heures_envoyer",
        summary="Envoyer les heures d’un mois",
        description="Les heures envoyées remplacent celles du tableau, parcours par parcours ; ceux que vous ne citez "
        "pas restent comme ils sont. Avec « declarer », le mois est déclaré s’il est fini et si rien ne l’empêche. La "
        "même demande envoyée deux fois ne change rien. Tout est gardé, ou rien.",
        request={"application/json": SCHEMA},
        responses={200: HeuresLues, **refus_possibles(404, 409, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        document = lire_le_document(request.data)
        releve = self._releve(document.session, document.mois)
        envoye = envoyer_heures(
            releve_id=releve.pk,
            lignes=document.lignes,
            declare=document.declarer,
            organisme=self.organisme,
            le=timezone.localdate(),
        )
        return Response(_dire(envoye))

    @property
    def organisme(self) -> OrganismeFormation:
        """The training body the key speaks for. Raises ``PermissionDenied`` for any other partner."""
        organisme = self.partenaire.organisme
        if organisme is None:
            raise PermissionDenied("Cette clé n’est pas celle d’un organisme de formation.")
        return organisme

    def _releve(self, session: str, mois: Any) -> Releve:
        if mois > premier_du_mois(timezone.localdate()):
            raise SaisieRefusee({"mois": ["Ce mois n’est pas commencé."]})
        try:
            return releve_du_mois(numero=session, mois=mois, organisme=self.organisme)
        except (Session.DoesNotExist, Releve.DoesNotExist):
            raise Http404 from None


def _dire(releve: Releve) -> dict[str, Any]:
    return {
        "session": releve.session.numero,
        "mois": ecrire_mois(releve.mois),
        "etat": releve.statut,
        "declare_le": releve.declare_le.isoformat() if releve.declare_le else None,
        "lignes": [_ligne(rang) for rang in tableau_de(releve).lignes],
    }


def _ligne(rang: Ligne) -> dict[str, Any]:
    return {
        "parcours": rang.parcours.pk,
        **{cle: float(getattr(rang.heures, champ)) for cle, champ in CHAMPS.items()},
        "anomalies": [
            {"code": a.code, "gravite": a.gravite.value, "champ": _cle(a.champ), "message": a.message}
            for a in rang.anomalies
        ],
    }


def _cle(champ: str) -> str:
    return next((cle for cle, nom in CHAMPS.items() if nom == champ), champ)
