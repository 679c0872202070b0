"""Who enters the areas of training bodies and referents. What each may reach inside is each view's perimeter."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from comptes.acces import est_agent
from comptes.espaces import espace_courant, espaces_de
from comptes.models import Role

Vue = Callable[..., HttpResponse]


def pour(*roles: Role, agents: bool = False) -> Callable[[Vue], Vue]:
    """403 for who has none of these roles, officers too unless ``agents``. Costs nothing: the header asks the same
    question once per request."""

    def decorer(vue: Vue) -> Vue:
        @wraps(vue)
        def garde(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            ouvert = agents if est_agent(request.user) else any(a_le_role(request, role) for role in roles)
            if not ouvert:
                raise PermissionDenied
            return vue(request, *args, **kwargs)

        return garde

    return decorer


def a_le_role(request: HttpRequest, role: Role) -> bool:
    """Tell whether the person has this role."""
    return any(espace.code == role for espace in espaces_de(request))


def en_referent(request: HttpRequest) -> bool:
    """Tell whether the person acts as a referent here: it is one, and has not chosen to act for a training body."""
    if not a_le_role(request, Role.ORGANISME):
        return True
    espace = espace_courant(request)
    return espace is not None and espace.code == Role.REFERENT


pour_organisme = pour(Role.ORGANISME)
pour_referent = pour(Role.REFERENT)
# Pages that only read: the Région sees all.
pour_referent_ou_agent = pour(Role.REFERENT, agents=True)
