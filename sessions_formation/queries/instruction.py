"""What an officer reads around a request before deciding on it."""

from datetime import date

from django.db.models import Q

from noyau.courriers import Document
from noyau.journal import LigneJournal
from referentiels.models import StructureReseau
from sessions_formation.models import BonDeCommande, Session


def rangs_de_la_file() -> dict[int, int]:
    """Give every waiting request's rank in order of arrival, by its id (one query on the queue's own index)."""
    identifiants = Session.objects.a_decider().values_list("pk", flat=True)
    return {identifiant: rang for rang, identifiant in enumerate(identifiants, start=1)}


def documents_de(session: Session) -> list[Document]:
    """Give the letters of a request and the order of its composante, newest first (one query once it is loaded)."""
    documents = Q(objet_type=Session._meta.label_lower, objet_id=session.pk)
    composante = getattr(session, "composante", None)
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


def version_de(session: Session) -> int | None:
    """Give the last line of a request's journal: what the officer has read up to."""
    return LigneJournal.objects.de(session).values_list("pk", flat=True).first()
