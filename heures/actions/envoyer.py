"""The hours of a month as a training body's own software sends them: kept, and declared when it says so."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from heures.actions.declarer import declarer
from heures.actions.ouvrir import ouvrir_releves
from heures.actions.saisir import saisir
from heures.actions.verrous import releves_de, verrouiller_le_releve
from heures.enums import Saisie, StatutReleve
from heures.models import Releve
from heures.queries.tableau import heures_de
from heures.regles.anomalies import Heures
from referentiels.models import OrganismeFormation
from sessions_formation.models import Session


def releve_du_mois(*, numero: str, mois: date, organisme: OrganismeFormation) -> Releve:
    """Give the relevé of one of the body's sessions, opened if it was not. Raises ``Session.DoesNotExist``, or
    ``Releve.DoesNotExist`` when nobody is in training that month."""
    session = Session.objects.get(numero=numero, organisme=organisme)
    ouvrir_releves(mois=mois, sessions=[session.pk])
    return releves_de(organisme).get(session=session, mois=mois)


@transaction.atomic
def envoyer_heures(
    *, releve_id: int, lignes: Mapping[int, Heures], declare: bool, organisme: OrganismeFormation, le: date
) -> Releve:
    """Keep these hours (by parcours), then declare the month if ``declare``; the same sent twice changes nothing.

    All or nothing. Raises what ``saisir`` and ``declarer`` do, ``TransitionImpossible`` among them for other hours
    than those declared.
    """
    releve = verrouiller_le_releve(releve_id, par=organisme)
    if releve.statut == StatutReleve.DECLARE and _deja(releve, lignes):
        return releve
    releve = saisir(releve_id=releve_id, lignes=lignes, par=organisme, saisie=Saisie.API)
    return declarer(releve_id=releve_id, par=organisme, le=le) if declare else releve


def _deja(releve: Releve, lignes: Mapping[int, Heures]) -> bool:
    """Tell whether a relevé already says these hours."""
    dites = {ligne.parcours_id: heures_de(ligne) for ligne in releve.lignes.order_by("pk")}
    return all(dites.get(pk) == heures for pk, heures in lignes.items())
