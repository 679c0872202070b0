"""A training body's own software sends hours: same rules as the page, once, for its own sessions alone."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from heures.enums import Saisie, StatutReleve
from heures.models import HeuresParcours, Releve
from intentions.enums import DroitApi
from noyau.journal import LigneJournal
from tests.api.conftest import Machine
from tests.factories.heures import parcours_du
from tests.factories.partenaires import PartenaireFactory, cle_de

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fevrier():
    """The first day of the month after, in the morning."""
    cache.clear()
    with time_machine.travel(datetime(2027, 2, 1, 9, tzinfo=UTC), tick=True):
        yield


def machine_de(organisme, *droits) -> Machine:
    partenaire = PartenaireFactory(nom=organisme.nom, canal="organisme", organisme=organisme)
    return Machine(cle_de(partenaire, *droits)[1])


@pytest.fixture
def machine(le_monde) -> Machine:
    return machine_de(le_monde.cotraitant, DroitApi.HEURES)


def document(releve, *faites, **autres):
    lignes = [
        {"parcours": pk, "prevues": 76, "faites": heures, "absences_justifiees": 76 - heures}
        for pk, heures in zip(parcours_du(releve), faites, strict=True)
    ]
    return {"session": releve.session.numero, "mois": "2027-01", "lignes": lignes, **autres}


def test_lire_dit_qui_est_en_formation_sans_nommer(machine, releve):
    reponse = machine.lire("heures/", session=releve.session.numero, mois="2027-01")

    assert reponse.status_code == 200
    lu = reponse.json()
    assert [ligne["parcours"] for ligne in lu["lignes"]] == parcours_du(releve)
    assert lu["lignes"][0]["prevues"] == 76
    assert lu["lignes"][0]["anomalies"][0]["code"] == "rien"
    assert "Guilbaud" not in reponse.content.decode()


def test_envoyer_deux_fois_ne_change_qu_une_fois(machine, releve):
    HeuresParcours.objects.all().delete()
    Releve.objects.filter(pk=releve.pk).update(modifie_le=releve.modifie_le)
    machine.lire("heures/", session=releve.session.numero, mois="2027-01")
    envoi = document(releve, 76, 70.5, declarer=True)

    reponses = [machine.poster("heures/", envoi) for _ in range(2)]

    assert [reponse.status_code for reponse in reponses] == [200, 200]
    assert reponses[0].json() == reponses[1].json()
    assert reponses[0].json()["etat"] == StatutReleve.DECLARE
    assert list(HeuresParcours.objects.values_list("saisie", flat=True)) == [Saisie.API] * 2
    assert LigneJournal.objects.de(releve).count() == 2
    autres = machine.poster("heures/", document(releve, 76, 60))
    assert (autres.status_code, "rouvrez" in autres.json()["erreur"]) == (409, True)


def test_ce_qui_ne_peut_etre_ne_se_declare_pas_et_rien_n_est_garde(machine, releve):
    trop = document(releve, 76, 76, declarer=True)
    trop["lignes"][1]["faites"] = 200

    assert machine.poster("heures/", trop).status_code == 409
    assert set(HeuresParcours.objects.values_list("faites", flat=True)) == {0}
    dites = machine.poster("heures/", {**trop, "declarer": False})
    assert dites.status_code == 200
    assert dites.json()["lignes"][1]["anomalies"][0]["gravite"] == "bloquante"


def test_un_document_faux_dit_chaque_faute(machine, releve):
    faux = {
        "session": "",
        "mois": "janvier",
        "declarer": 1,
        "lignes": [{"parcours": "3", "prevues": 1, "faites": "x", "nom": "L"}, 4, {"parcours": 7, "faites": 1}],
        "autre": 1,
    }

    reponse = machine.poster("heures/", faux)

    assert reponse.status_code == 400
    assert set(reponse.json()["erreurs"]) == {
        "session", "mois", "declarer", "autre", "lignes.0.parcours", "lignes.0.nom", "lignes.1", "lignes.2.prevues",
    }  # fmt: skip
    assert machine.poster("heures/", []).status_code == 400
    assert machine.lire("heures/").status_code == 400
    a_venir = machine.lire("heures/", session="SE-1", mois="2027-03").json()
    assert a_venir == {"erreurs": {"mois": ["Ce mois n’est pas commencé."]}}


def test_chacun_ne_voit_que_ses_sessions(le_monde, releve):
    envoi = document(releve, 76, 76)

    assert machine_de(le_monde.mandataire, DroitApi.HEURES).poster("heures/", envoi).status_code == 404
    assert machine_de(le_monde.cotraitant, DroitApi.LIRE).poster("heures/", envoi).status_code == 403
    d_ailleurs = Machine(cle_de(PartenaireFactory(), DroitApi.HEURES)[1]).poster("heures/", envoi)
    assert (d_ailleurs.status_code, "organisme" in d_ailleurs.json()["erreur"]) == (403, True)
    assert Machine().poster("heures/", envoi).status_code == 401
