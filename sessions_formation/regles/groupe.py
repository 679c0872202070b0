"""Rules on whom a session gathers: the number of trainees, the intentions behind them (domaine.md § 4)."""

from datetime import date

from referentiels.regles.constats import Constat, Constats, Regle
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter
from sessions_formation.regles.dossier_session import RECEVABLE, DossierSession, IntentionAttachee, TypeSession

_EFFECTIF = Regle("S-EFFECTIF", "FAQ §5; PRES")
_INTENTIONS = Regle("S-INTENTIONS", "FAQ §9")
_EXCLUSIVITE = Regle("S-EXCLUSIVITE", "FAQ §6, §9")


def effectif(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-EFFECTIF: `effectif_min` trainees, fewer in three cases, each of which is enough (FAQ § 5; PRES).

    Those cases: continuous entries and exits with an intention; a group that exists already; a financial balance
    that the training body attests.
    """
    session, minimum = dossier.session, reglement.effectif_min
    combien = session.effectif
    if combien is None:
        return (_EFFECTIF.a_completer("Le nombre de stagiaires manque."),)
    if combien <= 0:
        return (_EFFECTIF.non_conforme("Une session ne s’ouvre pas sans stagiaire.", "FAQ §5"),)
    stagiaires = compter(combien, "stagiaire")
    if combien >= minimum:
        return (_EFFECTIF.conforme(f"{stagiaires} : il en faut {minimum} au moins."),)
    return _petit_groupe(dossier, f"{stagiaires} au lieu de {minimum}")


def _petit_groupe(dossier: DossierSession, constate: str) -> Constats:
    session = dossier.session
    continu = _continu_avec_intention(dossier)
    if continu:
        message = f"{constate} : en entrées et sorties permanentes, une intention d’embauche suffit."
        return (_EFFECTIF.conforme(message, "FAQ §5"),)
    if session.complement_groupe:
        return (_EFFECTIF.conforme(f"{constate} : la session complète un groupe qui existe déjà.", "FAQ §5"),)
    if session.equilibre_financier:
        return (
            _EFFECTIF.info("L’organisme atteste que la session est équilibrée financièrement.", "FAQ §5"),
            _EFFECTIF.conforme(f"{constate} : la Région ne s’y oppose pas.", "FAQ §5"),
        )
    if None in (continu, session.complement_groupe, session.equilibre_financier):
        message = (
            f"{constate} : dites si la session est en entrées et sorties permanentes, "
            "complète un groupe ou est équilibrée financièrement."
        )
        return (_EFFECTIF.a_completer(message, "FAQ §5"),)
    message = f"{constate} : regroupez plusieurs employeurs, ou complétez un groupe qui existe déjà."
    return (_EFFECTIF.non_conforme(message, "FAQ §5"),)


def _continu_avec_intention(dossier: DossierSession) -> bool | None:
    """Continuous entries and exits AND an intention, in three-valued logic."""
    continu = dossier.session.entrees_sorties_permanentes
    avec_intention = None if dossier.intentions is None else bool(dossier.intentions)
    if continu is False or avec_intention is False:
        return False
    return True if continu and avec_intention else None


def intentions(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-INTENTIONS: none on the socle; else as many posts in admissible intentions as parcours (PRES; FAQ § 9).

    Of a session of unknown type, intentions that would do in both cases are conforme, others decide nothing.
    """
    if dossier.type == TypeSession.SOCLE:
        return (_INTENTIONS.conforme("Une session du socle s’ouvre sans intention d’embauche.", "PRES"),)
    constats = _postes_et_parcours(dossier.intentions or (), dossier.session.effectif)
    if dossier.type is None and constats != _SUFFISANTES:
        return (_INTENTIONS.a_completer("Le type de la session manque : socle, ou sur intention d’embauche."),)
    return constats


_AUCUNE = (_INTENTIONS.a_completer("Aucune intention d’embauche n’est rattachée à la demande."),)
_SUFFISANTES = (_INTENTIONS.conforme("Chaque parcours a un poste dans une intention recevable."),)
_ETAT_INCONNU = (_INTENTIONS.a_completer("L’état ou le nombre de postes d’une intention manque."),)
_PARCOURS_INCONNUS = (_INTENTIONS.a_completer("Le nombre de parcours manque, pour le comparer aux postes."),)


def _postes_et_parcours(attachees: tuple[IntentionAttachee, ...], parcours: int | None) -> Constats:
    if not attachees:
        return _AUCUNE
    refusees = [attachee for attachee in attachees if attachee.etat not in (None, RECEVABLE)]
    constats = _postes(attachees, parcours)
    if not refusees:
        return constats
    # Posts enough beside an intention that is not recevable: the fault alone is worth saying.
    return (*(constats if constats != _SUFFISANTES else ()), _non_recevables(len(refusees)))


def _postes(attachees: tuple[IntentionAttachee, ...], parcours: int | None) -> Constats:
    if parcours is None:
        return _PARCOURS_INCONNUS
    possibles = [attachee for attachee in attachees if attachee.etat in (None, RECEVABLE)]
    surs = sum(attachee.postes or 0 for attachee in possibles if attachee.etat is not None)
    if surs >= parcours:
        return _SUFFISANTES
    if any(attachee.postes is None for attachee in possibles):
        return _ETAT_INCONNU
    if sum(attachee.postes or 0 for attachee in possibles) >= parcours:
        return _ETAT_INCONNU
    manquants = f"{compter(surs, 'poste')} pour {parcours} parcours"
    return (_INTENTIONS.non_conforme(f"{manquants} : il faut d’autres intentions, ou moins de parcours."),)


def _non_recevables(combien: int) -> Constat:
    if combien == 1:
        return _INTENTIONS.non_conforme("Une intention rattachée n’est pas recevable : retirez-la de la demande.")
    return _INTENTIONS.non_conforme(f"{combien} intentions rattachées ne sont pas recevables : retirez-les.")


def exclusivite(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-EXCLUSIVITE: no intention engaged with another training body; orders go in order of arrival (FAQ § 6, § 9).

    Says nothing of a request without intentions.
    """
    if not dossier.intentions:
        return ()
    engagees = [attachee.engagee_ailleurs for attachee in dossier.intentions]
    if any(engagees):
        message = "Une intention est déjà engagée avec un autre organisme : l’ordre d’arrivée décide."
        return (_EXCLUSIVITE.non_conforme(message),)
    if None in engagees:
        return (_EXCLUSIVITE.a_completer("Dites si une des intentions est engagée avec un autre organisme."),)
    return (_EXCLUSIVITE.conforme("Aucune intention n’est engagée avec un autre organisme."),)
