from django.apps import AppConfig


class Factures(AppConfig):
    name = "factures"
    verbose_name = "Factures"

    def ready(self) -> None:
        # Models are not ready before: how invoices are drawn, and what the public page tells of them.
        from factures.queries.authenticite import raconter_facture
        from noyau import documents
        from noyau.authenticite import inscrire

        inscrire("facture", raconter_facture)
        documents.confier("facture", dessiner_une_facture)


def dessiner_une_facture(contexte):
    """Draw an invoice; what embeds the XML is only loaded by who draws one."""
    from factures.facturx.pdf import pdf_de

    return pdf_de(contexte)
