"""A replay as figures: drawn, tabled and exported as every other figure of steering."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from pilotage.models import Rejeu
from pilotage.queries.rejeu_lecture import Nouvelles, Recevables, Trouve
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.rejeu_bilan import Genre
from referentiels.models import Departement, Secteur
from referentiels.regles.constats import Verdict

VERDICTS = {
    Verdict.ELIGIBLE: "Éligible",
    Verdict.DEROGATION: "Dérogation à demander",
    Verdict.A_COMPLETER: "À compléter",
    Verdict.NON_ELIGIBLE: "Non éligible",
}
DEMANDES = {
    Genre.REGAGNEE: "Refusées, qui auraient pu être autorisées",
    Genre.REGAGNEE_DEROGATION: "Refusées, qui auraient pu l’être sur dérogation",
    Genre.PERDUE: "Commandées, qui n’auraient pas pu l’être",
    Genre.ATTENTE_GAGNEE: "Pas encore décidées, qui deviennent possibles",
    Genre.ATTENTE_PERDUE: "Pas encore décidées, qui ne le sont plus",
}
SOURCE = "Les dossiers gardés, jugés deux fois avec la loi de leur jour : telle quelle, puis avec ces valeurs."
SANS = "Sans lot, ou sans prix ni heures connus"


class Noms(NamedTuple):
    """What keys are called."""

    secteurs: Mapping[str, str]
    departements: Mapping[str, str]
    lots: Mapping[str, str]


def figures_du_rejeu(rejeu: Rejeu, *, voit_adaptation: bool) -> tuple[Figure, ...]:
    """Give the figures of a replay that is over (two queries).

    ``voit_adaptation``: who reads may know that weekly hours are adapted; to others a change of these hours does not
    part derogations from the rest.
    """
    trouve = Trouve(rejeu)
    noms = Noms(
        dict(Secteur.objects.order_by("code").values_list("code", "libelle")),
        dict(Departement.objects.order_by("code").values_list("code", "nom")),
        {str(ligne["lot"]): ligne["nom"] for ligne in rejeu.resultat["lots"]},
    )
    figures = [
        _verdicts(trouve, reunis=trouve.dit_un_handicap and not voit_adaptation),
        _intentions_par(trouve, "secteurs", "Secteur", noms.secteurs),
        _intentions_par(trouve, "departements", "Département", noms.departements),
        _demandes(trouve),
        _sessions_par(trouve, "secteur", "Secteur", noms.secteurs),
        _sessions_par(trouve, "departement", "Département", noms.departements),
        _sessions_par(trouve, "lot", "Lot", noms.lots),
        _lots(trouve),
        _aides(trouve),
    ]
    return tuple(figure for figure in figures if figure.lignes)


def _verdicts(trouve: Trouve, *, reunis: bool) -> Figure:
    comptes = trouve.verdicts()
    if reunis:
        recevables = trouve.recevables()
        lignes = [_ligne("recevables", "Éligible, ou dérogation à demander", recevables)]
        comptes = {v: n for v, n in comptes.items() if v not in {Verdict.ELIGIBLE, Verdict.DEROGATION}}
    else:
        lignes = []
    lignes += [_ligne(verdict.value, VERDICTS[verdict], compte) for verdict, compte in comptes.items()]
    return Figure(
        "rejeu_verdicts",
        "Les intentions de la période, par verdict",
        "Chaque intention déposée dans la période, jugée par la loi de son jour, puis avec les valeurs rejouées.",
        _avant_apres("Intentions", "Postes"),
        tuple(lignes),
        premiere="Verdict",
        dessin=Dessin.BARRES,
        source=SOURCE,
    )


def _avant_apres(*quoi: str) -> tuple[Colonne, ...]:
    colonnes = []
    for rang, mots in enumerate(quoi):
        code = mots.lower()
        colonnes += [
            Colonne(f"{code}_avant", f"{mots}, en vrai", f"{mots} avec la loi de leur jour.", dessinee=not rang),
            Colonne(f"{code}_apres", f"{mots}, rejouées" if not rang else f"{mots}, rejoués",
                    f"{mots} avec les valeurs rejouées.", dessinee=not rang),
        ]  # fmt: skip
    return tuple(colonnes)


def _ligne(cle: str, nom: str, nombres: Iterable[Decimal | int]) -> Ligne:
    return Ligne(cle, nom, tuple(Case(nombre) for nombre in nombres))


def _intentions_par(trouve: Trouve, quoi: str, titre: str, noms: Mapping[str, str]) -> Figure:
    par = trouve.recevables_par(lambda secteur, departement: secteur if quoi == "secteurs" else departement)
    if not any(compte.change for compte in par.values()):
        par = {}
    return Figure(
        f"rejeu_intentions_{quoi}",
        f"Les intentions recevables, par {titre.lower()}",
        "Éligibles, ou possibles sur dérogation. L’écart dit combien il y en aurait eu de plus, ou de moins.",
        (
            *_avant_apres("Intentions"),
            Colonne("ecart", "Écart", "Intentions rejouées, moins intentions en vrai.", dessinee=False),
            Colonne("ecart_postes", "Écart en postes", "La même différence, en postes.", dessinee=False),
        ),
        tuple(
            _ligne(cle or "inconnu", noms.get(cle, cle) or "Pas encore dit", _ecarts(compte))
            for cle, compte in par.items()
        ),
        premiere=titre,
        dessin=Dessin.BARRES,
        total=_ligne("total", "Ensemble", _ecarts(trouve.recevables())),
        source=SOURCE,
    )


def _ecarts(compte: Recevables) -> tuple[int, ...]:
    return compte.avant, compte.apres, compte.apres - compte.avant, compte.postes_apres - compte.postes_avant


def _demandes(trouve: Trouve) -> Figure:
    comptes = trouve.demandes()
    return Figure(
        "rejeu_demandes",
        "Les demandes de session dont le sort change",
        "Les demandes envoyées dans la période, rejugées ; les brouillons ne sont pas relus.",
        (Colonne("demandes", "Demandes", "Demandes de session envoyées dans la période."),),
        tuple(_ligne(genre.value, nom, [comptes[genre]]) for genre, nom in DEMANDES.items() if comptes[genre]),
        premiere="Demandes",
        source=SOURCE,
    )


def _sessions_par(trouve: Trouve, axe: str, titre: str, noms: Mapping[str, str]) -> Figure:
    par = trouve.nouvelles_par(axe)
    return Figure(
        f"rejeu_sessions_{axe}",
        f"Les sessions de plus, par {titre.lower()}",
        "Demandes refusées qui auraient pu être autorisées, et groupes d’intentions qui auraient pu se former.",
        (
            Colonne("bas", "Sessions, au moins",
                    "Au rythme où les groupes possibles de la période se sont ouverts. Chaque ligne est arrondie "
                    "pour elle-même : leur somme n’est pas toujours l’ensemble."),
            Colonne("haut", "Sessions, au plus", "Si tous les groupes possibles s’étaient ouverts."),
            Colonne("parcours", "Parcours, au plus", "Leurs postes : un poste, un parcours.", dessinee=False),
            Colonne("euros_bas", "Coût, au moins", "Parcours × heures du premier quart × prix du lot, au même rythme.",
                    Unite.EUROS, dessinee=False),
            Colonne("euros_haut", "Coût, au plus", "Parcours × heures du dernier quart × prix du lot ce jour-là.",
                    Unite.EUROS, dessinee=False),
            Colonne("hors", "Hors maximum", "Sessions que le maximum du lot n’aurait pas laissé commander.",
                    dessinee=False),
            Colonne("sans_lot", "Sans lot", "Groupes qu’aucun lot ouvert ne couvrait, ou dont rien ne dit le coût.",
                    dessinee=False),
        ),
        tuple(
            _ligne(cle, noms.get(cle, SANS if cle in {"0", ""} else cle), _cases(nouvelles))
            for cle, nouvelles in par.items()
        ),
        premiere=titre,
        dessin=Dessin.BARRES,
        total=_ligne("total", "Ensemble", _cases(trouve.nouvelles())),
        source="Les regroupements du service, mois après mois ; les prix, les maximums et les heures des lots.",
    )  # fmt: skip


def _cases(n: Nouvelles) -> tuple[Decimal | int, ...]:
    return n.bas, n.haut, n.parcours_haut, n.euros_bas, n.euros_haut, n.hors, n.sans_lot


def _lots(trouve: Trouve) -> Figure:
    titres = (
        ("reel", "Commandé, en vrai", "Ce qui a été commandé pour les sessions demandées dans la période."),
        ("rejoue", "Commandé, rejoué", "Les mêmes commandes aux heures et au prix rejoués, sans celles perdues."),
        ("perdu", "Perdu", "Les commandes qui n’auraient pas pu être passées, à leur vrai montant."),
        ("nouvelles", "Sessions de plus, au plus", "Ce que coûteraient les sessions de plus, au plus haut."),
        ("maximum", "Maximum du lot", "Sur toute la durée du lot, au dernier jour de la période."),
        ("total", "Commandé en tout", "Depuis le début du lot, avec ce qui change et les sessions de plus."),
        ("depassement", "Au-dessus du maximum", "Ce que les vraies commandes, rejouées, auraient mis en trop."),
    )
    return Figure(
        "rejeu_lots",
        "Les lots : ce qui aurait été commandé",
        "Les lots où quelque chose change : les commandes de la période, comme elles ont été et auraient été.",
        tuple(
            Colonne(code, titre, definition, Unite.EUROS, dessinee=code in {"reel", "rejoue"})
            for code, titre, definition in titres
        ),
        tuple(
            _ligne(
                str(lot.pk),
                lot.nom,
                (
                    lot.reel,
                    lot.rejoue,
                    lot.perdu,
                    lot.nouvelles.euros_haut,
                    lot.maximum,
                    lot.total,
                    lot.depassement,
                ),
            )
            for lot in trouve.lots()
            if lot.change
        ),
        premiere="Lot",
        dessin=Dessin.BARRES,
        source="Bons de commande et avenants ; prix et maximums datés des lots.",
    )


def _aides(trouve: Trouve) -> Figure:
    return Figure(
        "rejeu_aides",
        "Les demandes d’aide de la période, par verdict",
        "Chaque demande envoyée dans la période, jugée deux fois. Les montants ne sont pas rejoués.",
        _avant_apres("Demandes"),
        tuple(_ligne(verdict.value, VERDICTS[verdict], compte) for verdict, compte in trouve.aides().items()),
        premiere="Verdict",
        dessin=Dessin.BARRES,
        source=SOURCE,
    )
