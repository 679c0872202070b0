"""What the domain of an e-mail address says of the organisation it is read in."""

# Mailboxes that anybody may open: sharing one of these domains says nothing.
MESSAGERIES_PUBLIQUES = frozenset({
    "aol.com", "bbox.fr", "free.fr", "gmail.com", "gmx.fr", "hotmail.com", "hotmail.fr", "icloud.com",
    "laposte.net", "live.com", "live.fr", "me.com", "msn.com", "neuf.fr", "numericable.fr", "orange.fr",
    "outlook.com", "outlook.fr", "proton.me", "protonmail.com", "sfr.fr", "wanadoo.fr", "yahoo.com", "yahoo.fr",
    "ymail.com",
})  # fmt: skip


def domaine(courriel: str) -> str:
    """Give the domain of an address, in lower case; an empty string for a public mailbox or no address."""
    trouve = courriel.rpartition("@")[2].strip().lower()
    return "" if trouve in MESSAGERIES_PUBLIQUES else trouve
