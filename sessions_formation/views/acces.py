"""Who enters the training body's area. What each may reach inside it is each view's ``visibles_pour``."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from comptes.acces import est_agent
from comptes.espaces import espaces_de
from comptes.models import Role


def pour_organisme(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 for who acts for no training body. Costs nothing: the header asks the same question once per request."""

    @wraps(vue)
    def garde(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if est_agent(request.user) or all(espace.code != Role.ORGANISME for espace in espaces_de(request)):
            raise PermissionDenied
        return vue(request, *args, **kwargs)

    return garde
