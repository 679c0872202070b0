from django.apps import AppConfig


class Heures(AppConfig):
    name = "heures"
    verbose_name = "Heures"

    def ready(self) -> None:
        # Models are not ready before: what is done of a lot is shown by the purchase, which knows no hours.
        from heures.queries.realise import fait_du_lot
        from sessions_formation.realise import FAIT, enregistrer_somme

        enregistrer_somme(FAIT, fait_du_lot)
