"""The pages of hours: who opens them, what is typed and judged, what stays after a refusal."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from factures.actions.preparer import preparer_factures
from factures.models import Facture
from heures.actions.declarer import rouvrir
from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from heures.regles.saisie import ecrire_heures, lire_heures
from tests.factories.factures import emettre_nue
from tests.factories.heures import LE, MOIS, parcours_du, releve_declare, releve_ouvert, saisir_faites
from tests.heures.pages import adresse, faites, fevrier, odile, page
from tests.html import texte

__all__ = ["fevrier", "odile"]

pytestmark = pytest.mark.django_db


def cases(releve, *rangs, **autres):
    """What the form sends: four figures a person, in the order of ``parcours_du``."""
    champs = ("prevues", "faites", "absences_justifiees", "absences_injustifiees")
    donnees = {"lu": Releve.objects.get(pk=releve.pk).modifie_le.isoformat(), "acte": "enregistrer", **autres}
    for pk, valeurs in zip(parcours_du(releve), rangs, strict=True):
        donnees |= {f"{champ}_{pk}": valeur for champ, valeur in zip(champs, valeurs, strict=True)}
    return donnees


def test_la_liste_met_d_abord_ce_qui_est_a_declarer(odile, le_monde):
    declare = releve_declare(le_monde, 70)
    a_declarer = releve_ouvert(le_monde)
    en_cours = releve_ouvert(le_monde, mois=datetime(2027, 2, 1, tzinfo=UTC).date())

    html = odile.get(adresse("liste")).content.decode()

    places = [html.index(adresse("releve", releve)) for releve in (a_declarer, en_cours, declare)]
    assert places == sorted(places)
    assert "70 hsur 70 h" in page(odile, "liste", etat="declare")
    assert "1 relevé " in page(odile, "liste", mois="2027-02")
    assert "Aucun relevé ne répond" in page(odile, "liste", q="Plombier")


@pytest.mark.parametrize("combien", [1, 3])
def test_la_liste_et_le_tableau_se_lisent_en_autant_de_requetes(odile, le_monde, django_assert_num_queries, combien):
    for _ in range(combien):
        releve = releve_ouvert(le_monde, personnes=combien)
    odile.get(adresse("liste"))

    with django_assert_num_queries(6):
        odile.get(adresse("liste"))
    with django_assert_num_queries(9):
        odile.get(adresse("releve", releve))


def test_le_mandataire_ne_lit_aucun_nom(client, le_monde, releve):
    client.force_login(le_monde.au_mandataire)

    assert client.get(adresse("releve", releve)).status_code == 404
    assert client.post(adresse("releve", releve), cases(releve, (1, 1, 0, 0), (1, 1, 0, 0))).status_code == 404
    assert "Aucun relevé pour l’instant" in page(client, "liste")


def test_enregistrer_garde_ce_qui_est_tape_et_dit_ce_qui_cloche(odile, releve):
    reponse = odile.post(
        adresse("releve", releve), cases(releve, ("76", "70,5", "5,5", ""), ("76", "200", "", "")), follow=True
    )

    dit = texte(reponse)
    assert faites(releve) == [Decimal("70.50"), Decimal(200)]
    assert "Les heures sont enregistrées" in dit
    assert "1 ligne à corriger" in dit
    assert "120 au plus (8 par jour)" in dit
    assert 'value="70,5"' in reponse.content.decode()


def test_une_case_illisible_garde_toute_la_saisie(odile, releve):
    reponse = odile.post(adresse("releve", releve), cases(releve, ("76", "beaucoup", "", ""), ("76", "41", "", "")))

    html = reponse.content.decode()
    dit = texte(reponse)
    assert "Faites, Lucie Guilbaud 0 : « beaucoup » n’est pas un nombre d’heures" in dit
    assert "À corriger : Faites : « beaucoup » n’est pas un nombre d’heures" in dit
    assert "1 ligne à corriger" in dit
    assert 'value="41"' in html
    assert faites(releve) == [0, 0]


def test_une_page_perimee_est_dite_et_garde_la_saisie(odile, le_monde, releve):
    vieille = cases(releve, ("76", "41", "", ""), ("76", "42", "", ""))
    saisir_faites(releve, [70, 71], par=le_monde.au_cotraitant)

    reponse = odile.post(adresse("releve", releve), vieille)

    assert "viennent d’être modifiées" in texte(reponse)
    assert 'value="41"' in reponse.content.decode()
    assert faites(releve) == [70, 71]
    # Once told, what is on the page may be sent again.
    odile.post(adresse("releve", releve), cases(releve, ("76", "41", "", ""), ("76", "42", "", "")))
    assert faites(releve) == [41, 42]


def test_les_anomalies_se_disent_pendant_la_saisie_sans_rien_garder(odile, releve):
    reponse = odile.post(adresse("anomalies", releve), cases(releve, ("76", "200", "", ""), ("76", "x", "", "")))

    html = reponse.content.decode()
    assert html.count('hx-swap-oob="true"') == 3
    assert "x\N{NO-BREAK SPACE}» n’est pas un nombre d’heures" in html
    assert "120 au plus" in html
    assert "<strong>200\u00a0h</strong>" in html
    assert faites(releve) == [0, 0]


def test_declarer_se_confirme_puis_se_rouvre(odile, releve):
    suite = odile.post(
        adresse("releve", releve), cases(releve, ("76", "76", "", ""), ("76", "70", "6", ""), acte="declarer")
    )
    assert suite.headers["Location"] == adresse("declarer", releve)
    dit = page(odile, "declarer", releve)
    assert "Faites146 h" in dit
    lu = Releve.objects.get().modifie_le.isoformat()
    odile.post(adresse("declarer", releve), {"lu": lu})
    assert Releve.objects.get().statut == StatutReleve.DECLARE
    # Twice: told kindly, nothing more.
    assert "déjà déclarées" in texte(odile.post(adresse("declarer", releve), {"lu": lu}, follow=True))
    lue = page(odile, "releve", releve)
    assert "Déclarées le 1er février 2027" in lue
    assert "Rouvrir la déclaration" in lue
    odile.post(adresse("rouvrir", releve))
    assert Releve.objects.get().statut == StatutReleve.OUVERT


def test_declarer_dit_ce_qui_l_empeche(odile, le_monde, releve):
    saisir_faites(releve, [70, 200], par=le_monde.au_cotraitant)

    dit = page(odile, "declarer", releve)

    assert "1 ligne est à corriger avant de déclarer" in dit
    assert "Déclarer ces heures" not in dit
    odile.post(adresse("declarer", releve), {"lu": Releve.objects.get().modifie_le.isoformat()})
    assert Releve.objects.get().statut == StatutReleve.OUVERT


def test_corriger_une_ligne_declaree_demande_une_raison(odile, le_monde):
    releve = releve_declare(le_monde, 70)
    ligne = releve.lignes.get()

    sans_raison = odile.post(adresse("corriger", ligne), {"faites": "63"})
    assert "Choisissez une raison" in texte(sans_raison)
    odile.post(adresse("corriger", ligne), {"faites": "63", "motif": "absence"})

    assert faites(releve) == [63]
    assert "70 h → 63 h : absence connue après coup" in page(odile, "releve", releve)
    rouvrir(releve_id=releve.pk, par=le_monde.au_cotraitant)
    assert odile.get(adresse("corriger", ligne)).status_code == 302


def test_une_fois_facturees_les_heures_se_corrigent_ligne_par_ligne(odile, le_monde):
    releve = releve_declare(le_monde, 70)
    assert "Corriger" not in page(odile, "releve", releve)
    preparer_factures(mois=MOIS, le=LE)
    emettre_nue(Facture.objects.get())

    dit = page(odile, "releve", releve)

    assert "Une facture émise porte ces heures" in dit
    assert "facturées : 70 h" in dit
    assert "Rouvrir" not in dit
    assert adresse("corriger", releve.lignes.get()) in odile.get(adresse("releve", releve)).content.decode()
    assert "Ces heures sont facturées" in page(odile, "rouvrir", releve)
    suite = odile.post(adresse("rouvrir", releve), follow=True)
    assert "Ces heures sont facturées" in texte(suite)
    assert Releve.objects.get().statut == StatutReleve.DECLARE


def test_le_mois_se_dit_en_francais_et_celui_qui_court_ne_se_declare_pas(client, le_monde):
    with time_machine.travel(datetime(2027, 4, 20, 9, tzinfo=UTC), tick=True):
        client.force_login(le_monde.au_cotraitant)
        avril = releve_ouvert(le_monde, mois=date(2027, 4, 1))
        for nom, phrase in (
            ("releve", "Heures d’avril"),
            ("fichier", "Heures d’avril"),
            ("emargement", "ent d’avril"),
        ):
            assert phrase in page(client, nom, avril)
        assert "Mois en cours" in page(client, "releve", avril)
        assert "rien n’empêche" not in page(client, "declarer", avril)


def test_ouvrir_un_mois_passe(odile, le_monde, releve):
    HeuresParcours.objects.all().delete()
    Releve.objects.all().delete()

    dit = texte(odile.post(adresse("ouvrir"), {"mois": "2027-01"}, follow=True))

    assert "2 personnes ajoutées" in dit
    assert Releve.objects.get().lignes.count() == 2
    for mois, phrase in (("2027-01", "Rien à ouvrir"), ("2011-01", "Choisissez un mois")):
        assert phrase in texte(odile.post(adresse("ouvrir"), {"mois": mois}, follow=True))


@pytest.mark.parametrize(
    ("ecrit", "heures"),
    [("", "0"), ("70", "70"), (" 70,5 h", "70.5"), ("70.25", "70.25"), ("7h30", "7.5"), ("7 h 20", "7.33")],
)
def test_des_heures_se_lisent_comme_on_les_ecrit(ecrit, heures):
    assert lire_heures(ecrit) == Decimal(heures)


@pytest.mark.parametrize("ecrit", ["sept", "-1", "1e3", "7h60", "1.234.5", "99999"])
def test_ce_qui_n_est_pas_des_heures_est_refuse(ecrit):
    with pytest.raises(ValueError, match="n’est pas un nombre d’heures"):
        lire_heures(ecrit)


def test_des_heures_s_ecrivent_comme_un_tableur_les_lit():
    assert [ecrire_heures(Decimal(h)) for h in ("70.00", "70.50", "100", "0.00")] == ["70", "70,5", "100", "0"]
