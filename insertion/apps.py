from django.apps import AppConfig


class Insertion(AppConfig):
    name = "insertion"
    verbose_name = "Insertion"

    def ready(self) -> None:
        from insertion.actions import rectifier
        from insertion.views.donnees import rubrique_donnees
        from insertion.views.rubrique_embauche import rubrique_embauche
        from insertion.views.rubrique_suivi import rubrique_suivi
        from parcours import signaux
        from parcours.rubriques import enregistrer

        signaux.annulation_demandee.connect(rectifier.empecher_si_on_a_repondu, dispatch_uid="insertion.empecher")
        signaux.sortie_annulee.connect(rectifier.oublier_les_suivis, dispatch_uid="insertion.oublier")
        enregistrer(rubrique_embauche)
        enregistrer(rubrique_suivi)
        enregistrer(rubrique_donnees)
