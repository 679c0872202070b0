"""Writing an intention: each step, what is kept, what is refused."""

import pytest
from django.urls import reverse

from comptes.models import Rattachement
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from referentiels.models import Employeur, OrganismeFormation
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import EmployeurFactory, MetierFactory, siret_de_rang
from tests.intentions.reponses import CONTACT, CONTRAT, NOUVELLE, PARTICIPATION, POSTE, etape


def test_nouvelle_demande_l_etablissement_sans_rien_creer(chez_claire, etablissement):
    reponse = chez_claire.get(NOUVELLE)
    assert f'value="{etablissement.pk}"' in reponse.text
    assert reponse.context["form"].initial["etablissement"] == str(etablissement.pk)
    assert IntentionEmbauche.objects.count() == 0


def test_nouvelle_ouvre_le_brouillon_et_mene_au_poste(chez_claire, claire, etablissement):
    reponse = chez_claire.post(NOUVELLE, {"etablissement": etablissement.pk, "insertion": "non", **CONTACT})
    intention = IntentionEmbauche.objects.get()
    assert reponse.url == etape(intention, "poste")
    assert (intention.deposant, intention.employeur, intention.contact_telephone) == (
        claire,
        etablissement,
        "02 51 00 00 00",
    )
    etablissement.refresh_from_db()
    assert (etablissement.siae, etablissement.etti) == (False, False)


@pytest.mark.parametrize(
    ("siret", "phrase"),
    [
        pytest.param("000 731 265 0001", "Ce numéro a 13 chiffres : il en faut 14.", id="treize-chiffres"),
        pytest.param("12345678901234", "Ce SIRET n’existe pas : un de ses chiffres est faux.", id="cle-fausse"),
        pytest.param("", "Écrivez les 14 chiffres du SIRET.", id="vide"),
    ],
)
def test_nouvelle_dit_ce_qui_ne_va_pas_dans_le_siret(chez_claire, siret, phrase):
    reponse = chez_claire.post(NOUVELLE, {"etablissement": "autre", "siret": siret, "insertion": "non", **CONTACT})
    assert reponse.context["form"].errors["siret"] == [phrase]
    assert f'value="{siret}"' in reponse.text or not siret
    assert IntentionEmbauche.objects.count() == 0


def test_nouvelle_ajoute_un_etablissement_inconnu_sur_place(client, monde):
    seule = comptes.UtilisateurFactory(email="nouvelle@exemple.fr")
    client.force_login(seule)
    siret = siret_de_rang(77)
    reponse = client.post(NOUVELLE, {"siret": siret, "insertion": "etti", **CONTACT})
    assert "Cet établissement est nouveau pour nous" in reponse.text
    fiche = {"nom": "Brioches de l’Yon", "code_postal": "85700", "ville": "Pouzauges"}
    reponse = client.post(NOUVELLE, {"siret": siret, "insertion": "etti", **CONTACT, **fiche})
    employeur = Employeur.objects.get(siret=siret)
    assert (employeur.nom, employeur.departement_id, employeur.etti) == ("Brioches de l’Yon", "85", True)
    assert IntentionEmbauche.objects.get().employeur == employeur
    assert Rattachement.objects.actifs().filter(utilisateur=seule, employeur=employeur).exists()


def test_nouvelle_chez_un_etablissement_deja_tenu_attend_une_reponse(client, claire, etablissement):
    autre = comptes.UtilisateurFactory()
    client.force_login(autre)
    reponse = client.post(NOUVELLE, {"siret": etablissement.siret, "insertion": "siae", **CONTACT}, follow=True)
    intention = IntentionEmbauche.objects.get()
    assert intention.employeur is None
    assert "Votre demande est partie" in reponse.text
    assert [courrier.destinataire for courrier in Courrier.objects.order_by("pk")] == [claire.email]
    etablissement.refresh_from_db()
    assert etablissement.siae is None


def test_poste_enregistre_et_prend_le_secteur_du_metier(chez_claire, brouillon):
    reponse = chez_claire.post(etape(brouillon, "poste"), POSTE)
    assert reponse.url == etape(brouillon, "contrat")
    brouillon.refresh_from_db()
    assert (brouillon.secteur_id, brouillon.metier_id, brouillon.nombre_postes) == ("inter-industrie", "H2913", 2)
    assert (brouillon.commune.nom, brouillon.departement_id) == ("Pouzauges", "85")


def test_poste_hors_region_garde_le_departement(chez_claire, brouillon):
    chez_claire.post(etape(brouillon, "poste"), {**POSTE, "commune": "", "departement": "79"})
    brouillon.refresh_from_db()
    assert (brouillon.commune, brouillon.departement_id) == (None, "79")


