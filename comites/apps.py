from django.apps import AppConfig


class Comites(AppConfig):
    name = "comites"
    verbose_name = "Comités"
