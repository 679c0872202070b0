"""Interruptions: the training stops for one person, and starts again (CT L6353-10)."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from noyau import horloge, journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.ouvrir import ouvrir
from parcours.actions.prevenir import prevenir
from parcours.enums import MotifInterruption
from parcours.models import Interruption
from referentiels.regles.typographie import composer
from referentiels.regles.typographie import jour as en_mots
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours


@transaction.atomic
def interrompre(
    *, parcours_id: int, debut: date, raison: str, par: Utilisateur, le: date, fin: date | None = None
) -> Interruption:
    """Declare that a person stopped coming from ``debut`` on; until ``fin`` (its last day away) when it is over.

    Declared twice, it is written once. Raises ``RegleViolee`` on impossible days or when another one covers them,
    ``TransitionImpossible`` for who is not in training.
    """
    parcours = _en_formation(parcours_id, par=par)
    if raison not in MotifInterruption.values:
        raise RegleViolee("Choisissez une raison dans la liste.")
    _exiger_des_jours(parcours, debut, fin, le=le)
    memes = Interruption.objects.filter(parcours=parcours, debut=debut, fin=fin, motif=raison)
    if deja := memes.first():
        return deja
    if _chevauche(parcours, debut, fin):
        raise RegleViolee("Une interruption couvre déjà ces jours.")
    interruption = Interruption.objects.create(
        parcours=parcours,
        debut=debut,
        fin=fin,
        motif=raison,
        declaree_par=par,
        declaree_le=horloge.maintenant(),
    )
    jusque = f" jusqu’au {en_mots(fin)}" if fin else ""
    libelle = composer(f"Interruption depuis le {en_mots(debut)}{jusque}")
    ligne = journal.noter(parcours, libelle, par=par, transition="interrompre", motif=interruption.get_motif_display())
    faits = {"debut": debut.isoformat(), "fin": fin.isoformat() if fin else ""}
    prevenir([parcours], modele="parcours_interruption", evenement=str(ligne.pk), par=par, faits=faits)
    return interruption


@transaction.atomic
def reprendre(*, parcours_id: int, retour: date, par: Utilisateur, le: date) -> Interruption:
    """Declare that a person is back since ``retour`` (its first day back).

    Raises ``RegleViolee`` on an impossible day, ``TransitionImpossible`` when nothing is interrupted.
    """
    parcours = _en_formation(parcours_id, par=par)
    interruption = Interruption.objects.filter(parcours=parcours, fin=None).order_by("-debut").first()
    if interruption is None:
        raise TransitionImpossible("La reprise est déjà déclarée : rien n’a changé.")
    if retour > le:
        raise RegleViolee("Une reprise se déclare le jour même ou après : ce jour est à venir.")
    if retour <= interruption.debut:
        raise RegleViolee(f"L’interruption a commencé le {en_mots(interruption.debut)} : la reprise a eu lieu après.")
    interruption.fin = date.fromordinal(retour.toordinal() - 1)
    interruption.save(update_fields=["fin"])
    ligne = journal.noter(parcours, composer(f"Reprise le {en_mots(retour)}"), par=par, transition="reprise")
    faits = {"retour": retour.isoformat(), "debut": interruption.debut.isoformat()}
    prevenir([parcours], modele="parcours_reprise", evenement=str(ligne.pk), par=par, faits=faits)
    return interruption


def _en_formation(parcours_id: int, *, par: Utilisateur) -> Parcours:
    parcours = ouvrir(parcours_id, par=par)
    if parcours.statut != StatutParcours.ENTRE:
        raise TransitionImpossible("Cette personne n’est pas en formation : il n’y a rien à interrompre.")
    return parcours


def _exiger_des_jours(parcours: Parcours, debut: date, fin: date | None, *, le: date) -> None:
    if debut > le or (fin and fin > le):
        raise RegleViolee("Une interruption se déclare quand elle a lieu : ce jour est à venir.")
    if parcours.entre_le and debut < parcours.entre_le:
        raise RegleViolee(f"La personne est entrée le {en_mots(parcours.entre_le)} : l’interruption vient après.")
    if fin and fin < debut:
        raise RegleViolee("Le dernier jour d’absence vient après le premier.")


def _chevauche(parcours: Parcours, debut: date, fin: date | None) -> bool:
    autres = Interruption.objects.filter(parcours=parcours).exclude(fin__lt=debut)
    return (autres.filter(debut__lte=fin) if fin else autres).exists()
