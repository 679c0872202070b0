"""The forms of the second factor: allauth's, in the words of the house."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from comptes.forms.connexion import habiller

LIBELLES = {"code": "Code de l’application", "name": "Nom de la clé"}
AIDES = {
    "code": "Les six chiffres affichés par votre application, ou l’un de vos codes de secours.",
    "name": "Pour la reconnaître : « Clé du bureau », « Téléphone de Claire ».",
}


class _Habille:
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        habiller(self, LIBELLES, AIDES)


class CodeDApplication(_Habille, base.AuthenticateForm):
    """The second factor at sign-in."""


class NouveauCodeDApplication(_Habille, base.ReauthenticateForm):
    """The second factor again, before a sensitive change or to enter the administration."""


class ActivationDApplication(_Habille, totp.ActivateTOTPForm):
    """The first code of an application, which proves that it was set up."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Les six chiffres affichés par votre application."


class AjoutDeCle(_Habille, webauthn.AddWebAuthnForm):
    """A security key or passkey to add."""


class NomDeCle(_Habille, webauthn.EditWebAuthnForm):
    """Another name for a key."""
