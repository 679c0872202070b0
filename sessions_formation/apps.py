from django.apps import AppConfig


class SessionsFormation(AppConfig):
    name = "sessions_formation"
    verbose_name = "Sessions de formation"
