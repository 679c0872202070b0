"""What every answer of the service must say, looked at on each address of the map (tests/test_cartographie.py)."""

import re

from django.http import HttpResponse

# As written by config.settings.protection, and repeated here: a looser policy must be written twice.
POLITIQUE = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "frame-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
}  # fmt: skip
# The documentation of the API: its style sheet holds its icons.
AVEC_ICONES = {"api": "img-src 'self' data:"}
ATTENDUS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# A script written in the page, an attribute that is one, a style in an attribute: the policy would stop them.
_DANS_LA_PAGE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<[a-z][^>]*\s(?:on[a-z]+|style)\s*=\s*[\"']|<style"
)


def fautes(nom: str, role: str, reponse: HttpResponse) -> set[str]:
    """Give what an answer to a GET lacks, in a word each; empty when it lacks nothing."""
    trouvees = {entete for entete, valeur in ATTENDUS.items() if reponse.headers.get(entete) != valeur}
    trouvees |= {entete for entete in ("Permissions-Policy", "X-Request-ID") if entete not in reponse.headers}
    politique = reponse.headers.get("Content-Security-Policy", "")
    regles = {regle.strip() for regle in politique.split(";")}
    attendues = POLITIQUE
    if nom in AVEC_ICONES:
        attendues = POLITIQUE - {"img-src 'self'"} | {AVEC_ICONES[nom]}
    # A file that is only given back is in a box of its own.
    if regles not in (attendues, {"sandbox", "default-src 'none'"}):
        trouvees.add(f"Content-Security-Policy : {politique}")
    if role != "anonyme" and _de_compte(reponse) and not _hors_des_caches(reponse):
        trouvees.add("Cache-Control")
    if not reponse.streaming and "html" in reponse.headers.get("Content-Type", ""):
        trouvees |= {trouve.decode() for trouve in _DANS_LA_PAGE.findall(reponse.content)}
    return trouvees


def _de_compte(reponse: HttpResponse) -> bool:
    page = reponse.resolver_match
    return reponse.status_code == 200 and getattr(page.func, "login_required", True)


def _hors_des_caches(reponse: HttpResponse) -> bool:
    dits = {mot.strip() for mot in reponse.headers.get("Cache-Control", "").split(",")}
    return not dits.isdisjoint({"private", "no-store"})
