"""Whether the session of an officer holds a second factor.

Two things count: a factor checked here in this session (application, key, recovery code), or a ProConnect sign-in
whose identity provider says that it checked several (``amr`` holding ``mfa``).
"""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

CLE_AMR = "proconnect_amr"


def second_facteur_manquant(request: HttpRequest) -> bool:
    """Tell whether this officer must still show a second factor. Never for anyone else, nor where none is required."""
    if not settings.MFA_AGENTS_EXIGEE or not request.user.is_staff:
        return False
    return not second_facteur_montre(request)


def second_facteur_montre(request: HttpRequest) -> bool:
    """Tell whether a second factor was checked in this session."""
    if "mfa" in request.session.get(CLE_AMR, []):
        return True
    # Without the person, allauth answers with an empty list.
    return any(trace["method"] == "mfa" for trace in get_authentication_records(request, request.user))
