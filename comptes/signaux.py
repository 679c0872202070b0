"""What follows from an address proved: whoever typed a password before it was is not its owner."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(email_confirmed, dispatch_uid="oublier_le_mot_de_passe_d_un_autre")
def oublier_le_mot_de_passe_d_un_autre(request: HttpRequest, email_address: EmailAddress, **_autres: object) -> None:
    """Forget the password of an account whose address is proved by a sign-in code for the first time.

    Anyone may sign up with somebody else's address and wait for them to come by code, or to be invited: the password
    would then open to both. Who signs up proves the address in the same session, without a sign-in code, and keeps it;
    who changes address is signed in already.
    """
    if request.user.is_authenticated:
        return
    personne = email_address.user
    par_code = any(trace["method"] == "code" for trace in get_authentication_records(request, personne))
    if par_code and personne.has_usable_password():
        personne.set_unusable_password()
        personne.save(update_fields=["password"])
