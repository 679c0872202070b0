"""A mistake in a declaration is corrected, with a reason, and both stay in the history.

What came of a declaration bounds it: an exit is taken back for a few days only, while nobody has answered what was
asked after it (``parcours.signaux``), and while the post and the place are still free.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.actions.attester import attester
from parcours.actions.ouvrir import contraintes_dites, ouvrir
from parcours.actions.prevenir import prevenir
from parcours.actions.sortir import exiger_un_dernier_jour
from parcours.enums import MotifRectification
from parcours.queries.places import places_de_la_session
from parcours.regles.delais import RECTIFIER_JOURS_OUVRES, rectifiable
from parcours.signaux import annulation_demandee, sortie_annulee
from referentiels.feries import FERIES
from referentiels.regles.typographie import composer
from referentiels.regles.typographie import jour as en_mots
from sessions_formation.automates import TIENT_SA_PLACE
from sessions_formation.enums import StatutParcours, StatutSession, TransitionParcours
from sessions_formation.models import Parcours

SORTI = frozenset({StatutParcours.TERMINE, StatutParcours.ABANDON, StatutParcours.SORTIE_EMPLOI, StatutParcours.EXCLU})
SE_RECTIFIE = SORTI | {StatutParcours.ENTRE}


@transaction.atomic
def corriger_les_jours(
    *, parcours_id: int, entre_le: date, sorti_le: date | None, raison: str, par: Utilisateur, le: date
) -> Parcours:
    """Correct the day a person entered, and the day it left once it has. Unchanged days change nothing.

    What is prepared from the last day follows it (insertion.actions.preparer). Raises ``RegleViolee`` without a reason
    of ``MotifRectification`` or on impossible days, ``TransitionImpossible`` for who has not entered.
    """
    parcours = ouvrir(parcours_id, par=par)
    if parcours.entre_le is None:
        raise TransitionImpossible("Cette personne n’est pas entrée en formation : il n’y a pas de date à corriger.")
    _exiger_une_raison(raison)
    avant = (parcours.entre_le, parcours.sorti_le)
    parcours.entre_le = _exiger_une_entree(parcours, entre_le, le=le)
    if parcours.sorti_le is not None:
        parcours.sorti_le = exiger_un_dernier_jour(parcours, sorti_le, le=le)
    if (parcours.entre_le, parcours.sorti_le) == avant:
        return parcours
    parcours.debut, parcours.fin = parcours.entre_le, parcours.sorti_le or parcours.fin
    with contraintes_dites():
        parcours.save(update_fields=["entre_le", "sorti_le", "debut", "fin", "modifie_le"])
    dit = f"Jours corrigés : {_jours(avant)} devient {_jours((parcours.entre_le, parcours.sorti_le))}"
    ligne = journal.noter(
        parcours, composer(dit), par=par, transition="rectifier", motif=MotifRectification(raison).label
    )
    # It says these days: the one made before is replaced.
    attester(parcours, le=le)
    _prevenir(parcours, ligne, par=par)
    return parcours


@transaction.atomic
def annuler_la_declaration(*, parcours_id: int, raison: str, par: Utilisateur, le: date) -> Parcours:
    """Take back the last declaration: an exit (the person is still in training), an entry or a give-up before it (the
    person is admitted again).

    Raises ``RegleViolee`` without a reason, after ten working days, once somebody has taken the place or the post, or
    when what followed forbids it; ``TransitionImpossible`` when there is nothing to take back.
    """
    parcours = ouvrir(parcours_id, par=par)
    _exiger_une_raison(raison)
    if refus := empechements(parcours, le=le):
        raise RegleViolee(*refus)
    etait_sorti = parcours.statut in SORTI and parcours.entre_le is not None
    session = parcours.session
    champs: dict[str, object] = {"sorti_le": None, "fin": session.fin}
    transition = TransitionParcours.REPRENDRE
    if not etait_sorti:
        transition = TransitionParcours.REVENIR_ADMIS
        champs |= {"entre_le": None, "debut": parcours.debut or session.debut}
    parcours.motif = ""
    parcours.save(update_fields=["motif"])
    with contraintes_dites():
        ligne = parcours.franchir(transition, par=par, motif=MotifRectification(raison).label, **champs)
    if etait_sorti:
        sortie_annulee.send(Parcours, parcours=parcours)
    _prevenir(parcours, ligne, par=par)
    return parcours


def empechements(parcours: Parcours, *, le: date) -> list[str]:
    """Say, in sentences, why the last declaration cannot be taken back on ``le``; empty when it can."""
    if parcours.statut not in SE_RECTIFIE:
        raise TransitionImpossible("Rien n’est à annuler : la personne n’est ni entrée, ni sortie.")
    session = parcours.session
    if session.statut not in {StatutSession.PUBLIEE, StatutSession.DEMARREE}:
        return [f"La session est « {session.get_statut_display().lower()} » : écrivez à la Région pour corriger."]
    declaration = derniere_declaration(parcours)
    if declaration and not rectifiable(timezone.localtime(declaration.le).date(), le=le, feries=FERIES):
        return [
            composer(
                f"La déclaration date du {en_mots(timezone.localtime(declaration.le).date())}, plus de "
                f"{RECTIFIER_JOURS_OUVRES} jours ouvrés : écrivez à la Région pour corriger."
            )
        ]
    refus = _ce_qui_suit(parcours) if parcours.statut in SORTI else []
    if parcours.statut not in TIENT_SA_PLACE:
        refus += _place_perdue(parcours)
    return refus


def derniere_declaration(parcours: Parcours) -> LigneJournal | None:
    """Give the journal line by which the person reached its present state."""
    return parcours.historique.filter(arrivee=parcours.statut).exclude(depart=parcours.statut).first()


def _place_perdue(parcours: Parcours) -> list[str]:
    """Who gave up left a post and a place: somebody may have them now."""
    if Parcours.objects.filter(remplace=parcours).exclude(statut=StatutParcours.NON_RETENU).exists():
        return ["Quelqu’un remplace déjà cette personne : sa place n’est plus libre."]
    if places_de_la_session(parcours.session_id).libres < 1:
        return ["Il ne reste pas de place dans la session."]
    return []


def _ce_qui_suit(parcours: Parcours) -> list[str]:
    reponses = annulation_demandee.send(Parcours, parcours=parcours)
    return [phrase for _, phrases in reponses for phrase in phrases or []]


def _exiger_une_raison(raison: str) -> None:
    if raison not in MotifRectification.values:
        raise RegleViolee("Choisissez une raison dans la liste.")


def _exiger_une_entree(parcours: Parcours, jour: date, *, le: date) -> date:
    session = parcours.session
    if jour > le:
        raise RegleViolee("Ce jour est à venir : une entrée a eu lieu avant.")
    if session.debut and jour < session.debut:
        raise RegleViolee(f"La session commence le {en_mots(session.debut)} : une entrée n’a pas lieu avant.")
    if session.fin and jour > session.fin:
        raise RegleViolee(f"La session s’est terminée le {en_mots(session.fin)} : une entrée a eu lieu avant.")
    return jour


def _jours(jours: tuple[date | None, date | None]) -> str:
    entree, sortie = jours
    du = en_mots(entree) if entree else ""
    return f"{du} au {en_mots(sortie)}" if sortie else du


def _prevenir(parcours: Parcours, ligne: LigneJournal, *, par: Utilisateur) -> None:
    faits = {
        "etat": parcours.get_statut_display().lower(),
        "entre_le": parcours.entre_le.isoformat() if parcours.entre_le else "",
        "sorti_le": parcours.sorti_le.isoformat() if parcours.sorti_le else "",
        "raison": ligne.motif,
    }
    prevenir([parcours], modele="parcours_correction", evenement=str(ligne.pk), par=par, faits=faits)
