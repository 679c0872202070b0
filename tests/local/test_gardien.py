"""The owner of the embedded servers, in state folders of its own: nothing here touches the checkout's data."""

import os
import signal
import stat
import subprocess
import sys
import time

import psutil
import psycopg2
import pytest
from redis import Redis

from config.env import RACINE
from config.local import serveurs
from config.local.enfants import Enfant
from config.local.gardien import Gardien
from config.local.lieux import BASE, LONGUEUR_SOCKET_MAX, REFUGE, UTILISATEUR_POSTGRES
from config.local.sondes import tout_repond

pytestmark = pytest.mark.lent
USAGER = """
import sys, time
from pathlib import Path
from config.local import lieux, serveurs
serveurs.assurer(lieux.lieu_de(Path(sys.argv[1])))
print("servi", flush=True)
time.sleep(float(sys.argv[2]))
"""


def executer(lieu, requete):
    connexion = psycopg2.connect(host=str(lieu.sockets), user=UTILISATEUR_POSTGRES, dbname=BASE)
    connexion.autocommit = True
    with connexion.cursor() as curseur:
        curseur.execute(requete)
        resultat = curseur.fetchall() if curseur.description else None
    connexion.close()
    return resultat


def pid_du_gardien(lieu) -> int:
    return int((lieu.etat / "gardien.pid").read_text())


def pids_des_serveurs(lieu) -> dict[str, int]:
    return {enfant.name(): enfant.pid for enfant in psutil.Process(pid_du_gardien(lieu)).children()}


def attendre(condition, delai=15.0):
    echeance = time.monotonic() + delai
    while not condition():
        if time.monotonic() > echeance:
            pytest.fail("rien n’est venu à temps")
        time.sleep(0.05)


def usager(lieu, duree=60):
    return subprocess.Popen(
        [sys.executable, "-c", USAGER, str(lieu.etat), str(duree)], cwd=RACINE, stdout=subprocess.PIPE, text=True
    )


def test_assurer_demarre_une_fois_puis_retrouve(lieu):
    serveurs.assurer(lieu)
    gardien, enfants = pid_du_gardien(lieu), pids_des_serveurs(lieu)
    serveurs.assurer(lieu)

    assert (pid_du_gardien(lieu), pids_des_serveurs(lieu)) == (gardien, enfants)
    assert sorted(enfants) == ["postgres", "valkey-server"]
    assert executer(lieu, "SHOW listen_addresses") == [("",)]
    assert executer(lieu, "SHOW jit") == [("off",)]
    assert executer(lieu, "SHOW random_page_cost") == [("1.1",)]
    assert executer(lieu, "SHOW parallel_setup_cost") == [("10000",)]
    assert executer(lieu, "SHOW fsync") == [("on",)]
    # Neither server listens on the network, to anyone.
    assert [psutil.Process(pid).net_connections("inet") for pid in enfants.values()] == [[], []]


@pytest.mark.skipif(os.geteuid() != 0, reason="seul root change de compte")
def test_sous_root_les_serveurs_changent_de_compte(lieu):
    serveurs.assurer(lieu)

    assert {psutil.Process(pid).username() for pid in pids_des_serveurs(lieu).values()} == {"nobody"}


@pytest.mark.skipif(os.geteuid() != 0, reason="seul root change de compte")
def test_sous_root_dans_un_dossier_prive_les_donnees_sont_a_portee_du_compte(nouveau_lieu):
    masque = os.umask(0o077)
    lieu = nouveau_lieu(droits=0o700)
    serveurs.assurer(lieu)
    os.umask(masque)

    assert lieu.donnees == REFUGE / lieu.donnees.name
    assert {psutil.Process(pid).username() for pid in pids_des_serveurs(lieu).values()} == {"nobody"}
    assert stat.S_IMODE(lieu.etat.parent.stat().st_mode) == 0o700


def test_plusieurs_usagers_a_la_fois_n_ont_qu_un_gardien(nouveau_lieu):
    lieu = nouveau_lieu()
    usagers = [usager(lieu, duree=0) for _ in range(4)]

    assert [u.communicate(timeout=60)[0] for u in usagers] == ["servi\n"] * 4
    assert (lieu.journaux / "gardien.log").read_text().count("Les serveurs répondent.") == 1


