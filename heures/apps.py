from django.apps import AppConfig


class Heures(AppConfig):
    name = "heures"
    verbose_name = "Heures"

    def ready(self) -> None:
        # Models are not ready before: what is done of a lot is shown by the purchase, and people are forgotten by
        # what follows them; neither knows hours.
        from heures.actions.emargement import oublier_les_scans
        from heures.queries.realise import fait_du_lot
        from insertion.oublis import inscrire
        from sessions_formation.realise import FAIT, enregistrer_somme

        enregistrer_somme(FAIT, fait_du_lot)
        inscrire(oublier_les_scans)
