"""The roles of the map, and the codes that most addresses give them."""

ROLES = ("anonyme", "employeur", "organisme", "mandataire", "referent", "agent", "autre_employeur", "autre_organisme")
OUVERT = dict.fromkeys(ROLES, 200)
CONNECTES = {**OUVERT, "anonyme": 302}


def seulement(*roles: str, sinon: int = 404, code: int = 200) -> dict[str, int]:
    """Open to these roles with ``code``; ``sinon`` for the others, the sign-in page for a visitor."""
    return {**dict.fromkeys(ROLES, sinon), "anonyme": 302, **dict.fromkeys(roles, code)}