def test_le_gardien_part_apres_un_usager_tue(lieu):
    serveurs.arreter(lieu)
    lieu.etat.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "config.local.gardien", "--etat", lieu.etat, "--grace", "1"], cwd=RACINE, check=True
    )
    with usager(lieu) as tue:
        assert tue.stdout.readline() == "servi\n"
        enfants = pids_des_serveurs(lieu).values()
        tue.kill()
    attendre(lambda: not serveurs.est_garde(lieu))

    assert [pid for pid in enfants if psutil.pid_exists(pid)] == []


def test_fermer_si_libre_attend_que_les_autres_soient_partis(lieu):
    serveurs.assurer(lieu)
    with usager(lieu) as autre:
        assert autre.stdout.readline() == "servi\n"
        serveurs.fermer_si_libre(lieu)
        assert tout_repond(lieu)
        autre.kill()
    serveurs.fermer_si_libre(lieu)

    assert not serveurs.est_garde(lieu)
    assert not tout_repond(lieu)


@pytest.mark.parametrize("victime", ["gardien", "postgres", "valkey-server", "tous"])
def test_kill_9_ne_perd_rien_et_le_service_revient(lieu, victime):
    serveurs.assurer(lieu)
    executer(lieu, "DROP TABLE IF EXISTS essai; CREATE TABLE essai AS SELECT 42 AS valeur")
    with Redis.from_url(lieu.url_redis()) as file:
        file.set("file", "tâche")
    time.sleep(1.2)  # Valkey writes its journal every second
    pids = pids_des_serveurs(lieu) | {"gardien": pid_du_gardien(lieu)}

    for pid in pids.values() if victime == "tous" else [pids[victime]]:
        os.kill(pid, signal.SIGKILL)
    attendre(lambda: serveurs.est_ouvert(serveurs.assurer(lieu)))

    assert executer(lieu, "SELECT valeur FROM essai") == [(42,)]
    with Redis.from_url(lieu.url_redis()) as file:
        assert file.get("file") == "tâche".encode()


def test_un_serveur_prompt_garde_sa_prise(nouveau_lieu):
    lieu = nouveau_lieu()
    lieu.preparer()
    lieu.socket_valkey.write_text("celle d’un autre jour")
    gardien = Gardien(lieu, grace=1)

    class Prompt(Enfant):
        def lancer(self):
            super().lancer()
            attendre(lieu.socket_valkey.exists)

    def enfant(genre, code):
        return genre(nom="essai", commande=[sys.executable, "-c", code], journal=lieu.journaux / "essai.log")

    ouvrir_sa_prise = f"import time; open({str(lieu.socket_valkey)!r}, 'w').write('la sienne'); time.sleep(60)"
    try:
        gardien.lancer([enfant(Prompt, ouvrir_sa_prise), enfant(Enfant, "import time; time.sleep(60)")])
        attendre(lambda: lieu.socket_valkey.exists() and lieu.socket_valkey.read_text() == "la sienne", delai=5)
    finally:
        for lance in gardien.enfants:
            lance.arreter()


def test_deux_copies_du_projet_ne_se_voient_pas(nouveau_lieu):
    # The second one lies so deep that its sockets must be elsewhere.
    ici, ailleurs = nouveau_lieu(), nouveau_lieu("essai-" + "long-" * 20)
    for lieu in (ici, ailleurs):
        serveurs.assurer(lieu)
        executer(lieu, f"CREATE TABLE essai AS SELECT '{lieu.etat}' AS lieu")

    assert executer(ici, "SELECT lieu FROM essai") == [(str(ici.etat),)]
    assert executer(ailleurs, "SELECT lieu FROM essai") == [(str(ailleurs.etat),)]
    assert len(str(ailleurs.socket_postgres)) < LONGUEUR_SOCKET_MAX < len(str(ailleurs.etat / "sockets/.s.PGSQL.5432"))


def test_les_donnees_survivent_a_un_arret(lieu):
    serveurs.assurer(lieu)
    executer(lieu, "DROP TABLE IF EXISTS essai; CREATE TABLE essai AS SELECT 42 AS valeur")
    serveurs.arreter(lieu)
    # What a machine switched off leaves: a number that belongs to another process today.
    (lieu.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n")

    serveurs.assurer(lieu)

    assert executer(lieu, "SELECT valeur FROM essai") == [(42,)]
