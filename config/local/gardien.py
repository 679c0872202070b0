"""The owner of the embedded servers: ``python -m config.local.gardien``.

It outlives whoever started it, so that ten commands in a row share two servers, and leaves a few seconds after the
last user has gone. A user is whoever holds the shared lock (``config.local.serveurs``); a killed one holds it no more.
"""

import argparse
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from config.env import dossier_etat
from config.local import moteurs, serveurs
from config.local.enfants import Enfant, Registre
from config.local.erreurs import ServeursIndisponibles
from config.local.lieux import Lieu, lieu_de
from config.local.sondes import base_repond
from config.local.verrous import verrou_gardien, verrou_usage

PAS = 0.1
DELAI_DE_GRACE = 8.0
DEMARRAGE_MAX = 90.0


class Gardien:
    """Starts both servers, watches them, closes when nobody needs them any more."""

    def __init__(self, lieu: Lieu, grace: float) -> None:
        self.lieu = lieu
        self.grace = grace
        self.enfants: list[Enfant] = []
        self.registre = Registre(lieu.etat / "serveurs.json")
        self.usage = verrou_usage(lieu.etat)
        self.verrou = verrou_gardien(lieu.etat)
        self.arret_demande = False
        self.presse = False

    def demander_arret(self, *_: object) -> None:
        self.arret_demande = True

    def se_presser(self, *_: object) -> None:
        """The last user says so on leaving: nothing to wait for, unless someone comes in meanwhile."""
        self.presse = True

    def vivre(self) -> None:
        # Someone looking whether we are here holds the lock for an instant: insist a little.
        if not self.verrou.prendre(patience=1):
            return
        try:
            self.ouvrir()
            self.veiller()
        except ServeursIndisponibles as erreur:
            dire(str(erreur))
        finally:
            self.lieu.pret.unlink(missing_ok=True)
            for enfant in reversed(self.enfants):
                enfant.arreter()
            self.registre.inscrire([])
            dire("Les serveurs sont arrêtés.")

    def ouvrir(self) -> None:
        self.lieu.preparer()
        (self.lieu.etat / "gardien.pid").write_text(str(os.getpid()))
        self.registre.balayer(dire)
        moteurs.liberer_grappe(self.lieu)
        moteurs.creer_grappe(self.lieu)
        self.lancer([moteurs.serveur_valkey(self.lieu), moteurs.serveur_postgres(self.lieu)])
        echeance = time.monotonic() + DEMARRAGE_MAX
        while not base_repond(self.lieu, "postgres"):
            self.surveiller()
            if self.arret_demande or time.monotonic() > echeance:
                raise ServeursIndisponibles(f"PostgreSQL ne répond pas : voyez {self.lieu.journaux}/postgres.log.")
            time.sleep(0.03)
        moteurs.creer_base(self.lieu)
        self.lieu.pret.write_text(str(os.getpid()))
        dire("Les serveurs répondent.")

    def lancer(self, enfants: list[Enfant]) -> None:
        # Once, before any of them: a quick server has its own socket before the next one starts.
        self.lieu.socket_valkey.unlink(missing_ok=True)
        self.enfants = enfants
        for enfant in enfants:
            enfant.lancer()
            self.registre.inscrire(enfants)

    def veiller(self) -> None:
        """Returns when asked to stop, when the state folder is gone, or when nobody has come for a while."""
        derniere_presence = time.monotonic()
        while not self.arret_demande and self.verrou.existe_encore():
            self.surveiller()
            # Kept while the servers stop: a newcomer waits for the end instead of meeting a dying server.
            if self.usage.prendre(patience=0):
                if self.presse or time.monotonic() - derniere_presence > self.grace:
                    return
                self.usage.rendre()
            else:
                derniere_presence, self.presse = time.monotonic(), False
            time.sleep(PAS)

    def surveiller(self) -> None:
        for enfant in self.enfants:
            if evenement := enfant.relancer_si_mort():
                dire(evenement)
                self.registre.inscrire(self.enfants)


def dire(phrase: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {phrase}", flush=True)


def main() -> None:
    analyse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyse.add_argument("--etat", type=Path, default=dossier_etat(), help="dossier d’état")
    analyse.add_argument("--fermer", action="store_true", help="arrête les serveurs si plus personne ne s’en sert")
    analyse.add_argument("--grace", type=float, default=DELAI_DE_GRACE, help="secondes avant de partir, sans usager")
    options = analyse.parse_args()
    if options.fermer:
        serveurs.fermer_si_libre(lieu_de(options.etat))
        return
    gardien = Gardien(lieu_de(options.etat), options.grace)
    # Out of the hands of whoever started us, who only waits for this first process.
    if os.fork():
        os._exit(0)
    os.setsid()
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, gardien.demander_arret)
    signal.signal(signal.SIGUSR1, gardien.se_presser)
    gardien.vivre()


if __name__ == "__main__":
    main()
