"""What an officer reads around a request before deciding on it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from noyau.courriers import Document
from noyau.journal import LigneJournal
from referentiels.models import StructureReseau
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import BonDeCommande, Composante, Session
from sessions_formation.queries.lots import EN_ATTENTE


@dataclass(frozen=True, slots=True)
class Place:
    """A request's place in the queue, from 1, out of ``total``; who stands just before and just after."""

    rang: int
    total: int
    precedente: Session | None
    suivante: Session | None


def rangs_de_la_file() -> dict[int, int]:
    """Give every waiting request's rank in order of arrival, by its id (one query on the queue's own index)."""
    identifiants = Session.objects.a_decider().values_list("pk", flat=True)
    return {identifiant: rang for rang, identifiant in enumerate(identifiants, start=1)}


def place_dans_la_file(session: Session) -> Place | None:
    """Give where a request stands; None when it waits for no officer."""
    if session.statut not in A_DECIDER:
        return None
    file = Session.objects.a_decider()
    devant = Q(complete_le__lt=session.complete_le) | Q(complete_le=session.complete_le, pk__lt=session.pk)
    derriere = Q(complete_le__gt=session.complete_le) | Q(complete_le=session.complete_le, pk__gt=session.pk)
    return Place(
        rang=file.filter(devant).count() + 1,
        total=file.count(),
        precedente=file.filter(devant).order_by("-complete_le", "-pk").first(),
        suivante=file.filter(derriere).first(),
    )


def premiere_de_la_file() -> Session | None:
    """Give the request that has waited the longest."""
    return Session.objects.a_decider().first()


def concurrentes(session: Session) -> QuerySet[Session]:
    """The other requests that may consume the same lot, in order of arrival."""
    return (
        Session.objects.filter(lot=session.lot_id, statut__in=EN_ATTENTE)
        .exclude(pk=session.pk)
        .select_related("organisme")
        .order_by("complete_le", "pk")
    )


def version_de(session: Session) -> int | None:
    """Give the last line of a request's journal: what the officer has read up to."""
    return LigneJournal.objects.de(session).values_list("pk", flat=True).first()


def documents_de(session: Session) -> list[Document]:
    """Give the letters of a request and the order of its composante, newest first."""
    documents = Q(objet_type=Session._meta.label_lower, objet_id=session.pk)
    composante = Composante.objects.filter(session=session).select_related("bon").order_by("pk").first()
    if composante:
        documents |= Q(
            objet_type=BonDeCommande._meta.label_lower,
            objet_id=composante.bon_id,
            reference=f"{composante.bon.numero}, composante {composante.rang}",
        )
    return list(Document.objects.filter(documents).order_by("-cree_le", "-pk"))


def bon_de_l_annee(session: Session, le: date) -> BonDeCommande | None:
    """Give the order that authorising on ``le`` would extend; None when it would open one."""
    return BonDeCommande.objects.filter(lot=session.lot_id, annee=le.year).order_by("pk").first()


def structures_prevenues(session: Session) -> list[StructureReseau]:
    """Give the members of the Réseau pour l'emploi that an authorisation is sent to."""
    departement = session.commune.departement_id if session.commune else None
    return list(
        StructureReseau.objects.filter(departements=departement).exclude(courriel="").order_by("nom", "pk")
        if departement
        else []
    )
