"""Rates of the dashboards: fill, dropouts, placement under both definitions, against 76 % and the known rates."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from insertion.queries.resultats import ENTREE, SORTIE, bornes_de
from insertion.regles.placement import DEFINITIONS
from insertion.regles.resultats import MESURES, Bornes, Etat, Mesure, Taux, additionner, taux
from pilotage.queries.agreges import Agreges, Comptes, agreges, croisement
from pilotage.queries.perimetre import cle_de, criteres_de, criteres_de_la_ligne, mois_en_mots, noms
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.perimetre import TITRES, Axe, Perimetre
from pilotage.regles.secret import Muets, lisible, muets
from referentiels.queries.taux_reference import taux_de_reference
from referentiels.regles.reglement import Reglement

SOURCE = "Entrées, sorties et réponses au suivi à 1, 3 et 6 mois, comptées chaque heure. " + " ".join(
    f"{definition.nom} : {definition.source}" for definition in DEFINITIONS
)
# What is followed month after month, and what is drawn by line.
TENDANCE = ("remplissage", "abandon", "emploi_6", "durable_6")
_DE_LA_FORMATION = dict.fromkeys((Axe.DEPARTEMENT, Axe.TERRITOIRE), " Le lieu est celui de la formation.")
A_LA_CIBLE = "emploi_6"
_CENT = Decimal(100)
TAUX = Colonne("taux", "Taux", "La part, sur cent, que dit la définition de chaque ligne.", Unite.POUR_CENT)
_REPONDANTS = Colonne(
    "parmi_les_reponses",
    "Parmi les réponses",
    "Le même taux, compté sur les seules personnes dont la situation est connue.",
    Unite.POUR_CENT,
    dessinee=False,
)
_PUBLIE = Colonne(
    "taux", "Taux publié", "Le taux de retour à l’emploi que la Région a publié pour ce dispositif.", Unite.POUR_CENT
)


def resultats_par(perimetre: Perimetre, axe: Axe, *, loi: Reglement, selon: str = ENTREE) -> tuple[Figure, ...]:
    """Give, in this order: ``resultats`` (all together: one line per rate, BARRES, 76 % as ``repere``),
    ``resultats_par`` (one line per line of ``axe``, one column per rate), ``resultats_par_mois`` (COURBES) and
    ``taux_reference`` (rates by scheme of the Région). ``selon``: months are those of entries or of exits.

    2 queries, 2 more by criterion."""
    vue, cible = _lire(perimetre, axe, loi, selon)
    return (vue.ensemble(cible), vue.par_ligne(cible), vue.par_mois(cible), references(cible))


def resultats_ensemble(perimetre: Perimetre, *, loi: Reglement, selon: str = ENTREE) -> Figure:
    """Give ``resultats`` alone (1 query, 1 more by criterion)."""
    vue, cible = _lire(perimetre, Axe.MOIS, loi, selon)
    return vue.ensemble(cible)


def _lire(perimetre: Perimetre, axe: Axe, loi: Reglement, selon: str) -> tuple["_Vue", tuple[str, Decimal]]:
    vue = _Vue(perimetre, axe, agreges(perimetre, axe, selon=selon), bornes_de(loi), selon)
    return vue, ("Objectif du dispositif", loi.placement_cible * _CENT)


def references(cible: tuple[str, Decimal]) -> Figure:
    """Give the rates by scheme the Région has published (code ``taux_reference``)."""
    return Figure(
        "taux_reference",
        "Les taux publiés par dispositif",
        "Ce que la Région a publié de ses dispositifs, pour situer les taux de ce service.",
        (_PUBLIE,),
        tuple(
            Ligne(str(rang), _dispositif(lu.dispositif, lu.mois), (Case(lu.taux),))
            for rang, lu in enumerate(taux_de_reference(), start=1)
        ),
        premiere="Dispositif",
        dessin=Dessin.BARRES,
        repere=cible,
        source="Documents publiés de la Région (taux d’insertion par dispositif).",
    )


def _dispositif(nom: str, mois: int | None) -> str:
    return f"{nom}, {mois} mois après" if mois else nom


class _Vue:
    """One perimeter, its counts, and what of each rate is not to be shown."""

    def __init__(self, perimetre: Perimetre, axe: Axe, lus: Agreges, bornes: Bornes, selon: str) -> None:
        self.perimetre, self.axe, self.lus, self.bornes, self.selon = perimetre, axe, lus, bornes, selon
        self.lignes = {cle_de(cle): comptes for cle, comptes in lus.lignes(perimetre).items()}
        self.cles = [cle for cle in lus.par_mois if cle_de(cle) in self.lignes]
        self.mois = lus.ensemble
        self.total = additionner(self.lignes.values())
        self._croises = self._croisements(axe)
        # Asked of the whole and of its lines: worked out once.
        self.tus = {code: self._muets_de(mesure) for code, mesure in MESURES.items()}

    def _croisements(self, axe: Axe) -> list[tuple[Mapping[str, Mapping[str, Comptes]], str]]:
        return [
            (croisement(self.perimetre, axe, filtre, selon=self.selon), cle)
            for filtre, cle in self.perimetre.criteres.items()
        ]

    def _muets_de(self, mesure: Mesure) -> Muets:
        """Say what of a rate is not shown by line of the axis."""
        if self.axe == Axe.MOIS:
            return self.muets_par_mois(mesure, self._croises, self.lignes)
        par_mois = {cle_de(cle): _effectifs(mesure, parts) for cle, parts in self.lus.par_mois.items()}
        coupees = {cle for cle in self.lignes if not self._lisible(par_mois[cle])}
        return self._muets(mesure, self.lignes, self._croises, coupees)

    def muets_par_mois(self, mesure: Mesure, croises: Any, lignes: Mapping[str, Comptes]) -> Muets:
        """Say what of a rate is not shown by month."""
        effectifs = _effectifs(mesure, self.mois)
        minimum = self.bornes.effectif_min
        coupes = {cle_de(mois) for mois in effectifs if not lisible(effectifs, mois, mois, minimum=minimum)}
        return self._muets(mesure, lignes, croises, coupes)

    def _muets(self, mesure: Mesure, lignes: Mapping[str, Comptes], croises: Any, coupees: Iterable[str]) -> Muets:
        return muets(
            {cle: mesure.effectif(comptes) for cle, comptes in lignes.items()},
            [
                ({reponse: _effectifs(mesure, parts) for reponse, parts in cellules.items()}, choisi)
                for cellules, choisi in croises
            ],
            minimum=self.bornes.effectif_min,
            deja=frozenset(coupees),
            tout=not self._lisible(_effectifs(mesure, self.mois)),
        )

    def _lisible(self, effectifs: Mapping[date, int]) -> bool:
        debut, fin = self.perimetre.debut, self.perimetre.fin
        return lisible(effectifs, debut, fin, minimum=self.bornes.effectif_min)

    def _dossiers(self, mesure: Mesure, **plus: str) -> dict[str, str]:
        return criteres_de(self.perimetre, "resultats", selon=self.selon, mesure=mesure.code) | plus

    def taux(self, mesure: Mesure, comptes: Comptes, *, tu: bool) -> Taux:
        """Work out one rate, hidden when it must be."""
        lu = taux(mesure, comptes, self.bornes)
        return lu.cache() if tu and lu.etat != Etat.PERSONNE else lu

    def ensemble(self, cible: tuple[str, Decimal]) -> Figure:
        """Give every rate of the whole perimeter."""
        lignes = []
        for mesure in MESURES.values():
            lu = self.taux(mesure, self.total, tu=self.tus[mesure.code].tout)
            parmi = _pour_cent(lu.part_des_reponses)
            # Nothing more to say of a rate that no answer is needed for.
            reponses = Case(None, etat=Etat.PERSONNE) if parmi is None else Case(parmi, lu.reponses)
            cachee = _case(lu, None)
            cases = (_case(lu, self._dossiers(mesure)), reponses) if lu.montrable else (cachee, cachee)
            lignes.append(Ligne(mesure.code, mesure.nom, cases, mesure.definition))
        return Figure(
            "resultats",
            "Ce que deviennent les personnes formées",
            f"Les taux des formations {'finies' if self.selon == SORTIE else 'commencées'} pendant la période, sur "
            "toutes les personnes concernées.",
            (TAUX, _REPONDANTS),
            tuple(lignes),
            premiere="Taux",
            dessin=Dessin.BARRES,
            repere=cible,
            source=SOURCE,
            calcule_le=self.lus.calcule_le,
            # The rate of the Région is said of any job, six months after.
            repere_sur=frozenset({"emploi_6"}),
        )

    def par_ligne(self, cible: tuple[str, Decimal]) -> Figure:
        """Give every rate by line of the axis."""
        tus = self.tus
        lignes = []
        for cle, nom in noms(self.axe, self.cles).items():
            plus = criteres_de_la_ligne(self.axe, cle)
            lignes.append(
                Ligne(
                    cle,
                    nom,
                    tuple(
                        _case(
                            self.taux(mesure, self.lignes[cle], tu=cle in tus[code].lignes),
                            self._dossiers(mesure, **plus),
                        )
                        for code, mesure in MESURES.items()
                    ),
                )
            )
        total = tuple(
            _case(self.taux(mesure, self.total, tu=tus[code].tout), self._dossiers(mesure))
            for code, mesure in MESURES.items()
        )
        return Figure(
            "resultats_par",
            f"Les mêmes taux, par {TITRES[self.axe].lower()}",
            "Chaque taux ligne par ligne ; celui qui est dessiné est l’emploi six mois après."
            + _DE_LA_FORMATION.get(self.axe, ""),
            tuple(_colonne(mesure, dessinee=mesure.code == A_LA_CIBLE) for mesure in MESURES.values()),
            tuple(lignes),
            premiere=TITRES[self.axe],
            dessin=Dessin.BARRES,
            total=Ligne("total", "Ensemble", total) if lignes else None,
            repere=cible,
            source=SOURCE,
            calcule_le=self.lus.calcule_le,
        )

    def par_mois(self, cible: tuple[str, Decimal]) -> Figure:
        """Give the main rates month by month."""
        mesures = [MESURES[code] for code in TENDANCE]
        croises = self._croises if self.axe == Axe.MOIS else self._croisements(Axe.MOIS)
        siens = {
            mois: comptes for mois, comptes in self.mois.items() if self.perimetre.debut <= mois <= self.perimetre.fin
        }
        lignes = {cle_de(mois): comptes for mois, comptes in siens.items()}
        tus = {mesure.code: self.muets_par_mois(mesure, croises, lignes) for mesure in mesures}
        return Figure(
            "resultats_par_mois",
            "Mois par mois",
            f"Par mois {'de sortie' if self.selon == SORTIE else 'd’entrée'} en formation ; les plus récents n’ont "
            "pas encore de suivi.",
            tuple(_colonne(mesure) for mesure in mesures),
            tuple(
                Ligne(
                    cle_de(mois),
                    mois_en_mots(mois),
                    tuple(
                        _case(
                            self.taux(mesure, comptes, tu=cle_de(mois) in tus[mesure.code].lignes),
                            self._dossiers(mesure, **criteres_de_la_ligne(Axe.MOIS, cle_de(mois))),
                        )
                        for mesure in mesures
                    ),
                )
                for mois, comptes in siens.items()
            ),
            premiere=TITRES[Axe.MOIS],
            dessin=Dessin.COURBES,
            repere=cible,
            source=SOURCE,
            calcule_le=self.lus.calcule_le,
        )


def _effectifs(mesure: Mesure, parts: Mapping[Any, Comptes]) -> dict[Any, int]:
    return {cle: mesure.effectif(comptes) for cle, comptes in parts.items()}


def _colonne(mesure: Mesure, *, dessinee: bool = True) -> Colonne:
    return Colonne(mesure.code, mesure.nom, mesure.definition, Unite.POUR_CENT, dessinee)


def _pour_cent(part: Decimal | None) -> Decimal | None:
    # Rounded once, where it is said.
    return None if part is None else part * _CENT


def _case(lu: Taux, dossiers: Mapping[str, str] | None) -> Case:
    if not lu.montrable:
        return Case(None, etat=lu.etat)
    return Case(_pour_cent(lu.part), lu.denominateur, dossiers=dossiers)
