"""What is asked on a session already ordered, as the rules judge it: the parcours and hours asked in addition."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from noyau.journal import LigneJournal
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant, StatutSession
from sessions_formation.models import DemandeAvenant, IntentionRetenue, Session
from sessions_formation.queries.dossier import FaitsDuLot, dossier_avec
from sessions_formation.regles.dossier_session import RECEVABLE, DossierSession, IntentionAttachee

# States in which what is ordered may still change.
AMENDABLE = frozenset({StatutSession.AUTORISEE, StatutSession.PUBLIEE, StatutSession.DEMARREE})
PREMIERE_SIGNATURE, RENVOI = "premiere_signature", "renvoyer"


def dossier_de_la_demande(
    demande: DemandeAvenant, retenues: Iterable[IntentionRetenue], *, le: date, faits: FaitsDuLot | None = None
) -> DossierSession:
    """Give the dossier of what is asked in addition to a group that exists already; nothing needs to be saved.

    More parcours stand on the intentions of the demand, ``retenues``. More hours stand on those the session holds,
    whatever became of them since: a session begun is carried to its end (FAQ §6). ``faits``: those of the lot when
    they have been read already.
    """
    session = demande.session
    dossier = dossier_avec(session, retenues, le=le, faits=faits)
    if demande.nature == NatureAvenant.HEURES:
        tenues = session.retenues.filter(active=True).order_by("pk").values_list("postes", flat=True)
        deja = tuple(IntentionAttachee(etat=RECEVABLE, postes=postes, engagee_ailleurs=False) for postes in tenues)
        dossier = replace(dossier, intentions=deja)
    demandee = replace(
        dossier.session,
        effectif=demande.parcours,
        heures=Decimal(demande.heures) if demande.heures is not None else None,
        prix_heure=demande.prix_heure,
        debut=demande.entree if demande.nature == NatureAvenant.PARCOURS else max(session.debut or le, le),
        fin=demande.nouvelle_fin or session.fin,
        complement_groupe=True,
    )
    return replace(dossier, session=demandee)


def natures_a_demander(session: Session, demandes: Iterable[DemandeAvenant], *, le: date) -> list[NatureAvenant]:
    """Give what its training body may ask on an ordered session on ``le``: one of each sort at a time."""
    if session.statut not in AMENDABLE:
        return []
    attendent = {demande.nature for demande in demandes if demande.statut == StatutDemandeAvenant.DEPOSEE}
    natures = [NatureAvenant.PARCOURS, NatureAvenant.HEURES]
    if not session.commencee(le):
        natures.append(NatureAvenant.ANNULATION)
    return [nature for nature in natures if nature not in attendent]


def jours_d_attente(demande: DemandeAvenant, *, le: date) -> int:
    """Give how many working days a demand has waited, up to ``le``."""
    return jours_ouvres_ecoules(timezone.localtime(demande.deposee_le).date(), le, feries=FERIES)


def premiere_signature(demande: DemandeAvenant) -> LigneJournal | None:
    """Give the first signature of a demand that needs two, None before it or once it was sent back."""
    return premiere_signature_lue(demande.historique.filter(transition__in=[PREMIERE_SIGNATURE, RENVOI])[:1])


def premiere_signature_lue(historique: Iterable[LigneJournal]) -> LigneJournal | None:
    """The same from a history already read, newest first."""
    ligne = next((ligne for ligne in historique if ligne.transition in {PREMIERE_SIGNATURE, RENVOI}), None)
    return ligne if ligne and ligne.transition == PREMIERE_SIGNATURE else None


def demande_deux_signatures(demande: DemandeAvenant, *, commande: Decimal, reglement: Reglement) -> bool:
    """Tell whether what is asked reaches ``seconde_validation_montant`` euros, or makes the session reach it.

    So a purchase cut in two is signed twice all the same, and a session signed twice takes one more hour with one.
    """
    seuil, ajout = reglement.seconde_validation_montant, demande.montant or Decimal(0)
    return ajout > 0 and (ajout >= seuil or commande < seuil <= commande + ajout)
