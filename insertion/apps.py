from django.apps import AppConfig


class Insertion(AppConfig):
    name = "insertion"
    verbose_name = "Insertion"

    def ready(self) -> None:
        from insertion.views.rubrique_embauche import rubrique_embauche
        from insertion.views.rubrique_suivi import rubrique_suivi
        from parcours.rubriques import enregistrer

        enregistrer(rubrique_embauche)
        enregistrer(rubrique_suivi)
