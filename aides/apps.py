from django.apps import AppConfig


class Aides(AppConfig):
    name = "aides"
    verbose_name = "Aides après l’embauche"

    def ready(self) -> None:
        """Tell what may be read of its letters by their code, and by whom: they name people and say increases."""
        from aides.actions.region import INSTRUIRE, LIQUIDER
        from aides.queries.authenticite import raconter_decision, raconter_montant
        from noyau.authenticite import inscrire
        from noyau.lettres_reservees import reserver

        inscrire("decision_aide", raconter_decision)
        inscrire("liquidation_aide", raconter_montant)
        for modele in ("decision_aide", "liquidation_aide"):
            reserver(modele, INSTRUIRE, LIQUIDER)
