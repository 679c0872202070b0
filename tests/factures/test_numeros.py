"""Numbers of invoices: one series for each body and year, without a gap, whoever issues at the same instant."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factures.actions.emettre import emettre
from factures.enums import Controle
from factures.models import Facture
from noyau.erreurs import RegleViolee
from noyau.numeros import numero_suivant
from tests.factories.emission import fiche, projet
from tests.factories.factures import LE, MOIS, bon_de_commande
from tests.factories.scenario import Monde, monde
from tests.factories.sessions import autre_lot
from tests.simultane import ensemble, verrous


@pytest.fixture
def le_monde(db):
    ici = monde()
    fiche(ici.mandataire)
    return ici


def bon_d_un_autre_lot(le_monde: Monde, rang: int, **champs):
    lot = autre_lot(le_monde, secteur=le_monde.lot.secteur_id, numero=f"L{rang}")
    return bon_de_commande(le_monde, lot=lot, annee=2026 + rang, **champs)


def test_chaque_organisme_a_sa_serie_et_la_recommence_chaque_annee(le_monde):
    fiche(le_monde.cotraitant)
    le_monde.cotraitant.nda, le_monde.cotraitant.adresse = "52490000002", "3 rue du Port"
    le_monde.cotraitant.code_postal, le_monde.cotraitant.ville = "49000", "Angers"
    le_monde.cotraitant.save()
    sien, autre = bon_de_commande(le_monde), bon_d_un_autre_lot(le_monde, 1, mandataire=le_monde.cotraitant)
    projets = [
        (projet(sien), LE),
        (projet(autre), LE),
        (projet(sien, mois=date(2027, 12, 1)), date(2028, 1, 3)),
        (projet(sien, mois=date(2027, 2, 1)), date(2028, 1, 3)),
    ]

    emises = [emettre(facture_id=facture.pk, par=None, le=le) for facture, le in projets]

    assert [(facture.emetteur, facture.numero) for facture in emises] == [
        (le_monde.mandataire, "F2027-00001"),
        (le_monde.cotraitant, "F2027-00001"),
        (le_monde.mandataire, "F2028-00001"),
        (le_monde.mandataire, "F2028-00002"),
    ]


@pytest.mark.django_db(transaction=True)
def test_vingt_factures_au_meme_instant_se_suivent_sans_trou(le_monde):
    """On five lots: nothing but the counter makes who issues for two of them wait."""
    with pytest.raises(RuntimeError, match="dans une transaction"):
        numero_suivant("F1", 2027)
    bons = [bon_d_un_autre_lot(le_monde, rang) for rang in range(5)]
    projets = [projet(bon, ("3", "2"), date(2027, mois, 1)) for mois in (1, 2, 3, 4) for bon in bons]
    # One in five cannot be issued: it takes no number away.
    for refuse in projets[::5]:
        refuse.lignes.update(controle=Controle.A_VERIFIER)

    rendus = ensemble([lambda pk=p.pk: emettre(facture_id=pk, par=None, le=date(2027, 6, 1)) for p in projets])

    assert sorted(f.rang for f in rendus if isinstance(f, Facture)) == list(range(1, 17))
    assert sum(isinstance(rendu, RegleViolee) for rendu in rendus) == 4
    assert set(Facture.objects.emises().values_list("rang", flat=True)) == set(range(1, 17))


def test_emettre_tient_les_sessions_puis_le_lot_puis_la_facture_puis_le_compteur(le_monde):
    """In the order of every act on orders and hours, the counter last: two that issue never wait for each other."""
    facture = projet(bon_de_commande(le_monde), mois=MOIS)

    with CaptureQueriesContext(connection) as requetes:
        emettre(facture_id=facture.pk, par=None, le=LE)

    assert list(dict.fromkeys(verrous(requetes))) == [
        "sessions_formation_session",
        "sessions_formation_lot",
        "factures_facture",
        "noyau_compteur",
    ]
