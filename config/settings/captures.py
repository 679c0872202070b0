"""The screenshots of the guides: the tests' settings, as a demonstration, in a database of their own."""

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

DEMO = True
EMAIL_BACKEND = "noyau.boite.BoiteDeDemonstration"
DATABASES["default"]["TEST"] = {"NAME": "captures_des_guides"}
