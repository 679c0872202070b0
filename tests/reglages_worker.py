"""Settings of a real worker started by a test: the test's own database, a relay of its own, short leases."""

from config.env import env
from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

DATABASES["default"]["NAME"] = env.str("BASE_DU_TEST")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
