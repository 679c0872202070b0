"""What pages may load, what comes in, how long a session lives. Shared by every environment, through base.py."""

from csp.constants import NONE, SELF

from config.env import env

# Style, script, image and font only from this site: nothing of the outside is ever loaded, nothing is written inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The preview of an e-mail in the administration, which has a policy of its own (noyau.cadre_de_message).
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Uploads are read by this clamd before anything else reads them (noyau.antivirus); empty, by none.
CLAMAV = env.str("CLAMAV", default="")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Seconds: signed out that long after signing in, whatever is done meanwhile (comptes.duree).
SESSION_COOKIE_AGE = 12 * 3600
# Minutes: an officer, who reads every file, is signed out after that long without a page.
INACTIVITE_DES_AGENTS = env.int("INACTIVITE_DES_AGENTS", default=120)
