from django.apps import AppConfig


class Noyau(AppConfig):
    name = "noyau"
    verbose_name = "Courriers et historique"
