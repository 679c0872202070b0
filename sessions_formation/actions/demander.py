"""A training body's request: draft, intentions it holds, and the sending to the Région."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from noyau.numeros import numero_suivant
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, verdict_de
from sessions_formation.actions.attribuer import attribuer_a_l_arrivee
from sessions_formation.actions.complements import clore_les_demandes
from sessions_formation.actions.engager import engager, liberer, verrouiller
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
from sessions_formation.queries.reponses import photographier
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
    retenir(session, intentions, par=par, le=le)
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
    retenir(session, intentions, par=par, le=le)
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
    engager(session, session.retenues.filter(active=False), par=par)
    if premiere_fois:
        champs |= {"numero": f"SE-{le.year}-{numero_suivant('SE', le.year):05d}", "demandee_le": maintenant}
    ligne = _envoyer(session, par=par, premiere_fois=premiere_fois, **champs)
    attribuer_a_l_arrivee(session, le=le)
    _prevenir_mandataire(session, cle=f"demande:{ligne.pk}")
    return session


def _envoyer(session: Session, *, par: Utilisateur, premiere_fois: bool, **champs: Any) -> LigneJournal:
    """Cross to the Région, or to the mandataire when a sous-traitant is to do it: also from « à compléter », since a
    member may have become one in between."""
    apres = photographier(session)
    motif = "" if premiere_fois else clore_les_demandes(session, apres=apres)
    champs["envoyee"] = apres
    accord = accord_a_demander(session)
    if not premiere_fois:
        transition = TransitionSession.SOUMETTRE_MANDATAIRE if accord else TransitionSession.COMPLETER
        return session.franchir(transition, par=par, motif=motif, **champs)
    ligne = session.franchir(TransitionSession.DEMANDER, par=par, **champs)
    return session.franchir(TransitionSession.SOUMETTRE_MANDATAIRE, par=None) if accord else ligne


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
    engagees = verrouiller([retenue.intention_id for retenue in retenues])
    liberer([i for i in engagees if i.statut == StatutIntention.ENGAGEE], par=par, motif=motif, le=le)


def retenir(session: Session, intentions: Collection[int], *, par: Utilisateur, le: date) -> None:
    """Make a request hold these intentions and no other; those it may not take are left out without a word."""
    voulues = set(intentions)
    deja = {retenue.intention_id: retenue.active for retenue in session.retenues.all()}
    retirees = deja.keys() - voulues
    tenues = verrouiller([pk for pk in retirees if deja[pk]])
    motif = f"{session.organisme} ne réunit plus votre intention dans cette session."
    retirer_des_rendez_vous(session, [intention.pk for intention in tenues], motif=motif)
    liberer(tenues, par=par, motif=f"Retirée de la demande {session.numero}.", le=le)
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
    if session.complement_groupe and not session.groupe_existant.strip():
        raise RegleViolee("Dites quel groupe la session complète : la Région doit pouvoir le retrouver.")
    if derogation_necessaire(constats) and not session.motif_derogation.strip():
        raise RegleViolee("Une dérogation est nécessaire : dites en une phrase pourquoi, la Région en décidera.")


def _exiger_intentions_disponibles(session: Session, *, le: date) -> None:
    """Say which intention may not be taken (any more): the rules alone would only say that one was."""
    nouvelles = session.retenues.filter(active=False).values_list("intention_id", flat=True)
    raisons = [
        f"L’intention {intention.numero} de {intention.employeur} n’est plus à prendre "
        f"({raison[:1].lower()}{raison[1:]}) : décochez-la."
        for intention in verrouiller(list(nouvelles))
        if (raison := fermeture_de(intention, session, le=le))
    ]
    if raisons:
        raise RegleViolee(*raisons)


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
