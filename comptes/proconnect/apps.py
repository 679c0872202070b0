from django.apps import AppConfig


class ProConnect(AppConfig):
    """An app of its own, without models: allauth looks for providers among the installed apps."""

    name = "comptes.proconnect"
    label = "proconnect"
    verbose_name = "ProConnect"
