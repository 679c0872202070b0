"""Addresses of sign-in, under allauth's own names (it looks them up) and in French."""

from allauth.account import views as compte
from allauth.mfa.base import views as facteur
from allauth.mfa.recovery_codes import views as secours
from allauth.mfa.totp import views as application
from allauth.mfa.webauthn import views as cle
from allauth.socialaccount import views as externe
from csp.decorators import csp_update
from django.urls import include, path

# The QR code of the page is an image written in it: allowed there, and on no other page.
activer_application = csp_update({"img-src": ["data:"]})(application.activate_totp)

second_facteur = [
    path("", facteur.index, name="mfa_index"),
    path("connexion/", facteur.authenticate, name="mfa_authenticate"),
    path("verification/", facteur.reauthenticate, name="mfa_reauthenticate"),
    path("application/", activer_application, name="mfa_activate_totp"),
    path("application/retirer/", application.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", secours.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/creer/", secours.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/telecharger/", secours.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("cles/", cle.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", cle.add_webauthn, name="mfa_add_webauthn"),
    path("cles/verification/", cle.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("cles/<int:pk>/retirer/", cle.remove_webauthn, name="mfa_remove_webauthn"),
    path("cles/<int:pk>/renommer/", cle.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("connexion/", compte.login, name="account_login"),
    path("connexion/code/", compte.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisie/", compte.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/verification/", compte.reauthenticate, name="account_reauthenticate"),
    path("connexion/compte-ferme/", compte.account_inactive, name="account_inactive"),
    path("connexion/externe/annulee/", externe.login_cancelled, name="socialaccount_login_cancelled"),
    path("connexion/externe/erreur/", externe.login_error, name="socialaccount_login_error"),
    path("connexion/externe/inscription/", externe.signup, name="socialaccount_signup"),
    path("connexion/externe/", externe.connections, name="socialaccount_connections"),
    path("connexion/", include("comptes.proconnect.urls")),
    path("deconnexion/", compte.logout, name="account_logout"),
    path("inscription/", compte.signup, name="account_signup"),
    path("inscription/code/", compte.email_verification_sent, name="account_email_verification_sent"),
    path("compte/courriel/", compte.email, name="account_email"),
    path("compte/mot-de-passe/", compte.password_change, name="account_change_password"),
    path("compte/mot-de-passe/choisir/", compte.password_set, name="account_set_password"),
    path("mot-de-passe/", compte.password_reset, name="account_reset_password"),
    path("mot-de-passe/code/", compte.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("mot-de-passe/nouveau/", compte.complete_password_reset, name="account_complete_password_reset"),
    path("mot-de-passe/change/", compte.password_reset_from_key_done, name="account_password_reset_completed"),
    path("compte/second-facteur/", include(second_facteur)),
]
