"""Development and demonstration: embedded servers, no secret, e-mails in the demonstration's mailbox."""

from config.env import env
from config.settings.base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=True)
DEMO = env.bool("DEMO", default=True)
# Guards nothing: the servers are on a private socket and the pages on 127.0.0.1.
SECRET_KEY = env.str("SECRET_KEY", default="developpement-sans-secret-aucune-donnee-reelle-0123456789")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# The pages of `make run` are served without collectstatic.
WHITENOISE_USE_FINDERS = True

if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "noyau.boite.BoiteDeDemonstration"

WEBHOOKS_ADRESSES_PRIVEES = True
# Everybody of the demonstration has an address there.
DOMAINES_PARTAGES = ["demo.example"]
