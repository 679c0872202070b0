"""What importing a list reads: which of its lines are known, who is engaged, whom to ask."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from intentions.enums import StatutIntention
from intentions.models import ChampDemande, IntentionEmbauche, Partenaire
from intentions.regles.champs import ECRIT
from referentiels.models import Employeur


def references_connues(partenaire: Partenaire, references: Collection[str]) -> set[str]:
    """Give those of these references under which the partner has already transmitted an intention (1 query)."""
    connues = IntentionEmbauche.objects.filter(
        partenaire=partenaire, reference_externe__in=[reference for reference in references if reference]
    )
    return set(connues.order_by("pk").values_list("reference_externe", flat=True))


def sirets_connus(sirets: Collection[str]) -> set[str]:
    """Give those of these SIRETs whose establishment is recorded (1 query)."""
    return set(Employeur.objects.filter(siret__in=sirets).order_by("pk").values_list("siret", flat=True))


def engagements_des(employeurs: Iterable[int]) -> dict[tuple[int, str], set[int]]:
    """Give, for each (employer, job) engaged among these employers, the training bodies it is engaged with (1 query).

    What ``dossier.engagee_ailleurs`` asks for one intention.
    """
    engagees = IntentionEmbauche.objects.filter(
        employeur__in=list(employeurs), statut=StatutIntention.ENGAGEE, metier__isnull=False
    )
    engagements: dict[tuple[int, str], set[int]] = defaultdict(set)
    lignes = engagees.order_by("pk").values_list("employeur_id", "metier_id", "organisme_engage_id")
    for employeur, metier, organisme in lignes:
        engagements[employeur, metier].add(organisme)
    return engagements


def a_solliciter(partenaire: Partenaire, references: Collection[str]) -> dict[int, str]:
    """Give, among the partner's intentions under these references, those to ask the employer about: key → address.

    Nothing is missing but its word, and it has not been asked yet (2 queries).
    """
    candidates = dict(
        IntentionEmbauche.objects.filter(
            partenaire=partenaire,
            reference_externe__in=[reference for reference in references if reference],
            statut=StatutIntention.A_COMPLETER,
            confirmation_demandee_le=None,
        )
        .exclude(contact_courriel="")
        .order_by("pk")
        .values_list("pk", "contact_courriel")
    )
    return {pk: candidates[pk] for pk in n_attendent_que_l_employeur(candidates)}


def n_attendent_que_l_employeur(intentions: Collection[int]) -> list[int]:
    """Give those of these intentions that miss nothing but the employer's own word, in their order (1 query)."""
    attendus: dict[int, set[str]] = defaultdict(set)
    demandes = ChampDemande.objects.filter(intention__in=list(intentions), repondu_le=None).order_by("pk")
    for intention, champ in demandes.values_list("intention_id", "champ"):
        attendus[intention].add(champ)
    return [pk for pk in intentions if attendus[pk] == {ECRIT}]
