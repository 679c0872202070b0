from django.apps import AppConfig


class Comptes(AppConfig):
    name = "comptes"
    verbose_name = "Comptes et accès"

    def ready(self) -> None:
        import comptes.signaux  # noqa: F401 the models it listens to are not there before
