"""Settings shared by every environment; dev, test and production hold only their differences."""

from pathlib import Path

import bootstrap_wrapper

from config.env import (
    RACINE,
    base_de_donnees,
    base_des_statistiques,
    dossier_etat,
    env,
    url_cache,
    url_courtier,
    url_redis,
)
from config.settings.connexion import *  # noqa: F403
from config.settings.documents import rangement_des_documents
from config.settings.protection import *  # noqa: F403
from config.settings.surveillance import *  # noqa: F403

BASE_DIR: Path = RACINE
DEBUG = False
DEMO = env.bool("DEMO", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="assistance@emploi-formation.example")
# Who reads reports of weaknesses (/.well-known/security.txt).
SECURITE_EMAIL = env.str("SECURITE_EMAIL", default=CONTACT_EMAIL)
# Where the Région reads what an employer answers to it; the service's own address unless it has another.
REGION_EMAIL = env.str("REGION_EMAIL", default=CONTACT_EMAIL)
# Mail domains shared by organisations that have nothing to do with one another: no trust signal comes of them.
DOMAINES_PARTAGES = env.list("DOMAINES_PARTAGES", default=[])
# Who invoices are addressed to (normes: EN 16931, BG-7 and BT-10): the Région and the service that executes them.
REGION_NOM = env.str("REGION_NOM", default="Région Pays de la Loire")
REGION_SIRET = env.str("REGION_SIRET", default="23440003400026")
REGION_ADRESSE = env.list("REGION_ADRESSE", default=["1 rue de la Loire", "44966", "Nantes Cedex 9"])
REGION_CODE_SERVICE = env.str("REGION_CODE_SERVICE", default="FORMATION")
DPD_EMAIL = env.str("DPD_EMAIL", default="dpd@emploi-formation.example")
HEBERGEUR = env.str("HEBERGEUR", default="Version de démonstration, hébergée sur la machine qui l’exécute.")

INSTALLED_APPS = [
    "config.apps.Composition",
    "pilotage",
    "comites",
    "factures",
    "heures",
    "insertion",
    "parcours",
    "aides",
    "sessions_formation",
    "stagiaires",
    "intentions",
    "comptes.proconnect",
    "comptes",
    "referentiels",
    "noyau",
    "config.apps.AdministrationRegion",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework_api_key",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "noyau.intergiciel.Requetes",
    "noyau.intergiciel.EntetesDeSecurite",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comptes.duree.DureeDeSession",
    "comptes.intergiciel.SecondFacteurDesAgents",
    "comptes.intergiciel.AccesLusUneFois",
    "comptes.intergiciel.PagesDePersonnes",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "noyau.debits.Debits",
]
# Their pages show people in training: kept by no cache.
ESPACES_DE_PERSONNES = ("parcours", "referent", "insertion", "heures")
# Reading changes nothing that is traced: only what writes says who acts.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comptes.contexte.navigation",
                "config.moteurs.contexte.tete",
            ],
            "builtins": ["noyau.templatetags.maison"],
        },
    },
]
FORM_RENDERER = "noyau.formulaires.Rendu"

