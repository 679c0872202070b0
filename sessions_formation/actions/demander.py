"""A training body's request: draft, intentions it holds, and the sending to the Région."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.models.intention import UN_SEUL_ORGANISME
from intentions.regles.echeances import echeances
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.numeros import numero_suivant
from referentiels.models import Employeur, OrganismeFormation
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, verdict_de
from sessions_formation.actions.etapes import annuler_les_etapes, retirer_des_rendez_vous
from sessions_formation.enums import RoleGroupement, StatutSession, TransitionSession
from sessions_formation.models import IntentionRetenue, Lot, Session
from sessions_formation.queries.documents import contexte_session
from sessions_formation.queries.dossier import dossier_avec, dossier_de
from sessions_formation.queries.intentions import fermeture_de, intentions_du_lot
from sessions_formation.queries.lots import (
    accord_a_demander,
    mandataire_du_lot,
    prix_du_lot,
    role_dans_le_groupement,
)
from sessions_formation.regles import session as regles
from sessions_formation.regles.envoi import derogation_necessaire, obstacles


def juger(session: Session, *, le: date, retenues: Iterable[IntentionRetenue] | None = None) -> list[Constat]:
    """Give the findings of the rules on a session request, by the values in force on ``le``.

    ``retenues`` are the intentions it would hold (unsaved ones will do); by default, those it holds.
    """
    dossier = dossier_de(session, le=le) if retenues is None else dossier_avec(session, retenues, le=le)
    return list(regles.examiner(dossier, reglement=reglement_au(le), le=le))


def relire(session_id: int, *, par: Utilisateur) -> Session:
    """Lock a session that ``par`` may write in. Raises ``Session.DoesNotExist`` when it is not theirs."""
    return Session.objects.modifiables_par(par).select_for_update(of=("self",)).get(pk=session_id)


@transaction.atomic
def ouvrir_demande(
    *, lot_id: int, organisme_id: int, par: Utilisateur, intentions: Collection[int], le: date
) -> Session:
    """Create a draft request on a lot: its price of the day, the intentions picked, as many parcours as posts.

    Raises ``Lot.DoesNotExist`` on another's lot, ``OrganismeFormation.DoesNotExist`` for another's training body.
    """
    lot = Lot.objects.visibles_pour(par).get(pk=lot_id)
    organisme = OrganismeFormation.objects.filter(pk__in=acces.organismes_de(par)).get(pk=organisme_id)
    possibles = intentions_du_lot(par, lot, organisme_id=organisme.pk, le=le)
    choisies = list(possibles.filter(pk__in=intentions).select_related("metier"))
    premiere = choisies[0] if choisies else None
    session = Session.objects.create(
        lot=lot,
        organisme=organisme,
        demandeur=par,
        intitule=premiere.intitule_affiche if premiere else lot.intitule,
        metier=premiere.metier if premiere else None,
        prix_heure=prix_du_lot(lot, le),
        effectif=sum(intention.nombre_postes or 0 for intention in choisies) or None,
    )
    _retenir(session, intentions, par=par, le=le)
    return session


@transaction.atomic
def enregistrer_demande(
    *, session_id: int, par: Utilisateur, champs: Mapping[str, Any], intentions: Collection[int], le: date
) -> Session:
    """Save what was typed and picked. Raises ``TransitionImpossible`` once the request is in the Région's hands."""
    session = relire(session_id, par=par)
    if not session.modifiable:
        raise TransitionImpossible("Cette demande est partie à la Région : elle ne se modifie plus ici.")
    for nom, valeur in champs.items():
        setattr(session, nom, valeur)
    session.save(update_fields=[*champs, "modifie_le"])
    _retenir(session, intentions, par=par, le=le)
    return session


