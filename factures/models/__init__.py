from factures.models.emetteurs import EmetteurFactures
from factures.models.envois import EnvoiFinances
from factures.models.factures import DetailFacture, Facture, LigneFacture, Suspension

__all__ = ["DetailFacture", "EmetteurFactures", "EnvoiFinances", "Facture", "LigneFacture", "Suspension"]
