from django.apps import AppConfig


class Factures(AppConfig):
    name = "factures"
    verbose_name = "Factures"

    def ready(self) -> None:
        # Models are not ready before: how invoices are drawn, what the public page and the hours tell of
        # them.
        from factures.queries.authenticite import raconter_facture
        from factures.queries.heures_facturees import heures_emises
        from factures.queries.realise import facture_du_lot, facturees_par_prix
        from heures import facturees
        from noyau import documents
        from noyau.authenticite import inscrire
        from sessions_formation.realise import FACTURE, enregistrer_facturees, enregistrer_somme

        inscrire("facture", raconter_facture)
        facturees.inscrire(heures_emises)
        documents.confier("facture", dessiner_une_facture)
        enregistrer_somme(FACTURE, facture_du_lot)
        enregistrer_facturees(facturees_par_prix)


def dessiner_une_facture(contexte):
    """Draw an invoice; what embeds the XML is only loaded by who draws one."""
    from factures.facturx.pdf import pdf_de

    return pdf_de(contexte)
