"""What people are attached to, as the account pages show it."""

from django.db.models import Count, Model, Q

from comptes.models import Rattachement, RattachementQuerySet, Role, Utilisateur
from referentiels.models import Employeur, Opco, OrganismeFormation, StructureReseau
from referentiels.regles.courriels import domaine

CHAMPS = {Employeur: "employeur", OrganismeFormation: "organisme", StructureReseau: "structure", Opco: "opco"}


def organisations_de(utilisateur: Utilisateur) -> list[Rattachement]:
    """Everything this person acts for, active or waiting for an answer, with the organisation (one query)."""
    rattachements = Rattachement.objects.filter(utilisateur=utilisateur.pk)
    return list(
        (rattachements.actifs() | rattachements.en_attente())
        .select_related("employeur", "organisme", "structure", "opco")
        .order_by("role", "pk")
    )


def etablissements_de(utilisateur: Utilisateur) -> list[Rattachement]:
    """This person's establishments, active first, each with its département (one query)."""
    rattachements = Rattachement.objects.filter(utilisateur=utilisateur.pk, role=Role.EMPLOYEUR)
    return list(
        (rattachements.actifs() | rattachements.en_attente())
        .select_related("employeur", "employeur__departement")
        .order_by("-actif", "employeur__nom", "pk")
    )


def en_attente_de(utilisateur: Utilisateur) -> list[Rattachement]:
    """What this person asked to join and nobody answered yet (one query)."""
    demandes = Rattachement.objects.en_attente().filter(utilisateur=utilisateur.pk)
    return list(demandes.select_related("employeur").order_by("en_attente_depuis"))


def demandes_a_repondre(utilisateur: Utilisateur) -> RattachementQuerySet:
    """The requests to join the establishments this person acts for, which they may answer; an officer may any.

    Never one's own request: nobody answers for themselves.
    """
    visibles = Rattachement.objects.visibles_pour(utilisateur).en_attente().filter(role=Role.EMPLOYEUR)
    return visibles.exclude(utilisateur=utilisateur.pk)


def membres_de(employeur_id: int) -> list[Utilisateur]:
    """The people who act today for an establishment, in the order they came (one query)."""
    return list(
        Utilisateur.objects.filter(
            is_active=True, rattachements__employeur=employeur_id, rattachements__actif=True
        ).order_by("rattachements__depuis", "pk")
    )


def obstacle_a_l_invitation(courriel: str, organisation: Model) -> str | None:
    """Give the sentence that says why this address cannot be invited to act for the organisation, or None."""
    personne = Utilisateur.objects.filter(email=courriel.lower()).first()
    if personne is None:
        return None
    if personne.is_staff:
        return "Cette adresse est celle d’un agent de la Région, qui voit déjà tout."
    if not personne.is_active:
        return "Le compte de cette adresse est fermé : rouvrez-le d’abord."
    champ = CHAMPS[type(organisation)]
    if Rattachement.objects.actifs().filter(utilisateur=personne.pk, **{champ: organisation}).exists():
        return f"{personne.get_full_name()} agit déjà pour {organisation}."
    return None


def collegues_de(rattachement: Rattachement, *, tous: bool = False) -> RattachementQuerySet:
    """The attachments to the same organisation, oldest first: active and waiting; ``tous``: those that ended too."""
    champ = CHAMPS[type(rattachement.organisation)]
    memes = Rattachement.objects.filter(**{champ: rattachement.organisation})
    ouverts = memes if tous else memes.filter(Q(actif=True) | Q(en_attente_depuis__isnull=False))
    return ouverts.order_by("depuis", "pk")


def domaines_de(rattachement: Rattachement) -> set[str]:
    """The mail domains of an organisation: its own address's, and that of the person who acts for it.

    A public mailbox is nobody's domain: it would let anyone in.
    """
    adresses = {getattr(rattachement.organisation, "courriel", ""), rattachement.utilisateur.email}
    return {domaine(adresse) for adresse in adresses} - {""}


def a_une_histoire(employeur_id: int, personne: Utilisateur) -> bool:
    """Tell whether an establishment that nobody acts for today has files that ``personne`` cannot be shown to own.

    Somebody acted for it once, or one intention in its name neither says to write to the address that ``personne``
    signs in with, nor was filed by that person (two queries). One that names it would not do: whoever transmits names
    whom it likes, and would open what others sent.
    """
    if Rattachement.objects.filter(employeur=employeur_id).exclude(utilisateur=personne.pk).exists():
        return True
    # By its name only: what a file holds is for the apps above to know.
    sien = Q(intentions__contact_courriel__iexact=personne.email) | Q(
        intentions__deposant=personne.pk, intentions__partenaire=None
    )
    dossiers = Employeur.objects.filter(pk=employeur_id).aggregate(
        tous=Count("intentions"), siens=Count("intentions", filter=sien)
    )
    return bool(dossiers["tous"] > dossiers["siens"])


def courriel_de(organisme: OrganismeFormation) -> str:
    """Give where to write to a training body: its own address, else that of who has acted for it the longest.

    An empty string when nobody can be written to (one query at most).
    """
    if organisme.courriel:
        return organisme.courriel
    gens = Rattachement.objects.actifs().filter(organisme=organisme.pk, utilisateur__is_active=True)
    return gens.order_by("depuis", "pk").values_list("utilisateur__email", flat=True).first() or ""
