"""The sessions of the demonstration: what each asks for, on which intentions, and what became of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Pas:
    """Something that happened to a session ``jours`` days ago; ``motif`` and ``precisions`` where a person wrote."""

    jours: int
    acte: str
    motif: str = ""
    precisions: str = ""


@dataclass(frozen=True, slots=True)
class Demande:
    """A session request: ``par`` is the account that asks, ``debut`` and ``fin`` are days from today."""

    cle: str
    lot: str
    par: str
    intitule: str
    besoins: tuple[str, ...]
    effectif: int
    heures: int
    debut: int
    fin: int
    histoire: tuple[Pas, ...]
    certification: str | None = None
    champs: dict[str, Any] = field(default_factory=dict)


BESOIN = "besoin_avere"
EMPLOIS_LIBRES = "Les postes sont libres à la fin de la session, dans des entreprises que nous connaissons."

PASSEES = (
    Demande(
        "proprete",
        "24",
        "fanny.delaunay",
        "Agent de propreté et d’hygiène",
        ("proprete-1", "proprete-2"),
        8,
        350,
        -228,
        -140,
        (
            Pas(262, "demander"),
            Pas(259, "instruire"),
            Pas(255, "autoriser", BESOIN, EMPLOIS_LIBRES),
            Pas(252, "publier"),
            Pas(228, "demarrer"),
            Pas(139, "terminer"),
            Pas(118, "satisfaire"),
            Pas(105, "solder"),
        ),
        "RNCP37872",
    ),
    Demande(
        "usinage",
        "12",
        "cotraitant",
        "Opérateur régleur en usinage",
        ("usinage-1", "usinage-2"),
        5,
        450,
        -150,
        -25,
        (
            Pas(196, "demander"),
            Pas(190, "autoriser", BESOIN),
            Pas(186, "publier"),
            Pas(150, "demarrer"),
            Pas(24, "terminer"),
        ),
    ),
    Demande(
        "socle-proprete",
        "24",
        "fanny.delaunay",
        "Découverte des métiers de la propreté (socle)",
        (),
        14,
        450,
        -20,
        120,
        (Pas(80, "demander"), Pas(74, "autoriser", BESOIN), Pas(70, "publier"), Pas(20, "demarrer")),
        champs={"type": "socle"},
    ),
    Demande(
        "etancheurs",
        "07",
        "lucie.tessier",
        "Étancheur toiture bâtiment",
        ("etancheur-1", "etancheur-2"),
        5,
        400,
        -38,
        52,
        (Pas(92, "demander"), Pas(87, "autoriser", BESOIN), Pas(83, "publier"), Pas(38, "demarrer")),
        "RNCP37701",
    ),
    Demande(
        "cuisine",
        "21",
        "fanny.delaunay",
        "Commis de cuisine",
        ("cuisine-1", "cuisine-2"),
        5,
        320,
        -12,
        60,
        (
            Pas(62, "demander"),
            Pas(56, "autoriser", BESOIN),
            Pas(
                29,
                "annuler",
                precisions="Deux candidats seulement à quinze jours du début : la session ne s’ouvre pas.",
            ),
        ),
        "RNCP37859",
    ),
    Demande(
        "poids-lourds",
        "31",
        "lucie.tessier",
        "Conducteur routier de marchandises",
        ("routier-2",),
        5,
        210,
        24,
        70,
        (Pas(52, "demander"), Pas(47, "autoriser", BESOIN), Pas(44, "publier")),
        "RNCP37894",
    ),
    Demande(
        "service",
        "21",
        "fanny.delaunay",
        "Serveur en restauration",
        ("service-1", "service-2"),
        6,
        300,
        18,
        75,
        (Pas(43, "demander"), Pas(38, "autoriser", BESOIN, EMPLOIS_LIBRES), Pas(35, "publier")),
        "RNCP37860",
    ),
    Demande(
        "macons",
        "07",
        "lucie.tessier",
        "Maçon du bâtiment",
        ("macon-1", "macon-2"),
        5,
        420,
        40,
        150,
        (
            Pas(31, "demander"),
            Pas(
                24,
                "refuser",
                "session_existante",
                "Une session de maçonnerie ouvre le mois prochain au Mans avec six places libres : elle peut former "
                "vos cinq candidats.",
            ),
        ),
    ),
)

EN_COURS = (
    Demande(
        "chaudronniers",
        "12",
        "cotraitant",
        "Chaudronnier industriel",
        ("chaudron-1", "chaudron-2", "chaudron-3"),
        5,
        420,
        50,
        150,
        (Pas(15, "demander"), Pas(13, "instruire"), Pas(8, "autoriser", BESOIN, EMPLOIS_LIBRES)),
        "RNCP38337",
    ),
    Demande(
        "couvreurs",
        "07",
        "lucie.tessier",
        "Couvreur-zingueur",
        ("couvreur-1", "couvreur-2", "couvreur-3"),
        5,
        460,
        60,
        170,
        (Pas(13, "demander"),),
        "RNCP36101",
    ),
    Demande(
        "abattoir",
        "15",
        "mandataire",
        "Opérateur en abattoir et découpe",
        ("abattoir-1",),
        5,
        240,
        40,
        95,
        (
            Pas(12, "demander"),
            Pas(10, "instruire"),
            Pas(
                6, "completer", "dossier_incomplet", "Dites où se passent les 70 heures de pratique : sur quel site ?"
            ),
        ),
    ),
    Demande(
        "routiers",
        "31",
        "lucie.tessier",
        "Conducteur routier, groupe de quatre",
        ("routier-1",),
        4,
        210,
        62,
        110,
        (Pas(9, "demander"), Pas(6, "instruire")),
        "RNCP37894",
        {"equilibre_financier": True},
    ),
    Demande(
        "ligne",
        "15",
        "cotraitant",
        "Conducteur de ligne agroalimentaire",
        ("ligne-1", "ligne-2"),
        6,
        280,
        40,
        100,
        (Pas(7, "demander"), Pas(1, "autoriser", BESOIN, EMPLOIS_LIBRES)),
    ),
    Demande(
        "peintres",
        "07",
        "cotraitant",
        "Peintre en bâtiment",
        ("peintre-1", "peintre-2"),
        5,
        300,
        55,
        130,
        (Pas(6, "demander"),),
    ),
    Demande(
        "etages",
        "21",
        "fanny.delaunay",
        "Employé d’étage en hôtellerie",
        ("etage-1", "etage-2"),
        5,
        210,
        45,
        90,
        (Pas(5, "demander"),),
    ),
    Demande(
        "soudeurs",
        "12",
        "cotraitant",
        "Soudeur assembleur industriel",
        ("soudeur-1", "soudeur-2", "soudeur-3"),
        5,
        420,
        50,
        160,
        (Pas(4, "demander"),),
        "RNCP38311",
        {
            "lieu": None,
            "autre_lieu": "Atelier-école de la Sèvre",
            "commune": ("Mortagne-sur-Sèvre", "85"),
            "motif_derogation": "Les cinq stagiaires habitent à moins de dix kilomètres, sans transport vers Cholet.",
        },
    ),
    Demande(
        "bouche",
        "22",
        "fanny.delaunay",
        "Commis des métiers de bouche",
        ("boulanger-1", "boulanger-2", "boucher-1"),
        5,
        350,
        48,
        125,
        (Pas(3, "demander"),),
    ),
    Demande(
        "monteurs",
        "12",
        "soustraitant",
        "Monteur assembleur en machines agricoles",
        ("monteur-1", "monteur-2"),
        5,
        380,
        65,
        160,
        (Pas(2, "demander"),),
        champs={"groupement_capable": False},
    ),
    Demande(
        "bionettoyage",
        "24",
        "fanny.delaunay",
        "Bionettoyage et gestes sûrs, module court",
        ("aide-1", "aide-2"),
        5,
        80,
        35,
        60,
        (Pas(1, "demander"),),
    ),
    Demande(
        "tuyauteurs",
        "12",
        "cotraitant",
        "Tuyauteur industriel",
        ("tuyauteur-1", "tuyauteur-2"),
        5,
        400,
        70,
        170,
        (Pas(1, "ouvrir"),),
    ),
)
DEMANDES = (*PASSEES, *EN_COURS)
