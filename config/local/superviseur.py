"""`make run`: the whole service on one machine, under one process. ``python -m config.local.superviseur``.

The servers belong to the gardien, whom other commands share; web, worker and beat are ours.
"""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.env import RACINE, dossier_etat, env, environnement_des_enfants, serveurs_embarques
from config.local import serveurs
from config.local.enfants import Enfant, Registre
from config.local.erreurs import ServeursIndisponibles
from config.local.lieux import lieu_de
from config.local.patience import dire, etape
from config.local.suivi import Suiveur
from config.local.verrous import Verrou

PATIENCE_DU_PORT = 8.0
PORT_HABITUEL = 8000
PORTS_ESSAYES = 50
PAS = 0.2
ATTENTE_DU_WEB = 60.0
FORMAT_ACCES = "[acces] %(method)s %(path)s %(status)d en %(dt_ms).0f ms"


class DemarrageImpossible(Exception):
    """Why `make run` gives up, in a sentence."""


class Superviseur:
    """Starts, watches and stops web, worker and beat; keeps the servers up meanwhile."""

    def __init__(self) -> None:
        self.lieu = lieu_de(dossier_etat())
        self.embarques = serveurs_embarques()
        self.verrou = Verrou(self.lieu.etat / "superviseur.lock")
        self.adresse = self.lieu.etat / "adresse"
        self.registre = Registre(self.lieu.etat / "processus.json")
        self.enfants: list[Enfant] = []
        self.arret_demande = False

    def demander_arret(self, *_: object) -> None:
        self.arret_demande = True

    def vivre(self) -> None:
        self.lieu.journaux.mkdir(parents=True, exist_ok=True)
        if not self.verrou.prendre(patience=0.5):
            ou = self.adresse.read_text() if self.adresse.exists() else "son adresse s’affichera bientôt"
            raise DemarrageImpossible(f"Le service est déjà en marche dans ce dossier : {ou}")
        self.adresse.unlink(missing_ok=True)
        try:
            self.ouvrir()
            self.veiller()
        finally:
            self.fermer()

    def ouvrir(self) -> None:
        self.registre.balayer(dire)
        port = choisir_port()
        if self.embarques:
            with etape("PostgreSQL et Valkey"):
                serveurs.assurer(self.lieu)
        adresse = f"http://127.0.0.1:{port}/"
        environnement = environnement_des_enfants(
            DJANGO_SETTINGS_MODULE="config.settings.dev",
            DEBUG="0",
            SITE_URL=adresse.rstrip("/"),
            PYTHONUNBUFFERED="1",
        )
        preparer_la_base(environnement, self.lieu.etat)
        self.enfants = composer_les_enfants(port, environnement, self.lieu.etat)
        for enfant in self.enfants:
            enfant.lancer()
        self.registre.inscrire(self.enfants)
        with etape("Serveur web, worker et beat"):
            self.attendre_le_web(adresse)
        self.adresse.write_text(adresse)
        self.annoncer(adresse)

    def attendre_le_web(self, adresse: str) -> None:
        echeance = time.monotonic() + ATTENTE_DU_WEB
        while not self.arret_demande and not repond(f"{adresse}sante/"):
            if time.monotonic() > echeance or self.enfants[0].echecs > 3:
                raise DemarrageImpossible(f"Le serveur web ne répond pas : voyez {self.enfants[0].journal}")
            self.surveiller()
            time.sleep(0.05)

    def annoncer(self, adresse: str) -> None:
        comptes = self.lieu.etat / "comptes.txt"
        dire(f"\nLe service est ouvert : {adresse}\n")
        if comptes.exists():
            dire(comptes.read_text())
        dire(f"Journaux : {self.lieu.journaux}")
        dire("Ctrl-C arrête tout ; ce qui a été saisi sera là au prochain démarrage.\n")

    def veiller(self) -> None:
        suiveurs = [Suiveur(enfant) for enfant in self.enfants]
        while not self.arret_demande:
            if not self.verrou.existe_encore():
                raise DemarrageImpossible(f"Le dossier {self.lieu.etat} a disparu : arrêt.")
            self.surveiller()
            for suiveur in suiveurs:
                for ligne in suiveur.nouveautes():
                    horodater(ligne)
            time.sleep(PAS)

    def surveiller(self) -> None:
        if self.embarques and not serveurs.est_garde(self.lieu):
            horodater("Les serveurs n’ont plus de gardien : ils sont relancés.")
            serveurs.assurer(self.lieu)
        for enfant in self.enfants:
            if evenement := enfant.relancer_si_mort():
                horodater(evenement)
                self.registre.inscrire(self.enfants)

    def fermer(self) -> None:
        """Web first, that no new work comes in; the servers last, unless another command still uses them."""
        if self.enfants:
            dire("\nArrêt en cours…")
        for enfant in self.enfants:
            enfant.arreter()
        self.registre.inscrire([])
        self.adresse.unlink(missing_ok=True)
        if self.embarques:
            serveurs.fermer_si_libre(self.lieu)
        dire("Tout est arrêté.")


