"""Where allauth meets the house: its messages leave by the outbox, its accounts are ours."""

import base64
import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from noyau import courriers

# The template allauth asks for, and the model of the house's own e-mail. What begins with ``code_`` holds a secret:
# the outbox erases it once sent.
MODELES = {
    "account/email/login_code": "code_connexion",
    "account/email/email_confirmation": "code_courriel",
    "account/email/email_confirmation_signup": "code_courriel",
    "account/email/password_reset_code": "code_mot_de_passe",
    "account/email/unknown_account": "compte_inconnu",
    "account/email/account_already_exists": "compte_existant",
}
# What changed on an account, told to its owner in case it was not them.
CHANGEMENTS = {
    "account/email/email_changed": "l’adresse de votre compte a changé",
    "account/email/email_confirm": "l’adresse de votre compte a été confirmée",
    "account/email/email_deleted": "une adresse de votre compte a été retirée",
    "account/email/password_changed": "votre mot de passe a changé",
    "account/email/password_reset": "votre mot de passe a changé",
    "account/email/password_set": "un mot de passe a été choisi",
    "mfa/email/totp_activated": "une application d’authentification a été ajoutée",
    "mfa/email/totp_deactivated": "l’application d’authentification a été retirée",
    "mfa/email/webauthn_added": "une clé de sécurité a été ajoutée",
    "mfa/email/webauthn_removed": "une clé de sécurité a été retirée",
    "mfa/email/recovery_codes_generated": "de nouveaux codes de secours ont été créés",
    "socialaccount/email/account_connected": "ProConnect a été relié à votre compte",
    "socialaccount/email/account_disconnected": "ProConnect n’est plus relié à votre compte",
}
# Before what is enciphered.
CHIFFRE = "chiffre1:"
SECRETS_ET_LIENS = ("code", "signup_url", "password_reset_url")


class AdaptateurCompte(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Ce courriel et ce mot de passe ne vont pas ensemble. "
        "Vous pouvez aussi demander un code par courriel.",
        "incorrect_code": "Ce code n’est pas le bon. Recopiez celui du dernier courriel reçu.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "too_many_login_attempts": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
        "rate_limited": "Trop de demandes. Attendez quelques minutes, puis recommencez.",
        "same_as_current": "C’est déjà l’adresse de votre compte.",
        "duplicate_email": "C’est déjà l’adresse de votre compte.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put the message in the outbox, where it is the row that decides, and leave the sending to the worker.

        The context keeps what the wording needs and nothing else. A code lives there until it is sent.
        """
        if template_prefix in CHANGEMENTS:
            modele = "compte_modifie"
            contexte = {"quoi": CHANGEMENTS[template_prefix], "instant": context.get("timestamp")}
            contexte["adresse_ip"] = context.get("ip", "")
        else:
            modele = MODELES[template_prefix]
            contexte = {cle: str(context[cle]) for cle in SECRETS_ET_LIENS if cle in context}
        contexte["courriel"] = email
        with transaction.atomic():
            courriers.deposer(modele=modele, cle=f"{modele}:{uuid.uuid4()}", destinataire=email, contexte=contexte)

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):
        """Keep the name typed at sign-up."""
        user.prenom = form.cleaned_data.get("prenom", "")
        user.nom = form.cleaned_data.get("nom", "")
        return super().save_user(request, user, form, commit)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("comptes:compte")


class AdaptateurSecondFacteur(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon. Il change toutes les 30 secondes : prenez celui qui s’affiche.",
        "unverified_email": "Confirmez d’abord votre adresse : demandez un code par courriel à la connexion.",
    }

    def get_totp_label(self, user) -> str:
        return user.email

    def encrypt(self, text: str) -> str:
        """Keep the secret of an application or of recovery codes enciphered: a copy of the database opens nothing."""
        return CHIFFRE + _coffre().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give the secret back. Those kept before were not enciphered. Raises ``InvalidToken`` under another key."""
        if not encrypted_text.startswith(CHIFFRE):
            return encrypted_text
        return _coffre().decrypt(encrypted_text.removeprefix(CHIFFRE).encode()).decode()


def _coffre() -> MultiFernet:
    """Ciphers by the site's key, deciphers by the former ones too."""
    cles = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derivees = (salted_hmac("comptes.second_facteur", "coffre", secret=cle, algorithm="sha256") for cle in cles)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derivee.digest())) for derivee in derivees])
