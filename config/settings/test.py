"""Tests: the real PostgreSQL and the real broker; nothing slow, nothing that leaves the machine."""

from config.env import base_redis, dossier_etat, env, url_courtier, url_redis
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES

DEBUG = False
DEMO = False
SECRET_KEY = "tests-sans-secret-aucune-donnee-reelle-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = dossier_etat() / "documents-essais"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SMS_URL = ""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WEBHOOKS_ADRESSES_PRIVEES = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# One memory per process: tests run side by side must not share attempts limits.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Everybody of the tests has one address, and they search more than it would.
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["recherches"] = None  # noqa: F405
# A base of its own for each process of the run: neither `make run` nor the neighbour takes its tasks or its signs.
REDIS_URL = base_redis(url_redis(), 4 + int(env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")))
CELERY_BROKER_URL = url_courtier(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": "tests:"}  # noqa: F405
# Nothing of a test is worth waiting for the disk at each commit; this session only: `make run` keeps everything.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
# Two runs at once on one machine need two databases: TEST_BASE names this run's.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_BASE", default="test_emploi_formation")}
