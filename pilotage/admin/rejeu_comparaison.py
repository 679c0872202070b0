"""Two replays side by side: their questions, their summaries, their sessions by sector and by département."""

from collections.abc import Mapping
from typing import Any

from pilotage.admin.rejeu_page import faits_de, noms_des_lots, periode_en_mots, question_en_mots
from pilotage.models import Rejeu
from pilotage.queries.rejeu_figures import SANS
from pilotage.queries.rejeu_lecture import Nouvelles, Trouve
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne
from referentiels.models import Departement, Secteur

LETTRES = ("A", "B")


def comparaison(*rejeux: Rejeu) -> tuple[dict[str, Any], tuple[Figure, ...]]:
    """Give the facts of the page, and its figures."""
    noms = noms_des_lots(rejeux)
    faits = zip(*(faits_de(rejeu) for rejeu in rejeux), strict=True)
    contexte = {
        "title": "Deux périodes rejouées, côte à côte",
        "rejeux": [
            {
                "lettre": lettre,
                "rejeu": rejeu,
                "periode": periode_en_mots(rejeu),
                "question": question_en_mots(rejeu, noms),
            }
            for lettre, rejeu in zip(LETTRES, rejeux, strict=True)
        ],
        "faits": [{"nom": memes[0].nom, "textes": [fait.texte for fait in memes]} for memes in faits],
        "memes_periodes": len({(rejeu.debut, rejeu.fin) for rejeu in rejeux}) == 1,
    }
    secteurs = dict(Secteur.objects.order_by("code").values_list("code", "libelle"))
    departements = dict(Departement.objects.order_by("code").values_list("code", "nom"))
    figures = (
        _figure("secteur", "secteur", secteurs, rejeux),
        _figure("departement", "département", departements, rejeux),
    )
    return contexte, tuple(figure for figure in figures if figure.lignes)


def _figure(axe: str, titre: str, noms: Mapping[str, str], rejeux: tuple[Rejeu, ...]) -> Figure:
    par = [Trouve(rejeu).nouvelles_par(axe) for rejeu in rejeux]
    cles = sorted({cle for comptes in par for cle in comptes})
    return Figure(
        f"rejeux_sessions_{axe}",
        f"Les sessions de plus, au plus, par {titre}",
        "Ce que chacune des deux questions aurait ouvert, si tous les groupes possibles s’étaient ouverts.",
        tuple(
            Colonne(f"sessions_{lettre.lower()}", f"Sessions, {lettre}", f"Sessions de plus, au plus, de {lettre}.")
            for lettre in LETTRES
        ),
        tuple(
            Ligne(
                cle or "inconnu",
                noms.get(cle, SANS if cle in {"", "0"} else cle),
                tuple(Case(comptes.get(cle, Nouvelles()).haut) for comptes in par),
            )
            for cle in cles
        ),
        premiere=titre.capitalize(),
        dessin=Dessin.BARRES,
        source="Les deux périodes rejouées.",
    )
