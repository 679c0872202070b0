"""From a session kept in the database to the values its rules read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from referentiels.models import Certification, Departement
from sessions_formation.enums import RoleGroupement
from sessions_formation.models import Habilitation, IntentionRetenue, Lot, MembreGroupement, PrixLot, Session
from sessions_formation.queries.lots import MontantsLot, avec_montants
from sessions_formation.regles import dossier_session as regles

EXTERIEUR = "exterieur"


@dataclass(frozen=True, slots=True)
class Membre:
    """A place in the lot's groupement. ``lots``: the only ones it holds for; empty, all those of the groupement."""

    organisme: int
    nom: str
    role: str
    lots: frozenset[int]

    def tient(self, lot: int) -> bool:
        """A mandataire leads all the lots of its groupement, whatever is ticked beside it."""
        return self.role == RoleGroupement.MANDATAIRE or not self.lots or lot in self.lots


@dataclass(frozen=True, slots=True)
class FaitsDuLot:
    """What the rules and the pages read of a request's lot, on one day. ``membres``: those who may act on this lot;
    ``role``: of who asks; ``habilite``: one of them holds what the certification wants, None when none is aimed at."""

    departements: tuple[str, ...]
    certifications: tuple[str, ...]
    prix_heure: Decimal | None
    membres: tuple[Membre, ...]
    role: str
    habilite: bool | None
    montants: MontantsLot

    @property
    def mandataire(self) -> str:
        """The name of who receives the bon de commande; empty while none is recorded."""
        return next((membre.nom for membre in self.membres if membre.role == RoleGroupement.MANDATAIRE), "")


# A value of the column it is compared with, or an ``OuterRef`` that gives one.
Reference = Any


def annotations_du_lot(
    *, lot: Reference, groupement: Reference, certification: Reference, depart: Reference, le: date
) -> dict[str, Combinable]:
    """Give what ``faits_lus`` reads, to annotate any row with: each reference is a value, or an ``OuterRef``.

    ``depart``: the day habilitations are read on, the session's first: who starts under one finishes under it.
    """
    limites = MembreGroupement.lots.through.objects
    ses_lots = ArraySubquery(limites.filter(membregroupement=OuterRef("pk")).values("lot_id"))
    return {
        "lu_departements": ArraySubquery(Departement.objects.filter(lots=lot).order_by("code").values("code")),
        "lu_certifications": ArraySubquery(Certification.objects.filter(lots=lot).order_by("code").values("code")),
        "lu_prix": Subquery(
            PrixLot.objects.filter(lot=lot, depuis__lte=le).order_by("-depuis").values("prix_heure")[:1]
        ),
        "lu_membres": ArraySubquery(
            MembreGroupement.objects.filter(groupement=groupement)
            .order_by("pk")
            .values(json=JSONObject(organisme="organisme_id", nom="organisme__nom", role="role", lots=ses_lots))
        ),
        "lu_habilites": ArraySubquery(
            Habilitation.objects.filter(Q(fin=None) | Q(fin__gte=depart), certification=certification)
            .order_by("pk")
            .values("organisme_id")
        ),
    }


def faits_lus(ligne: Any, session: Session, montants: MontantsLot) -> FaitsDuLot:
    """Give the facts of a row annotated with ``annotations_du_lot``, as regards who asks for ``session``."""
    places = [Membre(m["organisme"], m["nom"], m["role"], frozenset(m["lots"])) for m in ligne.lu_membres]
    membres = tuple(place for place in places if place.tient(session.lot_id))
    roles = {place.organisme: place.role for place in reversed(membres)}
    peuvent = {session.organisme_id, *roles}
    return FaitsDuLot(
        departements=tuple(ligne.lu_departements),
        certifications=tuple(ligne.lu_certifications),
        prix_heure=ligne.lu_prix,
        membres=membres,
        role=roles.get(session.organisme_id, EXTERIEUR),
        habilite=not peuvent.isdisjoint(ligne.lu_habilites) if session.certification_id else None,
        montants=montants,
    )


def faits_du_lot(session: Session, *, le: date) -> FaitsDuLot:
    """Read what the rules need of a request's lot on ``le``, in one query; the request itself may be unsaved."""
    annotations = annotations_du_lot(
        lot=session.lot_id,
        groupement=session.lot.groupement_id,
        certification=session.certification_id,
        depart=session.debut or le,
        le=le,
    )
    ligne = avec_montants(Lot.objects.annotate(**annotations), le=le).only("pk").get(pk=session.lot_id)
    return faits_lus(ligne, session, MontantsLot(ligne.minimum, ligne.maximum, ligne.commande, ligne.engage))


def dossier_de(session: Session, *, le: date) -> regles.DossierSession:
    """Give the dossier the rules judge on ``le``: the request, its lot as it stands now, the intentions it holds."""
    return dossier_avec(session, session.retenues.sans_les_retraits().select_related("intention"), le=le)


def dossier_avec(
    session: Session, retenues: Iterable[IntentionRetenue], *, le: date, faits: FaitsDuLot | None = None
) -> regles.DossierSession:
    """Give the dossier of a request as it would be with these intentions; neither needs to be saved.

    ``faits``: those of the lot when they have been read already.
    """
    faits = faits or faits_du_lot(session, le=le)
    return regles.DossierSession(
        type=regles.TypeSession(session.type),
        lot=_lot(session.lot, faits),
        organisme=regles.Organisme(
            role=regles.RoleOrganisme(faits.role),
            accord_mandataire=session.accord_mandataire,
            groupement_capable=session.groupement_capable,
            habilite=faits.habilite,
        ),
        session=regles.Session(
            secteur=session.lot.secteur_id,
            departement=session.commune.departement_id if session.commune else None,
            lieu_du_lot=_lieu_du_lot(session),
            certification=session.certification_id,
            heures=Decimal(session.heures) if session.heures is not None else None,
            prix_heure=session.prix_heure,
            effectif=session.effectif,
            debut=session.debut,
            fin=session.fin,
            entrees_sorties_permanentes=session.entrees_sorties_permanentes,
            complement_groupe=session.complement_groupe,
            equilibre_financier=session.equilibre_financier,
        ),
        intentions=tuple(_intention(retenue.intention, tenue_ici=retenue.active) for retenue in retenues),
    )


def _lot(lot: Lot, faits: FaitsDuLot) -> regles.Lot:
    return regles.Lot(
        secteur=lot.secteur_id,
        departements=faits.departements,
        prix_heure=faits.prix_heure,
        montant_max=faits.montants.maximum,
        montant_commande=faits.montants.commande,
        debut=lot.debut,
        fin=lot.fin,
        certifications=faits.certifications,
    )


def _lieu_du_lot(session: Session) -> bool | None:
    if session.lieu_id:
        return True
    return False if session.commune_id else None


def _intention(intention: IntentionEmbauche, *, tenue_ici: bool) -> regles.IntentionAttachee:
    """An intention engaged with this very request counts as admissible: its posts are kept for it."""
    engagee = intention.statut == StatutIntention.ENGAGEE
    return regles.IntentionAttachee(
        etat=regles.RECEVABLE if engagee and tenue_ici else intention.statut,
        postes=intention.nombre_postes,
        engagee_ailleurs=engagee and not tenue_ici,
    )
