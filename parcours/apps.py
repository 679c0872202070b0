from django.apps import AppConfig


class Parcours(AppConfig):
    name = "parcours"
    verbose_name = "Parcours"

    def ready(self) -> None:
        # Models are not ready before.
        from intentions import signaux
        from noyau.authenticite import inscrire
        from parcours.actions.annoncer import annoncer_annulation
        from parcours.actions.changer_de_poste import perdre_les_postes
        from parcours.queries.attestation import MODELE, raconter_attestation
        from parcours.queries.retrait import effets_sur_les_personnes
        from parcours.rubriques import enregistrer
        from parcours.views.attestation import rubrique_attestation
        from sessions_formation.signaux import candidats_liberes

        signaux.desistement.connect(perdre_les_postes, dispatch_uid="parcours.perdre_les_postes")
        signaux.desistement_prevu.connect(effets_sur_les_personnes, dispatch_uid="parcours.desistement_prevu")
        candidats_liberes.connect(annoncer_annulation, dispatch_uid="parcours.annoncer_annulation")
        inscrire(MODELE, raconter_attestation)
        enregistrer(rubrique_attestation)
