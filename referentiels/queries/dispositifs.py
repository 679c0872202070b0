"""The catalogue of schemes, with the values in force on the day it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from referentiels.models import Dispositif
from referentiels.regles.grandeurs import CODES
from referentiels.regles.reglement import Reglement
from referentiels.regles.textes import au_singulier, mots_utiles, normaliser
from referentiels.regles.typographie import composer
from referentiels.regles.valeurs import completer, valeur_lisible


@dataclass(frozen=True, slots=True)
class Fiche:
    """A scheme in words: whom it serves, what it gives, where to go; ``valeurs``: (what it measures, as of today).

    ``telephone``, ``avec_qui`` and ``a_preciser`` (what no source settles) may be empty.
    """

    code: str
    nom: str
    famille: str
    quand: str
    publics: str
    pour_qui: str
    quoi: str
    avec_qui: str
    ou: str
    lien: str
    site: str
    telephone: str
    a_preciser: str
    valeurs: tuple[tuple[str, str], ...]
    source: str
    corrige_le: datetime | None


def fiche_de(dispositif: Dispositif, reglement: Reglement) -> Fiche:
    """Put a scheme in words, with the values of ``reglement`` in its sentences and beside them."""
    return Fiche(
        code=dispositif.code,
        nom=dispositif.nom,
        famille=Dispositif.Famille(dispositif.famille).label,
        quand=_a_la_suite(Dispositif.Moment(moment).label for moment in dispositif.moments),
        publics=_a_la_suite(Dispositif.Public(public).label for public in dispositif.publics),
        pour_qui=composer(completer(dispositif.pour_qui, reglement)),
        quoi=composer(completer(dispositif.quoi, reglement)),
        avec_qui=dispositif.avec_qui,
        ou=dispositif.ou,
        lien=dispositif.lien,
        site=dispositif.site,
        telephone=dispositif.telephone,
        a_preciser=dispositif.a_preciser,
        valeurs=tuple(
            (composer(CODES[code].libelle), composer(valeur_lisible(code, reglement)))
            for code in dispositif.parametres
            if code in CODES
        ),
        source=dispositif.source,
        corrige_le=dispositif.corrige_le,
    )


def fiches(codes: Sequence[str], reglement: Reglement) -> list[Fiche]:
    """Give the schemes of these codes, each once, in the order of the codes (1 query; none for no code).

    Those the Région does not show to the public are left out.
    """
    if not codes:
        return []
    trouves = Dispositif.objects.filter(actif=True).in_bulk(set(codes))
    return [fiche_de(trouves[code], reglement) for code in dict.fromkeys(codes) if code in trouves]


def catalogue(reglement: Reglement, *, public: str = "", moment: str = "", mots: str = "") -> list[Fiche]:
    """Give the schemes shown to the public, in their order (1 query): for one public, at one moment, holding each of
    these words, without accents nor plurals. A few tens of rows: read whole, sifted here."""
    dispositifs = Dispositif.objects.filter(actif=True).order_by("ordre", "code")
    if public:
        dispositifs = dispositifs.filter(publics__contains=[public])
    if moment:
        dispositifs = dispositifs.filter(moments__contains=[moment])
    cherches = [au_singulier(mot) for mot in mots_utiles(mots)]
    return [fiche for fiche in (fiche_de(lu, reglement) for lu in dispositifs) if _dit(fiche, cherches)]


def par_famille(trouvees: Iterable[Fiche]) -> dict[str, list[Fiche]]:
    """Group schemes by family, the families in the order of the programme."""
    groupes: dict[str, list[Fiche]] = {famille.label: [] for famille in Dispositif.Famille}
    for fiche in trouvees:
        groupes[fiche.famille].append(fiche)
    return {famille: groupe for famille, groupe in groupes.items() if groupe}


def _a_la_suite(libelles: Iterable[str]) -> str:
    """« À l’embauche, après l’embauche »: one capital, at the beginning."""
    suite = ", ".join(libelle[:1].lower() + libelle[1:] for libelle in libelles)
    return suite[:1].upper() + suite[1:]


def _dit(fiche: Fiche, cherches: list[str]) -> bool:
    textes = (fiche.nom, fiche.famille, fiche.pour_qui, fiche.quoi, fiche.avec_qui, fiche.ou, fiche.publics)
    ensemble = normaliser(" ".join(textes))
    return all(mot in ensemble for mot in cherches)
