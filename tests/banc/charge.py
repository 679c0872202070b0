"""The load of the bench of hosts: partners by API, employers and officers by the site, through a balancer that turns.

A balancer tries again elsewhere what is safe to repeat (a key of idempotence says so); a form is sent once: what was
in flight on a killed host is told to nobody, and its person reads the page again.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle
from typing import Any
from urllib.parse import urlencode

from tests.factories.referentiels import siret_de_rang

PORT, DELAI, ESSAIS = 8000, 15, 30
JETON = "a" * 32


@dataclass
class Constat:
    """What the load was answered: by kind, the keys that had a 2xx or 3xx, those in flight, how many tries."""

    faites: dict[str, list[Any]] = field(default_factory=lambda: {"api": [], "depot": [], "decision": []})
    en_vol: dict[str, list[Any]] = field(default_factory=lambda: {"api": [], "depot": [], "decision": []})
    refus: Counter[str] = field(default_factory=Counter)
    reprises: int = 0
    durees: list[float] = field(default_factory=list)


class Charge:
    """People and machines, each a thread, until told to stop."""

    def __init__(self, hotes: list[str], monde: dict[str, Any]) -> None:
        self.monde, self.constat = monde, Constat()
        self._hotes, self._tour = hotes, cycle(range(len(hotes)))
        self._verrou, self._fin = threading.Lock(), threading.Event()
        self._fils: list[threading.Thread] = []

    def commencer(self, *, partenaires: int, employeurs: int, agents: int) -> None:
        """Open the doors."""
        rangs = count()
        depots, demandes = iter(self.monde["brouillons"]), iter(self.monde["demandes"])
        actes = [lambda: self._deposer_par_api(next(rangs))] * partenaires
        actes += [lambda: self._deposer_par_le_site(self._prendre(depots))] * employeurs
        actes += [lambda: self._decider(self._prendre(demandes))] * agents
        self._fils = [threading.Thread(target=self._repeter, args=(acte,), daemon=True) for acte in actes]
        for fil in self._fils:
            fil.start()

    def finir(self) -> Constat:
        """Close them, and wait for what is under way."""
        self._fin.set()
        for fil in self._fils:
            fil.join()
        return self.constat

    def _repeter(self, acte: Callable[[], None]) -> None:
        while not self._fin.is_set():
            try:
                acte()
            except StopIteration:
                return

    def _prendre(self, suite: Iterator[Any]) -> Any:
        with self._verrou:
            return next(suite)

    def _deposer_par_api(self, rang: int) -> None:
        reference = f"REF-{rang}"
        entetes = {
            "Authorization": f"Api-Key {self.monde['cle']}",
            "Content-Type": "application/json",
            "Idempotency-Key": reference,
        }
        corps = json.dumps(self._intention(rang, reference)).encode()
        for essai in range(ESSAIS):
            statut = self._envoyer("/api/v1/intentions/", corps, entetes)
            if statut is not None and statut < 500:
                break
            self.constat.reprises += 1
            time.sleep(0.1 * (essai + 1))
        self._ranger("api", reference, statut)

    def _deposer_par_le_site(self, pk: int) -> None:
        statut = self._formulaire(f"/employeur/intentions/{pk}/deposer/", "employeur", {"autre_besoin": "on"})
        self._ranger("depot", pk, statut)

    def _decider(self, demande: dict[str, int]) -> None:
        champs = {
            "decision": "autoriser",
            "etape": "confirmer",
            "version": demande["version"],
            "motif": "besoin_avere",
            "precisions": "Besoin avéré.",
            "hors_tour": "Plusieurs agents décident en même temps.",
        }
        chemin = f"/admin/sessions_formation/session/{demande['pk']}/change/"
        self._ranger("decision", demande["pk"], self._formulaire(chemin, "agent", champs))
        time.sleep(0.5)

    def _formulaire(self, chemin: str, qui: str, champs: dict[str, Any]) -> int | None:
        entetes = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.monde['sessions'][qui]}; csrftoken={JETON}",
            "X-CSRFToken": JETON,
        }
        return self._envoyer(chemin, urlencode(champs).encode(), entetes)

    def _ranger(self, sorte: str, cle: Any, statut: int | None) -> None:
        with self._verrou:
            if statut is None:
                self.constat.en_vol[sorte].append(cle)
            elif statut in {201, 302}:
                self.constat.faites[sorte].append(cle)
            else:
                self.constat.refus[f"{sorte} {statut}"] += 1

    def _envoyer(self, chemin: str, corps: bytes, entetes: dict[str, str]) -> int | None:
        """Send to the next host that takes the call; None when the answer never came."""
        for _ in self._hotes:
            with self._verrou:
                hote = self._hotes[next(self._tour)]
            lien = HTTPConnection(hote, PORT, timeout=DELAI)
            try:
                lien.connect()
            except OSError:
                # Nobody there: nothing was sent, the next one takes it.
                continue
            return self._parler(lien, chemin, corps, entetes)
        return None

    def _parler(self, lien: HTTPConnection, chemin: str, corps: bytes, entetes: dict[str, str]) -> int | None:
        depart = time.monotonic()
        try:
            lien.request("POST", chemin, corps, entetes)
            reponse = lien.getresponse()
            reponse.read()
        except (OSError, HTTPException):
            return None
        finally:
            lien.close()
        self.constat.durees.append(time.monotonic() - depart)
        return reponse.status

    def _intention(self, rang: int, reference: str) -> dict[str, Any]:
        return {
            "reference_externe": reference,
            "employeur": {
                "siret": siret_de_rang(50_000 + rang),
                "nom": f"Atelier {rang}",
                "code_postal": "49300",
                "siae": False,
            },
            "contact": {"nom": "Claire Heulin", "courriel": f"contact{rang}@atelier{rang}.example"},
            "poste": {"metier": self.monde["metier"], "commune": self.monde["commune"], "nombre": 1},
            "contrat": {"type": "cdi", "heures_hebdo": 35},
            "engagement_recruter": True,
            "etapes": ["stage"],
        }
