import json
from pathlib import Path

import pytest

from pilotage.simulation.jugement import juger
from tests.regles.reglements import LE, reglement_au

CAS = json.loads((Path(__file__).parent / "cas_faq.json").read_bytes())


@pytest.mark.parametrize("cas", [pytest.param(cas, id=f"{cas['id']} {cas['dit']}") for cas in CAS])
def test_cas_de_la_faq_est_juge_comme_elle_le_dit(cas):
    jugement = juger(cas["nature"], json.dumps(cas["dossier"]).encode(), le=LE, reglement_au=reglement_au)

    attendu = cas["attendu"]
    trouves = {(constat.regle, str(constat.niveau)) for constat in jugement.constats}
    assert set(attendu["constats"].items()) - trouves == set()
    assert jugement.verdict == attendu["verdict"]
    assert jugement.en_dict().get("montant") == attendu.get("montant")
