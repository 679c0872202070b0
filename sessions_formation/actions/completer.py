"""What an officer asks of a request before deciding on it: which fields, in which words, and for how long."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from comptes.models import Utilisateur
from noyau import horloge
from noyau.erreurs import RegleViolee
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer, jour
from sessions_formation.models import ChampDemandeSession, Session
from sessions_formation.queries.delais import complement_demande
from sessions_formation.queries.file import reponse_attendue_le
from sessions_formation.regles.champs import CHAMPS


def exiger_une_demande(champs: Mapping[str, str], precisions: str) -> dict[str, str]:
    """Give the fields asked for, in the order of the form, each with its words.

    Raises ``RegleViolee`` when nothing says what is expected, or when a field is named without a word or unknown.
    """
    inconnus = champs.keys() - CHAMPS.keys()
    if inconnus:
        raise RegleViolee(f"Ce champ n’est pas de la demande : {', '.join(sorted(inconnus))}.")
    demandes = {nom: champs[nom].strip() for nom in CHAMPS if nom in champs}
    muets = [CHAMPS[nom] for nom, mots in demandes.items() if not mots]
    if muets:
        raise RegleViolee(*[f"« {libelle} » : écrivez ce que vous attendez." for libelle in muets])
    if not demandes and not precisions.strip():
        raise RegleViolee("Écrivez à l’organisme ce que vous attendez de lui, ou cochez ce qu’il doit revoir.")
    return demandes


def citer(demandes: Mapping[str, str]) -> list[str]:
    """Give a line for each field asked for: « Lieu : l’adresse de l’atelier. »."""
    return [f"{composer(f'{CHAMPS[nom]} :')} {mots}" for nom, mots in demandes.items()]


def noter_les_champs(session: Session, demandes: Mapping[str, str], *, par: Utilisateur) -> None:
    """Keep what is asked; a field still unanswered takes the new words."""
    maintenant = horloge.maintenant()
    for nom, mots in demandes.items():
        champs = {"commentaire": mots, "demande_par": par, "demande_le": maintenant}
        # The session is locked: nobody else writes its fields meanwhile.
        if not session.champs_demandes.filter(champ=nom, repondu_le=None).update(**champs):
            ChampDemandeSession.objects.create(session=session, champ=nom, **champs)


def exiger_complement_echu(session: Session, *, le: date) -> None:
    """Raise ``RegleViolee`` while the training body still has time to complete (``complement_session_jours``)."""
    demande = complement_demande(session)
    if demande is None:
        return
    limite = reponse_attendue_le(timezone.localtime(demande.le).date(), reglement=reglement_au(le))
    if le <= limite:
        raise RegleViolee(composer(f"L’organisme a jusqu’au {jour(limite)} pour compléter sa demande."))
