"""An employer withdraws an intention that a request holds (FAQ §6): the session loses its posts unless it has begun.

Called by ``intentions.signaux`` in the withdrawing transaction. Everywhere else a session is locked before its
intentions: here too, by ``verrouiller_la_session``, which comes before the intention is.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.urls import reverse

from comptes.models import Utilisateur
from intentions.actions.prevenir import cle_du_retrait
from intentions.models import IntentionEmbauche
from intentions.queries.documents import contexte_accuse
from noyau import courriers
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from referentiels.regles.typographie import composer, compter, jour
from sessions_formation.actions.etapes import retirer_des_rendez_vous
from sessions_formation.actions.signature import faire_tomber_la_signature
from sessions_formation.enums import StatutSession
from sessions_formation.models import IntentionRetenue, Session
from sessions_formation.queries.documents import contexte_session
from sessions_formation.queries.lots import mandataire_du_lot
from sessions_formation.queries.postes import postes_manquants

NOM_AU_JOURNAL = 80
CHANGE = "Un organisme ou la Région agit sur cette intention en ce moment même : rechargez la page, puis recommencez."


def verrouiller_la_session(*, intention_id: int, **_: Any) -> None:
    """Lock the session that counts on an intention, before the intention itself is locked."""
    tenue = IntentionRetenue.objects.filter(intention=intention_id, active=True).values("session")
    list(Session.objects.filter(pk__in=tenue).select_for_update(of=("self",)).order_by("pk"))


def retirer_de_la_session(
    *, intention: IntentionEmbauche, par: Utilisateur | None, motif: str, le: date, **_: Any
) -> None:
    """Take the posts back from the session that holds them, and tell its training body, its mandataire, the Région.

    Once the session has begun nothing changes for it: they are told that it goes on. Raises ``RegleViolee`` when
    somebody acts on that session at this very moment.
    """
    retenue = _tenue(intention)
    if retenue:
        commencee = retenue.session.commencee(le)
        if not commencee:
            texte = f"Vous avez retiré l’intention {intention.numero}."
            retirer_des_rendez_vous(retenue.session, [intention.pk], motif=texte)
            retenue.active = False
            retenue.save(update_fields=["active"])
            faire_tomber_la_signature(retenue.session, par=None, pourquoi="Un employeur s’est retiré depuis.")
        nom = intention.employeur.nom[:NOM_AU_JOURNAL] if intention.employeur else ""
        noter(
            retenue.session,
            composer(f"L’employeur {nom} retire {compter(retenue.postes, 'poste')}"),
            par=par,
            transition="desistement",
            motif=motif,
        )
        _prevenir_la_session(retenue, motif=motif, commencee=commencee)
    _prevenir_les_brouillons(intention, motif=motif)


def effets_du_retrait(*, intention: IntentionEmbauche, le: date, **_: Any) -> list[str]:
    """Give, in sentences for the employer, what its withdrawal does to the session that counts on its posts."""
    retenue = (
        IntentionRetenue.objects.filter(intention=intention, active=True)
        .select_related("session__organisme", "session__commune", "session__lieu__commune")
        .first()
    )
    if retenue is None:
        return []
    session = retenue.session
    lieu = f", {session.lieu_affiche}" if session.lieu_affiche else ""
    commence = f", du {jour(session.debut)}" if session.debut else ""
    quoi = f"« {session.intitule} »{lieu}{commence}"
    if session.commencee(le):
        return [
            composer(f"La session {quoi} a commencé : elle va à son terme, sans embauche chez vous."),
            composer(f"{session.organisme.nom}, qui la mène, et la Région sont prévenus aussitôt."),
        ]
    return [
        composer(f"La session {quoi} comptait sur {compter(retenue.postes, 'de vos postes', 'de vos postes')}."),
        composer(f"{session.organisme.nom}, qui l’a demandée, et la Région sont prévenus aussitôt."),
        "S’il manque trop de postes, elle pourrait ne pas ouvrir.",
    ]


def _tenue(intention: IntentionEmbauche) -> IntentionRetenue | None:
    """Give what holds the intention, its session being locked. It is, by ``verrouiller_la_session``, unless it was
    taken or let go in between: then nobody is waited for, since whoever holds the session may wait for us."""
    retenue = IntentionRetenue.objects.filter(intention=intention, active=True).first()
    if retenue is None:
        return None
    try:
        with transaction.atomic():
            sessions = Session.objects.select_for_update(of=("self",), nowait=True)
            session = sessions.select_related("lot__groupement", "organisme", "demandeur").get(pk=retenue.session_id)
    except OperationalError as erreur:
        raise RegleViolee(CHANGE) from erreur
    retenue = session.retenues.filter(intention=intention, active=True).first()
    if retenue is None:
        raise RegleViolee(CHANGE)
    retenue.session, retenue.intention = session, intention
    return retenue


def _prevenir_la_session(retenue: IntentionRetenue, *, motif: str, commencee: bool) -> None:
    session, intention = retenue.session, retenue.intention
    contexte = {
        **contexte_session(session),
        "intention": intention.numero,
        "employeur": intention.employeur.nom if intention.employeur else "",
        "poste": intention.intitule_affiche,
        "postes_retires": retenue.postes,
        "il_manque": 0 if commencee else postes_manquants(session),
        "motif": motif,
        "commencee": commencee,
    }
    mandataire = mandataire_du_lot(session.lot).organisme
    destinataires = {
        f"organisme-{session.organisme_id}": session.organisme.courriel,
        f"organisme-{mandataire.pk}": mandataire.courriel,
    }
    if session.demandeur.email.lower() not in {adresse.lower() for adresse in destinataires.values()}:
        destinataires["demandeur"] = session.demandeur.email
    for qui, adresse in destinataires.items():
        if adresse:
            _ecrire(cle_du_retrait(intention, qui), adresse, {**contexte, "pour": "organisme"})
    chemin = reverse("admin:sessions_formation_session_change", args=[session.pk])
    region = {**contexte, "pour": "region", "chemin": chemin}
    _ecrire(cle_du_retrait(intention, "region"), settings.REGION_EMAIL, region)


def _ecrire(cle: str, destinataire: str, contexte: dict[str, Any]) -> None:
    courriers.deposer(modele="desistement_session", cle=cle, destinataire=destinataire, contexte=contexte)


def _prevenir_les_brouillons(intention: IntentionEmbauche, *, motif: str) -> None:
    """Tell those who had ticked it in a request they have not sent yet."""
    modifiables = {StatutSession.BROUILLON, StatutSession.A_COMPLETER}
    retenues = IntentionRetenue.objects.filter(intention=intention, active=False, session__statut__in=modifiables)
    organismes = {
        retenue.session.organisme for retenue in retenues.select_related("session__organisme").order_by("pk")
    }
    for organisme in sorted(organismes, key=lambda organisme: organisme.pk):
        if organisme.courriel:
            courriers.deposer(
                modele="intention_retiree",
                cle=cle_du_retrait(intention, f"organisme-{organisme.pk}"),
                destinataire=organisme.courriel,
                contexte={**contexte_accuse(intention), "motif": motif},
            )
