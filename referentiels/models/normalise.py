from typing import Any

from django.db import models

from referentiels.regles.textes import normaliser


class TexteNormalise(models.CharField):
    """The searchable form of another field, written whenever the row is, in bulk too (« st » grows to « saint »)."""

    def __init__(self, *args: Any, source: str = "", **options: Any) -> None:
        self.source = source
        options["editable"] = False
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple:
        """Migrations see a plain column: they must not depend on how names are normalised today."""
        nom, _, args, options = super().deconstruct()
        return nom, "django.db.models.CharField", args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        valeur = normaliser(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, valeur)
        return valeur
