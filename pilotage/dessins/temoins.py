"""Figures to look at: every drawing in every state. Invented; shown at /composants/ and drawn in the tests."""

from datetime import UTC, datetime
from decimal import Decimal

from insertion.regles.resultats import Etat
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite

COMPTE = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
CACHEE = Case(None, etat=Etat.PEU_DE_PERSONNES)
_SOURCE = "exemple inventé, pour regarder les dessins"
_POSTES = Colonne("postes", "Postes", "Les postes des intentions déposées, comptés à l’étape où ils sont arrivés.")


def _ligne(cle: str, nom: str, *valeurs: Decimal | int | Case | None) -> Ligne:
    return Ligne(cle, nom, tuple(v if isinstance(v, Case) else Case(v) for v in valeurs))


ENTONNOIR = Figure(
    "temoin_entonnoir",
    "De l’intention à l’emploi",
    "Combien de postes arrivent à chaque étape, et en combien de jours ouvrés.",
    (
        _POSTES,
        Colonne("part", "Part du départ", "Part des postes déposés qui arrivent à cette étape.", Unite.POUR_CENT),
        Colonne(
            "mediane", "Délai médian", "La moitié des postes attend moins, depuis l’étape d’avant.", Unite.JOURS_OUVRES
        ),
    ),
    (
        Ligne("intention", "Intention déposée", (Case(1240, dossiers={"etape": "intention"}), Case(100), Case(None))),
        Ligne("demande", "Session demandée", (Case(910, dossiers={"etape": "demande"}), Case(73, 1240), Case(12))),
        _ligne("entree", "Entrée en formation", 612, 49, Decimal("31.5")),
        _ligne("emploi", "Embauche", CACHEE, CACHEE, CACHEE),
    ),
    premiere="Étape",
    dessin=Dessin.ENTONNOIR,
    source=_SOURCE,
    calcule_le=COMPTE,
)
BARRES = Figure(
    "temoin_barres",
    "Placement six mois après, par secteur",
    "La part des personnes sorties qui sont en emploi, contre l’objectif.",
    (
        Colonne("emploi", "En emploi", "En emploi, quel qu’il soit, à cette date.", Unite.POUR_CENT),
        Colonne("durable", "Emploi durable", "CDI, ou CDD de six mois et plus.", Unite.POUR_CENT),
    ),
    (
        Ligne("h", "Hôtellerie et restauration", (Case(71, 58), Case(44, 58))),
        Ligne("i", "Agroalimentaire et métiers de la conservation des produits", (Case(82, 40), Case(61, 40))),
        _ligne("t", "Transport", CACHEE, CACHEE),
    ),
    premiere="Secteur",
    dessin=Dessin.BARRES,
    total=_ligne("", "Ensemble", 76, 52),
    repere=("Objectif de la Région", Decimal(76)),
    source=_SOURCE,
)
EMPILEES = Figure(
    "temoin_empilees",
    "Où les postes s’arrêtent",
    "Pour chaque étape, ce qui a arrêté les postes qui ne vont pas plus loin.",
    tuple(Colonne(nom.lower(), nom, f"Postes arrêtés : {nom.lower()}.") for nom in ("Refus", "Retrait", "Sans suite")),
    (_ligne("d", "Intention déposée", 40, 22, 75), _ligne("e", "Entrée en formation", 12, CACHEE, 0)),
    premiere="Étape",
    dessin=Dessin.BARRES_EMPILEES,
    source=_SOURCE,
)
COURBES = Figure(
    "temoin_courbes",
    "Délais, mois après mois",
    "Le délai médian de chaque étape, par mois de dépôt.",
    tuple(
        Colonne(code, titre, f"{titre} : délai médian.", Unite.JOURS_OUVRES)
        for code, titre in (("demande", "Demande"), ("autorisation", "Autorisation"), ("entree", "Entrée"))
    ),
    tuple(
        _ligne(f"2026-{mois:02d}", f"{mois:02d}/2026", 10 + mois, None if mois == 5 else 6 + mois % 4, 30 - mois)
        for mois in range(1, 12)
    ),
    premiere="Mois",
    dessin=Dessin.COURBES,
    source=_SOURCE,
)
BORNES = Figure(
    "temoin_bornes",
    "Lots : commandé entre minimum et maximum",
    "Ce qui est commandé de chaque lot, et où il va à ce rythme.",
    tuple(
        Colonne(code, titre, f"{titre} du lot, hors taxes.", Unite.EUROS)
        for code, titre in (
            ("commande", "Commandé"),
            ("minimum", "Minimum"),
            ("maximum", "Maximum"),
            ("tendance", "Tendance à la fin de l’année"),
        )
    ),
    (
        _ligne("1", "Lot 1, Industrie", Decimal("412350.50"), 200000, 800000, 610000),
        _ligne("2", "Lot 2, Transport et logistique", 90000, 150000, 600000, 130000),
        _ligne("3", "Lot 3, Services", 640000, 100000, 600000, 702000),
    ),
    premiere="Lot",
    dessin=Dessin.BORNES,
    source=_SOURCE,
)
VIDE = Figure(
    "temoin_vide", "Une figure sans ligne", "Rien n’est encore arrivé.", BARRES.colonnes, (), dessin=Dessin.BARRES
)
TABLEAU = Figure(
    "temoin_tableau",
    "Une figure sans dessin",
    "Tout tient dans le tableau.",
    (_POSTES,),
    (_ligne("a", "Angers", 1234567),),
    premiere="Commune",
    source=_SOURCE,
)
TEMOINS = (ENTONNOIR, BARRES, EMPILEES, COURBES, BORNES, TABLEAU, VIDE)