@transaction.atomic
def demander_ouverture(*, session_id: int, par: Utilisateur, le: date) -> Session:
    """Send the request to the Région; the intentions it holds are engaged with this training body (FAQ §6, §9).

    Raises ``RegleViolee`` with every reason when a rule forbids it or an answer is missing, and when somebody else
    took one of the intentions in between.
    """
    session = relire(session_id, par=par)
    if not session.modifiable:
        raise TransitionImpossible("Cette demande est déjà partie à la Région.")
    premiere_fois = session.statut == StatutSession.BROUILLON
    _exiger_intentions_disponibles(session, le=le)
    constats = juger(session, le=le)
    _exiger_envoyable(session, constats)
    maintenant = horloge.maintenant()
    champs: dict[str, Any] = {
        "complete_le": maintenant,
        "constats": [constat._asdict() for constat in constats],
        "verdict": verdict_de(constats),
        "jugee_le": le,
    }
    _engager(session, par=par)
    if premiere_fois:
        champs |= {"numero": f"SE-{le.year}-{numero_suivant('SE', le.year):05d}", "demandee_le": maintenant}
    transition = TransitionSession.DEMANDER if premiere_fois else TransitionSession.COMPLETER
    ligne = session.franchir(transition, par=par, **champs)
    if accord_a_demander(session):
        ligne = session.franchir(TransitionSession.SOUMETTRE_MANDATAIRE, par=None)
    _prevenir_mandataire(session, cle=f"demande:{ligne.pk}")
    return session


@transaction.atomic
def abandonner_demande(*, session_id: int, par: Utilisateur) -> None:
    """Throw a draft request away. Raises ``TransitionImpossible`` once it has been sent."""
    session = relire(session_id, par=par)
    if session.numero:
        raise TransitionImpossible("Cette demande est partie à la Région : elle ne s’efface plus.")
    session.retenues.all().delete()
    session.delete()


def liberer_intentions(session: Session, *, par: Utilisateur | None, motif: str, le: date) -> None:
    """Give back the intentions a session held; each says why in its own journal, and is offered again from ``le``."""
    annuler_les_etapes(session, par=par, motif=motif)
    retenues = list(session.retenues.filter(active=True).order_by("intention_id"))
    session.retenues.filter(active=True).update(active=False)
    engagees = _verrouiller([retenue.intention_id for retenue in retenues])
    _liberer([i for i in engagees if i.statut == StatutIntention.ENGAGEE], par=par, motif=motif, le=le)


def _liberer(intentions: list[IntentionEmbauche], *, par: Utilisateur | None, motif: str, le: date) -> None:
    if not intentions:
        return
    dates = echeances(StatutIntention.RECEVABLE, reglement=reglement_au(le), le=le)._asdict()
    for intention in intentions:
        intention.franchir(TransitionIntention.LIBERER, par=par, motif=motif, organisme_engage=None, **dates)


def _verrouiller(identifiants: Collection[int]) -> list[IntentionEmbauche]:
    """Lock intentions, always in one order. Not their keys: a draft being written that points to them need not wait,
    and two transactions that wait for each other's rows on several intentions would be one too many."""
    intentions = IntentionEmbauche.objects.filter(pk__in=identifiants).order_by("pk")
    return list(intentions.select_for_update(of=("self",), no_key=True))


def _retenir(session: Session, intentions: Collection[int], *, par: Utilisateur, le: date) -> None:
    voulues = set(intentions)
    deja = {retenue.intention_id: retenue.active for retenue in session.retenues.all()}
    retirees = deja.keys() - voulues
    tenues = _verrouiller([pk for pk in retirees if deja[pk]])
    motif = f"{session.organisme} ne réunit plus votre intention dans cette session."
    retirer_des_rendez_vous(session, [intention.pk for intention in tenues], motif=motif)
    _liberer(tenues, par=par, motif=f"Retirée de la demande {session.numero}.", le=le)
    session.retenues.filter(intention__in=retirees).delete()
    possibles = intentions_du_lot(par, session.lot, organisme_id=session.organisme_id, le=le)
    IntentionRetenue.objects.bulk_create(
        IntentionRetenue(session=session, intention=intention, postes=intention.nombre_postes or 0)
        for intention in possibles.filter(pk__in=voulues - deja.keys())
    )


