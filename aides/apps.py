from django.apps import AppConfig


class Aides(AppConfig):
    name = "aides"
    verbose_name = "Aides après l’embauche"

    def ready(self) -> None:
        """Tell what may be read of its letters by their code."""
        from aides.queries.authenticite import raconter_decision, raconter_montant
        from noyau.authenticite import inscrire

        inscrire("decision_aide", raconter_decision)
        inscrire("liquidation_aide", raconter_montant)
