"""What is published does not tell of few people: a reader takes apart every file, each against its total and the
others, and finds nothing. No database: worlds of people are drawn at random, the same each time."""

from collections.abc import Iterator, Mapping

import pytest

from insertion.regles.resultats import COMPTES, MESURES
from pilotage.actions.publier import tables_publiees
from pilotage.regles.donnees_ouvertes import ENTONNOIR, JEUX, RESULTATS, lignes_de
from pilotage.regles.publics import GENS, POSTES, AxePublic, LignePublique, effectifs, tues
from tests.pilotage.monde_public import BORNES, un_monde

MINIMUM = BORNES.effectif_min
# The same people, counted in both files: column of the funnel → rate that says on how many it stands.
JUMELLES = {"entrees": "abandon"}


def lire(donnees: Mapping[str, list]) -> dict[str, dict[tuple[str, str], int | None]]:
    """Read the files as anybody does: column → line → how many people it says, None where it says nothing."""
    lus: dict[str, dict[tuple[str, str], int | None]] = {}
    for ligne in lignes_de(ENTONNOIR, donnees, jusqu_a="2026-10"):
        for nom in GENS:
            lus.setdefault(nom, {})[ligne["axe"], ligne["code"] or ""] = ligne[nom]
    for ligne in lignes_de(RESULTATS, donnees, jusqu_a="2026-10"):
        # What is « personne » is told: nobody.
        combien = 0 if ligne["etat"] == "personne" else ligne["sur"]
        lus.setdefault(ligne["mesure"], {})[ligne["axe"], ligne["code"] or ""] = combien
    return lus


def attaquer(lus: dict[str, dict[tuple[str, str], int | None]]) -> Iterator[str]:
    """Say each number of few people that a reader works out, and each hidden one that is found whatever its size."""
    for une, autre in JUMELLES.items():
        yield from (
            f"{cle} : {une} se lit dans {autre}"
            for cle, n in lus[une].items()
            if (n is None) != (lus[autre][cle] is None)
        )
    for nom, lignes in lus.items():
        # How many places are empty may be said: it counts no people.
        if nom != "remplissage":
            yield from (f"{cle} : {nom} = {n}" for cle, n in lignes.items() if n is not None and 0 < n < MINIMUM)
            yield from soustraire(nom, lignes)


def soustraire(nom: str, lignes: dict[tuple[str, str], int | None]) -> Iterator[str]:
    """Take what each axis tells from the whole."""
    total = lignes[AxePublic.ENSEMBLE.value, ""]
    for axe in (AxePublic.SECTEUR, AxePublic.DEPARTEMENT, AxePublic.ANNEE):
        siennes = [combien for (a, _), combien in lignes.items() if a == axe]
        inconnues = siennes.count(None)
        reste = (total or 0) - sum(filter(None, siennes))
        if total is not None and inconnues and (inconnues == 1 or 0 < reste < MINIMUM):
            yield f"{axe} : {inconnues} lignes tues de {nom} font {reste}"


@pytest.mark.parametrize("graine", range(40))
def test_aucun_petit_nombre_ne_se_retrouve(graine):
    monde = un_monde(graine)

    assert list(attaquer(lire(tables_publiees(monde, bornes=BORNES)))) == []


def test_l_attaque_trouve_ce_que_la_seule_regle_des_dix_laisserait(monkeypatch):
    """The reader above is not blind: with small numbers hidden and nothing more, it finds them."""

    def naive(lignes, *, effectif_min):
        return {
            (ligne.axe, ligne.code): frozenset(nom for nom, n in effectifs(ligne).items() if 0 < n < effectif_min)
            for ligne in lignes
        }

    monkeypatch.setattr("pilotage.actions.publier.tues", naive)
    trouves = [
        graine for graine in range(40) if list(attaquer(lire(tables_publiees(un_monde(graine), bornes=BORNES))))
    ]

    assert len(trouves) > 10


def test_une_ligne_cachee_pour_une_colonne_ne_se_retrouve_pas_dans_sa_jumelle():
    """« a » is hidden and takes « b » with it; in the other column « a » is nobody: « b » would be hidden alone."""
    lignes = [
        LignePublique(
            axe,
            code,
            code,
            {**dict.fromkeys((*POSTES, *GENS), 100), "fins": fins},
            {"entree": (4, 8), "fin": (3, 9)},
            {**dict.fromkeys(COMPTES, 0), "termines": termines},
        )
        for axe, code, fins, termines in (
            (AxePublic.ENSEMBLE, "", 75, 70),
            (AxePublic.SECTEUR, "a", 5, 0),
            (AxePublic.SECTEUR, "b", 30, 30),
            (AxePublic.SECTEUR, "c", 40, 40),
        )
    ]

    tue = frozenset({"fins", "au_bout"})
    assert tues(lignes, effectif_min=MINIMUM) == {(AxePublic.SECTEUR, code): tue for code in "abc"}
    # A delay is told with the people it is about, or not at all.
    publies = tables_publiees(lignes, bornes=BORNES)["entonnoir"]
    delais = {ligne["code"]: (ligne["entree_mediane"], ligne["fin_neuvieme_decile"]) for ligne in publies}
    assert delais == {"": (4, 9), "a": (4, None), "b": (4, None), "c": (4, None)}


def test_ce_qui_est_nombreux_reste_publie():
    """Hiding everything would be no answer: in a world of many, every number is told."""
    lignes = [
        LignePublique(axe, code, code, dict.fromkeys((*POSTES, *GENS), n), {}, dict.fromkeys(COMPTES, n))
        for axe, code, n in (
            (AxePublic.ENSEMBLE, "", 60),
            (AxePublic.SECTEUR, "btp", 20),
            (AxePublic.SECTEUR, "sante", 40),
        )
    ]

    assert tues(lignes, effectif_min=MINIMUM) == {}


@pytest.mark.parametrize("jeu", JEUX.values(), ids=lambda jeu: jeu.code)
def test_chaque_colonne_est_decrite(jeu):
    schema = jeu.schema()

    assert [champ["name"] for champ in schema["fields"]] == [champ.nom for champ in jeu.champs]
    assert all(champ["title"] and champ["description"].endswith(".") for champ in schema["fields"])
    assert schema["primaryKey"] == [nom for nom in ("axe", "code", "mesure") if nom in {c.nom for c in jeu.champs}]
    assert set(RESULTATS.champs[4].valeurs) == set(MESURES)
