from django.apps import AppConfig


class Intentions(AppConfig):
    name = "intentions"
    verbose_name = "Intentions d’embauche"
