"""The files behind a figure, found by the very conditions it is counted with."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from factures.enums import StatutFacture
from factures.models import Facture
from insertion.queries.resultats import ENTREE, SORTIE
from insertion.regles.resultats import MESURES
from intentions.models import IntentionEmbauche
from noyau.listes import identifiant
from noyau.replique import base_de_lecture
from pilotage.queries.agreges import TABLES, conditions_des_agreges
from pilotage.queries.attentes import attendus
from pilotage.queries.comptes import DERNIERE, JOURS
from pilotage.queries.perimetre import Condition, conditions
from pilotage.regles.attentes import MOTS, Attente, Nature
from pilotage.regles.chaine import TITRES_DES_ARRETS, TITRES_DES_ETAPES, Arret, Etape
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.regles.reglement import Reglement
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.enums import StatutDemandeAvenant
from sessions_formation.models import DemandeAvenant, Session

# In an address, a post that may still go further.
EN_COURS = "en_cours"
# The sessions a rate is of: those that count in what it is worked out on.
_DE_LA_MESURE = {
    "remplissage": "r.capacite",
    "abandon": "r.entres",
    "au_bout": "r.termines + r.emplois + r.abandons",
    "promis": "r.promis",
    **{f"{nom}_{mois}": f"r.demandes_{mois}" for nom in ("emploi", "durable") for mois in (1, 3, 6)},
}
_DES_LOTS = {
    "commande": "Sessions commandées",
    "engage": "Demandes que personne n’a décidées",
    "facture": "Factures émises",
    "paye": "Factures payées",
}


class Dossiers(NamedTuple):
    """Files: what they are, what figure they are behind in words, and themselves, in order, for ``page_de``."""

    nature: Nature
    titre: str
    lignes: QuerySet[Any]


def dossiers(criteres: Mapping[str, str], *, le: date, loi: Reglement) -> Dossiers | None:
    """Give the files of ``criteres`` (``Case.dossiers``, as an address holds them); None when they name no figure.

    Officers only: files bear names. No query before the files are read.
    """
    match criteres.get("quoi"):
        case "chaine":
            return _de_la_chaine(criteres)
        case "arrets":
            return _des_arrets(criteres)
        case "resultats":
            return _des_resultats(criteres)
        case "blocages":
            return _des_blocages(criteres, le=le, loi=loi)
        case "lots":
            return _des_lots(criteres)
    return None


def perimetre_lu(criteres: Mapping[str, str]) -> Perimetre | None:
    """Read the perimeter that criteria hold; None when its months are none."""
    try:
        debut, fin = (date.fromisoformat(f"{criteres.get(nom, '')}-01") for nom in ("debut", "fin"))
    except ValueError:
        return None
    return Perimetre(debut, fin, _axes(criteres))


def _axes(criteres: Mapping[str, str]) -> dict[Axe, str]:
    return {axe: criteres[axe.value] for axe in Axe if axe != Axe.MOIS and criteres.get(axe.value)}


def _de_la_chaine(criteres: Mapping[str, str]) -> Dossiers | None:
    perimetre = perimetre_lu(criteres)
    if perimetre is None or criteres.get("etape") not in set(Etape):
        return None
    etape = Etape(criteres["etape"])
    gardes = conditions(perimetre)
    condition = Condition(f"{gardes.sql} and {JOURS[etape]} is not null", gardes.parametres)
    return Dossiers(Nature.INTENTIONS, f"Intentions : {_bas(TITRES_DES_ETAPES[etape])}", _intentions(condition))


def _des_arrets(criteres: Mapping[str, str]) -> Dossiers | None:
    perimetre = perimetre_lu(criteres)
    arret = criteres.get("arret", "")
    if perimetre is None or criteres.get("derniere") not in set(Etape) or arret not in {EN_COURS, *Arret}:
        return None
    etape = Etape(criteres["derniere"])
    gardes = conditions(perimetre)
    cause = "" if arret == EN_COURS else arret
    condition = Condition(f"{gardes.sql} and {DERNIERE} = %s and f.arret = %s", (*gardes.parametres, etape, cause))
    mots = TITRES_DES_ARRETS[Arret(cause)] if cause else "Suivent leur cours"
    return Dossiers(
        Nature.INTENTIONS, f"{mots}, dernière étape : {_bas(TITRES_DES_ETAPES[etape])}", _intentions(condition)
    )


def _intentions(condition: Condition) -> QuerySet[Any]:
    sql = f"select f.intention_id from pilotage_faitposte f where {condition.sql}"  # noqa: S608 - names of columns
    lignes = IntentionEmbauche.objects.using(base_de_lecture())
    return lignes.filter(pk__in=RawSQL(sql, condition.parametres)).order_by("-deposee_le", "-pk")  # noqa: S611


def _des_resultats(criteres: Mapping[str, str]) -> Dossiers | None:
    perimetre, selon = perimetre_lu(criteres), criteres.get("selon", ENTREE)
    mesure = MESURES.get(criteres.get("mesure", ""))
    if perimetre is None or mesure is None or selon not in {ENTREE, SORTIE}:
        return None
    gardes = conditions_des_agreges(perimetre, selon=selon)
    sql = f"select r.session_id from {TABLES} where {gardes.sql} and {_DE_LA_MESURE[mesure.code]} > 0"  # noqa: S608 - names of columns
    lignes = Session.objects.using(base_de_lecture()).filter(pk__in=RawSQL(sql, gardes.parametres))  # noqa: S611
    return Dossiers(Nature.SESSIONS, f"Sessions comptées : {_bas(mesure.nom)}", lignes.order_by("-pk"))


def _des_blocages(criteres: Mapping[str, str], *, le: date, loi: Reglement) -> Dossiers | None:
    if criteres.get("attente") not in set(Attente):
        return None
    attente = Attente(criteres["attente"])
    lus = attendus(attente, _axes(criteres), le=le, loi=loi)
    if lus is None:
        return None
    tard = criteres.get("retard") == "1"
    cles = (lus.lignes.filter(lus.tard) if tard else lus.lignes).order_by().values(lus.dossier)
    mots = MOTS[attente]
    lignes = _modele(mots.nature).filter(pk__in=cles).order_by(*_ORDRE[mots.nature])
    return Dossiers(mots.nature, f"{mots.titre}, au-delà du délai" if tard else mots.titre, lignes)


_ORDRE = {
    Nature.INTENTIONS: ("-deposee_le", "-pk"),
    Nature.SESSIONS: ("-pk",),
    Nature.FACTURES: ("-mois", "-pk"),
}


def _modele(nature: Nature) -> QuerySet[Any]:
    modeles: dict[Nature, Any] = {
        Nature.INTENTIONS: IntentionEmbauche,
        Nature.SESSIONS: Session,
        Nature.FACTURES: Facture,
    }
    return modeles[nature].objects.using(base_de_lecture())


def _des_lots(criteres: Mapping[str, str]) -> Dossiers | None:
    lot, montant = identifiant(criteres.get("lot", "")), criteres.get("montant", "")
    if lot is None or montant not in _DES_LOTS:
        return None
    if montant in {"commande", "engage"}:
        demandes = DemandeAvenant.objects.filter(session=OuterRef("pk"), statut=StatutDemandeAvenant.DEPOSEE)
        garde = Q(composante__isnull=False) if montant == "commande" else _demandees(demandes)
        sessions = Session.objects.using(base_de_lecture()).filter(garde, lot=lot)
        return Dossiers(Nature.SESSIONS, _DES_LOTS[montant], sessions.order_by("-pk"))
    factures = Facture.objects.using(base_de_lecture()).filter(bon__lot=lot).emises()
    if montant == "paye":
        factures = factures.filter(statut=StatutFacture.PAYEE)
    return Dossiers(Nature.FACTURES, _DES_LOTS[montant], factures.order_by(*_ORDRE[Nature.FACTURES]))


def _demandees(demandes: QuerySet[DemandeAvenant]) -> Q:
    return Q(statut__in=PAS_DECIDEE) | Q(Exists(demandes))


def _bas(mots: str) -> str:
    return mots[:1].lower() + mots[1:]
