from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class Composition(AppConfig):
    """The composition root: knows every app, no app knows it."""

    name = "config"
    verbose_name = "Composition"

    def ready(self) -> None:
        # Makes our Celery application the current one, or tasks would be sent to a default that has no broker.
        from config import celery, groupes  # noqa: F401

        groupes.brancher()
        if settings.SENTRY_DSN:
            from noyau.signalement import brancher

            brancher(settings.SENTRY_DSN, environnement=settings.SENTRY_ENVIRONNEMENT, version=settings.VERSION)


class AdministrationRegion(AdminConfig):
    """The administration is the Région's: its site asks officers for their second factor."""

    default_site = "config.admin.site.SiteDuService"
