"""Tests: the real PostgreSQL and the real broker; nothing slow, nothing that leaves the machine."""

from config.env import dossier_etat, env, url_courtier
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, REDIS_URL

DEBUG = False
DEMO = False
SECRET_KEY = "tests-sans-secret-aucune-donnee-reelle-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = dossier_etat() / "documents-essais"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# One memory per process: tests run side by side must not share attempts limits.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Nobody listens there: a worker of `make run` must not take the tests' tasks.
CELERY_BROKER_URL = url_courtier(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": "tests:"}  # noqa: F405
# Two runs at once on one machine need two databases: TEST_BASE names this run's.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_BASE", default="test_emploi_formation")}