def choisir_port() -> int:
    """PORT when it is given, and it must be free; else 8000 or the first free one after it."""
    voulu = env.int("PORT", default=None)
    if voulu is not None:
        # The web server of a supervisor that was just killed takes a moment to let go of it.
        echeance = time.monotonic() + PATIENCE_DU_PORT
        while not est_libre(voulu) and time.monotonic() < echeance:
            time.sleep(0.1)
        if not est_libre(voulu):
            raise DemarrageImpossible(f"Le port {voulu} est déjà pris : choisissez-en un autre avec PORT=.")
        return voulu
    for port in range(PORT_HABITUEL, PORT_HABITUEL + PORTS_ESSAYES):
        if est_libre(port):
            if port != PORT_HABITUEL:
                dire(f"Le port {PORT_HABITUEL} est déjà pris : ce sera le {port}.")
            return port
    raise DemarrageImpossible("Aucun port libre : donnez-en un avec PORT=.")


def est_libre(port: int) -> bool:
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def preparer_la_base(environnement: dict[str, str], etat: Path) -> None:
    commande = [sys.executable, "-m", "config.local.preparation", str(etat)]
    if subprocess.run(commande, env=environnement, cwd=RACINE, check=False).returncode:
        raise DemarrageImpossible("La base n’a pas pu être préparée : la cause est ci-dessus.")


def composer_les_enfants(port: int, environnement: dict[str, str], etat: Path) -> list[Enfant]:
    """In the order they are stopped in."""
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    # A killed worker must not take the whole server with it, which is granian's habit.
    granian += ["--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers"]
    # A worker told to stop while it still starts does not hear it, and would outlive everything.
    granian += ["--workers-kill-timeout", "10"]
    granian += ["--access-log", "--access-log-fmt", FORMAT_ACCES, "config.wsgi:application"]
    commandes = {
        "web": granian,
        "beat": [*celery, "beat", "-l", "INFO", "-s", str(etat / "beat"), "--pidfile="],
        "worker": [*celery, "worker", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle"],
    }
    return [
        Enfant(
            nom=nom,
            commande=commande,
            journal=etat / "journaux" / f"{nom}.log",
            environnement=environnement,
            dossier=RACINE,
        )
        for nom, commande in commandes.items()
    ]


def repond(adresse: str) -> bool:
    try:
        with urllib.request.urlopen(adresse, timeout=2) as reponse:  # noqa: S310 - our own address
            return reponse.status == 200
    except urllib.error.HTTPError as erreur:
        raise DemarrageImpossible(f"Le serveur web répond {erreur.code} à {adresse}.") from None
    except OSError:
        return False


def horodater(phrase: str) -> None:
    dire(f"{time.strftime('%H:%M:%S')} {phrase}")


def main() -> None:
    superviseur = Superviseur()
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, superviseur.demander_arret)
    try:
        superviseur.vivre()
    except (DemarrageImpossible, ServeursIndisponibles) as erreur:
        sys.exit(str(erreur))


if __name__ == "__main__":
    main()
