"""What an authorisation orders on the lot: the composante on its bon de commande, and the price it may change.

Called by ``decider`` in the deciding transaction, the lot being locked.
"""

from datetime import date, timedelta
from decimal import Decimal

from comptes.models import Utilisateur
from noyau import horloge
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from noyau.numeros import numero_suivant
from sessions_formation.models import BonDeCommande, Composante, Lot, PrixLot, Session
from sessions_formation.queries.instruction import bon_de_l_annee
from sessions_formation.queries.lots import mandataire_du_lot, prix_du_lot


def etendre_le_prix(prix: Decimal | None, lot: Lot, *, par: Utilisateur, le: date, accorde_a: str) -> None:
    """A price granted above the lot's holds for the whole lot from that day (FAQ §8); ``accorde_a``: to which file.

    From the next day when the lot has already changed its price today: a price in force is never rewritten.
    """
    actuel = prix_du_lot(lot, le)
    if prix is None or actuel is None or prix <= actuel:
        return
    depuis = le + timedelta(days=1) if PrixLot.objects.filter(lot=lot, depuis=le).exists() else le
    if PrixLot.objects.filter(lot=lot, depuis=depuis).exists():
        raise RegleViolee("Le prix du lot change déjà aujourd’hui et demain : décidez de cette session demain.")
    PrixLot.objects.create(
        lot=lot, depuis=depuis, prix_heure=prix, texte=f"Dérogation accordée à {accorde_a} (FAQ §8)"
    )
    noter(lot, f"Prix de l’heure porté à {prix} € depuis le {depuis:%d/%m/%Y}", par=par)


def commander(session: Session, lot: Lot, *, le: date) -> Composante:
    if not (session.effectif and session.heures and session.prix_heure and session.montant):
        raise RegleViolee("Il manque l’effectif, les heures ou le prix : rien ne peut être commandé.")
    maintenant = horloge.maintenant()
    bon = bon_de_l_annee(session, le)
    if bon is None:
        rang = numero_suivant("BC", le.year)
        bon = BonDeCommande.objects.create(
            numero=f"BC-{le.year}-{rang:05d}",
            annee=le.year,
            rang=rang,
            lot=lot,
            mandataire=mandataire_du_lot(lot).organisme,
            emis_le=maintenant,
        )
    return Composante.objects.create(
        bon=bon,
        rang=bon.composantes.count() + 1,
        session=session,
        parcours=session.effectif,
        heures=session.heures,
        prix_heure=session.prix_heure,
        montant=session.montant,
        ajoutee_le=maintenant,
    )
