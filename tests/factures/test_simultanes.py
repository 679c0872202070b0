"""The month prepared in several processes, killed, prepared again: the same invoices."""

import os
import subprocess
import sys
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction

from factures.actions.emettre import emettre
from factures.actions.preparer import preparer_factures
from factures.enums import Controle
from factures.models import DetailFacture, EnvoiFinances, Facture, LigneFacture
from noyau.journal import LigneJournal
from sessions_formation.models import Lot
from tests.factories.emission import fiche, projet
from tests.factories.envois import certifiee, lancer
from tests.factories.factures import LE, MOIS, Voulue, bon_de_commande, declarer_heures, emettre_nue
from tests.factories.scenario import Monde, monde
from tests.factories.sessions import autre_lot
from tests.simultane import ensemble, noms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bons():
    return _bons(monde(), 8)


def _bons(le_monde: Monde, combien: int) -> list[int]:
    """Orders on as many lots, with hours declared for two months."""
    faits = []
    for rang in range(combien):
        lot = autre_lot(le_monde, secteur=le_monde.lot.secteur_id, numero=f"L{rang}")
        bon = bon_de_commande(le_monde, Voulue(), Voulue(prix=Decimal("9.55")), lot=lot)
        for composante in bon.composantes.order_by("rang"):
            declarer_heures(composante.session, MOIS, [Decimal("70.25") + rang, Decimal("33.33")])
        faits.append(bon.pk)
    return faits


def photographie() -> list[tuple]:
    """What the invoices say, without keys or instants."""
    factures = Facture.objects.order_by("bon", "mois").values_list("bon", "mois", "nature", "montant_ttc", "statut")
    lignes = LigneFacture.objects.order_by("composante", "prix_heure").values_list(
        "composante", "rang", "quantite", "prix_heure", "montant"
    )
    details = DetailFacture.objects.order_by("parcours", "mois").values_list("parcours", "mois", "heures")
    return [*factures, *lignes, *details]


def preparer() -> object:
    return preparer_factures(mois=MOIS, le=LE)


def attendue() -> list[tuple]:
    """What one process alone would write."""
    with transaction.atomic():
        preparer()
        seule = photographie()
        transaction.set_rollback(True)
    return seule


def test_trois_a_la_fois_preparent_chaque_facture_une_fois(bons):
    seule = attendue()

    bilans = ensemble([preparer] * 3)

    assert sum(bilan.preparees for bilan in bilans) == len(bons)
    assert [bilan.echouees for bilan in bilans] == [0, 0, 0]
    assert photographie() == seule
    assert preparer().inchangees == len(bons)


def test_ce_qu_un_autre_tient_est_attendu(bons):
    """A lot that is being amended is passed over, then waited for: its invoice is not forgotten."""
    tient = Lot.objects.order_by("pk").exclude(bons=None)[0]

    def amender_un_instant():
        with transaction.atomic():
            Lot.objects.select_for_update(of=("self",)).get(pk=tient.pk)
            with connection.cursor() as curseur:
                curseur.execute("SELECT pg_sleep(0.5)")

    _, bilan = ensemble([amender_un_instant, preparer])

    assert (bilan.preparees, bilan.echouees) == (len(bons), 0)


def test_on_emet_pendant_que_le_mois_se_prepare(bons):
    preparer()
    fiche(Facture.objects.order_by("pk")[0].emetteur)
    LigneFacture.objects.update(controle=Controle.CONFIRMEE)
    projets = list(Facture.objects.order_by("pk").values_list("pk", flat=True)[:4])

    rendus = ensemble([preparer, *[partial(emettre, facture_id=pk, par=None, le=LE) for pk in projets], preparer])

    assert noms(rendus) == ["Bilan"] * 2 + ["Facture"] * 4
    assert sum(rendu.echouees + rendu.preparees for rendu in (rendus[0], rendus[-1])) == 0
    assert sorted(Facture.objects.emises().values_list("rang", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("envois", "rendus"),
    [
        pytest.param([UUID(int=1)] * 3, ["EnvoiFinances"] * 3, id="trois-clics"),
        pytest.param([UUID(int=1), UUID(int=2)], ["DossierModifie", "EnvoiFinances"], id="deux-personnes"),
    ],
)
def test_lancer_a_plusieurs_n_envoie_qu_une_fois(envois, rendus):
    ici = monde()
    pieces = [certifiee(emettre_nue(projet(bon_de_commande(ici, annee=2026 + rang))), ici.agent) for rang in range(3)]

    faits = ensemble([partial(lancer, *pieces, par=ici.agent, envoi=envoi) for envoi in envois])

    assert noms(faits) == rendus
    [parti] = EnvoiFinances.objects.all()
    assert [envoi.pk for envoi in faits if isinstance(envoi, EnvoiFinances)] == [parti.pk] * rendus.count(
        "EnvoiFinances"
    )
    assert (parti.nombre, parti.factures.count()) == (3, 3)
    assert LigneJournal.objects.filter(transition="envoyer").count() == 3


@pytest.mark.lent
def test_tuee_au_milieu_puis_relancee_la_preparation_donne_les_memes_factures(bons):
    seule = attendue()
    environnement = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reglages_worker",
        "BASE_DU_TEST": connection.settings_dict["NAME"],
    }
    commande = [sys.executable, "-m", "tests.factures.executer", MOIS.isoformat(), LE.isoformat()]
    enfant = subprocess.Popen(commande, cwd=settings.BASE_DIR, env=environnement, stdout=subprocess.PIPE, text=True)
    for _ in range(4):
        assert int(enfant.stdout.readline()) in bons
    enfant.kill()
    enfant.wait()
    enfant.stdout.close()

    faites = Facture.objects.count()
    assert 0 < faites < len(bons)
    assert LigneFacture.objects.count() == 2 * faites
    assert DetailFacture.objects.count() == 4 * faites
    assert preparer().preparees == len(bons) - faites
    assert photographie() == seule
