"""Where statistics are read: the replica of the database when there is one, else the database itself."""

from django.conf import settings

REPLIQUE = "statistiques"


def base_de_lecture() -> str:
    """Give the alias of the connection that statistics read (``connections[…]``, ``.using(…)``).

    A replica is some seconds late: never read there what is then written, nor what a person has just done.
    """
    return REPLIQUE if REPLIQUE in settings.DATABASES else "default"
