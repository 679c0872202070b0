"""``manage.py peupler``: the hours and invoices of who was made up, as the application itself reads them."""

from datetime import date

import pytest
from django.db.models import F, Sum

from config.volume import factures as volume_factures
from factures.actions.preparer import preparer_factures
from factures.facturx.controle import controler
from factures.models import DetailFacture, Facture, LigneFacture
from heures.models import CorrectionHeures, HeuresParcours, Releve
from heures.queries.presents import presents_en
from heures.queries.tableau import tableau_de
from noyau.courriers import Document
from noyau.numeros import numero_suivant
from referentiels.regles.montants import arrondir
from sessions_formation.models import Composante
from tests.factories.referentiels import CommuneFactory, MetierFactory, loi_en_vigueur
from tests.volume.remplissage import LE, peupler

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("deux_lots"), pytest.mark.lent]
CE_MOIS, DERNIER_MOIS = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def deux_lots(db):
    """The law, and what two lots are made of."""
    loi_en_vigueur()
    CommuneFactory(departement_id="44")
    for secteur in ("inter-industrie", "construction"):
        MetierFactory(secteurs=[secteur])


def test_chaque_mois_de_formation_a_ses_heures_declarees_une_fois_passe():
    peupler(100)

    for mois in Releve.objects.order_by("mois").values_list("mois", flat=True).distinct():
        tenues = HeuresParcours.objects.filter(releve__mois=mois).order_by("parcours")
        presents = presents_en(mois).order_by("pk").values_list("pk", flat=True)
        assert list(tenues.values_list("parcours", flat=True)) == list(presents)
    passes = Releve.objects.filter(mois__lt=DERNIER_MOIS)
    assert {*passes.values_list("statut", flat=True)} == {"declare"}
    assert {*Releve.objects.filter(mois=CE_MOIS).values_list("statut", flat=True)} == {"ouvert"}
    assert not HeuresParcours.objects.filter(releve__statut="ouvert", faites__gt=0).exists()
    siens = Releve.objects.filter(declare_par__rattachements__organisme=F("session__organisme"))
    assert siens.count() == Releve.objects.filter(statut="declare").count()
    assert [releve.pk for releve in passes.order_by("pk")[:15] if tableau_de(releve).bloquantes] == []


def test_les_factures_sont_celles_que_l_application_aurait_faites(monkeypatch):
    monkeypatch.setattr(volume_factures, "FRACTION_CORRIGEE", 0.05)
    dit = peupler(120, sans_factures=False)

    assert dit.endswith(f" parcours et {Facture.objects.count()} factures.\n")
    assert CorrectionHeures.objects.exists()
    _chaque_heure_est_facturee_a_son_prix()
    assert preparer_factures(mois=DERNIER_MOIS, le=LE)._replace(inchangees=0) == (0, 0, 0, 0, ())
    _les_numeros_se_suivent()
    emises = Facture.objects.emises().order_by("-pk")
    assert Document.objects.filter(modele="facture").count() == emises.count()
    assert controler(emises[0].xml.encode()) == []
    anciennes = emises.filter(mois__lt=date(2026, 7, 1))
    assert {*anciennes.values_list("statut", flat=True)} == {"payee"}
    payees = anciennes.filter(montant_paye=F("montant_ttc"), mandatee_le__gt=F("service_fait_le"), envoi__isnull=False)
    assert payees.count() == anciennes.count()
    assert {*Facture.objects.filter(mois=DERNIER_MOIS).values_list("statut", flat=True)} != {"payee"}


def _chaque_heure_est_facturee_a_son_prix():
    declarees = HeuresParcours.objects.filter(releve__statut="declare", faites__gt=0)
    facturees = DetailFacture.objects.order_by().values("parcours", "mois").annotate(h=Sum("heures"))
    assert {(p, m): h for p, m, h in facturees.values_list("parcours", "mois", "h") if h} == {
        (p, m): h for p, m, h in declarees.values_list("parcours", "releve__mois", "faites")
    }
    sommes = LigneFacture.objects.order_by().values("composante").annotate(h=Sum("quantite"), e=Sum("montant"))
    composantes = Composante.objects.in_bulk()
    for somme in sommes:
        composante = composantes[somme["composante"]]
        assert somme["e"] == arrondir(somme["h"] * composante.prix_heure)
        assert somme["h"] <= composante.parcours * composante.heures


def _les_numeros_se_suivent():
    emises = Facture.objects.emises().order_by("emetteur", "annee", "rang")
    suites: dict[tuple[int, int], list] = {}
    for emetteur, annee, rang, emise_le in emises.values_list("emetteur", "annee", "rang", "emise_le"):
        suites.setdefault((emetteur, annee), []).append((rang, emise_le))
    for (emetteur, annee), suite in suites.items():
        assert [rang for rang, _ in suite] == list(range(1, len(suite) + 1))
        assert [jour for _, jour in suite] == sorted(jour for _, jour in suite)
        assert numero_suivant(f"F{emetteur}", annee) == len(suite) + 1
