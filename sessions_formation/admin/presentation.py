"""The words of the queue and of the decision: where a request stands, what an act will do."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format

from noyau.templatetags.maison import montant
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, compter, enumerer
from sessions_formation.enums import RoleGroupement, TypeSession
from sessions_formation.forms.decision import Decision
from sessions_formation.models import Session
from sessions_formation.queries.file import jours_d_attente
from sessions_formation.queries.instruction import bon_de_l_annee, structures_prevenues
from sessions_formation.queries.lots import mandataire_du_lot, prix_du_lot, role_dans_le_groupement

PROCHE, DEPASSE = 2, 5
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


def attente_de(session: Session, *, le: date) -> Attente:
    """Give the working days since the request was complete: near from 2, exceeded from 5 (domaine.md §6)."""
    jours = jours_d_attente(session, le=le)
    niveau = "depasse" if jours >= DEPASSE else "proche" if jours >= PROCHE else ""
    return Attente(compter(jours, "jour ouvré", "jours ouvrés") if jours else AUJOURD_HUI, niveau)


def volume(session: Session) -> str:
    """« 5 parcours × 420 h »."""
    if not session.effectif or not session.heures:
        return "–"
    return f"{session.effectif} parcours ×\N{NO-BREAK SPACE}{session.heures}\N{NO-BREAK SPACE}h"


def ligne_de_file(session: Session, *, rang: int, le: date) -> dict[str, Any]:
    """Give a line of ``composants/file.html``; the session comes with its lot, training body and commune."""
    attente = attente_de(session, le=le)
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


def faits_de(session: Session, *, le: date) -> list[dict[str, str]]:
    """Give what is asked for, as ``composants/faits.html`` shows it."""
    role = ROLES[role_dans_le_groupement(session.organisme_id, session.lot)]
    tarif = prix_du_lot(session.lot, session.jugee_le or le)
    lignes = [
        ("Organisme", f"{session.organisme.nom}, {role}", _origine(session)),
        ("Bon de commande adressé à", f"{mandataire_du_lot(session.lot).organisme.nom}, mandataire", ""),
        ("Type", session.get_type_display(), _particularites(session)),
        ("Dates", _dates(session), ""),
        ("Volume", volume(session), ""),
        ("Prix de l’heure", montant(session.prix_heure), _prix(session.prix_heure, tarif)),
        ("Montant", montant(session.montant), ""),
        ("Lieu", session.lieu_affiche, "" if session.lieu_id else "Nouveau pour ce lot"),
        ("Certification visée", str(session.certification) if session.certification_id else "Aucune", ""),
    ]
    return [{"nom": nom, "valeur": valeur, "note": note} for nom, valeur, note in lignes if valeur]


def effets_de(decision: Decision, session: Session, *, le: date) -> list[str]:
    """Name what a decision will do, in sentences."""
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
    return _effets_de_l_autorisation(session, le=le)


def _effets_de_l_autorisation(session: Session, *, le: date) -> list[str]:
    mandataire, bon = mandataire_du_lot(session.lot).organisme.nom, bon_de_l_annee(session, le)
    somme = montant(session.montant)
    effets = [
        f"le bon de commande {bon.numero} augmente de {somme} ;"
        if bon
        else f"un bon de commande de {somme} est ouvert sur le lot {session.lot.numero}, pour {le.year} ;",
        f"l’autorisation part à {session.organisme.nom}, le bon de commande à {mandataire} ;",
    ]
    prix = prix_du_lot(session.lot, le)
    if session.prix_heure and prix and session.prix_heure > prix:
        effets.append(
            f"le prix de l’heure du lot passe de {montant(prix)} à {montant(session.prix_heure)}, "
            "pour toutes ses sessions à venir ;"
        )
    if session.type == TypeSession.INTENTION:
        employeurs = session.retenues.filter(active=True).count()
        effets.append(f"{compter(employeurs, 'employeur est prévenu', 'employeurs sont prévenus')} ;")
    if structures := structures_prevenues(session):
        noms = enumerer([structure.nom for structure in structures]) if len(structures) < 4 else ""
        prevenu = noms or compter(len(structures), "structure")
        effets.append(f"le Réseau pour l’emploi est prévenu ({prevenu}) ;")
    return [composer(effet) for effet in [*effets[:-1], effets[-1].removesuffix(" ;") + "."]]


def _origine(session: Session) -> str:
    nom = session.demandeur.get_full_name()
    return f"Commandée pour la Région par {nom}" if session.type == TypeSession.SOCLE else f"Demandée par {nom}"


def _particularites(session: Session) -> str:
    dits = {
        "entrées et sorties permanentes": session.entrees_sorties_permanentes,
        "complète un groupe existant": session.complement_groupe,
        "équilibre financier attesté": session.equilibre_financier,
    }
    return ", ".join(nom for nom, vrai in dits.items() if vrai)


def _dates(session: Session) -> str:
    if not (session.debut and session.fin):
        return ""
    return f"du {date_format(session.debut, 'j F Y')} au {date_format(session.fin, 'j F Y')}"


def _prix(prix: Decimal | None, tarif: Decimal | None) -> str:
    if prix is None or tarif is None:
        return ""
    if prix == tarif:
        return "Prix du lot"
    return f"{'Au-dessus' if prix > tarif else 'Au-dessous'} du prix du lot, {montant(tarif)}"
