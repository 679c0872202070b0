"""A month's hours declared: what the invoice is made of from then on. Opened again until they are invoiced."""

from datetime import date, datetime

from django.db import transaction

from comptes.models import Utilisateur
from heures.actions.ouvrir import ouvrir_releves
from heures.actions.verrous import exiger_la_version, personne_de, verrouiller_le_releve
from heures.enums import StatutReleve, TransitionReleve
from heures.models import Releve
from heures.queries.tableau import Tableau, tableau_de
from heures.regles.mois import de_mois, dernier_du_mois
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import composer, compter, jour
from sessions_formation.automates import SORTI
from sessions_formation.enums import StatutParcours


@transaction.atomic
def declarer(*, releve_id: int, par: Utilisateur | OrganismeFormation, le: date, lu: datetime | None = None) -> Releve:
    """Declare the hours of a relevé on the day ``le``.

    Raises ``TransitionImpossible`` when they are, ``DossierModifie`` when they changed since ``lu``, ``RegleViolee``
    with everything that forbids it: the month is not over, or hours that cannot be.
    """
    releve = verrouiller_le_releve(releve_id, par=par)
    if releve.statut != StatutReleve.OUVERT:
        raise TransitionImpossible("Ces heures sont déjà déclarées.")
    exiger_la_version(releve, lu)
    ouvrir_releves(mois=releve.mois, sessions=[releve.session_id])
    if refus := empechements(releve, tableau_de(releve), le=le):
        raise RegleViolee(*refus)
    instant = maintenant()
    releve.franchir(
        TransitionReleve.DECLARER,
        par=personne_de(par),
        declare_par=personne_de(par),
        declare_le=instant,
        modifie_le=instant,
    )
    return releve


def empechements(releve: Releve, tableau: Tableau, *, le: date) -> list[str]:
    """Say why the hours of a relevé cannot be declared on the day ``le``; nothing when they can."""
    refus = []
    if le <= dernier_du_mois(releve.mois) and not _tout_le_monde_est_sorti(tableau, le):
        apres = jour(dernier_du_mois(releve.mois))
        refus.append(f"Les heures {de_mois(releve.mois)} se déclarent une fois le mois fini, après le {apres}.")
    if tableau.bloquantes:
        refus.append(
            f"{compter(tableau.bloquantes, 'ligne est à corriger', 'lignes sont à corriger')} avant de déclarer."
        )
    if not tableau.lignes:
        refus.append("Personne n’est en formation ce mois-ci.")
    return [composer(phrase) for phrase in refus]


def _tout_le_monde_est_sorti(tableau: Tableau, le: date) -> bool:
    """Nobody trains any more: the month holds no more hours than it has."""
    fins = SORTI | {StatutParcours.ABANDON, StatutParcours.EXCLU}
    return bool(tableau.lignes) and all(
        ligne.parcours.statut in fins and ligne.parcours.sorti_le and ligne.parcours.sorti_le <= le
        for ligne in tableau.lignes
    )


@transaction.atomic
def rouvrir(*, releve_id: int, par: Utilisateur) -> Releve:
    """Open a declaration again, to correct it. Raises ``TransitionImpossible`` when it is open, ``RegleViolee`` once
    an issued invoice holds these hours: each line is then corrected with its reason (``corriger``)."""
    releve = verrouiller_le_releve(releve_id, par=par)
    if releve.statut != StatutReleve.DECLARE:
        raise TransitionImpossible("Cette déclaration est déjà rouverte.")
    if tableau_de(releve).facture:
        raise RegleViolee(
            composer(
                "Ces heures sont facturées : corrigez la ligne en cause, la prochaine facture prendra la différence."
            )
        )
    ouvrir_releves(mois=releve.mois, sessions=[releve.session_id])
    releve.franchir(TransitionReleve.ROUVRIR, par=par, declare_par=None, declare_le=None, modifie_le=maintenant())
    return releve
