from django.apps import AppConfig


class Parcours(AppConfig):
    name = "parcours"
    verbose_name = "Parcours"

    def ready(self) -> None:
        # Models are not ready before.
        from intentions import signaux
        from parcours.actions.changer_de_poste import perdre_les_postes

        signaux.desistement.connect(perdre_les_postes, dispatch_uid="parcours.perdre_les_postes")
