"""Relevés of hours, opened by their action: what the tests of hours start from."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from comptes.models import Utilisateur
from heures.actions.declarer import declarer
from heures.actions.ouvrir import ouvrir_releves
from heures.actions.saisir import saisir
from heures.models import Releve
from heures.regles.anomalies import Heures
from sessions_formation.models import BonDeCommande, Session
from tests.factories.factures import LE, MOIS, Voulue, ajouter_composante, bon_de_commande
from tests.factories.scenario import Monde

__all__ = ["LE", "MOIS"]


def releve_ouvert(monde: Monde, *, personnes: int = 2, mois: date = MOIS) -> Releve:
    """The relevé of a session of the cotraitant whose people have all entered, as the service opens it."""
    voulue = Voulue(parcours=personnes)
    bon = BonDeCommande.objects.filter(lot=monde.lot).first()
    if bon:
        ajouter_composante(monde, bon, voulue)
    else:
        bon = bon_de_commande(monde, voulue)
    session = Session.objects.filter(composante__bon=bon).latest("pk")
    ouvrir_releves(mois=mois, sessions=[session.pk])
    return Releve.objects.get(session=session, mois=mois)


def parcours_du(releve: Releve) -> list[int]:
    """The parcours on a relevé, in the order they were written."""
    return list(releve.lignes.order_by("parcours").values_list("parcours", flat=True))


def saisir_faites(releve: Releve, faites: Sequence[int | str], *, par: Utilisateur) -> Releve:
    """Type the hours done of each, planned as much, in the order of ``parcours_du``."""
    heures = [Heures(Decimal(h), Decimal(h)) for h in faites]
    return saisir(releve_id=releve.pk, lignes=dict(zip(parcours_du(releve), heures, strict=True)), par=par)


def releve_declare(monde: Monde, *faites: int | str, le: date = LE) -> Releve:
    """A relevé declared with these hours done, one for each person."""
    releve = releve_ouvert(monde, personnes=len(faites))
    saisir_faites(releve, faites, par=monde.au_cotraitant)
    return declarer(releve_id=releve.pk, par=monde.au_cotraitant, le=le)
