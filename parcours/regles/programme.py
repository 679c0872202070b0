"""An individual programme against what was ordered: hours are individual (FAQ §5, §7), the order is not."""

from collections.abc import Sequence
from decimal import Decimal

from referentiels.regles.typographie import composer, compter

# Hours a week from which a training is full time (CT R6341-15: thirty or more).
TEMPS_PLEIN = Decimal(30)


def remarques(
    *,
    heures: int | None,
    modules: Sequence[int],
    temps_partiel: bool,
    heures_hebdo: Decimal | None,
    reste: int | None,
) -> list[str]:
    """Say what does not add up in a programme, in sentences for the training body; nothing of it forbids anything.

    ``heures`` are the person's, ``modules`` those of each module, ``reste`` the hours ordered for the session that
    nobody's programme takes yet (this person's left out). None: not known.
    """
    dit = []
    somme = sum(modules)
    if modules and heures is not None and somme != heures:
        dit.append(f"Les modules font {compter(somme, 'heure')}, et le parcours en compte {heures}.")
    if heures is not None and reste is not None and heures > reste:
        dit.append(
            f"Ces heures dépassent de {compter(heures - reste, 'heure')} ce qui reste commandé pour la session : "
            "demandez d’abord des heures supplémentaires à la Région."
        )
    if heures_hebdo is not None and temps_partiel and heures_hebdo >= TEMPS_PLEIN:
        dit.append("À partir de 30 heures par semaine, la formation est à temps plein.")
    if heures_hebdo is not None and not temps_partiel and heures_hebdo < TEMPS_PLEIN:
        dit.append("En dessous de 30 heures par semaine, dites « à temps partiel » : la rémunération en dépend.")
    return [composer(phrase) for phrase in dit]
