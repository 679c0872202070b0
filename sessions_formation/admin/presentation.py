"""The words of the queue and of the decision: where a request stands, what an act will do."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format

from noyau.templatetags.maison import montant
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, compter, enumerer, jour
from sessions_formation.enums import RoleGroupement, TypeSession
from sessions_formation.forms.decision import Decision
from sessions_formation.models import Session
from sessions_formation.queries.delais import Delais
from sessions_formation.queries.file import jours_d_attente
from sessions_formation.queries.instruction import bon_de_l_annee, structures_prevenues
from sessions_formation.queries.lecture import Lecture
from sessions_formation.queries.lots import mandataire_du_lot, prix_du_lot
from sessions_formation.queries.reponses import cas_de

AUJOURD_HUI = "arrivée aujourd’hui"
ROLES = {**{role.value: role.label.lower() for role in RoleGroupement}, "exterieur": "hors du groupement"}
VERDICTS = {
    Verdict.ELIGIBLE: "Rien ne s’oppose à l’autorisation",
    Verdict.DEROGATION: "Une dérogation à accorder ou à refuser",
    Verdict.A_COMPLETER: "Il manque une information : la session ne peut pas être autorisée",
    Verdict.NON_ELIGIBLE: "Une condition n’est pas remplie : la session ne peut pas être autorisée",
}
VERDICTS_PASSES = {
    Verdict.ELIGIBLE: "Toutes les conditions étaient remplies",
    Verdict.DEROGATION: "Une dérogation était à décider",
    Verdict.A_COMPLETER: "Il manquait une information",
    Verdict.NON_ELIGIBLE: "Une condition n’était pas remplie",
}


class Attente(NamedTuple):
    """How long a request has waited: words, and the level of ``composants/delai.html``."""

    texte: str
    niveau: str

    @property
    def phrase(self) -> str:
        """« attend depuis 2 jours ouvrés »."""
        return self.texte if self.texte == AUJOURD_HUI else f"attend depuis {self.texte}"


def attente_de(session: Session, *, delais: Delais, le: date) -> Attente:
    """Give the working days the request has waited for an officer: near, then exceeded (domaine.md §6)."""
    jours = jours_d_attente(session, le=le)
    niveau = "depasse" if jours >= delais.alerte_session_jours else ""
    if not niveau and jours >= delais.relance_session_jours:
        niveau = "proche"
    return Attente(compter(jours, "jour ouvré", "jours ouvrés") if jours else AUJOURD_HUI, niveau)


def volume(session: Any) -> str:
    """« 5 parcours × 420 h »."""
    if not session.effectif or not session.heures:
        return "–"
    return f"{session.effectif} parcours ×\N{NO-BREAK SPACE}{session.heures}\N{NO-BREAK SPACE}h"


def ligne_de_file(session: Session, *, rang: int, delais: Delais, le: date) -> dict[str, Any]:
    """Give a line of ``composants/file.html``; the session comes with its lot, training body and commune."""
    attente = attente_de(session, delais=delais, le=le)
    detail = [session.numero or "", session.organisme.nom, f"lot {session.lot.numero}", montant(session.montant)]
    return {
        "rang": rang,
        "titre": titre_de(session),
        "url": reverse("admin:sessions_formation_session_change", args=[session.pk]),
        "detail": ", ".join(filter(None, detail)),
        "delai": attente.texte,
        "delai_niveau": attente.niveau,
        "etat": session.statut,
        "etat_libelle": session.get_statut_display(),
    }


def titre_de(session: Session) -> str:
    """« Soudeur assembleur industriel, Cholet »."""
    return f"{session.intitule}, {session.commune.nom}" if session.commune_id else session.intitule


class Suites(NamedTuple):
    """What an authorisation touches beside the request: the bon de commande it extends (its number, empty when it
    opens one), the mandataire, the lot's price that day, how many employers and which structures are told."""

    bon: str
    mandataire: str
    prix: Decimal | None
    employeurs: int
    structures: list[str]


def suites_lues(lu: Lecture) -> Suites:
    """From a file already read."""
    employeurs = sum(retenue.active for retenue in lu.retenues)
    session: Any = lu.session
    return Suites(session.lu_bon or "", lu.faits.mandataire, lu.faits.prix_heure, employeurs, session.lu_structures)


def suites_de(session: Session, *, le: date) -> Suites:
    """The same, read for a request that may be unsaved."""
    bon = bon_de_l_annee(session, le)
    return Suites(
        bon=bon.numero if bon else "",
        mandataire=mandataire_du_lot(session.lot).organisme.nom,
        prix=prix_du_lot(session.lot, le),
        employeurs=session.retenues.filter(active=True).count() if session.pk else 0,
        structures=[structure.nom for structure in structures_prevenues(session)],
    )


