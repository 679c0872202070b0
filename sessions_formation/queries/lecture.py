"""The file of a request as an officer decides on it, each thing read once: two queries, those of the law aside.

The page is opened hundreds of times a day on a queue of thousands: what could be asked row by row is asked together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, JSONObject

from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.queries.confiance import faits_de_confiance, signaux_lus
from noyau.journal import LigneJournal
from referentiels.models import Parametre, StructureReseau
from referentiels.regles.reglement import Reglement
from sessions_formation.automates import A_DECIDER, PAS_DECIDEE
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import (
    BonDeCommande,
    ChampDemandeSession,
    IntentionRetenue,
    Lot,
    PrixLot,
    Session,
)
from sessions_formation.queries.agents import absence_de
from sessions_formation.queries.delais import CODES, DelaisLus
from sessions_formation.queries.dossier import FaitsDuLot, annotations_du_lot, dossier_avec, faits_lus
from sessions_formation.queries.lots import MONTANTS, MontantsLot, avec_montants, avec_realise
from sessions_formation.queries.place import Place, annotations_de_place, nombre_de, place_de
from sessions_formation.queries.postes import Retraits, il_manque
from sessions_formation.regles.dossier_session import DossierSession

# Beyond, a link leads to the queue of the lot.
PENDANTES_MONTREES = 20
SUIVRE = (
    "lot__groupement", "lot__secteur", "organisme", "commune__departement", "lieu__commune", "demandeur",
    "certification", "metier", "agent", "premiere_validation__par",
)  # fmt: skip
# What people did to the request itself: publishing is the service's doing, and who follows it is told elsewhere.
ACTES = sorted(set(TransitionSession) - {TransitionSession.PUBLIER})


@dataclass(frozen=True, slots=True)
class Pendante:
    """Another request of the lot that nobody has decided. ``avant``: it waits for an officer, and arrived before."""

    pk: int
    numero: str
    intitule: str
    organisme: str
    effectif: int | None
    heures: int | None
    montant: Decimal | None
    statut: str
    avant: bool

    @property
    def etat(self) -> str:
        """Its state in words."""
        return StatutSession(self.statut).label


@dataclass(frozen=True, slots=True)
class Lecture:
    """All that the page of a decision shows of a request, but the law of the day."""

    # A row of ``lire``: a ``Session`` with what was read beside it.
    session: Any
    faits: FaitsDuLot
    retenues: tuple[IntentionRetenue, ...]
    retraits: Retraits | None
    place: Place | None
    pendantes: tuple[Pendante, ...]
    pendantes_en_tout: int

    @property
    def devancees(self) -> int:
        """How many requests of the lot an authorisation would jump over."""
        return self.place.rang_du_lot - 1 if self.place else 0

    @property
    def version(self) -> int | None:
        """The last line of its journal: what the officer has read up to."""
        return self.session.lu_derniere["pk"] if self.session.lu_derniere else None

    @property
    def complement_demande_le(self) -> datetime | None:
        """When the complement still waited for was asked; None in any other state."""
        if self.session.statut != StatutSession.A_COMPLETER or not self.session.lu_complement:
            return None
        return self.session.lu_complement

    def dossier(self, *, le: date) -> DossierSession:
        """What the rules judge on ``le``, without another query."""
        return dossier_avec(self.session, self.retenues, le=le, faits=self.faits)


def lire(session_id: int | None, *, utilisateur: Utilisateur, le: date) -> QuerySet[Session]:
    """Give the row, or none, of a request this person may see, with all that ``lecture_de`` needs."""
    return _une(_dossiers(le), session_id, utilisateur)


def lire_la_tete(session_id: int | None, *, utilisateur: Utilisateur, le: date) -> QuerySet[Session]:
    """The same with what stands above every page of a file only (``place_de``, ``delais_de``, its order)."""
    return _une(_tetes(le), session_id, utilisateur)


def _une(sessions: QuerySet[Session], session_id: int | None, utilisateur: Utilisateur) -> QuerySet[Session]:
    return sessions.filter(pk__in=Session.objects.visibles_pour(utilisateur).filter(pk=session_id).values("pk"))


@lru_cache(maxsize=2)
def _dossiers(le: date) -> QuerySet[Session]:
    """Built once a day and a process: what it says takes longer to put in words than to read."""
    return Session.objects.select_related(*SUIVRE).annotate(
        **annotations_du_lot(
            lot=OuterRef("lot"),
            groupement=OuterRef("lot__groupement"),
            certification=OuterRef("certification"),
            depart=Coalesce(OuterRef("debut"), Value(le)),
            le=le,
        ),
        **annotations_de_place(),
        **_autour(le),
        lu_montants=Subquery(
            avec_realise(avec_montants(Lot.objects.filter(pk=OuterRef("lot")), le=le))
            .order_by()
            .values(json=JSONObject(**{nom: Cast(nom, TextField()) for nom in MONTANTS}))
        ),
        lu_pendantes=ArraySubquery(
            _pendantes()
            .order_by("complete_le", "pk")
            .values(
                json=JSONObject(
                    pk="pk", numero="numero", intitule="intitule", organisme="organisme__nom", effectif="effectif",
                    heures="heures", statut="statut", complete_le="complete_le",
                    montant=Cast(F("prix_heure") * F("effectif") * F("heures"), TextField()),
                )
            )[:PENDANTES_MONTREES]
        ),
        lu_pendantes_en_tout=nombre_de(_pendantes()),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _tetes(le: date) -> QuerySet[Session]:
    return Session.objects.select_related(*SUIVRE, "composante__bon").annotate(
        **annotations_de_place(),
        lu_absence=absence_de("agent", le=le),
        lu_delais=ArraySubquery(
            Parametre.objects.filter(code__in=CODES)
            .order_by("depuis")
            .values(json=JSONObject(code="code", depuis="depuis", valeur=Cast("valeur", TextField())))
        ),
    )


def delais_de(session: Any, *, le: date) -> DelaisLus:
    """Give the deadlines read with a row of ``lire_la_tete``."""
    lignes = [(ligne["code"], date.fromisoformat(ligne["depuis"]), ligne["valeur"]) for ligne in session.lu_delais]
    return DelaisLus(lignes, le=le)


@lru_cache(maxsize=2)
def _retenues(le: date) -> QuerySet[IntentionRetenue]:
    return (
        IntentionRetenue.objects.select_related(
            "intention__employeur", "intention__commune", "intention__metier", "intention__partenaire", "demande"
        )
        .annotate(confiance=faits_de_confiance("intention", le=le))
        .order_by("pk")
    )


def lecture_de(session: Any, *, le: date) -> Lecture:
    """Give the file of a row of ``lire`` (one more query: its intentions, with the facts behind trust signals)."""
    toutes = list(_retenues(le).filter(session=session))
    retirees = [retenue for retenue in toutes if _retiree(retenue)]
    montants = MontantsLot(**{nom: Decimal(session.lu_montants[nom]) for nom in MONTANTS})
    return Lecture(
        session=session,
        faits=faits_lus(session, session, montants),
        retenues=tuple(retenue for retenue in toutes if retenue not in retirees),
        retraits=Retraits(tuple(retirees), il_manque(session, toutes)) if retirees else None,
        place=place_de(session),
        pendantes=tuple(_pendante(ligne, session) for ligne in session.lu_pendantes),
        pendantes_en_tout=session.lu_pendantes_en_tout,
    )


def signaux_des(retenues: Sequence[Any], *, reglement: Reglement) -> list[dict[str, Any]]:
    """Give each intention that bears trust signals, with them; the rows are those of ``lecture_de``."""
    lignes = [(r.intention, signaux_lus(r.intention, r.confiance, reglement=reglement)) for r in retenues]
    return [{"intention": intention, "signaux": signaux} for intention, signaux in lignes if signaux]


def _pendantes() -> QuerySet[Session]:
    return Session.objects.filter(lot=OuterRef("lot"), statut__in=PAS_DECIDEE).exclude(pk=OuterRef("pk"))


def _autour(le: date) -> dict[str, Combinable]:
    """What is written and asked about it, and who an authorisation would reach."""
    journal = LigneJournal.objects.filter(objet_type=Session._meta.label_lower, objet_id=OuterRef("pk")).order_by(
        "-le", "-pk"
    )
    structures = StructureReseau.objects.filter(departements=OuterRef("commune__departement")).exclude(courriel="")
    prix = PrixLot.objects.filter(lot=OuterRef("lot"), depuis__lte=Coalesce(OuterRef("jugee_le"), Value(le)))
    bons = BonDeCommande.objects.filter(lot=OuterRef("lot"), annee=le.year).order_by("pk")
    demandes = ChampDemandeSession.objects.filter(session=OuterRef("pk"), repondu_le=None).order_by("pk")
    return {
        "lu_derniere": Subquery(
            journal.values(json=JSONObject(pk="pk", libelle="libelle", par_nom="par_nom", le="le"))[:1]
        ),
        # An authorised session is published at once by the system: what is shown is who authorised it.
        "lu_dernier_acte": Subquery(
            journal.filter(transition__in=ACTES).values(
                json=JSONObject(libelle="libelle", par_nom="par_nom", le="le")
            )[:1]
        ),
        "lu_complement": Subquery(journal.filter(transition=TransitionSession.DEMANDER_COMPLEMENT).values("le")[:1]),
        "lu_structures": ArraySubquery(structures.order_by("nom", "pk").values("nom")),
        "lu_prix_alors": Subquery(prix.order_by("-depuis").values("prix_heure")[:1]),
        "lu_bon": Subquery(bons.values("numero")[:1]),
        "lu_demandes": ArraySubquery(demandes.values(json=JSONObject(champ="champ", commentaire="commentaire"))),
        "lu_absence": absence_de("agent", le=le),
    }


def _pendante(ligne: dict[str, Any], session: Session) -> Pendante:
    arrivee, somme = datetime.fromisoformat(ligne["complete_le"]), ligne["montant"]
    avant = ligne["statut"] in A_DECIDER and (arrivee, ligne["pk"]) < (session.complete_le, session.pk)
    return Pendante(
        **{nom: ligne[nom] for nom in ("pk", "numero", "intitule", "organisme", "effectif", "heures", "statut")},
        montant=Decimal(somme).quantize(Decimal("0.01")) if somme else None,
        avant=avant and session.statut in A_DECIDER,
    )


def _retiree(retenue: IntentionRetenue) -> bool:
    """Its employer withdrew since the request was sent (``IntentionRetenueQuerySet.retirees``, on rows read)."""
    return not retenue.active and retenue.intention.statut == StatutIntention.DESISTEE
