from django.apps import AppConfig


class Composition(AppConfig):
    """The composition root: knows every app, no app knows it."""

    name = "config"
    verbose_name = "Composition"
