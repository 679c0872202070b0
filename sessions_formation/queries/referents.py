"""Who follows a session to the return to employment: its structure référente, and the person it names."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from comptes.models import Rattachement, Role, Utilisateur
from referentiels.models import StructureReseau
from sessions_formation.models import Session


def structure_a_nommer(session: Session) -> StructureReseau | None:
    """Give the structure that follows a session by default; None when no structure covers its département.

    France Travail before the others (domaine.md §6: one référent a session); among them, the one that transmitted
    most of the session's intentions, then by name.
    """
    siennes = Q(partenaire__intentions__retenues__session=session.pk, partenaire__intentions__retenues__active=True)
    france_travail = Case(
        When(nature=StructureReseau.Nature.FRANCE_TRAVAIL, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        structures_du_departement(session)
        .annotate(rang=france_travail, transmises=Count("partenaire__intentions", filter=siennes, distinct=True))
        .order_by("rang", "-transmises", "nom", "pk")
        .first()
    )


def structures_du_departement(session: Session) -> QuerySet[StructureReseau]:
    """Give the structures that cover where a session is held, by name."""
    departement = session.commune.departement_id if session.commune else None
    structures = StructureReseau.objects.filter(departements=departement) if departement else None
    return (structures if structures is not None else StructureReseau.objects.none()).order_by("nom", "pk")


def personnes_de(structure_id: int | None) -> QuerySet[Utilisateur]:
    """Give the people who act for a structure today, by name."""
    siens = Rattachement.objects.actifs().filter(role=Role.REFERENT, structure=structure_id)
    return Utilisateur.objects.filter(pk__in=siens.values("utilisateur"), is_active=True).order_by(
        "nom", "prenom", "pk"
    )


def referent_de(session: Session) -> str:
    """Give who follows a session, in words: « Nadia Le Goff, France Travail Cholet »; empty when nobody does."""
    noms = [str(qui) for qui in (session.referent, session.structure_referente) if qui]
    return ", ".join(noms)


def adresse_du_referent(session: Session) -> str:
    """Give where who follows a session is written to: the person named, else its structure; empty for nobody."""
    referent, structure = session.referent, session.structure_referente
    if referent is not None and referent.is_active:
        return referent.email
    return structure.courriel if structure is not None else ""
