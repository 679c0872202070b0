from django.apps import AppConfig


class SessionsFormation(AppConfig):
    name = "sessions_formation"
    verbose_name = "Sessions de formation"

    def ready(self) -> None:
        # Models are not ready before: what intentions announce is heard from here on.
        from intentions import signaux
        from noyau.authenticite import inscrire
        from sessions_formation.actions import desister
        from sessions_formation.queries.authenticite import CONTEURS

        signaux.avant_desistement.connect(desister.verrouiller_la_session, dispatch_uid="sessions.verrouiller")
        signaux.desistement.connect(desister.retirer_de_la_session, dispatch_uid="sessions.desister")
        signaux.desistement_prevu.connect(desister.effets_du_retrait, dispatch_uid="sessions.desistement_prevu")
        for modele, conteur in CONTEURS.items():
            inscrire(modele, conteur)
