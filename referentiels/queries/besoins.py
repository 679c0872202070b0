"""What the survey (BMO) says beside a file: a job, a département, the last year known; never more than it says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from referentiels.models import BesoinEnquete, CorrespondanceFap
from referentiels.regles.typographie import enumerer

PREMIERS = 5


@dataclass(slots=True)
class Somme:
    """Numbers of the survey added up: what is known, and how many lines are a statistical secret (``secretes``)."""

    connu: int = 0
    lignes: int = 0
    secretes: int = 0

    def ajouter(self, valeur: int | None) -> None:
        """Add one line's number, None for a secret."""
        self.lignes += 1
        if valeur is None:
            self.secretes += 1
        else:
            self.connu += valeur

    @property
    def inconnu(self) -> bool:
        """Nothing of it is known."""
        return self.secretes == self.lignes


@dataclass(slots=True)
class Metiers:
    """What the survey says of one job, or of several added up. A share is told of lines where both numbers are."""

    code: str = ""
    nom: str = ""
    projets: Somme = field(default_factory=Somme)
    difficiles: Somme = field(default_factory=Somme)
    saisonniers: Somme = field(default_factory=Somme)
    bassins: list[BesoinEnquete] = field(default_factory=list)
    _parts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def ajouter(self, besoin: BesoinEnquete) -> None:
        """Add one line of the survey."""
        self.bassins.append(besoin)
        self.projets.ajouter(besoin.projets)
        for nom in ("difficiles", "saisonniers"):
            valeur = getattr(besoin, nom)
            getattr(self, nom).ajouter(valeur)
            if valeur is not None and besoin.projets:
                dessus, dessous = self._parts.get(nom, (0, 0))
                self._parts[nom] = dessus + valeur, dessous + besoin.projets

    def part(self, nom: str) -> int | None:
        """Give the share (%) of « difficiles » or « saisonniers », None when no line tells both."""
        dessus, dessous = self._parts.get(nom, (0, 0))
        return round(100 * dessus / dessous) if dessous else None

    @property
    def part_difficiles(self) -> int | None:
        return self.part("difficiles")

    @property
    def part_saisonniers(self) -> int | None:
        return self.part("saisonniers")


@dataclass(frozen=True, slots=True)
class Enquete:
    """What is shown beside a file: the year, the jobs (most projects first), all of them added up."""

    annee: int
    lieu: str
    metiers: list[Metiers]
    ensemble: Metiers

    @property
    def premiers(self) -> list[Metiers]:
        return self.metiers[:PREMIERS]

    @property
    def autres(self) -> int:
        """How many jobs are added up and not named."""
        return max(len(self.metiers) - PREMIERS, 0)


def enquete_du_metier(metier: str | None, departement: str | None) -> Enquete | None:
    """Give what the survey says of a ROME job in a département (one query); None when it says nothing, or when no
    officer nor the official table ever said which job of the survey it is."""
    if not metier or not departement:
        return None
    return _lire(Q(code_metier__in=_codes(Q(metier=metier))), [departement])


def enquete_du_secteur(secteur: str | None, departements: Collection[str] | QuerySet) -> Enquete | None:
    """Give the jobs of a sector in some départements, codes or a query of them (one query): those whose ROME jobs
    the sector has."""
    if not secteur:
        return None
    return _lire(Q(code_metier__in=_codes(Q(metier__secteurs=secteur))), departements)


def enquete_du_departement(departement: str | None) -> Enquete | None:
    """Give all that the survey says of a département (one query)."""
    return _lire(Q(), [departement]) if departement else None


def _codes(metiers: Q) -> QuerySet:
    return CorrespondanceFap.objects.filter(metiers, retenue=True).values("code_metier")


def _lire(voulus: Q, departements: Collection[str] | QuerySet) -> Enquete | None:
    derniere = BesoinEnquete.objects.order_by("-annee").values("annee")[:1]
    besoins = BesoinEnquete.objects.filter(voulus, departement__in=departements, annee=derniere)
    return assembler(besoins.select_related("departement").order_by("bassin", "code_metier"))


def assembler(besoins: Iterable[BesoinEnquete]) -> Enquete | None:
    """Add up lines of one year, by job; None without a line."""
    par_code: dict[str, Metiers] = {}
    ensemble = Metiers()
    annee = 0
    lieux: set[str] = set()
    for besoin in besoins:
        annee = besoin.annee
        lieux.add(besoin.departement.nom)
        par_code.setdefault(besoin.code_metier, Metiers(besoin.code_metier, besoin.metier)).ajouter(besoin)
        ensemble.ajouter(besoin)
    if not par_code:
        return None
    ordre = sorted(par_code.values(), key=lambda metiers: (-metiers.projets.connu, metiers.nom))
    return Enquete(annee, enumerer(sorted(lieux)), ordre, ensemble)
