from django.apps import AppConfig


class Intentions(AppConfig):
    name = "intentions"
    verbose_name = "Intentions d’embauche"

    def ready(self) -> None:
        from intentions.queries.authenticite import CONTEURS
        from noyau.authenticite import inscrire

        for modele, conteur in CONTEURS.items():
            inscrire(modele, conteur)
