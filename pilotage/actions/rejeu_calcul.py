"""The replay itself: files judged twice, what waited pooled, what was ordered priced anew. Reads, never writes.

Each batch is read in its own transaction, in which PostgreSQL refuses to write; ``avancer`` is called between two.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from intentions.enums import StatutIntention
from noyau.lecture_seule import lecture_seule
from pilotage.impact import Comptage, Nature, Rejuge
from pilotage.queries import rejeu_dossiers as lectures
from pilotage.queries.dossiers_juges import LECTURES, Hypothese, Lois
from pilotage.queries.rejeu_dossiers import Fin, Periode
from pilotage.regles.rejeu import Question, jours_de_regroupement
from pilotage.regles.rejeu_bilan import REGAGNEES, Chiffrage, Commandes, Demande, Genre, LigneCommande
from pilotage.regles.rejeu_groupes import Attente, Groupes, regrouper_au_fil_des_mois
from pilotage.regles.rejeu_lots import Faite, LotRejoue, Moyennes
from referentiels.regles.constats import Verdict
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.enums import StatutSession
from sessions_formation.regles.fenetres import Reglage

SERVIES = frozenset({StatutIntention.ENGAGEE, StatutIntention.SATISFAITE})
ADMISSIBLES = frozenset({Verdict.ELIGIBLE, Verdict.DEROGATION})
GROUPES_CITES = 20
# How far it is: called with how many files more have been judged.
Avancer = Callable[[int], None]


class Rejouee:
    """A period under the values of ``question``, worked out step by step."""

    def __init__(self, periode: Periode, question: Question, *, le: date) -> None:
        self.periode, self.question, self.le = periode, question, le
        self._comptage = Comptage()
        # (sector, département, verdict before, after) → intentions, posts.
        self._intentions: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        self._verdicts: Counter[tuple[str, str, str]] = Counter()
        self._attentes: dict[int, Attente] = {}
        self._numeros: dict[int, str] = {}
        self._postes_servis = 0
        self._commandees = 0
        self._demandes: list[Demande] = []

    @property
    def natures(self) -> list[Nature]:
        """What is read: intentions and sessions always, for pooling and prices; aids when a value decides them."""
        aides = Nature.AIDE in Hypothese(self.question.valeurs, self.le).natures
        return [Nature.INTENTION, Nature.SESSION, *([Nature.AIDE] if aides else [])]

    def total(self) -> int:
        """Give how many files are to be judged."""
        with lecture_seule() as base:
            return lectures.combien_de_dossiers(self.periode, self.natures, base)

    def calculer(self, avancer: Avancer) -> dict[str, Any]:
        """Work everything out; give it as plain JSON. What ``avancer`` raises stops it."""
        lois = Hypothese(self.question.valeurs, self.le).lois()
        for nature in self.natures:
            self._lire(nature, lois, avancer)
        with lecture_seule() as base:
            regagnees = [demande.pk for demande in self._demandes if demande.genre in REGAGNEES]
            rendues = lectures.intentions_des_sessions(regagnees, base)
            commandes = lectures.commandes_des_sessions(self.periode, base)
            lots = lectures.lots_au(self.periode.fin, base)
        avancer(0)
        for intention in rendues:
            # They are counted with the request that held them.
            self._attentes.pop(intention, None)
        groupes = self._regrouper(lois)
        avancer(0)
        return {
            **self._comptes(),
            "postes_servis": self._postes_servis,
            "postes_deja_possibles": groupes.postes_deja_possibles,
            "groupes_deja": len(groupes.deja) + len(groupes.perdus),
            "groupes_perdus": len(groupes.perdus),
            "groupes_cites": self._cites(groupes),
            **self._chiffrer(groupes, commandes, lots),
        }

    def _lire(self, nature: Nature, lois: Lois, avancer: Avancer) -> None:
        _, juger = LECTURES[nature]
        noter = {
            Nature.INTENTION: self._noter_intentions,
            Nature.SESSION: self._noter_sessions,
            Nature.AIDE: self._noter_aides,
        }[nature]
        dernier, encore = 0, True
        while encore:
            with lecture_seule() as base:
                lignes = lectures.lot_suivant(lectures.dossiers_de(nature, self.periode, base), dernier)
                juges = [(ligne, juger(ligne, lois, self.le)) for ligne in lignes]
                noter(juges, lois, base)
            if encore := bool(lignes):
                dernier = lignes[-1]["pk"]
                self._comptage.ajouter(rejuge for _, rejuge in juges)
                avancer(len(lignes))

    def _noter_aides(self, juges: list[tuple[dict[str, Any], Rejuge]], lois: Lois, base: str) -> None:
        for _, rejuge in juges:
            self._verdicts[Nature.AIDE, rejuge.avant, rejuge.apres] += 1

    def _noter_intentions(self, juges: list[tuple[dict[str, Any], Rejuge]], lois: Lois, base: str) -> None:
        fins = lectures.fins_des_attentes([ligne for ligne, _ in juges], base)
        for ligne, rejuge in juges:
            postes = ligne["nombre_postes"] or 0
            cle = (ligne["secteur_id"] or "", ligne["departement_id"] or "", rejuge.avant.value, rejuge.apres.value)
            self._intentions[cle][0] += 1
            self._intentions[cle][1] += postes
            if ligne["servie"] or ligne["statut"] in SERVIES:
                self._postes_servis += postes
                continue
            fin = fins.get(ligne["pk"], Fin())
            avant, apres = _peut_attendre(ligne["statut"], rejuge, fin)
            if avant or apres:
                loi, _ = lois(ligne["jugee_le"] or self.le)
                vue = lectures.attente_de(ligne, fin, periode=self.periode, validite=loi.validite_intention_jours)
                self._attentes[ligne["pk"]] = Attente(*vue, avant, apres)
                self._numeros[ligne["pk"]] = ligne["numero"] or ""

    def _noter_sessions(self, juges: list[tuple[dict[str, Any], Rejuge]], lois: Lois, base: str) -> None:
        for ligne, rejuge in juges:
            self._commandees += ligne["commandee"]
            if genre := _genre(ligne, rejuge):
                self._demandes.append(
                    Demande(
                        pk=ligne["pk"],
                        genre=genre,
                        jour=timezone.localtime(ligne["demandee_le"]).date(),
                        lot=ligne["lot_id"],
                        secteur=ligne["lot__secteur_id"],
                        departement=ligne["commune__departement_id"] or "",
                        parcours=ligne["effectif"] or 0,
                        heures=ligne["heures"],
                        prix=ligne["prix_heure"],
                    )
                )

    def _regrouper(self, lois: Lois) -> Groupes:
        def reglages(jour: date) -> tuple[Reglage, Reglage]:
            reelle, rejouee = (
                Reglage(loi.effectif_min, loi.regroupement_postes_max, loi.regroupement_ecart_jours)
                for loi in lois(jour)
            )
            return reelle, rejouee

        jours = jours_de_regroupement(self.periode.debut, self.periode.fin)
        return regrouper_au_fil_des_mois(self._attentes.values(), jours, reglages)

    def _comptes(self) -> dict[str, Any]:
        changees: Counter[tuple[str, int, str, str]] = Counter()
        for demande in self._demandes:
            changees[demande.genre, demande.lot, demande.secteur, demande.departement] += 1
        return {
            "intentions": [[*cle, *compte] for cle, compte in sorted(self._intentions.items())],
            "commandees": self._commandees,
            "demandes": [[*cle, nombre] for cle, nombre in sorted(changees.items())],
            "aides": [[avant, apres, n] for (_, avant, apres), n in sorted(self._verdicts.items())],
            "exemples": self._comptage.resultat()["exemples"],
        }

    def _cites(self, groupes: Groupes) -> list[list[tuple[int, str]]]:
        return [
            [(besoin.id, self._numeros[besoin.id]) for besoin in groupe.besoins]
            for groupe in groupes.nouveaux[:GROUPES_CITES]
        ]

    def _chiffrer(self, groupes: Groupes, lignes: list[LigneCommande], lots: dict[int, LotRejoue]) -> dict[str, Any]:
        """What the orders of the period would cost, what the new sessions would, and what no maximum lets in."""
        perdues = [demande.pk for demande in self._demandes if demande.genre == Genre.PERDUE]
        commandes = Commandes(lignes, self.question, perdues)
        moyennes = Moyennes(
            Faite(ligne.lot, lots[ligne.lot].secteur, ligne.heures, ligne.parcours)
            for ligne in lignes
            if ligne.parcours
        )
        regagnees = [demande for demande in self._demandes if demande.genre in REGAGNEES]
        nouvelles = Chiffrage(self.question, lots, moyennes, commandes).chiffrer(groupes.nouveaux, regagnees)
        touches = {ligne["lot"] for ligne in nouvelles} | set(commandes.reel)
        return {
            "nouvelles": nouvelles,
            "lots": [
                {
                    "lot": pk,
                    "nom": lot.nom,
                    "maximum": lot.maximum,
                    "commande": lot.commande,
                    "reel": commandes.reel[pk],
                    "rejoue": commandes.rejoue[pk],
                    "perdu": commandes.perdu[pk],
                    "heures": moyennes.de(lot),
                }
                for pk, lot in lots.items()
                if pk in touches
            ],
        }


def _peut_attendre(statut: str, rejuge: Rejuge, fin: Fin) -> tuple[bool, bool]:
    """Tell whether an intention that no session took may enter a group, under its own law and under the replay.

    One on derogation enters only if the derogation was granted; one an officer refused for another reason never does.
    """
    avant, apres = (
        verdict == Verdict.ELIGIBLE or (verdict == Verdict.DEROGATION and fin.derogation)
        for verdict in (rejuge.avant, rejuge.apres)
    )
    if statut == StatutIntention.REFUSEE:
        return False, apres and not avant
    return avant, apres


def _genre(ligne: dict[str, Any], rejuge: Rejuge) -> Genre | None:
    """Say what becomes of a request for a session, None when nothing does."""
    avant, apres = rejuge.avant in ADMISSIBLES, rejuge.apres in ADMISSIBLES
    if avant == apres:
        return None
    if ligne["statut"] in PAS_DECIDEE:
        return Genre.ATTENTE_GAGNEE if apres else Genre.ATTENTE_PERDUE
    if ligne["statut"] == StatutSession.REFUSEE and apres:
        return Genre.REGAGNEE if rejuge.apres == Verdict.ELIGIBLE else Genre.REGAGNEE_DEROGATION
    if ligne["commandee"] and ligne["statut"] != StatutSession.ANNULEE and avant:
        return Genre.PERDUE
    return None
