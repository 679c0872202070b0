"""The intentions a training body may take, and those it may read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Manager, Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.models.intention import IntentionQuerySet
from referentiels.regles.typographie import jour
from sessions_formation.models import IntentionRetenue, Lot, Session
from sessions_formation.queries.exclusivite import DEJA_ENGAGE, engages_ailleurs

# What one page offers to tick beside what the request already holds; the others are in the list of intentions.
PROPOSEES_MAX = 40
# States an intention that could be taken may have gone to since: the only ones that are told by name.
PERDUES = frozenset(
    {StatutIntention.ENGAGEE, StatutIntention.SATISFAITE, StatutIntention.DESISTEE, StatutIntention.EXPIREE}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intention on the form of a request; ``fermee`` says why it may not be taken any more, or is empty."""

    intention: IntentionEmbauche
    retenue: bool
    active: bool
    fermee: str


def intentions_du_perimetre(utilisateur: Utilisateur, *, le: date) -> IntentionQuerySet:
    """Give the intentions addressed to the person's training bodies, and those that chose none and are within one of
    their open lots (its sector, one of its départements), whatever their state but draft.

    Perimeters are read first, as constants: each arm of the condition then has an index (three queries in all).
    """
    condition = Q(organisme_choisi__in=acces.constantes(acces.organismes_de(utilisateur)))
    for secteur, departements in _perimetres(Lot.objects.visibles_pour(utilisateur).ouverts(le)).items():
        condition |= Q(organisme_choisi=None, secteur=secteur, departement__in=departements)
    return IntentionEmbauche.objects.filter(condition).exclude(statut=StatutIntention.BROUILLON)


def intentions_a_prendre(utilisateur: Utilisateur, *, le: date) -> IntentionQuerySet:
    """Among them, those that may be taken. The oldest first: orders go in order of arrival (FAQ §9)."""
    return intentions_du_perimetre(utilisateur, le=le).prenables(le).order_by("deposee_le", "pk")


def intentions_du_lot(utilisateur: Utilisateur, lot: Lot, *, organisme_id: int, le: date) -> IntentionQuerySet:
    """Among them, those of the lot's sector that are free or addressed to ``organisme_id``: what its request on this
    lot may hold. The person may act for several training bodies; the employer chose one (FAQ §6)."""
    return intentions_a_prendre(utilisateur, le=le).filter(ouvertes_a(organisme_id), secteur=lot.secteur_id)


def ouvertes_a(organisme_id: int) -> Q:
    """Give the condition of an intention whose employer chose this training body, or none."""
    return Q(organisme_choisi=None) | Q(organisme_choisi=organisme_id)


def intentions_lisibles(utilisateur: Utilisateur, *, le: date) -> IntentionQuerySet:
    """Give what a training body may read in full, contact included: what it may take, what is addressed to it, what
    one of its requests holds. No longer what somebody else took."""
    organismes = acces.organismes_de(utilisateur)
    tenues = IntentionRetenue.objects.filter(active=True, session__organisme__in=organismes).values("intention")
    return IntentionEmbauche.objects.exclude(statut=StatutIntention.BROUILLON).filter(
        Q(pk__in=intentions_a_prendre(utilisateur, le=le).order_by().values("pk"))
        | Q(organisme_choisi__in=organismes)
        | Q(pk__in=tenues)
    )


def candidates(session: Session, utilisateur: Utilisateur, *, cochees: Collection[int], le: date) -> list[Candidate]:
    """Give the intentions of a request's form: those it holds, then those it may take, the oldest first.

    ``cochees`` are the ids just ticked: they are given even beyond the first ``PROPOSEES_MAX``, and those that were
    taken or withdrawn in between come closed, with the reason.
    """
    tenues = list(_avec_details(session.retenues, "intention__"))
    deja = {retenue.intention_id for retenue in tenues}
    manquantes = set(cochees) - deja
    possibles = intentions_du_lot(utilisateur, session.lot, organisme_id=session.organisme_id, le=le)
    libres = list(possibles.pour_liste().exclude(pk__in=deja)[:PROPOSEES_MAX])
    perdues: list[IntentionEmbauche] = []
    if manquantes := manquantes - {intention.pk for intention in libres}:
        perdues = list(
            intentions_du_perimetre(utilisateur, le=le)
            .filter(
                ouvertes_a(session.organisme_id),
                pk__in=manquantes,
                secteur=session.lot.secteur_id,
                statut__in=PERDUES | {StatutIntention.RECEVABLE},
            )
            .pour_liste()
            .order_by("deposee_le", "pk")
        )
    proposees = [*libres, *perdues]
    ailleurs = engages_ailleurs(
        [*proposees, *(retenue.intention for retenue in tenues if not retenue.active)],
        organisme_id=session.organisme_id,
    )

    def fermeture(intention: IntentionEmbauche) -> str:
        return fermeture_de(intention, session, le=le) or (DEJA_ENGAGE if intention.pk in ailleurs else "")

    return [
        *(Candidate(r.intention, True, r.active, "" if r.active else fermeture(r.intention)) for r in tenues),
        *(Candidate(intention, False, False, fermeture(intention)) for intention in proposees),
    ]


def _avec_details(retenues: Manager[IntentionRetenue], prefixe: str) -> QuerySet[IntentionRetenue]:
    champs = ("employeur", "commune", "metier")
    return retenues.select_related("intention", *(f"{prefixe}{champ}" for champ in champs)).order_by(
        "intention__deposee_le", "intention"
    )


def fermeture_de(intention: IntentionEmbauche, session: Session, *, le: date) -> str:
    """Give why a request that does not hold the intention yet may not take it, as a phrase; empty when it may."""
    if intention.statut == StatutIntention.RECEVABLE and intention.derogation_fin and intention.derogation_fin < le:
        return f"Sa dérogation a pris fin le {jour(intention.derogation_fin)}"
    if intention.organisme_choisi_id not in {None, session.organisme_id}:
        return "Adressée à un autre organisme"
    if intention.statut == StatutIntention.RECEVABLE:
        return "" if intention.secteur_id == session.lot.secteur_id else "D’un autre secteur que celui du lot"
    if intention.statut in {StatutIntention.ENGAGEE, StatutIntention.SATISFAITE}:
        par_nous = intention.organisme_engage_id == session.organisme_id
        return "Déjà retenue dans une autre de vos demandes" if par_nous else "Déjà engagée avec un autre organisme"
    if intention.statut == StatutIntention.DESISTEE:
        return "Retirée par l’employeur"
    return str(intention.get_statut_display())


def _perimetres(lots: QuerySet[Lot]) -> dict[str, set[str]]:
    perimetres: dict[str, set[str]] = {}
    for secteur, departement in lots.order_by("pk").values_list("secteur", "departements"):
        if departement:
            perimetres.setdefault(secteur, set()).add(departement)
    return perimetres
