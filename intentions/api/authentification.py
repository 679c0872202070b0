"""Who speaks: a partner's machine, by the key in its header. What it may do: the rights of that key."""

import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework_api_key.permissions import KeyParser

from intentions.enums import DroitApi
from intentions.models import CleApi

_CLE = re.compile(r"[A-Za-z0-9]{8}\.[A-Za-z0-9]{16,100}")
_PRECISION_DE_L_USAGE = timedelta(minutes=15)


class ParCle(BaseAuthentication):
    """``Authorization: Api-Key …``. ``request.auth`` is then the key; nobody is signed in."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, CleApi] | None:
        valeur = KeyParser().get(request)
        if valeur is None:
            return None
        cle = _cle(valeur)
        if cle is None:
            raise AuthenticationFailed
        _noter_l_usage(cle)
        return AnonymousUser(), cle

    def authenticate_header(self, request: Request) -> str:
        return KeyParser.keyword


def _cle(valeur: str) -> CleApi | None:
    if not _CLE.fullmatch(valeur):
        return None
    cles = CleApi.objects.get_usable_keys().select_related("partenaire")
    cle = cles.filter(prefix=valeur.partition(".")[0]).first()
    return cle if cle and cle.is_valid(valeur) and not cle.has_expired else None


def _noter_l_usage(cle: CleApi) -> None:
    maintenant = timezone.now()
    if cle.utilisee_le is None or maintenant - cle.utilisee_le > _PRECISION_DE_L_USAGE:
        CleApi.objects.filter(pk=cle.pk).update(utilisee_le=maintenant)


class DroitRequis(BasePermission):
    """Each view names the right each method needs in ``droits``; without a key, nothing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        cle = request.auth
        if not isinstance(cle, CleApi):
            return False
        droit: DroitApi | None = view.droits.get(request.method)
        if droit is not None and not cle.permet(droit):
            raise PermissionDenied(f"Cette clé n’a pas le droit {droit} ({droit.label.lower()}).")
        return True


class SchemaDeLaCle(OpenApiAuthenticationExtension):
    """How the document says it."""

    target_class = ParCle
    name = "CleApi"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "« Api-Key » suivi de la clé remise par la Région, par exemple `Api-Key AbCdEfGh.…`.",
        }
