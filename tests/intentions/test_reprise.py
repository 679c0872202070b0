"""Taking an intention up again: later, elsewhere, from the simulator, or from its last page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from intentions.models import IntentionEmbauche
from tests.factories.intentions import IntentionFactory
from tests.intentions.reponses import CONTACT, CONTRAT, NOUVELLE, POSTE, etape


def test_modifier_depuis_la_verification_y_ramene(chez_claire, brouillon):
    reponse = chez_claire.post(f"{etape(brouillon, 'contrat')}?retour=verifier", CONTRAT)
    assert reponse.url == reverse("intentions:verifier", args=[brouillon.pk])


def test_reprendre_plus_tard_garde_ce_qui_est_lisible(chez_claire, brouillon):
    reponse = chez_claire.post(
        etape(brouillon, "contrat"), {"contrat_type": "cdd", "heures_hebdo": "temps plein", "plus_tard": "1"}
    )
    assert reponse.url == reverse("intentions:liste")
    brouillon.refresh_from_db()
    assert (brouillon.contrat_type, brouillon.heures_hebdo) == ("cdd", None)


def test_reprendre_plus_tard_des_l_etablissement(chez_claire, brouillon):
    reponse = chez_claire.post(
        etape(brouillon, "etablissement"), {"contact_nom": "Paul Heulin", "contact_courriel": "faux", "plus_tard": "1"}
    )
    assert reponse.url == reverse("intentions:liste")
    brouillon.refresh_from_db()
    assert (brouillon.contact_nom, brouillon.contact_courriel) == ("Paul Heulin", "claire@exemple.fr")


@pytest.mark.parametrize(
    ("deja", "pas"),
    [
        pytest.param({"vide": True}, "poste", id="rien-apres-l-etablissement"),
        pytest.param({"heures_hebdo": None}, "contrat", id="contrat-incomplet"),
        pytest.param({"etapes": []}, "participation", id="participation-absente"),
    ],
)
def test_reprendre_mene_a_la_premiere_etape_incomplete(chez_claire, claire, deja, pas):
    employeur = claire.rattachements.get().employeur
    employeur.siae = employeur.etti = False
    employeur.save()
    intention = IntentionFactory(**{**deja, "employeur": employeur, "deposant": claire})
    reponse = chez_claire.get(reverse("intentions:reprendre", args=[intention.pk]))
    assert reponse.url == etape(intention, pas)


def test_reprendre_un_brouillon_complet_mene_a_la_verification(chez_claire, claire):
    employeur = claire.rattachements.get().employeur
    employeur.siae = False
    employeur.save()
    intention = IntentionFactory(employeur=employeur, deposant=claire)
    reponse = chez_claire.get(reverse("intentions:reprendre", args=[intention.pk]))
    assert reponse.url == reverse("intentions:verifier", args=[intention.pk])


def test_revenir_en_arriere_retrouve_les_reponses(chez_claire, claire, brouillon):
    chez_claire.post(etape(brouillon, "poste"), POSTE)
    chez_claire.post(etape(brouillon, "contrat"), CONTRAT)
    texte = chez_claire.get(etape(brouillon, "poste")).text
    assert 'value="Soudeur / Soudeuse (H2913)"' in texte
    assert 'value="Pouzauges (85700)"' in texte
    assert 'value="15/06/2099"' in chez_claire.get(etape(brouillon, "contrat")).text


def test_etapes_faites_se_cliquent_et_les_autres_non(chez_claire, brouillon):
    chez_claire.post(etape(brouillon, "poste"), POSTE)
    etapes = chez_claire.get(etape(brouillon, "contrat")).context["etapes"]
    assert [pas["faite"] for pas in etapes] == [False, True, False, False, False]


def test_etape_d_une_intention_deposee_mene_a_sa_page(chez_claire, claire, etablissement):
    intention = IntentionFactory(recevable=True, employeur=etablissement, deposant=claire)
    reponse = chez_claire.post(etape(intention, "contrat"), {**CONTRAT, "duree_mois": "12"})
    assert reponse.url == reverse("intentions:detail", args=[intention.pk])
    intention.refresh_from_db()
    assert intention.duree_mois == 8


def test_etape_inconnue_est_introuvable(chez_claire, brouillon):
    assert chez_claire.get(etape(brouillon, "paiement")).status_code == 404


def test_simulateur_remplit_le_brouillon_a_travers_la_connexion(client, claire, etablissement):
    essai = {
        "secteur": "construction",
        "contrat_type": "cdd",
        "duree_mois": "4",
        "heures_hebdo": "18",
        "adaptation_boe": "on",
        "commune": "Pouzauges",
        "nombre_postes": "3",
        "insertion": "non",
        "engagement_recruter": "oui",
        "etapes": ["stage"],
        "formation_departement": "49",
    }
    depot = client.get("/simulateur/", essai).context["resultat"].depot
    connexion = urlsplit(client.get(depot).url)
    assert parse_qs(connexion.query)["next"] == [depot]
    client.force_login(claire)
    page = client.get(depot)
    assert page.context["form"].initial["insertion"] == "non"
    assert page.context["repris"] is True
    client.post(depot, {"etablissement": etablissement.pk, "insertion": "non", **CONTACT})
    intention = IntentionEmbauche.objects.get()
    assert (intention.secteur_id, intention.contrat_type, intention.duree_mois) == ("construction", "cdd", 4)
    assert (str(intention.heures_hebdo), intention.adaptation_boe) == ("18.0", True)
    assert (intention.commune.nom, intention.departement_id, intention.nombre_postes) == ("Pouzauges", "85", 3)
    assert (intention.engagement_recruter, intention.etapes) == (True, ["stage"])
    assert intention.formation_departement_id == "49"


def test_simulateur_une_reponse_illisible_n_empeche_pas_le_brouillon(chez_claire, etablissement):
    adresse = f"{NOUVELLE}?commune=Atlantide&heures_hebdo=plein&contrat_type=cdi&organisme_choisi=zz"
    chez_claire.post(adresse, {"etablissement": etablissement.pk, "insertion": "non", **CONTACT})
    intention = IntentionEmbauche.objects.get()
    assert (intention.commune, intention.heures_hebdo, intention.contrat_type) == (None, None, "cdi")


def test_adresse_ne_coche_pas_l_adaptation(chez_claire, etablissement):
    chez_claire.post(
        f"{NOUVELLE}?adaptation_boe=on", {"etablissement": etablissement.pk, "insertion": "non", **CONTACT}
    )
    assert IntentionEmbauche.objects.get().adaptation_boe is False
