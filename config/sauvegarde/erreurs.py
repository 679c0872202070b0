"""What the commands of this package say when they stop."""


class SauvegardeRefusee(Exception):
    """The backup cannot be taken, read or put back; the message says why, in French, and what to do."""