def faits_de(lu: Lecture) -> list[dict[str, str]]:
    """Give what is asked for, as ``composants/faits.html`` shows it."""
    session: Any = lu.session
    lignes = [
        ("Organisme", f"{session.organisme.nom}, {ROLES[lu.faits.role]}", _origine(session)),
        ("Bon de commande adressé à", f"{lu.faits.mandataire}, mandataire" if lu.faits.mandataire else "", ""),
        ("Type", session.get_type_display(), cas_de(session)),
        ("Dates", _dates(session), ""),
        ("Volume", volume(session), ""),
        ("Prix de l’heure", montant(session.prix_heure), _prix(session.prix_heure, session.lu_prix_alors)),
        ("Montant", montant(session.montant), ""),
        ("Lieu", session.lieu_affiche, "" if session.lieu_id else "Nouveau pour ce lot"),
        ("Certification visée", str(session.certification) if session.certification_id else "Aucune", ""),
    ]
    return [{"nom": nom, "valeur": valeur, "note": note} for nom, valeur, note in lignes if valeur]


def effets_de(decision: Decision, session: Session, *, le: date, suites: Suites | None = None) -> list[str]:
    """Name what a decision will do, in sentences. ``suites``: what it touches, when it has been read already."""
    organisme = session.organisme.nom
    if decision == Decision.COMPLETER:
        return [
            composer(f"{organisme} reçoit votre demande par courriel, avec votre nom ;"),
            composer("la demande quitte la file et y reprend place, à la fin, une fois complétée ;"),
            "ses intentions restent engagées avec elle.",
        ]
    if decision == Decision.REFUSER:
        return [
            composer(f"la notification de refus, avec votre motif, part à {organisme} ;"),
            composer("les intentions qu’elle retient redeviennent disponibles pour d’autres organismes ;"),
            "une demande refusée ne se rouvre pas.",
        ]
    return _effets_de_l_autorisation(session, suites or suites_de(session, le=le), le=le)


def _effets_de_l_autorisation(session: Session, suites: Suites, *, le: date) -> list[str]:
    somme = montant(session.montant)
    effets = [
        f"le bon de commande {suites.bon} augmente de {somme} ;"
        if suites.bon
        else f"un bon de commande de {somme} est ouvert sur le lot {session.lot.numero}, pour {le.year} ;",
        _lettres(session.organisme.nom, suites.mandataire),
    ]
    if session.prix_heure and suites.prix and session.prix_heure > suites.prix:
        effets.append(
            f"le prix de l’heure du lot passe de {montant(suites.prix)} à {montant(session.prix_heure)}, "
            "pour toutes ses sessions à venir ;"
        )
    if session.type == TypeSession.INTENTION:
        effets.append(f"{compter(suites.employeurs, 'employeur est prévenu', 'employeurs sont prévenus')} ;")
    if suites.structures:
        noms = enumerer(suites.structures) if len(suites.structures) < 4 else ""
        prevenu = noms or compter(len(suites.structures), "structure")
        effets.append(f"le Réseau pour l’emploi est prévenu ({prevenu}) ;")
    return [composer(effet) for effet in [*effets[:-1], effets[-1].removesuffix(" ;") + "."]]


def _lettres(organisme: str, mandataire: str) -> str:
    """Say to whom the authorisation and the order go: often the same."""
    if organisme == mandataire:
        return f"l’autorisation et le bon de commande partent à {organisme} ;"
    return f"l’autorisation part à {organisme}, le bon de commande à {mandataire} ;"


def suivie_par(session: Any) -> dict[str, str]:
    """Give who instructs a request and, when that person is away today, who does meanwhile (``absence_de``, read).

    ``nom`` is empty when it is nobody's; ``note`` says the absence.
    """
    if session.agent is None:
        return {"nom": "", "note": ""}
    absence = session.lu_absence
    if not absence:
        return {"nom": str(session.agent), "note": ""}
    jusqu_au = f"absence jusqu’au {date_format(date.fromisoformat(absence['fin']), 'j F')}"
    remplacant = f"{absence['prenom'] or ''} {absence['nom'] or ''}".strip()
    note = f"{jusqu_au}, remplacement par {remplacant}" if remplacant else f"{jusqu_au}, sans remplacement"
    return {"nom": str(session.agent), "note": note}


def _origine(session: Session) -> str:
    nom = session.demandeur.get_full_name()
    return f"Commandée pour la Région par {nom}" if session.type == TypeSession.SOCLE else f"Demandée par {nom}"


def _dates(session: Session) -> str:
    if not (session.debut and session.fin):
        return ""
    return f"du {jour(session.debut)} au {jour(session.fin)}"


def _prix(prix: Decimal | None, tarif: Decimal | None) -> str:
    if prix is None or tarif is None:
        return ""
    if prix == tarif:
        return "Prix du lot"
    return f"{'Au-dessus' if prix > tarif else 'Au-dessous'} du prix du lot, {montant(tarif)}"