def test_poste_refuse_garde_ce_qui_est_tape(chez_claire, brouillon):
    reponse = chez_claire.post(
        etape(brouillon, "poste"),
        {**POSTE, "commune": "Atlantide", "nombre_postes": "beaucoup", "metier": "", "intitule": ""},
    )
    assert set(reponse.context["form"].errors) == {"commune", "nombre_postes", "metier", "secteur"}
    assert 'role="alert"' in reponse.text
    assert 'value="Atlantide"' in reponse.text
    assert 'value="beaucoup"' in reponse.text
    brouillon.refresh_from_db()
    assert brouillon.nombre_postes is None


def test_poste_propose_le_secteur_du_metier(chez_claire, monde):
    reponse = chez_claire.get("/employeur/intentions/secteurs/", {"metier": POSTE["metier"], "secteur": ""})
    assert '<option value="inter-industrie" selected>' in reponse.text
    assert "Proposé d’après le métier" in reponse.text


def test_poste_ne_change_pas_le_secteur_deja_choisi(chez_claire, monde):
    reponse = chez_claire.get("/employeur/intentions/secteurs/", {"metier": POSTE["metier"], "secteur": "commerce"})
    assert '<option value="commerce" selected>' in reponse.text
    assert "Proposé" not in reponse.text


def test_poste_de_deux_secteurs_demande_de_choisir(chez_claire, brouillon):
    MetierFactory(code_rome="M1805", libelle="Développeur", secteurs=["numerique", "telecommunications"])
    reponse = chez_claire.post(etape(brouillon, "poste"), {**POSTE, "metier": "M1805"})
    assert reponse.context["form"].errors["secteur"] == ["Choisissez le secteur du poste."]


def test_contrat_enregistre(chez_claire, brouillon):
    reponse = chez_claire.post(
        etape(brouillon, "contrat"), {**CONTRAT, "heures_hebdo": "17,5", "adaptation_boe": "on"}
    )
    assert reponse.url == etape(brouillon, "participation")
    brouillon.refresh_from_db()
    assert (brouillon.contrat_type, brouillon.duree_mois, str(brouillon.heures_hebdo)) == ("cdd", 8, "17.5")
    assert brouillon.adaptation_boe is True


@pytest.mark.parametrize(
    ("changements", "champ", "phrase"),
    [
        pytest.param(
            {"embauche_souhaitee": "02/11/2020"},
            "embauche_souhaitee",
            "Le 2 novembre 2020 est passé. Choisissez une date à venir.",
            id="date-passee",
        ),
        pytest.param(
            {"heures_hebdo": "temps plein"},
            "heures_hebdo",
            "Écrivez un nombre d’heures. Pour un temps plein : 35.",
            id="heures-en-lettres",
        ),
        pytest.param(
            {"duree_mois": ""},
            "duree_mois",
            "Écrivez la durée du contrat en mois, par exemple 8.",
            id="cdd-sans-duree",
        ),
        pytest.param(
            {"contrat_type": "interim"},
            "agence_interim",
            "Nommez l’agence d’intérim avec laquelle vous recrutez.",
            id="interim-sans-agence",
        ),
    ],
)
def test_contrat_dit_precisement_ce_qui_est_a_revoir(chez_claire, brouillon, changements, champ, phrase):
    reponse = chez_claire.post(etape(brouillon, "contrat"), {**CONTRAT, **changements})
    erreurs = reponse.context["form"].errors
    erreurs = {nom: [texte.replace("\N{NO-BREAK SPACE}", " ") for texte in erreurs[nom]] for nom in erreurs}
    assert erreurs == {champ: [phrase]}


def test_contrat_sans_terme_ne_demande_pas_de_duree(chez_claire, brouillon):
    reponse = chez_claire.post(etape(brouillon, "contrat"), {**CONTRAT, "contrat_type": "cdi", "duree_mois": ""})
    assert reponse.status_code == 302


def test_participation_enregistre_et_mene_a_la_verification(chez_claire, brouillon):
    organisme = OrganismeFormation.objects.get()
    reponse = chez_claire.post(etape(brouillon, "participation"), {**PARTICIPATION, "organisme_choisi": organisme.pk})
    assert reponse.url == reverse("intentions:verifier", args=[brouillon.pk])
    brouillon.refresh_from_db()
    assert (brouillon.engagement_recruter, brouillon.etapes) == (True, ["stage", "jury"])
    assert (brouillon.organisme_choisi, brouillon.formation_departement_id) == (organisme, "49")


@pytest.mark.parametrize("nom", ["etablissement", "poste", "contrat", "participation"])
def test_etape_de_quelqu_un_d_autre_est_introuvable(chez_claire, nom):
    intention = IntentionFactory(vide=True, employeur=EmployeurFactory())
    assert chez_claire.get(etape(intention, nom)).status_code == 404
    assert chez_claire.post(etape(intention, nom), CONTRAT).status_code == 404


@pytest.mark.parametrize("nom", ["etablissement", "poste", "contrat", "participation"])
def test_etape_s_affiche(chez_claire, brouillon, nom):
    reponse = chez_claire.get(etape(brouillon, nom))
    assert reponse.status_code == 200
    assert reponse.context["rang"] == ["etablissement", "poste", "contrat", "participation"].index(nom) + 1
