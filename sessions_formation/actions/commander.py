"""What an authorisation orders on the lot: the composante on its bon de commande, and the price it may change.

Called in the deciding transaction, the lot being locked by ``verrouiller_le_lot``.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from comptes.models import Utilisateur
from noyau import horloge
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from noyau.numeros import numero_suivant
from referentiels.regles.typographie import composer
from sessions_formation.models import BonDeCommande, Composante, Lot, PrixLot, Session
from sessions_formation.queries.instruction import bon_de_l_annee
from sessions_formation.queries.lots import mandataire_du_lot, montants_du_lot, prix_du_lot
from sessions_formation.regles.achat import depassement

# What the trigger of the database says (sessions_formation.models.achats.PLAFOND_DU_LOT).
PLAFOND = "maximum du lot"


def verrouiller_le_lot(lot_id: int) -> Lot:
    """Lock a lot until the transaction ends: ranks, numbers and amounts on it are given one decision at a time.

    Sessions are locked before; intentions, employers and counters after.
    """
    return Lot.objects.select_for_update(of=("self",)).get(pk=lot_id)


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
    """Add a session to its lot's bon de commande of the year, which the first one opens. The lot is locked.

    Raises ``RegleViolee`` when an amount is missing, and, in the words of S-PLAFOND, when the database itself finds
    the lot's maximum exceeded.
    """
    if not (session.effectif and session.heures and session.prix_heure and session.montant):
        raise RegleViolee("Il manque l’effectif, les heures ou le prix : rien ne peut être commandé.")
    try:
        with transaction.atomic():
            bon = bon_de_l_annee(session, le) or _ouvrir_le_bon(lot, le)
            return Composante.objects.create(
                bon=bon,
                rang=(bon.composantes.aggregate(dernier=Max("rang"))["dernier"] or 0) + 1,
                session=session,
                parcours=session.effectif,
                heures=session.heures,
                prix_heure=session.prix_heure,
                montant=session.montant,
                ajoutee_le=horloge.maintenant(),
            )
    except IntegrityError as erreur:
        if PLAFOND not in str(erreur):
            raise
        raise RegleViolee(_au_dela_du_maximum(lot, session.montant, le)) from erreur


def _ouvrir_le_bon(lot: Lot, le: date) -> BonDeCommande:
    rang = numero_suivant("BC", le.year)
    return BonDeCommande.objects.create(
        numero=f"BC-{le.year}-{rang:05d}",
        annee=le.year,
        rang=rang,
        lot=lot,
        mandataire=mandataire_du_lot(lot).organisme,
        emis_le=horloge.maintenant(),
    )


def _au_dela_du_maximum(lot: Lot, montant: Decimal, le: date) -> str:
    montants = montants_du_lot(lot, le=le)
    return composer(depassement(montants.commande + montant, montants.maximum))
