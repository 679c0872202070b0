from django.apps import AppConfig


class Comptes(AppConfig):
    name = "comptes"
    verbose_name = "Comptes et accès"

    def ready(self) -> None:
        import comptes.duree
        import comptes.signaux  # noqa: F401 the models they listen to are not there before
