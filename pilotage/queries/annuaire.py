"""The public directory: which training bodies hold a lot, of what, where, and what is known of their sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from insertion.models import ResultatAgrege
from insertion.queries.resultats import resultats
from insertion.regles.resultats import MESURES, Bornes, Taux, Tus, les_taux
from referentiels.models import OrganismeFormation
from referentiels.regles.textes import au_singulier, mots_utiles
from sessions_formation.enums import RoleGroupement
from sessions_formation.models import Habilitation, Lot, MembreGroupement, Session
from sessions_formation.queries.publiees import pour_le_public, sessions_publiees, vitrines_ouvertes

# What the directory shows of a training that is over; the page of results has the others.
MONTRES = ("au_bout", "emploi_6", "durable_6")


@dataclass(frozen=True, slots=True)
class Criteres:
    """What is looked for: words, and the codes of a sector and a département; ``certification``: a code or words."""

    mots: str = ""
    secteur: str = ""
    departement: str = ""
    certification: str = ""


class PlaceDansLeLot(NamedTuple):
    """A lot a body holds, and as what."""

    lot: Lot
    role: RoleGroupement


def organismes_du_dispositif(le: date, criteres: Criteres | None = None) -> QuerySet[OrganismeFormation]:
    """Give the bodies that hold an open lot on ``le``, one answering the criteria: sector and département are those of
    one same lot; each word is in the name, the town, the title or sector of a lot, or what one is habilitated for."""
    voulus = criteres or Criteres()
    lots = Lot.objects.ouverts(le)
    if voulus.secteur:
        lots = lots.filter(secteur=voulus.secteur)
    if voulus.departement:
        lots = lots.filter(departements=voulus.departement)
    organismes = _tenant(lots)
    for mot in _mots(voulus.mots):
        traitent = lots.filter(Q(intitule__unaccent__icontains=mot) | Q(secteur__libelle__unaccent__icontains=mot))
        nomme = Q(nom_normalise__contains=mot) | Q(ville__unaccent__icontains=mot)
        prepare = Q(pk__in=_habilites(mot, le).values("organisme"))
        organismes = organismes.filter(nomme | prepare | Q(pk__in=_tenant(traitent).values("pk")))
    if voulus.certification:
        organismes = organismes.filter(pk__in=_habilites(voulus.certification, le).values("organisme"))
    return organismes


def organismes_a_montrer(le: date) -> QuerySet[OrganismeFormation]:
    """Give the bodies that have a page: those that hold or held a lot, those whose sessions one may enter (somebody
    from outside a groupement may run one)."""
    places = MembreGroupement.objects.filter(organisme=OuterRef("pk"))
    sessions = sessions_publiees(le).filter(organisme=OuterRef("pk"))
    return OrganismeFormation.objects.filter(Exists(places) | Exists(sessions))


def _tenant(lots: QuerySet[Lot]) -> QuerySet[OrganismeFormation]:
    return OrganismeFormation.objects.filter(pk__in=MembreGroupement.objects.tenant(lots).values("organisme"))


def _habilites(certification: str, le: date) -> QuerySet[Habilitation]:
    dans_l_intitule = Habilitation.objects.all()
    for mot in _mots(certification):
        dans_l_intitule = dans_l_intitule.filter(certification__intitule__unaccent__icontains=mot)
    par_son_code = Q(certification=certification.upper().replace(" ", ""))
    valables = Habilitation.objects.filter(Q(fin=None) | Q(fin__gte=le))
    return valables.filter(par_son_code | Q(pk__in=dans_l_intitule.values("pk")))


def _mots(texte: str) -> list[str]:
    """« Soudeurs à Cholet »: soudeur, cholet."""
    return [au_singulier(mot) for mot in mots_utiles(texte)]


def avec_sessions(organismes: QuerySet[OrganismeFormation], le: date) -> QuerySet[Any]:
    """Annotate ``sessions_ouvertes``: how many sessions of each one may enter on ``le``."""
    siennes = vitrines_ouvertes(le).filter(organisme=OuterRef("pk")).order_by().values("organisme")
    return organismes.annotate(sessions_ouvertes=Coalesce(Subquery(siennes.values_list(Count("pk"))), 0))


def lots_tenus(organismes: Iterable[int], le: date) -> dict[int, list[PlaceDansLeLot]]:
    """Give the open lots each of these bodies holds, in the order of their numbers (3 queries, however many)."""
    membres: QuerySet[Any] = MembreGroupement.objects.filter(organisme__in=list(organismes)).order_by("role", "pk")
    membres = membres.annotate(limites=ArrayAgg("lots", filter=Q(lots__isnull=False), default=[]))
    lus = list(membres)
    lots: dict[int, list[Lot]] = {}
    ouverts = Lot.objects.ouverts(le).filter(groupement__in={membre.groupement_id for membre in lus})
    for lot in ouverts.select_related("secteur").prefetch_related("departements").order_by("marche", "numero", "pk"):
        lots.setdefault(lot.groupement_id, []).append(lot)
    places: dict[int, list[PlaceDansLeLot]] = {membre.organisme_id: [] for membre in lus}
    for membre in lus:
        role = RoleGroupement(membre.role)
        limites = () if role == RoleGroupement.MANDATAIRE else membre.limites
        places[membre.organisme_id] += [
            PlaceDansLeLot(lot, role) for lot in lots.get(membre.groupement_id, ()) if not limites or lot.pk in limites
        ]
    return places


def habilitations_de(organisme: OrganismeFormation, le: date) -> QuerySet[Habilitation]:
    """Give the certifications a body may prepare for on ``le``, by title."""
    siennes = Habilitation.objects.filter(Q(fin=None) | Q(fin__gte=le), organisme=organisme)
    return siennes.select_related("certification").order_by("certification__intitule", "pk")


def sessions_de(organisme: OrganismeFormation, le: date) -> QuerySet[Session]:
    """Give its sessions one may enter on ``le``, the next to begin first."""
    return pour_le_public(sessions_publiees(le)).filter(organisme=organisme).order_by("debut", "pk")


def taux_de(organisme: OrganismeFormation, bornes: Bornes) -> dict[str, Taux]:
    """Give its rates, by code (1 query).

    A référent reads the same rates for its départements alone: one of which a département would then be told by
    subtraction, with too few people to be shown, is hidden as well (docs/decisions/0053).
    """
    lus = resultats(ResultatAgrege.objects.filter(session__organisme=organisme), axe="territoire")
    return les_taux(lus.total, bornes, Tus(_trop_peu_quelque_part(lus.lignes, bornes), {}))


def _trop_peu_quelque_part(lignes: Mapping[str, tuple[str, dict[str, int]]], bornes: Bornes) -> frozenset[str]:
    return frozenset(
        code
        for code, mesure in MESURES.items()
        if any(0 < mesure.effectif(comptes) < bornes.effectif_min for _, comptes in lignes.values())
    )
