"""One référent a session: named when it is authorised, handed over afterwards, never nobody without being told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from noyau import courriers
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal, noter
from referentiels.models import StructureReseau
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from sessions_formation.queries.documents import contexte_session
from sessions_formation.queries.referents import personnes_de, structure_a_nommer, structures_du_departement

DESIGNER = "sessions_formation.acheter_session"
TRANSITION = "referent"
SUIVIES = frozenset(
    {
        StatutSession.AUTORISEE,
        StatutSession.PUBLIEE,
        StatutSession.DEMARREE,
        StatutSession.TERMINEE,
        StatutSession.SOLDEE,
    }
)


def nommer_a_l_autorisation(session: Session) -> StructureReseau | None:
    """Name the structure that follows a session that has just been authorised, and write to it.

    The one already there stays. Gives it, or None when no structure covers the département: the Région then names one
    from its page. Called in the deciding transaction, the session being locked.
    """
    structure = session.structure_referente or structure_a_nommer(session)
    if structure is None:
        return None
    ligne = _changer(session, structure, None, par=None)
    _confier(session, ligne, destinataire=structure.courriel, pourquoi="autorisation")
    return structure


@transaction.atomic
def suivre_soi_meme(*, session_id: int, par: Utilisateur) -> Session:
    """« Je suis le référent de cette session »: somebody of its structure takes it; taken twice, it is taken once."""
    session = _verrouiller(session_id, par)
    if session.referent_id == par.pk:
        return session
    if not personnes_de(session.structure_referente_id).filter(pk=par.pk).exists():
        raise RegleViolee("Cette session est suivie par une autre structure que la vôtre.")
    ancien = session.referent
    ligne = _changer(session, session.structure_referente, par, par=par)
    if ancien is not None and ancien.is_active:
        _reprendre(session, ligne, destinataire=ancien.email, a=par.get_full_name(), par=par)
    return session


@transaction.atomic
def passer_a_un_collegue(*, session_id: int, a: int, par: Utilisateur) -> Session:
    """Hand a session to a colleague of its structure, who is written to.

    Raises ``RegleViolee`` for somebody who does not act for this structure, or who follows it already.
    """
    session = _verrouiller(session_id, par)
    collegue = personnes_de(session.structure_referente_id).filter(pk=a).first()
    if collegue is None:
        raise RegleViolee("Cette personne n’agit pas pour la structure qui suit la session.")
    if session.referent_id == collegue.pk:
        raise RegleViolee(f"{collegue} suit déjà cette session.")
    ligne = _changer(session, session.structure_referente, collegue, par=par)
    if collegue != par:
        _confier(session, ligne, destinataire=collegue.email, pourquoi="collegue", par=par)
    return session


@transaction.atomic
def passer_a_une_structure(*, session_id: int, structure_id: int, par: Utilisateur) -> Session:
    """Hand a session to another structure of its département; both are written to.

    Raises ``RegleViolee`` for a structure that does not cover it, that has no address, or that follows it already.
    """
    return _donner(_verrouiller(session_id, par), structure_id, par=par, pourquoi="structure", motif="")


@transaction.atomic
def designer_la_structure(*, session_id: int, structure_id: int, motif: str, par: Utilisateur) -> Session:
    """An officer says which structure follows a session, and why; as ``passer_a_une_structure`` otherwise.

    Raises ``PermissionDenied`` without the right to buy, ``RegleViolee`` without a reason too.
    """
    if not par.has_perm(DESIGNER):
        raise PermissionDenied
    if not motif.strip():
        raise RegleViolee("Écrivez pourquoi cette session change de structure : l’historique le garde.")
    session = Session.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=session_id)
    _exiger_suivie(session)
    return _donner(session, structure_id, par=par, pourquoi="region", motif=motif.strip())


def _donner(session: Session, structure_id: int, *, par: Utilisateur, pourquoi: str, motif: str) -> Session:
    structure = structures_du_departement(session).filter(pk=structure_id).first()
    if structure is None:
        raise RegleViolee("Cette structure ne couvre pas le département de la session.")
    if structure.pk == session.structure_referente_id:
        raise RegleViolee(f"{structure} suit déjà cette session.")
    if not structure.courriel:
        raise RegleViolee(f"{structure} n’a pas d’adresse connue : elle ne serait pas prévenue.")
    ancienne, ancien = session.structure_referente, session.referent
    ligne = _changer(session, structure, None, par=par, motif=motif)
    _confier(session, ligne, destinataire=structure.courriel, pourquoi=pourquoi, par=par)
    adresses = {ancienne.courriel if ancienne else "", ancien.email if ancien and ancien != par else ""}
    for adresse in sorted(adresses - {""}):
        _reprendre(session, ligne, destinataire=adresse, a=str(structure), par=par)
    return session


def _verrouiller(session_id: int, par: Utilisateur) -> Session:
    """Lock a session that ``par``'s structure follows. Raises ``Session.DoesNotExist`` for another's."""
    session = Session.objects.referees_par(par).select_for_update(of=("self",)).get(pk=session_id)
    _exiger_suivie(session)
    return session


def _exiger_suivie(session: Session) -> None:
    if session.statut not in SUIVIES:
        raise RegleViolee("Cette session n’est pas, ou plus, à suivre : son référent ne change pas.")


def _changer(
    session: Session,
    structure: StructureReseau | None,
    referent: Utilisateur | None,
    *,
    par: Utilisateur | None,
    motif: str = "",
) -> LigneJournal:
    session.structure_referente, session.referent = structure, referent
    session.save(update_fields=["structure_referente", "referent"])
    qui = ", ".join(str(nomme) for nomme in (referent, structure) if nomme)
    return noter(session, f"Suivie par {qui}", par=par, transition=TRANSITION, motif=motif)


def _confier(
    session: Session, ligne: LigneJournal, *, destinataire: str, pourquoi: str, par: Utilisateur | None = None
) -> None:
    if destinataire:
        courriers.deposer(
            modele="session_confiee",
            cle=f"session-confiee:{ligne.pk}",
            destinataire=destinataire,
            contexte={**_contexte(session, par), "pourquoi": pourquoi},
        )


def _reprendre(session: Session, ligne: LigneJournal, *, destinataire: str, a: str, par: Utilisateur) -> None:
    courriers.deposer(
        modele="session_reprise",
        cle=f"session-reprise:{ligne.pk}:{destinataire}"[:120],
        destinataire=destinataire,
        contexte={**_contexte(session, par), "a": a, "chemin_liste": reverse("referent:accueil")},
        groupable=True,
    )


def _contexte(session: Session, par: Utilisateur | None) -> dict[str, object]:
    return {
        **contexte_session(session),
        "structure": str(session.structure_referente),
        "par": par.nom_public if par else "",
        "chemin": reverse("referent:session", args=[session.pk]),
    }
