"""What people are attached to, as the account pages show it."""

from comptes.models import Rattachement, RattachementQuerySet, Role, Utilisateur


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
