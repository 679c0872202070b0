"""What counts as being placed, said once: two definitions, and which of three answers is kept (normes.md §3).

Situations are the codes of ``insertion.enums.SituationSuivi``, sources those of ``insertion.enums.Source``; both are
written here as plain words, for rules know nothing of the database.
"""

from collections.abc import Mapping
from typing import NamedTuple

STAGIAIRE, EMPLOYEUR, REFERENT = "stagiaire", "employeur", "referent"
# Whose word comes first: the person's own, then the employer's on whom it hires, then what the referent knows.
ORDRE = (STAGIAIRE, EMPLOYEUR, REFERENT)
# What an employer may say of somebody it hires. « Not with us » tells nothing of what the person does elsewhere.
EMBAUCHES = frozenset(
    {"cdi", "cdd_long", "cdd_court", "cdd_tres_court", "interim_long", "interim_court", "alternance"}
)


class Definition(NamedTuple):
    """What a rate of placement counts: its letter, its name, one sentence, its source, the situations it holds."""

    code: str
    nom: str
    phrase: str
    source: str
    situations: frozenset[str]


EMPLOI = Definition(
    "A",
    "En emploi d’un mois ou plus",
    "CDI, CDD ou intérim d’un mois ou plus, apprentissage ou contrat de professionnalisation, création d’entreprise.",
    "France Travail, « Retour à l’emploi suite à une formation » : emploi salarié d’un mois ou plus, contrat aidé ou "
    "création d’entreprise. Ce service le constate à une date, et non dans les six mois.",
    frozenset({"cdi", "cdd_long", "cdd_court", "interim_long", "alternance", "creation"}),
)
DURABLE = Definition(
    "B",
    "En emploi durable",
    "CDI, CDD de six mois ou plus, création d’entreprise.",
    "Dares : emploi durable. La foire aux questions du dispositif retient aussi six mois.",
    frozenset({"cdi", "cdd_long", "creation"}),
)
DEFINITIONS = (EMPLOI, DURABLE)


class Retenue(NamedTuple):
    """What is kept of the answers of one follow-up: the situation and whose word it is, both empty when nobody has
    said."""

    situation: str
    source: str

    def compte_pour(self, definition: Definition) -> bool:
        """Whether the person is placed, in the sense of ``definition``."""
        return self.situation in definition.situations


def retenir(reponses: Mapping[str, str]) -> Retenue:
    """Keep one situation of what each source answered (source → situation) on one follow-up.

    The trainee's own word first, else the employer's when it hires, else the referent's (choice of the project,
    docs/decisions/0039). An employer that does not hire the person is not heard on what it does elsewhere. Where the
    answers do not agree is said by ``insertion.regles.paroles``.
    """
    for source in ORDRE:
        if _parle(source, reponses.get(source, "")):
            return Retenue(reponses[source], source)
    return Retenue("", "")


def _parle(source: str, situation: str) -> bool:
    return situation in EMBAUCHES if source == EMPLOYEUR else bool(situation)
