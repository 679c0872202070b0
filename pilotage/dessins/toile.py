"""What drawings are made of: bars, lines, words and marks, in shares of the width and pixels of height."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pilotage.dessins.mots import couper

ENCRE, ENCRE_2, GRILLE, FOND, REPERE = "#18242f", "#46535f", "#d8d5cc", "#ecebe6", "#9b1c26"
# One look per series: its line, its ground, its pattern; told apart in black and white as well.
SERIES = (
    ("#084552", "#084552", "plein"),
    ("#2b7c8b", "#e3f0f2", "biais"),
    ("#7a4700", "#fff3cf", "points"),
    ("#63358a", "#f3ecf9", "barreaux"),
    ("#18242f", "#ffffff", "vide"),
    ("#17603a", "#e7f3ea", "rebours"),
    ("#9b1c26", "#fcebea", "croix"),
    ("#46535f", "#ecebe6", "colonnes"),
)
TRAITS = ("none", "8 4", "2 4", "10 3 2 3", "5 2", "1 3", "12 4", "4 4")
MARQUES = (
    "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z",
    "M-4-4H4V4H-4Z",
    "M0-5L5 4H-5Z",
    "M0-5.5L5.5 0 0 5.5-5.5 0Z",
    "M-5-4H5L0 5Z",
    "M-5-1.5H-1.5V-5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5Z",
    "M-5-2H5V2H-5Z",
    "M-2-5H2V5H-2Z",
)
_MOTIFS = {
    "biais": '<path d="M-2 2L2-2M0 8L8 0M6 10L10 6" stroke="{0}" stroke-width="2" class="{1}"/>',
    "points": '<circle cx="4" cy="4" r="2" fill="{0}" class="{2}"/>',
    "barreaux": '<path d="M0 2H8M0 6H8" stroke="{0}" stroke-width="1.5" class="{1}"/>',
    "croix": '<path d="M1 1L7 7M7 1L1 7" stroke="{0}" stroke-width="1.5" class="{1}"/>',
    "colonnes": '<path d="M2 0V8M6 0V8" stroke="{0}" stroke-width="1.5" class="{1}"/>',
    "rebours": '<path d="M-2 6L2 10M0 0L8 8M6-2L10 2" stroke="{0}" stroke-width="1.5" class="{1}"/>',
}


class Echelle(NamedTuple):
    """How values become places: from ``bas`` at ``debut`` to ``haut`` at ``fin`` (shares of the width)."""

    bas: Decimal
    haut: Decimal
    debut: Decimal
    fin: Decimal

    def x(self, valeur: Decimal | int) -> Decimal:
        """Give the place of a value, in hundredths of the width."""
        return self.debut + (Decimal(valeur) - self.bas) / (self.haut - self.bas) * (self.fin - self.debut)


def echelle(valeurs: Iterable[Decimal | int], *, fin: Decimal, debut: Decimal = Decimal(0)) -> Echelle:
    """Give the scale that holds these values and zero; nothing but zeros makes a scale all the same."""
    connues = [Decimal(0), *map(Decimal, valeurs)]
    bas, haut = min(connues), max(connues)
    return Echelle(bas, haut if haut > bas else bas + 1, debut, fin)


class Toile:
    """A drawing under way. ``cle`` names it on its page: patterns are found by it."""

    def __init__(self, cle: str) -> None:
        self.cle = cle
        self._morceaux: list[SafeString] = []
        self._motifs: set[int] = set()

    def contenu(self) -> SafeString:
        """Give what was drawn, the patterns it needs first."""
        motifs = format_html_join("", "{}", ((self._motif(rang),) for rang in sorted(self._motifs)))
        defs = format_html("<defs>{}</defs>", motifs) if motifs else SafeString("")
        return defs + format_html_join("", "{}", ((morceau,) for morceau in self._morceaux))

    def barre(self, de: Decimal, a: Decimal, *, y: int, hauteur: int, rang: int = 0) -> None:
        """Draw a bar between two places, in the look of a series."""
        gauche, largeur = min(de, a), abs(a - de)
        trait, fond, genre = SERIES[rang % len(SERIES)]
        if genre not in {"plein", "vide"}:
            self._motifs.add(rang % len(SERIES))
            fond = f"url(#{self._nom_du_motif(rang)})"
        self._poser(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" class="{}"/>',
            *(part(gauche), y, part(largeur), hauteur, fond, trait, f"d-barre d-trait-{rang % len(SERIES)} d-{genre}"),
        )

    def fond(self, a: Decimal, *, y: int, hauteur: int) -> None:
        """Draw the quiet ground a bar runs on, from the left edge to a place."""
        self._poser('<rect x="0" y="{}" width="{}" height="{}" fill="{}" class="d-fond"/>', y, part(a), hauteur, FOND)

    def mots(self, x: Decimal, y: int, texte: str, *, ancre: str = "start", ton: str = "") -> None:
        """Write words at a place. ``ton``: « fort », « petit » or « repere »."""
        couleur = {"petit": ENCRE_2, "repere": REPERE}.get(ton, ENCRE)
        self._poser(
            '<text x="{}" y="{}" text-anchor="{}" font-size="{}" font-weight="{}" fill="{}" class="{}">{}</text>',
            *(part(x), y, ancre, 12 if ton == "petit" else 13, 700 if ton == "fort" else 400, couleur),
            *(f"d-mots d-mots--{ton}" if ton else "d-mots", texte),
        )

    def nom(self, y: int, texte: str, *, longueur: int = 42) -> None:
        """Write the name of a line, cut when it is long: its table holds it whole."""
        self.mots(Decimal(0), y, couper(texte, longueur), ton="fort")

    def trait(self, x: Decimal, haut: int, bas: int, *, repere: bool = False) -> None:
        """Draw an upright line: a bound, or the value to compare with; edged with white where it crosses a bar."""
        couleur, classe, tirets = (REPERE, "d-repere", "6 3") if repere else (ENCRE, "d-borne", "none")
        self._poser(
            '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="#ffffff" stroke-width="5" class="d-bord"/>',
            *(part(x), haut, bas),
        )
        self._poser(
            '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="2" stroke-dasharray="{4}" '
            'class="{5}"/>',
            *(part(x), haut, bas, couleur, tirets, classe),
        )

    def grille(self, y: int) -> None:
        """Draw a quiet line across the whole width."""
        self._poser('<line x1="0" x2="100%" y1="{0}" y2="{0}" stroke="{1}" class="d-grille"/>', y, GRILLE)

    def marque(self, x: Decimal, y: Decimal, *, rang: int, titre: str = "") -> None:
        """Draw the mark of a series at a place; ``titre`` is read when one points at it."""
        trait = SERIES[rang % len(SERIES)][0]
        mots = format_html("<title>{}</title>", titre) if titre else ""
        self._poser(
            '<svg x="{}" y="{}" width="1" height="1" overflow="visible"><path d="{}" fill="{}" class="{}">{}</path>'
            "</svg>",
            *(
                part(x),
                f"{y:.1f}",
                MARQUES[rang % len(MARQUES)],
                trait,
                f"d-marque d-point-{rang % len(SERIES)}",
                mots,
            ),
        )

    def ligne(self, points: Sequence[tuple[Decimal, Decimal]], *, y: int, hauteur: int, rang: int) -> None:
        """Draw a line through points (share of the width, pixels under ``y``), in the look of a series."""
        trait = SERIES[rang % len(SERIES)][0]
        trace = " ".join(f"{abscisse:.2f},{ordonnee:.1f}" for abscisse, ordonnee in points)
        self._poser(
            '<svg x="0" y="{0}" width="100%" height="{1}" viewBox="0 0 100 {1}" preserveAspectRatio="none">'
            '<polyline points="{2}" fill="none" stroke="{3}" stroke-width="2" stroke-dasharray="{4}" '
            'vector-effect="non-scaling-stroke" class="d-ligne d-trait-{5}"/></svg>',
            *(y, hauteur, trace, trait, TRAITS[rang % len(TRAITS)], rang % len(SERIES)),
        )

    def legende(self, titres: Sequence[str], *, y: int, marques: bool = False) -> int:
        """Write what each series is, one under the other; give the next free height."""
        for rang, titre in enumerate(titres):
            if marques:
                self.marque(Decimal(2), Decimal(y + 8), rang=rang)
            else:
                self.barre(Decimal("0.5"), Decimal("3.5"), y=y + 2, hauteur=12, rang=rang)
            self.mots(Decimal(6), y + 12, couper(titre, 46))
            y += 20
        return y + 8

    def _nom_du_motif(self, rang: int) -> str:
        return f"{self.cle}-m{rang % len(SERIES)}"

    def _motif(self, rang: int) -> SafeString:
        trait, fond, genre = SERIES[rang]
        # The drawing of the pattern is ours, and so are the three words put in it.
        dedans = format_html(_MOTIFS[genre], trait, f"d-trait-{rang}", f"d-point-{rang}")
        return format_html(
            '<pattern id="{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<rect width="8" height="8" fill="{}" class="d-clair-{}"/>{}</pattern>',
            *(self._nom_du_motif(rang), fond, rang, dedans),
        )

    def _poser(self, forme: str, *valeurs: object) -> None:
        self._morceaux.append(format_html(forme, *valeurs))


def part(x: Decimal) -> str:
    """Give a place or a width as a share: « 68.00% »."""
    return f"{x:.2f}%"
