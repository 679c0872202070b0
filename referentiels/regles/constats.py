"""What a rule answers: findings, and the verdict they add up to (domaine.md § 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from referentiels.regles.typographie import composer


class Niveau(StrEnum):
    """Weight of one finding."""

    CONFORME = "conforme"
    INFO = "info"
    DEROGATION = "derogation"
    A_COMPLETER = "a_completer"
    NON_CONFORME = "non_conforme"


class Verdict(StrEnum):
    """What a file is worth as a whole."""

    ELIGIBLE = "eligible"
    DEROGATION = "derogation"
    A_COMPLETER = "a_completer"
    NON_ELIGIBLE = "non_eligible"


class Constat(NamedTuple):
    """One finding: the rule's code, its level, a French sentence for the person who filed, and the rule's source."""

    regle: str
    niveau: Niveau
    message: str
    source: str


# A rule gives its findings as a tuple, so that those which do not depend on the file are built once. One that says two
# things ends with the level domaine.md gives it: who keeps one finding per rule then keeps that one.
Constats = tuple[Constat, ...]


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule's code and the text it comes from; its methods write the findings, in French typography.

    A row of the rule that has a text of its own gives it as `source`.
    """

    code: str
    source: str

    def conforme(self, message: str, source: str = "") -> Constat:
        return self._constat(Niveau.CONFORME, message, source)

    def info(self, message: str, source: str = "") -> Constat:
        return self._constat(Niveau.INFO, message, source)

    def derogation(self, message: str, source: str = "") -> Constat:
        return self._constat(Niveau.DEROGATION, message, source)

    def a_completer(self, message: str, source: str = "") -> Constat:
        return self._constat(Niveau.A_COMPLETER, message, source)

    def non_conforme(self, message: str, source: str = "") -> Constat:
        return self._constat(Niveau.NON_CONFORME, message, source)

    def _constat(self, niveau: Niveau, message: str, source: str) -> Constat:
        return Constat(self.code, niveau, composer(message), source or self.source)


_DU_PLUS_GRAVE = (
    (Niveau.NON_CONFORME, Verdict.NON_ELIGIBLE),
    (Niveau.A_COMPLETER, Verdict.A_COMPLETER),
    (Niveau.DEROGATION, Verdict.DEROGATION),
)


def verdict_de(constats: Iterable[Constat]) -> Verdict:
    """Return the verdict of the gravest finding; `conforme` and `info` change nothing (domaine.md § 4)."""
    niveaux = {constat.niveau for constat in constats}
    for niveau, verdict in _DU_PLUS_GRAVE:
        if niveau in niveaux:
            return verdict
    return Verdict.ELIGIBLE


# What each rule looks at, in two or three words, for the screens.
OBJETS = {
    "I-CONTRAT": "Contrat",
    "I-SIAE": "Insertion",
    "I-DUREE": "Durée du contrat",
    "I-HEURES": "Temps de travail",
    "I-SECTEUR": "Secteur",
    "I-LIEU": "Lieu",
    "I-MOBILITE": "Mobilité",
    "I-EMPLOYEUR": "Employeur",
    "I-POSTES": "Postes",
    "I-ENGAGEMENT": "Engagement",
    "I-ETAPES": "Participation",
    "I-ECRIT": "Écrit",
    "I-EXCLUSIVITE": "Exclusivité",
    "S-FILIERE": "Filière",
    "S-TERRITOIRE": "Territoire",
    "S-ORGANISME": "Organisme",
    "S-EFFECTIF": "Effectif",
    "S-INTENTIONS": "Intentions",
    "S-EXCLUSIVITE": "Exclusivité",
    "S-PRIX": "Prix",
    "S-DUREE": "Durée",
    "S-LIEU": "Lieu",
    "S-CERTIFICATION": "Certification",
    "S-HABILITATION": "Habilitation",
    "S-PLAFOND": "Maximum du lot",
    "S-DATES": "Dates",
    "T-STATUT": "Situation",
    "T-PROJET": "Projet",
    "T-POSTE": "Poste",
    "T-INTEGRATION": "Entrée en cours",
    "T-PLACE": "Place",
    "T-PROFIL": "Profil",
    "T-ADMISSION": "Admission",
    "T-TEMPS-PARTIEL": "Temps partiel",
    "A-ETABLISSEMENT": "Établissement",
    "A-OFFRE": "Offre d’emploi",
    "A-CONTRAT": "Contrat",
    "A-SALARIE": "Salarié",
    "A-DELAI": "Délai",
    "A-QUALIOPI": "Qualiopi",
    "A-HEURES": "Heures financées",
}
