"""Who is told of a person proposed for a session. Each mail holds ``stagiaires``: erasure finds it by that.

Names are in the mails, since whoever reads them works with the person; never in the journal.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.urls import reverse

from noyau import courriers
from noyau.journal import LigneJournal
from parcours.queries.employeur import chemin_avis, courriel_du
from parcours.queries.interlocuteurs import courriel_du_referent
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.documents import destinataire_de


def contexte_parcours(parcours: Parcours) -> dict[str, Any]:
    """Give the facts of a parcours as plain JSON: who, on what, where it stands."""
    session, intention = parcours.session, parcours.intention
    return {
        "stagiaires": [parcours.stagiaire_id],
        "personne": parcours.stagiaire.nom_complet,
        "structure": parcours.structure.nom if parcours.structure else "",
        "employeur": intention.employeur.nom if intention and intention.employeur else "",
        "poste": intention.intitule_affiche if intention else "",
        "attente": parcours.en_liste_d_attente,
        "chemin": reverse("parcours:fiche", args=[parcours.pk]),
        **faits_de_la_session(session),
    }


def faits_de_la_session(session: Session) -> dict[str, Any]:
    """Give what names a session to somebody of the Réseau pour l'emploi."""
    return {
        "session": session.intitule,
        "numero": session.numero or "",
        "organisme": session.organisme.nom,
        "lieu": session.lieu_affiche,
        "debut": session.debut.isoformat() if session.debut else "",
        "fin": session.fin.isoformat() if session.fin else "",
    }


def courriel_de_la_session(session: Session) -> str:
    """Give where the one referent of a session reads: the person if named, else its structure; maybe empty."""
    if session.referent and session.referent.is_active:
        return session.referent.email
    return session.structure_referente.courriel if session.structure_referente else ""


def annoncer_candidat(parcours: Parcours, ligne: LigneJournal) -> None:
    """Tell the training body, and the structure that follows the session when another proposes."""
    autre = parcours.session.structure_referente_id not in {None, parcours.structure_id}
    destinataires = {
        "organisme": destinataire_de(parcours.session),
        "referent": courriel_de_la_session(parcours.session) if autre else "",
    }
    _ecrire("candidat_propose", ligne, destinataires, contexte_parcours(parcours), groupable=True)


def annoncer_profil(parcours: Parcours, ligne: LigneJournal) -> None:
    """Tell the training body, which decides, and the employer of the post, who may give its opinion."""
    contexte = contexte_parcours(parcours)
    _ecrire("profil_valide", ligne, {"organisme": destinataire_de(parcours.session)}, contexte, groupable=True)
    if parcours.intention:
        adresse = courriel_du(parcours)
        employeur = {**contexte, "chemin": chemin_avis(parcours, adresse)}
        _ecrire("profil_valide_employeur", ligne, {"employeur": adresse}, employeur)


def annoncer_retrait(parcours: Parcours, ligne: LigneJournal) -> None:
    """Tell the training body, and the structure that follows the session, that the person does not come."""
    contexte = {**contexte_parcours(parcours), "raison": parcours.get_motif_display()}
    destinataires = {
        "organisme": destinataire_de(parcours.session),
        "referent": courriel_de_la_session(parcours.session),
    }
    _ecrire("candidature_retiree", ligne, destinataires, contexte, groupable=True)


def annoncer_place(parcours: Parcours, ligne: LigneJournal) -> None:
    """Tell who proposed the person that a place waits for it (to act on: the person must be told), and the training
    body."""
    contexte = contexte_parcours(parcours)
    structure, organisme = courriel_du_referent(parcours), destinataire_de(parcours.session)
    _ecrire("place_proposee", ligne, {"referent": structure}, {**contexte, "pour": "referent"})
    _ecrire("place_proposee", ligne, {"organisme": organisme}, {**contexte, "pour": "organisme"}, groupable=True)


def annoncer_annulation(*, session: Session, liberes: Sequence[Parcours], motif: str, **_autres: Any) -> None:
    """Tell whoever follows the candidates of a cancelled session, and its référent: one mail each, with its people."""
    eux = Parcours.objects.filter(pk__in=[lui.pk for lui in liberes]).order_by("pk").select_related(
        "stagiaire__referent", "stagiaire__structure", "structure", "session__referent", "session__structure_referente"
    )  # fmt: skip
    par_adresse: dict[str, list[Parcours]] = {}
    for lui in eux:
        adresses = {courriel_du_referent(lui).lower(), courriel_de_la_session(lui.session).lower()} - {""}
        for adresse in sorted(adresses):
            par_adresse.setdefault(adresse, []).append(lui)
    for adresse, siens in par_adresse.items():
        courriers.deposer(
            modele="candidats_liberes",
            cle=f"candidats_liberes:{session.pk}:{siens[0].pk}:{sha256(adresse.encode()).hexdigest()[:12]}",
            destinataire=adresse,
            contexte={
                **faits_de_la_session(session),
                "motif": motif,
                "personnes": [lui.stagiaire.nom_complet for lui in siens],
                "nombre": len(siens),
                "stagiaires": sorted({lui.stagiaire_id for lui in siens}),
                "chemin": reverse("parcours:sessions"),
            },
        )


def _ecrire(
    modele: str,
    ligne: LigneJournal,
    destinataires: dict[str, str],
    contexte: dict[str, Any],
    *,
    groupable: bool = False,
) -> None:
    """One mail an address: who is both the training body's and the structure's reads it once."""
    deja: set[str] = set()
    for qui, adresse in destinataires.items():
        if adresse and adresse.lower() not in deja:
            deja.add(adresse.lower())
            courriers.deposer(
                modele=modele,
                cle=f"{modele}:{ligne.pk}:{qui}",
                destinataire=adresse,
                contexte=contexte,
                groupable=groupable,
            )
