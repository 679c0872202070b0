"""What the database keeps of the changes of rows that have no journal of their own."""

import pghistory
from django.db import models


def tracer(modele: type[models.Model]) -> type[models.Model]:
    """Let the database keep every change of rows that have no journal of their own, whoever makes it, SQL included."""
    evenements = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*evenements, append_only=True)(modele)
