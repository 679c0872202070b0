"""Numbers in words: whole beside a table, short where a drawing has little room."""

from decimal import ROUND_HALF_UP, Decimal

from pilotage.regles.figures import Unite
from referentiels.regles.typographie import INSECABLE, montant, nombre

ABSENT = "–"
_MILLION, _MILLIER, _BEAUCOUP = Decimal(1_000_000), Decimal(1000), Decimal(10_000)
_MOINS = "\N{MINUS SIGN}"


def dire(valeur: Decimal | int | None, unite: Unite) -> str:
    """Give a number with its unit, as a table holds it: « 1 234 », « 76 % », « 12 jours ouvrés » is « 12 j »."""
    if valeur is None:
        return ABSENT
    exact = Decimal(valeur)
    if unite is Unite.EUROS:
        return montant(exact).replace("-", _MOINS)
    return _signe(nombre(_arrondi(exact, unite)), unite)


def dire_court(valeur: Decimal | int | None, unite: Unite) -> str:
    """Give the same where there is little room: euros by thousands and millions (« 1,25 M€ »), else as ``dire``."""
    if valeur is None:
        return ABSENT
    exact = Decimal(valeur)
    if unite is not Unite.EUROS or abs(exact) < _BEAUCOUP:
        return dire(exact.quantize(Decimal(1), ROUND_HALF_UP) if unite is Unite.EUROS else exact, unite)
    rang, suffixe, pas = (_MILLION, "M€", "0.01") if abs(exact) >= _MILLION else (_MILLIER, "k€", "1")
    rond = (exact / rang).quantize(Decimal(pas), ROUND_HALF_UP)
    return f"{nombre(rond)}{INSECABLE}{suffixe}".replace("-", _MOINS)


def couper(texte: str, longueur: int) -> str:
    """Give a text of at most ``longueur`` signs, its end replaced by « … » when it is longer."""
    return texte if len(texte) <= longueur else f"{texte[: longueur - 1].rstrip()}…"


def _arrondi(valeur: Decimal, unite: Unite) -> Decimal:
    """Shares in whole percents, halves upwards; delays and hours to a tenth; counts are whole."""
    pas = {Unite.POUR_CENT: Decimal(1), Unite.NOMBRE: Decimal(1)}.get(unite, Decimal("0.1"))
    return valeur if valeur == valeur.to_integral_value() else valeur.quantize(pas, ROUND_HALF_UP)


def _signe(texte: str, unite: Unite) -> str:
    suffixe = {Unite.POUR_CENT: "%", Unite.HEURES: "h", Unite.JOURS_OUVRES: "j"}.get(unite)
    return (f"{texte}{INSECABLE}{suffixe}" if suffixe else texte).replace("-", _MOINS)
