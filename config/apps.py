from django.apps import AppConfig


class Composition(AppConfig):
    """The composition root: knows every app, no app knows it."""

    name = "config"
    verbose_name = "Composition"

    def ready(self) -> None:
        # Makes our Celery application the current one, or tasks would be sent to a default that has no broker.
        from config import celery  # noqa: F401