def _exiger_envoyable(session: Session, constats: list[Constat]) -> None:
    bloquants = obstacles(constats, accord_a_demander=accord_a_demander(session))
    if bloquants:
        raise RegleViolee(*[constat.message for constat in bloquants])
    if not session.montant:
        raise RegleViolee("Le prix de l’heure est de zéro : donnez celui de la session, elle se commande à ce prix.")
    if derogation_necessaire(constats) and not session.motif_derogation.strip():
        raise RegleViolee("Une dérogation est nécessaire : dites en une phrase pourquoi, la Région en décidera.")


def _exiger_intentions_disponibles(session: Session, *, le: date) -> None:
    """Say which intention may not be taken (any more): the rules alone would only say that one was."""
    nouvelles = session.retenues.filter(active=False).values_list("intention_id", flat=True)
    raisons = [
        f"L’intention {intention.numero} de {intention.employeur} n’est plus à prendre "
        f"({raison[:1].lower()}{raison[1:]}) : décochez-la."
        for intention in _verrouiller(list(nouvelles))
        if (raison := fermeture_de(intention, session, le=le))
    ]
    if raisons:
        raise RegleViolee(*raisons)


def _engager(session: Session, *, par: Utilisateur) -> None:
    nouvelles = _verrouiller(list(session.retenues.filter(active=False).values_list("intention_id", flat=True)))
    _verrouiller_employeurs(nouvelles)
    prises = [intention for intention in nouvelles if not _engager_une(intention, session, par=par)]
    if prises:
        raise RegleViolee(
            *[
                f"L’intention {intention.numero} ne peut pas être retenue : {intention.employeur} est déjà engagé "
                "pour ce métier avec un autre organisme. Décochez-la."
                for intention in prises
            ]
        )
    try:
        with transaction.atomic():
            # As many posts as it offers now: its employer may have corrected it since it was picked.
            postes = IntentionEmbauche.objects.filter(pk=OuterRef("intention")).values("nombre_postes")
            session.retenues.filter(active=False).update(active=True, postes=Subquery(postes))
    except IntegrityError as erreur:
        raise RegleViolee("Une de ces intentions vient d’être retenue pour une autre session.") from erreur


def _engager_une(intention: IntentionEmbauche, session: Session, *, par: Utilisateur) -> bool:
    """Engage an intention; False when its employer is engaged for that job with another body (FAQ §6).

    The database alone knows it for sure: nothing read before could tell what another transaction is committing.
    """
    try:
        with transaction.atomic():
            intention.franchir(
                TransitionIntention.ENGAGER,
                par=par,
                motif=f"{session.organisme}, « {session.intitule} »",
                organisme_engage=session.organisme,
            )
    except IntegrityError as erreur:
        if UN_SEUL_ORGANISME not in str(erreur):
            raise
        return False
    return True


def _verrouiller_employeurs(intentions: Iterable[IntentionEmbauche]) -> None:
    """Let two bodies that engage the same employers wait for one another here: in the exclusion's index they would
    wait for each other, and one would be killed."""
    employeurs = Employeur.objects.filter(pk__in={intention.employeur_id for intention in intentions})
    list(employeurs.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _prevenir_mandataire(session: Session, *, cle: str) -> None:
    """The mandataire is told of every request of its group, and asked when a sous-traitant is to do it (FAQ §9)."""
    if role_dans_le_groupement(session.organisme_id, session.lot) == RoleGroupement.MANDATAIRE:
        return
    mandataire = mandataire_du_lot(session.lot).organisme
    if mandataire.courriel:
        attend = session.statut == StatutSession.ATTENTE_MANDATAIRE
        courriers.deposer(
            modele="accord_mandataire" if attend else "demande_mandataire",
            cle=cle,
            destinataire=mandataire.courriel,
            contexte={**contexte_session(session), "chemin_accord": reverse("sessions:accord", args=[session.pk])},
            # Asking for an agreement waits for an answer: only the other mail is mere news.
            groupable=not attend,
        )
