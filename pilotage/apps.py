from django.apps import AppConfig


class Pilotage(AppConfig):
    name = "pilotage"
    verbose_name = "Pilotage"

    def ready(self) -> None:
        from pilotage.actions.mesures_charger import charger_mesures, charger_resultats
        from referentiels.actions.charger import confier

        # The files are the ground's, the tables are steering's: they are loaded after those of the ground.
        confier("mesures_plan_bataille", "mesures du plan", charger_mesures)
        confier("mesures_resultats", "résultats des mesures", charger_resultats)