DATABASES = {"default": base_de_donnees(), **base_des_statistiques()}
DATABASE_ROUTERS = ["noyau.replique.Routeur"]
# Seconds: later than that, statistics are read on the database itself.
REPLIQUE_RETARD_MAX = env.int("REPLIQUE_RETARD_MAX", default=300)
# How long a migration waits for a table that people are using before it gives up, having changed nothing.
MIGRATION_ATTENTE = env.str("MIGRATION_ATTENTE", default="5s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STORAGES = {
    "default": rangement_des_documents(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Letters hold names: read through views that check who asks, never served from a URL of their own.
MEDIA_ROOT = env.path("DOCUMENTS", default=dossier_etat() / "documents")
FILE_UPLOAD_PERMISSIONS = 0o600
# The heaviest file people may attach, in megabytes.
PIECE_TAILLE_MAX_MO = env.int("PIECE_TAILLE_MAX_MO", default=10)

# E-mail. RELAIS_JOURNAL names a class that can say whether the relay accepted a Message-ID (noyau.relais).
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="1 emploi = 1 formation <ne-pas-repondre@emploi-formation.example>"
)
EMAIL_TIMEOUT = 20
COURRIER_DOMAINE = env.str("COURRIER_DOMAINE", default="emploi-formation.example")
COURRIER_BAIL_SECONDES = env.int("COURRIER_BAIL_SECONDES", default=120)
RELAIS_JOURNAL = env.str("RELAIS_JOURNAL", default="")
# What gives the path where the reader of an address chooses how often to be written to (noyau.redaction).
COURRIER_LIEN_PREFERENCES = "comptes.liens.chemin_courriels"

if EMAIL_URL := env.str("EMAIL_URL", default=""):
    _relais = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = _relais["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _relais["EMAIL_HOST"], _relais["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _relais["EMAIL_HOST_USER"], _relais["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _relais["EMAIL_USE_TLS"], _relais["EMAIL_USE_SSL"]

# A provider of text messages, as an address of Apprise with {numero} in it; none leaves without it.
SMS_URL = env.str("SMS_URL", default="")

# Who signs the letters, and from where. Frozen in each letter on the day it is decided.
SIGNATAIRE_NOM = env.str("SIGNATAIRE_NOM", default="Antoine Lemercier")
SIGNATAIRE_QUALITE = env.str("SIGNATAIRE_QUALITE", default="Chef du service de l’achat de formation")
SIGNATAIRE_POUR = env.str("SIGNATAIRE_POUR", default="Pour la Présidente du Conseil régional et par délégation,")
LETTRE_VILLE = env.str("LETTRE_VILLE", default="Nantes")

# The cache holds the limits of sign-in attempts and the worker's sign of life: every process must share it.
REDIS_URL = url_redis()
CACHES = {
    "default": {
        "BACKEND": "noyau.cache.CacheFacultatif",
        "LOCATION": url_cache(REDIS_URL),
        "KEY_PREFIX": "emploi-formation",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
}

# A task is acknowledged once done and given back when its process is killed; what only hints acknowledges early.
CELERY_BROKER_URL = url_courtier(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the longest task, or a second worker would start it while the first still runs.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A hint is sent once or not at all (6 s otherwise while the broker is down): the row is the truth, and the person
    # who decided waits for a page. Workers still reconnect for ever, by settings of their own.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False

# May partners be told of changes at private or plain-http addresses? In demonstrations and tests only.
WEBHOOKS_ADRESSES_PRIVEES = env.bool("WEBHOOKS_ADRESSES_PRIVEES", default=False)

# Look-up of establishments (referentiels.sirene); off while either is empty.
SIRENE_URL = env.str("SIRENE_URL", default="")
SIRENE_CLE = env.str("SIRENE_CLE", default="")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "noyau.api.refus",
    # Of the partners' API, for each key; of what anybody may ask without an account, for each address.
    "DEFAULT_THROTTLE_RATES": {
        "simulation": "60/min",
        "verification": "60/min",
        "copie_donnees": "12/hour",
        # Of files sent and tables taken away, for each account (noyau.debits).
        "televersements": env.str("TELEVERSEMENTS", default="300/hour"),
        "exports": env.str("EXPORTS", default="120/hour"),
        # Searches of who has no account, for each address.
        "recherches": env.str("RECHERCHES", default="600/min"),
        # Public figures as files, for each address.
        "donnees_ouvertes": env.str("DONNEES_OUVERTES", default="240/hour"),
        # The whole file, or what changed: a partner comes each hour, two follow each other behind one address.
        "lheo": "30/hour",
        "api_lecture": env.str("API_LECTURES", default="600/min"),
        "api_ecriture": env.str("API_ECRITURES", default="120/min"),
    },
    # Whose demands are counted: without it, whatever the client writes in X-Forwarded-For makes it somebody else.
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,  # noqa: F405
}
SPECTACULAR_SETTINGS = {
    # The only version in which « or null » is said as JSON Schema says it.
    "OAS_VERSION": "3.1.0",
    "TITLE": "1 emploi = 1 formation",
    "DESCRIPTION": (
        "Juger un dossier avec les règles du dispositif, sans compte ; déposer des intentions d’embauche pour des "
        "employeurs et suivre ce qu’elles deviennent, avec la clé remise par la Région. Une erreur s’écrit toujours "
        '`{"erreur": "une phrase"}`, ou `{"erreurs": {"chemin": ["phrase"]}}` quand une réponse est à corriger.'
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Two things have a field « etat »: the states of an intention keep the name they had alone.
    "ENUM_NAME_OVERRIDES": {
        "EtatEnum": "intentions.api.presentation.ETATS",
        "EtatReleveEnum": "heures.enums.StatutReleve",
    },
}
