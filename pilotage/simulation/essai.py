"""What the public simulator shows of a judgement: the same rules, less what only a filing can supply."""

from dataclasses import dataclass
from datetime import date

from intentions.regles import intention
from intentions.regles.dossier import DossierIntention
from referentiels.regles.constats import OBJETS, Constat, Niveau, Verdict, verdict_de
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, compter, enumerer

# Nobody is named in a simulation: filing brings the SIRET, is itself the writing, and knows of other engagements.
HORS_SIMULATION = frozenset({"I-EMPLOYEUR", "I-ECRIT", "I-EXCLUSIVITE"})

# Rule → the question whose answer it waits for.
QUESTIONS = {
    "I-SECTEUR": "secteur",
    "I-CONTRAT": "contrat_type",
    "I-DUREE": "duree_mois",
    "I-HEURES": "heures_hebdo",
    "I-LIEU": "commune",
    "I-MOBILITE": "commune",
    "I-POSTES": "nombre_postes",
    "I-SIAE": "insertion",
    "I-ENGAGEMENT": "engagement_recruter",
    "I-ETAPES": "etapes",
}

TITRES = {
    Verdict.ELIGIBLE: "Votre recrutement entre dans le dispositif",
    Verdict.DEROGATION: "Un agent de la Région devra se prononcer",
    Verdict.NON_ELIGIBLE: "Ce recrutement n’entre pas dans le dispositif",
}


@dataclass(frozen=True, slots=True)
class Essai:
    """The answer of the simulator. ``questions``: names of the fields still to be answered, in the form's order."""

    verdict: Verdict
    constats: list[Constat]
    questions: list[str]

    @property
    def titre(self) -> str:
        """The verdict in a few words."""
        if self.verdict == Verdict.A_COMPLETER:
            combien = len(self.questions)
            return "Il manque une réponse" if combien == 1 else f"Il reste {compter(combien, 'réponse')}"
        return TITRES[self.verdict]

    @property
    def texte(self) -> str:
        """One sentence on what decides, and what comes next."""
        if self.verdict == Verdict.ELIGIBLE:
            return "La Région peut acheter la formation qui y prépare."
        if self.verdict == Verdict.NON_ELIGIBLE:
            return composer("D’autres aides existent : les voici, avec à qui s’adresser.")
        exceptions = self._objets(Niveau.DEROGATION)
        if not exceptions:
            return "Ce que vous avez répondu convient."
        examen = composer(f"Tout convient, sauf {exceptions} : un agent de la Région devra l’examiner.")
        return examen if self.verdict == Verdict.A_COMPLETER else f"{examen} Vous direz pourquoi au moment du dépôt."

    @property
    def detail(self) -> str:
        """The count of conditions, for the bar at the bottom of a phone."""
        remplies = self._combien(Niveau.CONFORME)
        phrases = [compter(remplies, "condition remplie", "conditions remplies")]
        if contraires := self._combien(Niveau.NON_CONFORME):
            phrases.insert(0, compter(contraires, "condition non remplie", "conditions non remplies"))
        if examinees := self._combien(Niveau.DEROGATION):
            phrases.insert(0, compter(examinees, "point à examiner", "points à examiner"))
        return ", ".join(phrases)

    def _combien(self, niveau: Niveau) -> int:
        return sum(constat.niveau == niveau for constat in self.constats)

    def _objets(self, niveau: Niveau) -> str:
        return enumerer([composer(f"« {OBJETS[c.regle]} »") for c in self.constats if c.niveau == niveau])


def essayer(dossier: DossierIntention, *, reglement: Reglement, le: date) -> Essai:
    """Judge a simulation: the findings on what is known, and the questions that remain.

    I-EMPLOYEUR, I-ECRIT and I-EXCLUSIVITE are left out of the verdict, because filing supplies what they ask; the
    page lists it under « ce qui sera demandé au dépôt ».
    """
    constats = [
        constat
        for constat in intention.examiner(dossier, reglement=reglement, le=le)
        if constat.regle not in HORS_SIMULATION
    ]
    manques = {_question(constat.regle, dossier) for constat in constats if constat.niveau == Niveau.A_COMPLETER}
    return Essai(
        verdict=verdict_de(constats),
        constats=[constat for constat in constats if constat.niveau != Niveau.A_COMPLETER],
        questions=[nom for nom in _ORDRE if nom in manques],
    )


_ORDRE = (
    "secteur",
    "contrat_type",
    "duree_mois",
    "agence_interim",
    "heures_hebdo",
    "nombre_postes",
    "commune",
    "insertion",
    "engagement_recruter",
    "etapes",
)


def _question(regle: str, dossier: DossierIntention) -> str:
    """The field a missing answer is typed in; the length is not asked before the kind of contract is known."""
    if regle == "I-DUREE" and dossier.contrat.type is None:
        return QUESTIONS["I-CONTRAT"]
    if regle == "I-CONTRAT" and dossier.contrat.type == TypeContrat.INTERIM:
        return "agence_interim"
    return QUESTIONS[regle]
