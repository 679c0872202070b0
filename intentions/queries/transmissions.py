"""What organisations transmit: for whom a person may write, and what its list shows."""

from django.db.models import Count, Q, QuerySet

from comptes import acces
from comptes.models import Rattachement, Role, Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from referentiels.models import Opco, OrganismeFormation, StructureReseau

Organisation = OrganismeFormation | StructureReseau | Opco


def organisations_de(utilisateur: Utilisateur) -> list[Organisation | None]:
    """Give the organisations in whose name this person transmits; None stands for the Région (1 query, 0 for it)."""
    if acces.est_agent(utilisateur):
        return [None]
    if not utilisateur.is_active:
        return []
    rattachements = Rattachement.objects.actifs().filter(utilisateur=utilisateur.pk).exclude(role=Role.EMPLOYEUR)
    return [
        rattachement.organisation
        for rattachement in rattachements.select_related("organisme", "structure", "opco").order_by("role", "pk")
    ]


def transmises_par(utilisateur: Utilisateur) -> QuerySet[IntentionEmbauche]:
    """Those the person's organisations transmit, with what their list shows."""
    transmises = IntentionEmbauche.objects.transmises_par(utilisateur).pour_liste().select_related("partenaire")
    return transmises.sans_les_textes()


def en_attente_de_l_employeur(intentions: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
    """Keep those whose employer was asked to confirm and has not answered."""
    return intentions.filter(
        Q(ecrit_employeur=None) | Q(ecrit_employeur=False),
        statut=StatutIntention.A_COMPLETER,
        confirmation_demandee_le__isnull=False,
    )


def comptes_de(intentions: QuerySet[IntentionEmbauche]) -> dict[str, int]:
    """How many in each state (1 query), and how many wait for their employer under ``attente`` (1 query)."""
    nombres = dict(intentions.values_list("statut").order_by("statut").annotate(Count("pk")))
    return {**nombres, "attente": en_attente_de_l_employeur(intentions).count()}
