"""What the pages of a replay show: the question in words, what was found, what is assumed, files as examples."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse

from comptes.models import Utilisateur
from pilotage.admin.etude import FICHES
from pilotage.dessins.mots import dire
from pilotage.impact import Nature
from pilotage.models import Rejeu, StatutRejeu
from pilotage.queries.rejeu_lecture import Trouve
from pilotage.regles.figures import Unite
from pilotage.regles.rejeu import Question
from pilotage.regles.rejeu_bilan import Genre
from referentiels.admin.affichage import VERDICTS
from referentiels.regles.constats import Verdict
from referentiels.regles.grandeurs import CODES
from referentiels.regles.typographie import composer, compter, enumerer, jour, montant, nombre
from sessions_formation.models import Lot

VOIR_ADAPTATION = "intentions.voir_adaptation"
CENT = 100


class Fait(NamedTuple):
    """One number of the summary, with its low and high; alike when nothing is assumed."""

    nom: str
    bas: Decimal | int
    haut: Decimal | int
    unite: Unite = Unite.NOMBRE
    signe: bool = False

    @property
    def texte(self) -> str:
        """« 12 à 15 », « + 1 200 € »."""
        bas, haut = (self._un(valeur) for valeur in (self.bas, self.haut))
        return bas if bas == haut else composer(f"de {bas} à {haut}")

    def _un(self, valeur: Decimal | int) -> str:
        dit = dire(valeur, self.unite)
        return f"+\N{NO-BREAK SPACE}{dit}" if self.signe and valeur > 0 else dit


def periode_en_mots(rejeu: Rejeu) -> str:
    """« du 1er novembre 2025 au 31 octobre 2026 »."""
    return f"du {jour(rejeu.debut)} au {jour(rejeu.fin)}"


def noms_des_lots(rejeux: Iterable[Rejeu]) -> dict[int, str]:
    """Give what the lots that have their own price in these replays are called (1 query, none without any)."""
    cles = {int(lot) for rejeu in rejeux for lot in rejeu.question["prix_lots"]}
    return {lot.pk: str(lot) for lot in Lot.objects.filter(pk__in=cles).order_by("pk")} if cles else {}


def question_en_mots(rejeu: Rejeu, noms: Mapping[int, str]) -> list[str]:
    """Give what is changed, one sentence each. ``noms``: those of ``noms_des_lots``."""
    question = Question.de_json(rejeu.question)
    lignes = [
        f"{CODES[code].libelle} : {nombre(valeur)} {CODES[code].unite}" for code, valeur in question.valeurs.items()
    ]
    if question.prix_pour_cent:
        lignes.append(f"Prix de l’heure de tous les lots : {_pour_cent(question.prix_pour_cent)}")
    if question.heures_pour_cent:
        lignes.append(f"Heures de chaque parcours : {_pour_cent(question.heures_pour_cent)}")
    lignes += [
        f"Prix de l’heure, {noms.get(lot, 'lot supprimé')} : {montant(prix)}"
        for lot, prix in question.prix_lots.items()
    ]
    return [composer(ligne) for ligne in lignes]


def _pour_cent(valeur: Decimal) -> str:
    signe = "+" if valeur > 0 else "\N{MINUS SIGN}"
    return f"{signe}\N{NO-BREAK SPACE}{nombre(abs(valeur))} %"


def faits_de(rejeu: Rejeu) -> list[Fait]:
    """Give the summary of a replay that is over, in the order of the chain."""
    trouve = Trouve(rejeu)
    recevables, nouvelles, demandes = trouve.recevables(), trouve.nouvelles(), trouve.demandes()
    lots = trouve.lots()
    reel, rejoue = sum(lot.reel for lot in lots), sum(lot.rejoue for lot in lots)
    perdu = sum((lot.perdu for lot in lots), Decimal(0))
    ecart, postes = recevables.apres - recevables.avant, recevables.postes_apres - recevables.postes_avant
    prix = Decimal(rejoue - reel + perdu)
    return [
        Fait("Intentions recevables, éligibles ou sur dérogation", ecart, ecart, signe=True),
        Fait("Postes de ces intentions", postes, postes, signe=True),
        Fait("Sessions de plus", nouvelles.bas, nouvelles.haut, signe=True),
        Fait("Parcours de ces sessions", nouvelles.parcours_bas, nouvelles.parcours_haut, signe=True),
        Fait("Coût de ces sessions", nouvelles.euros_bas, nouvelles.euros_haut, Unite.EUROS, signe=True),
        Fait("Sessions que le maximum de leur lot n’aurait pas laissé commander", nouvelles.hors, nouvelles.hors),
        Fait("Groupes sans lot pour les porter", nouvelles.sans_lot, nouvelles.sans_lot),
        Fait("Sessions commandées qui n’auraient pas pu l’être", demandes[Genre.PERDUE], demandes[Genre.PERDUE]),
        Fait("Montant de ces commandes perdues", perdu, perdu, Unite.EUROS),
        Fait("Autre coût des commandes qui restent", prix, prix, Unite.EUROS, signe=True),
    ]


def phrase_de(rejeu: Rejeu) -> str:
    """Say the whole in one sentence."""
    faits = faits_de(rejeu)
    sessions, couts, autre = faits[2], faits[4], faits[9]
    dits = []
    if faits[0].haut:
        sens = "de plus" if faits[0].haut > 0 else "de moins"
        dits.append(compter(abs(faits[0].haut), f"intention recevable {sens}", f"intentions recevables {sens}"))
    if sessions.haut:
        bas, haut = nombre(sessions.bas), nombre(sessions.haut)
        quantite = haut if bas == haut else f"{bas} à {haut}"
        dits.append(f"{quantite} {'session' if sessions.haut == 1 else 'sessions'} de plus ({couts.texte})")
    if faits[7].haut:
        dits.append(compter(faits[7].haut, "session commandée de moins", "sessions commandées de moins"))
    if autre.haut:
        dits.append(f"{autre.texte} sur les commandes de la période")
    if not dits:
        return composer("Rien n’aurait changé, ni pour les intentions, ni pour les sessions, ni en euros.")
    return composer(f"Il y aurait eu {enumerer(dits)}.")


def suppositions(rejeu: Rejeu) -> dict[str, Any]:
    """Give the numbers of what is assumed; its words are the template's."""
    trouve, question = Trouve(rejeu), Question.de_json(rejeu.question)
    servis = rejeu.resultat["postes_servis"]
    return {
        "rythme": round(trouve.rythme * CENT),
        "servis": servis,
        "sur": servis + rejeu.resultat["postes_deja_possibles"],
        "groupes_deja": rejeu.resultat["groupes_deja"],
        "argent": bool(question.prix_pour_cent or question.prix_lots or question.heures_pour_cent),
    }


