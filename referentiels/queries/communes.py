"""Find communes as people write them: any case, no accents, postal code, former name."""

import re
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, OrderBy, Q, QuerySet, Value, When

from referentiels.models import Commune, CommuneDeleguee
from referentiels.regles.textes import normaliser

RESULTATS_MAX = 20
ARTICLES = ("", "le ", "la ", "les ", "l ")


class CommuneTrouvee(NamedTuple):
    """A commune, and the words that both show it and find it again with `communes_saisies`."""

    commune: Commune
    texte: str


class _Saisie(NamedTuple):
    """A text taken apart: normalised name, postal code or its beginning, and the name after a comma if any."""

    nom: str
    code: str
    nom_actuel: str


def communes_trouvees(texte: str) -> list[CommuneTrouvee]:
    """Return at most 20 communes whose name, former name or postal code holds `texte`, likeliest first (2 queries).

    Names that begin with the text come first, then the most peopled. Under two characters: nothing.
    """
    saisie = _lire(texte)
    if len(saisie.nom) < 2 and len(saisie.code) < 2:
        return []
    actuelles = _rangees(Commune.objects.filter(_de_code(saisie.code)), saisie.nom, F("population").desc())
    trouvees = [CommuneTrouvee(commune, _texte(commune, saisie.code)) for commune in actuelles]
    if len(trouvees) < RESULTATS_MAX and saisie.nom:
        # The seat of a merged commune often keeps its name: it is in the first list already.
        anciennes = CommuneDeleguee.objects.exclude(nom_normalise=F("commune__nom_normalise"))
        anciennes = anciennes.filter(_de_code(saisie.code, "commune__")).select_related("commune")
        trouvees += [
            CommuneTrouvee(ancienne.commune, f"{ancienne.nom}, {ancienne.commune}")
            for ancienne in _rangees(anciennes, saisie.nom)
        ]
    return trouvees[:RESULTATS_MAX]


def communes_saisies(texte: str) -> list[Commune]:
    """Return the communes a complete text can mean: none, the one, or several that a postal code would tell apart.

    Understands « Pouzauges (85700) », « 85700 Pouzauges », « Changé 53 », a name or a postal code alone, a former
    name alone, and « Anetz, Vair-sur-Loire (44150) » as `communes_trouvees` writes it. Exact names only.
    """
    saisie = _lire(texte)
    if not saisie.nom:
        return list(Commune.objects.filter(_de_code(saisie.code))) if len(saisie.code) == 5 else []
    if saisie.nom_actuel:
        anciennes = Q(deleguees__nom_normalise=saisie.nom, nom_normalise=saisie.nom_actuel)
        return list(Commune.objects.filter(anciennes, _de_code(saisie.code)).distinct())
    exacts = [f"{article}{saisie.nom}" for article in ARTICLES]
    for nom in (Q(nom_normalise=saisie.nom), Q(nom_normalise__in=exacts), Q(deleguees__nom_normalise=saisie.nom)):
        if communes := list(Commune.objects.filter(nom, _de_code(saisie.code)).distinct()):
            return communes
    return []


def commune_saisie(texte: str) -> Commune | None:
    """Return the commune `texte` means, or None when it means none or more than one."""
    communes = communes_saisies(texte)
    return communes[0] if len(communes) == 1 else None


def _lire(texte: str) -> _Saisie:
    code = re.search(r"\b\d{2,5}\b", texte)
    nom, _, actuel = re.sub(r"\b\d{2,5}\b", " ", texte).partition(",")
    return _Saisie(normaliser(nom), code[0] if code else "", normaliser(actuel))


def _de_code(code: str, chemin: str = "") -> Q:
    champ = f"{chemin}codes_postaux"
    return Q(**{f"{champ}__startswith": code}) | Q(**{f"{champ}__contains": f"|{code}"}) if code else Q()


def _rangees(lignes: QuerySet, nom: str, *puis: OrderBy) -> QuerySet:
    """Those whose name holds `nom`: at its beginning, then at that of a word, then anywhere."""
    rang = Case(
        When(nom_normalise__startswith=nom, then=Value(0)),
        When(nom_normalise__contains=f" {nom}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    lignes = lignes.filter(nom_normalise__contains=nom) if nom else lignes
    return lignes.order_by(rang, *puis, "nom_normalise", "code_insee")[:RESULTATS_MAX]


def _texte(commune: Commune, code: str) -> str:
    """Name and postal code: the one that was typed, for a commune that has several."""
    codes = commune.codes_postaux.split("|")
    return f"{commune.nom} ({next((postal for postal in codes if code and postal.startswith(code)), codes[0])})"
