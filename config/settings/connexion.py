"""Who may enter, and how: sign-in, second factor, ProConnect. Shared by every environment, through base.py."""

from django.urls import reverse_lazy

from config.env import env

AUTH_USER_MODEL = "comptes.Utilisateur"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("comptes:espace")
LOGOUT_REDIRECT_URL = "/"

# Sign-in: an e-mail address, and a one-time code or a password. Whether an address has an account is told to nobody.
ACCOUNT_ADAPTER = "comptes.adaptateurs.AdaptateurCompte"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,3/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    # Ours: another personal link (intentions.views.confirmation). Counted whether the address is known or not.
    "nouveau_lien": "20/h/ip,3/10m/key",
}
ACCOUNT_FORMS = {
    "login": "comptes.forms.connexion.ConnexionParMotDePasse",
    "signup": "comptes.forms.connexion.Inscription",
    "request_login_code": "comptes.forms.connexion.DemandeDeCode",
    "confirm_login_code": "comptes.forms.connexion.CodeDeConnexion",
    "confirm_email_verification_code": "comptes.forms.connexion.CodeDeCourriel",
    "confirm_password_reset_code": "comptes.forms.connexion.CodeDeMotDePasse",
    "reset_password": "comptes.forms.connexion.MotDePasseOublie",
    "reset_password_from_key": "comptes.forms.connexion.NouveauMotDePasse",
    "change_password": "comptes.forms.connexion.ChangementDeMotDePasse",
    "set_password": "comptes.forms.connexion.ChoixDeMotDePasse",
    "reauthenticate": "comptes.forms.connexion.Reauthentification",
    "add_email": "comptes.forms.connexion.ChangementDeCourriel",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXYS_DE_CONFIANCE", default=0)

# Second factor: offered to all, required from officers in production.
MFA_AGENTS_EXIGEE = False
MFA_ADAPTER = "comptes.adaptateurs.AdaptateurSecondFacteur"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "1 emploi = 1 formation"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "comptes.forms.second_facteur.CodeDApplication",
    "reauthenticate": "comptes.forms.second_facteur.NouveauCodeDApplication",
    "activate_totp": "comptes.forms.second_facteur.ActivationDApplication",
    "add_webauthn": "comptes.forms.second_facteur.AjoutDeCle",
    "edit_webauthn": "comptes.forms.second_facteur.NomDeCle",
}

# ProConnect, shown where it is configured. Its identity providers vouch for the address.
SOCIALACCOUNT_ADAPTER = "comptes.proconnect.adaptateur.AdaptateurProConnect"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
PROCONNECT_DOMAINE = env.str("PROCONNECT_DOMAINE", default="")
SOCIALACCOUNT_PROVIDERS = {}
if PROCONNECT_DOMAINE:
    SOCIALACCOUNT_PROVIDERS["proconnect"] = {
        "APPS": [
            {
                "provider_id": "proconnect",
                "name": "ProConnect",
                "client_id": env.str("PROCONNECT_CLIENT_ID"),
                "secret": env.str("PROCONNECT_SECRET"),
                "settings": {"server_url": f"https://{PROCONNECT_DOMAINE}/api/v2"},
            }
        ]
    }
