from django.apps import AppConfig


class Insertion(AppConfig):
    name = "insertion"
    verbose_name = "Insertion"
