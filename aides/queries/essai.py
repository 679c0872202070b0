"""What the public calculator answers: the same rules and the same amount as a request."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aides.regles import aide
from aides.regles.dossier import Dispositif, DossierAide
from aides.regles.montant import Calcul, calculer
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, compter

# Rule → the questions whose answers it waits for, in the order of the form.
_QUESTIONS = {
    "A-HEURES": ("heures",),
    "A-QUALIOPI": ("qualiopi",),
    "A-CONTRAT": ("contrat_type",),
    "A-DELAI": ("contrat_debut", "formation_debut"),
    "A-SALARIE": ("demandeur_emploi",),
    "A-ETABLISSEMENT": ("departement", "effectif", "public"),
    "A-OFFRE": ("offre_diffusee",),
}
_ORDRE = (
    "dispositif", "heures", "cout", "formation_debut", "qualiopi", "contrat_type", "duree_mois", "contrat_debut",
    "demandeur_emploi", "departement", "effectif", "public", "offre_diffusee",
)  # fmt: skip
_TITRES = {
    Verdict.ELIGIBLE: "Cette embauche peut être aidée",
    Verdict.DEROGATION: "Un agent de la Région devra se prononcer",
    Verdict.NON_ELIGIBLE: "Cette embauche ne peut pas être aidée ainsi",
}


@dataclass(frozen=True, slots=True)
class Essai:
    """The answer of the calculator. ``questions``: names of the fields still to be answered, in the form's order."""

    verdict: Verdict
    constats: list[Constat]
    questions: list[str]
    calcul: Calcul
    comparaison: list[tuple[Dispositif, Decimal]]

    @property
    def titre(self) -> str:
        """The verdict in a few words."""
        if self.verdict == Verdict.A_COMPLETER:
            return "Il manque une réponse" if len(self.questions) == 1 else f"Il reste {self._reste} réponses"
        return _TITRES[self.verdict]

    @property
    def texte(self) -> str:
        """One sentence on what comes next."""
        if self.verdict == Verdict.ELIGIBLE:
            return "Toutes les conditions sont remplies, d’après vos réponses."
        if self.verdict == Verdict.NON_ELIGIBLE:
            return composer("Voici ce qui manque. Une réponse est fausse ? Corrigez-la.")
        return "Ce que vous avez répondu convient."

    @property
    def detail(self) -> str:
        """The count of conditions, for the bar at the bottom of a phone."""
        remplies = sum(constat.niveau == Niveau.CONFORME for constat in self.constats)
        return compter(remplies, "condition remplie", "conditions remplies")

    @property
    def _reste(self) -> int:
        return len(self.questions)


def essayer(dossier: DossierAide, *, reglement: Reglement, le: date) -> Essai:
    """Judge and count a try: findings on what is known, questions that remain, amount, and the other aids for the same
    hours."""
    constats = aide.examiner(dossier, reglement=reglement, le=le)
    verdict = verdict_de(constats)
    manques = {
        nom
        for constat in constats
        if constat.niveau == Niveau.A_COMPLETER
        for nom in _attendues(constat.regle, dossier)
    }
    if dossier.dispositif == Dispositif.FORMATION and dossier.formation.cout is None:
        manques.add("cout")
        verdict = Verdict.A_COMPLETER if verdict == Verdict.ELIGIBLE else verdict
    return Essai(
        verdict=verdict,
        constats=[constat for constat in constats if constat.niveau != Niveau.A_COMPLETER],
        questions=[nom for nom in _ORDRE if nom in manques],
        calcul=calculer(dossier, reglement=reglement, verdict=verdict),
        comparaison=_comparer(dossier, reglement, le) if dossier.formation.heures else [],
    )


def _comparer(dossier: DossierAide, reglement: Reglement, le: date) -> list[tuple[Dispositif, Decimal]]:
    """What each aid would give for the same hours (and cost, where it is known); none that no answer left would make
    possible."""
    autres = ((sorte, replace(dossier, dispositif=sorte)) for sorte in Dispositif)
    return [
        (sorte, calculer(autre, reglement=reglement, verdict=Verdict.A_COMPLETER).montant)
        for sorte, autre in autres
        if (sorte != Dispositif.FORMATION or dossier.formation.cout is not None)
        and verdict_de(aide.examiner(autre, reglement=reglement, le=le)) != Verdict.NON_ELIGIBLE
    ]


def _attendues(regle: str, dossier: DossierAide) -> list[str]:
    """The questions a rule still waits for."""
    lieu = dossier.etablissement
    if regle in ("A-QUALIOPI", "A-CONTRAT") and dossier.dispositif is None:
        return ["dispositif"] + (["contrat_type"] if regle == "A-CONTRAT" and dossier.contrat.type is None else [])
    if regle == "A-CONTRAT" and dossier.contrat.type == TypeContrat.CDD:
        return ["duree_mois"]
    connues = {
        "departement": lieu.departement,
        "effectif": lieu.effectif,
        "public": lieu.public,
        "contrat_debut": dossier.contrat.debut,
        "formation_debut": dossier.formation.debut,
    }
    return [nom for nom in _QUESTIONS[regle] if connues.get(nom) in (None, "")]
