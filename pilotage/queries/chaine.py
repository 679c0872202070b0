"""The funnel: how many posts reach each step, and after how many working days."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from insertion.regles.resultats import Etat, a_cacher
from pilotage.queries.compte import dernier_compte
from pilotage.queries.comptes import DERNIERE, Compte, additionner, compter, compter_par
from pilotage.queries.perimetre import cle_de, conditions, criteres_de, criteres_de_la_ligne, lire, noms
from pilotage.queries.personnes import muets_par_etape
from pilotage.regles.chaine import (
    DE_PERSONNES,
    DEFINITIONS_DES_ETAPES,
    DELAIS,
    TITRES_DES_ARRETS,
    TITRES_DES_ETAPES,
    Arret,
    Etape,
)
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.perimetre import TITRES, Axe, Perimetre
from pilotage.regles.secret import Muets
from referentiels.regles.reglement import Reglement

SOURCE = (
    "Les dossiers du service, comptés chaque heure : intentions, demandes de session, bons de commande, entrées et "
    "sorties, embauches déclarées et réponses au suivi."
)
MEDIANE = "La moitié des postes arrivés à cette étape ont attendu ce nombre de jours ouvrés, ou moins, depuis l’étape "
NEUVIEME = "Neuf postes sur dix arrivés à cette étape ont attendu ce nombre de jours ouvrés, ou moins, depuis l’étape "
_ENTONNOIR = (
    Colonne("postes", "Postes", "Postes déposés pendant la période qui ont atteint l’étape, à ce jour."),
    Colonne("part", "Part des postes déposés", "Sur cent postes déposés, ceux qui ont atteint l’étape.",
            Unite.POUR_CENT, dessinee=False),
    Colonne("part_precedente", "Part de l’étape d’avant",
            "Sur cent postes arrivés à l’étape d’avant, ceux qui ont atteint celle-ci.", Unite.POUR_CENT,
            dessinee=False),
    Colonne("mediane", "Délai médian", f"{MEDIANE}d’avant.", Unite.JOURS_OUVRES, dessinee=False),
    Colonne("neuvieme", "Neuvième décile", f"{NEUVIEME}d’avant.", Unite.JOURS_OUVRES, dessinee=False),
)  # fmt: skip
_DE_L_EMPLOI = dict.fromkeys((Axe.DEPARTEMENT, Axe.TERRITOIRE), " Le lieu est celui de l’emploi.")
_EN_COURS = Colonne("en_cours", "Suit son cours", "Postes qui peuvent encore atteindre l’étape suivante.")


class _Vue(NamedTuple):
    """How one line is shown: its criteria, the steps hidden on it, the least number of people."""

    dossiers: Mapping[str, str]
    tues: Collection[Etape]
    minimum: int

    def cache(self, etape: Etape, nombre: int) -> bool:
        """Nobody is nothing to hide."""
        return etape in DE_PERSONNES and nombre > 0 and (etape in self.tues or nombre < self.minimum)


def chaine(perimetre: Perimetre, *, loi: Reglement) -> Figure:
    """Give the posts at each of the six steps, with shares and delays (code ``chaine``, ENTONNOIR; 3 queries, 1 more
    by criterion)."""
    return _Chaine(perimetre, loi).entonnoir()


def toute_la_chaine(perimetre: Perimetre, axe: Axe, *, etape: Etape, loi: Reglement) -> tuple[Figure, ...]:
    """Give ``chaine``, ``delais_par_mois`` (COURBES), ``arrets`` (BARRES_EMPILEES) and ``chaine_par`` (BARRES), in
    this order: what they share is read once (8 queries, 2 more by criterion).

    ``etape``: whose delay is told by line; nothing comes before the first step: then that of the second.
    """
    lue = _Chaine(perimetre, loi)
    etape = Etape.DEMANDE if etape == Etape.INTENTION else etape
    return (lue.entonnoir(), lue.delais_par_mois(), lue.arrets(), lue.par(axe, etape))


class _Chaine:
    """The funnel of one perimeter, and what all its figures need: who is hidden by month, when posts were counted."""

    def __init__(self, perimetre: Perimetre, loi: Reglement) -> None:
        self.perimetre, self.minimum = perimetre, loi.resultat_effectif_min

    @cached_property
    def muets(self) -> dict[Etape, Muets]:
        """What of the steps that count people is not shown, by month and as a whole."""
        return muets_par_etape(self.perimetre, Axe.MOIS, minimum=self.minimum)

    @cached_property
    def calcule_le(self) -> datetime | None:
        """When posts were last counted."""
        return dernier_compte()

    def _ensemble(self, muets: Mapping[Etape, Muets]) -> _Vue:
        tues = {etape for etape, muet in muets.items() if muet.tout}
        return _Vue(criteres_de(self.perimetre, "chaine"), tues, self.minimum)

    def _ligne(self, muets: Mapping[Etape, Muets], axe: Axe, cle: str) -> _Vue:
        tues = {etape for etape, muet in muets.items() if cle in muet.lignes}
        dossiers = criteres_de(self.perimetre, "chaine") | criteres_de_la_ligne(axe, cle)
        return _Vue(dossiers, tues, self.minimum)

    def entonnoir(self) -> Figure:
        """Give the posts at each step, together."""
        vue = self._ensemble(self.muets)
        compte = compter(self.perimetre, delais=DELAIS)
        return Figure(
            "chaine",
            "Du besoin à l’emploi",
            "Combien de postes déposés pendant la période ont atteint chaque étape, et au bout de combien de temps.",
            _ENTONNOIR,
            tuple(
                Ligne(
                    etape.value,
                    TITRES_DES_ETAPES[etape],
                    (
                        _nombre(compte, etape, vue),
                        _part(compte, etape, Etape.INTENTION, vue),
                        _part(compte, etape, avant, vue),
                        *_delai(compte, etape, vue),
                    ),
                    DEFINITIONS_DES_ETAPES[etape],
                )
                for avant, etape in zip((Etape.INTENTION, *Etape), Etape, strict=False)
            ),
            premiere="Étape",
            dessin=Dessin.ENTONNOIR,
            source=SOURCE,
            calcule_le=self.calcule_le,
        )

    def par(self, axe: Axe, etape: Etape) -> Figure:
        """Give the posts at each step by line of an axis, and the delay before one of them."""
        muets = self.muets if axe == Axe.MOIS else muets_par_etape(self.perimetre, axe, minimum=self.minimum)
        comptes = compter_par(self.perimetre, axe, delais=(etape,))
        par_cle = {cle_de(cle): compte for cle, compte in comptes.items()}
        lignes = tuple(
            Ligne(cle, nom, _cases(par_cle[cle], etape, self._ligne(muets, axe, cle)))
            for cle, nom in noms(axe, list(comptes)).items()
        )
        ensemble = Compte(additionner(list(comptes.values())), {})
        return Figure(
            "chaine_par",
            f"Du besoin à l’emploi, par {TITRES[axe].lower()}",
            "Les postes déposés pendant la période, ceux qui ont atteint chaque étape, et l’attente avant l’une "
            f"d’elles.{_DE_L_EMPLOI.get(axe, '')}",
            (*(_colonne(une) for une in Etape), *_colonnes_du_delai(etape)),
            lignes,
            premiere=TITRES[axe],
            dessin=Dessin.BARRES,
            total=Ligne("total", "Ensemble", _cases(ensemble, etape, self._ensemble(muets))) if lignes else None,
            source=SOURCE,
            calcule_le=self.calcule_le,
        )

    def delais_par_mois(self) -> Figure:
        """Give the median delay before each step by month of filing."""
        comptes = compter_par(self.perimetre, Axe.MOIS, delais=DELAIS)
        par_cle = {cle_de(cle): compte for cle, compte in comptes.items()}
        lignes = []
        for cle, nom in noms(Axe.MOIS, list(comptes)).items():
            vue = self._ligne(self.muets, Axe.MOIS, cle)
            lignes.append(Ligne(cle, nom, tuple(_delai(par_cle[cle], etape, vue)[0] for etape in DELAIS)))
        return Figure(
            "delais_par_mois",
            "Délai médian avant chaque étape, par mois de dépôt",
            "Les derniers mois ne comptent que les postes déjà arrivés à l’étape : les plus rapides.",
            tuple(
                Colonne(etape.value, TITRES_DES_ETAPES[etape], f"{MEDIANE}d’avant.", Unite.JOURS_OUVRES)
                for etape in DELAIS
            ),
            tuple(lignes),
            premiere=TITRES[Axe.MOIS],
            dessin=Dessin.COURBES,
            source=SOURCE,
            calcule_le=self.calcule_le,
        )

    def _reste_tu(self, etape: Etape) -> bool:
        """Whether how many posts stay at a step is hidden: taken from those that reached it, they would tell how many
        went on."""
        suivante = list(Etape)[list(Etape).index(etape) + 1]
        return any(une in self.muets and self.muets[une].tout for une in (etape, suivante))

    def arrets(self) -> Figure:
        """Give where posts stop, by the furthest step they reached and by cause."""
        gardes = conditions(self.perimetre)
        sql = f"select {DERNIERE}, f.arret, count(*) from pilotage_faitposte f where {gardes.sql} group by 1, 2"  # noqa: S608 - names of columns
        nombres = {(etape, arret): nombre for etape, arret, nombre in lire(sql, gardes.parametres)}
        return Figure(
            "arrets",
            "Où les postes s’arrêtent",
            "Chaque poste déposé pendant la période et pas encore pourvu, à la dernière étape qu’il a atteinte.",
            (_EN_COURS, *(_colonne_de_l_arret(arret) for arret in Arret)),
            tuple(
                Ligne(
                    etape.value,
                    TITRES_DES_ETAPES[etape],
                    _arretes(
                        {arret: nombres.get((etape, arret), 0) for arret in ("", *Arret)},
                        criteres_de(self.perimetre, "arrets", derniere=etape.value),
                        minimum=self.minimum if etape in DE_PERSONNES else 0,
                        tout=self._reste_tu(etape),
                    ),
                )
                for etape in Etape
                if etape != Etape.EMPLOI
            ),
            premiere="Dernière étape atteinte",
            dessin=Dessin.BARRES_EMPILEES,
            source=SOURCE,
            calcule_le=self.calcule_le,
        )


def _colonne_de_l_arret(arret: Arret) -> Colonne:
    return Colonne(arret.value, TITRES_DES_ARRETS[arret], f"Postes arrêtés : {TITRES_DES_ARRETS[arret].lower()}.")


def _arretes(nombres: Mapping[str, int], dossiers: Mapping[str, str], *, minimum: int, tout: bool) -> tuple[Case, ...]:
    tus = set(nombres) if tout else a_cacher(nombres, effectif_min=minimum)
    return tuple(
        Case(None, etat=Etat.PEU_DE_PERSONNES)
        if nombre and arret in tus
        else Case(nombre, dossiers={**dossiers, "arret": str(arret) or _EN_COURS.code} if nombre else None)
        for arret, nombre in nombres.items()
    )


def _cases(compte: Compte, etape: Etape, vue: _Vue) -> tuple[Case, ...]:
    return (*(_nombre(compte, une, vue) for une in Etape), *_delai(compte, etape, vue))


def _colonne(etape: Etape) -> Colonne:
    return Colonne(etape.value, TITRES_DES_ETAPES[etape], DEFINITIONS_DES_ETAPES[etape])


def _colonnes_du_delai(etape: Etape) -> tuple[Colonne, Colonne]:
    avant = TITRES_DES_ETAPES[list(Etape)[list(Etape).index(etape) - 1]]
    quoi = TITRES_DES_ETAPES[etape].lower()
    fin = f"« {avant} »."
    return (
        Colonne("mediane", f"Délai médian avant : {quoi}", MEDIANE + fin, Unite.JOURS_OUVRES, dessinee=False),
        Colonne("neuvieme", f"Neuvième décile avant : {quoi}", NEUVIEME + fin, Unite.JOURS_OUVRES, dessinee=False),
    )


def _nombre(compte: Compte, etape: Etape, vue: _Vue) -> Case:
    nombre = compte.postes[etape]
    if vue.cache(etape, nombre):
        return Case(None, etat=Etat.PEU_DE_PERSONNES)
    return Case(nombre, dossiers={**vue.dossiers, "etape": etape.value} if nombre else None)


def _part(compte: Compte, etape: Etape, sur: Etape, vue: _Vue) -> Case:
    haut, bas = compte.postes[etape], compte.postes[sur]
    if vue.cache(etape, haut) or vue.cache(sur, bas):
        return Case(None, etat=Etat.PEU_DE_PERSONNES)
    if not bas or etape == Etape.INTENTION:
        return Case(None, etat=Etat.PERSONNE)
    # Rounded once, where it is said.
    return Case(Decimal(100) * haut / bas, sur=bas)


def _delai(compte: Compte, etape: Etape, vue: _Vue) -> tuple[Case, Case]:
    delai = compte.delais.get(etape)
    if delai is None or not delai.sur:
        return (Case(None, etat=Etat.PERSONNE),) * 2
    if vue.cache(etape, compte.postes[etape]) or vue.cache(etape, delai.sur):
        return (Case(None, etat=Etat.PEU_DE_PERSONNES),) * 2
    return Case(delai.median, delai.sur), Case(delai.neuvieme, delai.sur)
