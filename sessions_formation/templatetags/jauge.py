"""The gauge of a lot: what is billed, done, ordered and under way, between a minimum and a maximum.

Everything is worked out here so that the template holds no figure: widths are SVG attributes in per cent, and the
sentence says in words what the drawing shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noyau.templatetags import maison
from noyau.templatetags.maison import pourcent

register = template.Library()

# Above this share of the width a label is set from its right edge, below that one from its left edge.
BORD_DROIT, BORD_GAUCHE = 86, 10
# Closer than this, in per cent of the width, the two labels would touch on a phone: the maximum goes lower.
ECART_MIN_DES_LIBELLES = 34
# The maximum stands at 16/17 of the width when nothing goes beyond it: its line stays visible.
MARGE = Decimal(17) / Decimal(16)
HAUTEUR_BARRE = 54
HAUTEUR_LIBELLES = 38


@register.filter
def exact(valeur: Decimal | int) -> str:
    """Give an amount to the cent, without « ,00 »: what is left on a lot is never rounded."""
    juste = Decimal(valeur)
    return maison.montant(juste, 0 if juste == juste.to_integral_value() else 2)


@dataclass(frozen=True, slots=True)
class Niveaux:
    """Amounts of a lot at one moment, in euros; each includes the one before it, ``engage`` comes on top."""

    facture: Decimal
    fait: Decimal
    commande: Decimal
    engage: Decimal


@dataclass(frozen=True, slots=True)
class Barre:
    """One bar: widths and positions in per cent of the drawing, heights in pixels."""

    nom: str
    y_nom: int
    y: int
    facture: str
    fait: str
    commande: str
    effet_x: str
    effet: str
    engage_x: str
    engage: str
    trop: str
    manque: bool


@dataclass(frozen=True, slots=True)
class Borne:
    """The line of the minimum or of the maximum, and where its words stand."""

    x: str
    ancre: str
    decalage: int
    y: int

    @property
    def y_montant(self) -> int:
        return self.y + 16


@dataclass(frozen=True, slots=True)
class Dessin:
    """What ``composants/jauge.html`` draws and says."""

    barres: list[Barre]
    minimum: Borne
    maximum: Borne
    fond: str
    hauteur: int
    bas_des_bornes: int
    avant: Niveaux
    apres: Niveaux
    effet: Decimal
    deux_temps: bool
    plancher: Decimal
    plafond: Decimal
    depassement_avant: Decimal
    depassement: Decimal
    manque_avant: Decimal
    manque: Decimal
    depassement_a_venir: Decimal

    @property
    def reste_avant(self) -> Decimal:
        return max(self.plafond - self.avant.commande, Decimal(0))

    @property
    def reste(self) -> Decimal:
        return max(self.plafond - self.apres.commande, Decimal(0))


@register.filter
def dessiner(lot: Any) -> Dessin:
    """Work out the gauge of ``lot``, an object or a dict.

    It holds ``minimum``, ``maximum``, ``facture``, ``fait``, ``commande``, ``engage`` in euros; and, for the page of a
    decision, ``effet`` (what it adds to the orders, or takes off them) and ``engage_apres`` (what stays under way).
    """
    avant = Niveaux(*(_euros(lot, nom) for nom in ("facture", "fait", "commande", "engage")))
    effet = _euros(lot, "effet")
    deux_temps = bool(effet)
    apres = (
        Niveaux(
            avant.facture,
            avant.fait,
            avant.commande + effet,
            _euros(lot, "engage_apres"),
        )
        if deux_temps
        else avant
    )
    plancher, plafond = _euros(lot, "minimum"), _euros(lot, "maximum")
    echelle = max(plafond, *(n.commande + n.engage for n in (avant, apres)), Decimal(1)) * MARGE
    barres = [
        _barre(
            "Avant" if deux_temps else "Aujourd’hui",
            0,
            avant,
            Decimal(0),
            (plancher, plafond, echelle),
        )
    ]
    if deux_temps:
        barres.append(_barre("Après", 1, apres, effet, (plancher, plafond, echelle)))
    bas = len(barres) * HAUTEUR_BARRE
    proches = (plafond - plancher) / echelle * 100 < ECART_MIN_DES_LIBELLES
    return Dessin(
        barres=barres,
        minimum=_borne(plancher, echelle, bas + 16),
        maximum=_borne(plafond, echelle, bas + 16 + (HAUTEUR_LIBELLES if proches else 0)),
        fond=_largeur(plafond, echelle),
        hauteur=bas + HAUTEUR_LIBELLES * (2 if proches else 1),
        bas_des_bornes=bas,
        avant=avant,
        apres=apres,
        effet=effet,
        deux_temps=deux_temps,
        plancher=plancher,
        plafond=plafond,
        depassement_avant=max(avant.commande - plafond, Decimal(0)),
        depassement=max(apres.commande - plafond, Decimal(0)),
        manque_avant=max(plancher - avant.commande, Decimal(0)),
        manque=max(plancher - apres.commande, Decimal(0)),
        depassement_a_venir=max(apres.commande + apres.engage - plafond, Decimal(0)),
    )


def mini_jauge(lot: Any) -> SafeString:
    """Draw how far a lot is ordered in one line of a list: ordered, engaged, the mark of the minimum; said in words.

    ``lot`` is what ``dessiner`` reads. Without the cost of a template for each row.
    """
    minimum, maximum, commande, engage = (_euros(lot, nom) for nom in ("minimum", "maximum", "commande", "engage"))
    echelle = max(maximum, commande + engage, Decimal(1))
    taux = commande * 100 / maximum if maximum else Decimal(0)
    # A lot that still has something left is never said to be full.
    part = pourcent(Decimal(99) if 99 < taux < 100 else taux, 0)
    dit = f"{part} commandé"
    if engage:
        dit = f"{dit}, {exact(engage)} en instruction"
    return format_html(
        '<svg class="jauge mini-jauge" role="img" aria-label="{}" width="100%" height="12">'
        '<rect class="j-fond" width="{}" height="12"/><rect class="j-commande" width="{}" height="12"/>'
        '<rect class="j-engage" x="{}" y=".5" width="{}" height="11"/>'
        '<line class="j-borne" x1="{}" x2="{}" y1="0" y2="12"/></svg><span class="note">{}</span>',
        dit,
        _largeur(maximum, echelle),
        _largeur(commande, echelle),
        _largeur(commande, echelle),
        _largeur(engage, echelle),
        _largeur(minimum, echelle),
        _largeur(minimum, echelle),
        part,
    )


def _barre(
    nom: str,
    rang: int,
    niveaux: Niveaux,
    effet: Decimal,
    bornes: tuple[Decimal, Decimal, Decimal],
) -> Barre:
    plancher, plafond, echelle = bornes
    haut = rang * HAUTEUR_BARRE
    # What is taken off an order is no part of its bar: the two bars side by side show it.
    ajout = max(effet, Decimal(0))
    return Barre(
        nom=nom,
        y_nom=haut + 18,
        y=haut + 24,
        facture=_largeur(niveaux.facture, echelle),
        fait=_largeur(niveaux.fait, echelle),
        commande=_largeur(niveaux.commande - ajout, echelle),
        effet_x=_largeur(niveaux.commande - ajout, echelle),
        effet=_largeur(ajout, echelle),
        engage_x=_largeur(niveaux.commande, echelle),
        engage=_largeur(niveaux.engage, echelle),
        trop=_largeur(max(niveaux.commande - plafond, Decimal(0)), echelle),
        manque=niveaux.commande < plancher,
    )


def _borne(montant: Decimal, echelle: Decimal, y: int) -> Borne:
    part = montant / echelle * 100
    if part > BORD_DROIT:
        return Borne(_largeur(montant, echelle), "end", 18, y)
    if part < BORD_GAUCHE:
        return Borne(_largeur(montant, echelle), "start", 0, y)
    return Borne(_largeur(montant, echelle), "middle", 0, y)


def _largeur(montant: Decimal, echelle: Decimal) -> str:
    return f"{montant / echelle * 100:.2f}%"


def _euros(lot: Any, nom: str) -> Decimal:
    valeur = lot.get(nom) if isinstance(lot, Mapping) else getattr(lot, nom, None)
    return Decimal(str(valeur or 0))