def page_du_rejeu(rejeu: Rejeu, *, lecteur: Utilisateur) -> dict[str, Any]:
    """Give the facts of the page; what a worker has not found yet is left out."""
    contexte = {
        "title": f"Et si ? {periode_en_mots(rejeu).capitalize()}",
        "rejeu": rejeu,
        "question": question_en_mots(rejeu, noms_des_lots([rejeu])),
        "periode": periode_en_mots(rejeu),
        "en_cours": rejeu.en_attente,
    }
    if rejeu.statut != StatutRejeu.TERMINE:
        return contexte
    secrets = Trouve(rejeu).dit_un_handicap and not lecteur.has_perm(VOIR_ADAPTATION)
    return contexte | {
        "phrase": phrase_de(rejeu),
        "faits": faits_de(rejeu),
        "suppositions": suppositions(rejeu),
        "exemples": [] if secrets else [_exemple(ligne, lecteur) for ligne in rejeu.resultat["exemples"]],
        "groupes": [] if secrets else [_groupe(groupe, lecteur) for groupe in rejeu.resultat["groupes_cites"]],
        "exemples_caches": secrets,
    }


def _exemple(ligne: dict[str, Any], lecteur: Utilisateur) -> dict[str, str]:
    return {
        "reference": ligne["reference"],
        "url": _fiche(Nature(ligne["nature"]), ligne["pk"], lecteur),
        "avant": VERDICTS[Verdict(ligne["avant"])],
        "apres": VERDICTS[Verdict(ligne["apres"])],
    }


def _groupe(groupe: list[list[Any]], lecteur: Utilisateur) -> list[dict[str, str]]:
    return [{"reference": numero, "url": _fiche(Nature.INTENTION, pk, lecteur)} for pk, numero in groupe]


def _fiche(nature: Nature, pk: int, lecteur: Utilisateur) -> str:
    fiche, droit = FICHES[nature]
    return reverse(fiche, args=[pk]) if lecteur.has_perm(droit) else ""
