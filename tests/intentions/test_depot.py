"""Filing: every verdict, the second click; withdrawing; throwing a draft away; other people's intentions."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from intentions.actions.deposer import deposer_intention
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier, Document
from referentiels.models import OrganismeFormation
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import EmployeurFactory

FRANCAIS = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


@pytest.fixture
def complet(claire, etablissement):
    """A draft with every answer."""
    etablissement.siae = etablissement.etti = False
    etablissement.save()

    def ecrire(**champs):
        return IntentionFactory(**{"deposant": claire, "employeur": etablissement, **champs})

    return ecrire


@pytest.mark.parametrize(
    ("reponses", "donnees", "statut"),
    [
        pytest.param({}, {}, StatutIntention.RECEVABLE, id="eligible"),
        pytest.param(
            {"duree_mois": 4},
            {"motif_derogation": "La saison dure d’avril à juillet."},
            StatutIntention.DEROGATION_DEMANDEE,
            id="derogation",
        ),
        pytest.param({"engagement_recruter": None}, {}, StatutIntention.A_COMPLETER, id="a-completer"),
        pytest.param({"heures_hebdo": 18}, {}, StatutIntention.REFUSEE, id="non-eligible"),
    ],
)
def test_deposer_mene_a_l_etat_du_verdict(chez_claire, complet, reponses, donnees, statut):
    intention = complet(**reponses)
    reponse = chez_claire.post(adresse("deposer", intention), donnees, follow=True)
    intention.refresh_from_db()
    assert intention.statut == statut
    assert reponse.redirect_chain[-1][0] == adresse("detail", intention)
    assert len(reponse.context["messages"]) == 1
    assert intention.motif_derogation == donnees.get("motif_derogation", "")


def test_deposer_une_derogation_demande_pourquoi(chez_claire, complet):
    intention = complet(duree_mois=4)
    reponse = chez_claire.post(adresse("deposer", intention), {"motif_derogation": ""})
    assert list(reponse.context["form"].errors) == ["motif_derogation"]
    intention.refresh_from_db()
    assert intention.statut == StatutIntention.BROUILLON


def test_deposer_deux_fois_ne_fait_qu_un_depot(chez_claire, complet):
    intention = complet()
    chez_claire.post(adresse("deposer", intention), follow=True)
    reponse = chez_claire.post(adresse("deposer", intention), follow=True)
    assert reponse.redirect_chain == [(adresse("detail", intention), 302)]
    [message] = reponse.context["messages"]
    assert str(message).translate(FRANCAIS) == "Cette intention est déjà déposée : voici où elle en est."
    assert Courrier.objects.filter(modele="accuse_intention").count() == 1
    assert intention.historique.count() == 2


def test_deposer_ce_qui_est_a_completer_ne_fait_rien(chez_claire, complet):
    intention = complet(engagement_recruter=None)
    chez_claire.post(adresse("deposer", intention))
    chez_claire.post(adresse("deposer", intention))
    intention.refresh_from_db()
    assert intention.statut == StatutIntention.A_COMPLETER
    assert intention.historique.count() == 2


def test_deposer_ne_se_fait_pas_par_un_lien(chez_claire, complet):
    assert chez_claire.get(adresse("deposer", complet())).status_code == 405


@pytest.mark.parametrize(
    ("reponses", "titre"),
    [
        pytest.param({}, "Votre intention sera recevable", id="eligible"),
        pytest.param({"duree_mois": 4}, "Un agent de la Région devra se prononcer", id="derogation"),
        pytest.param({"etapes": []}, "Il manque des réponses", id="a-completer"),
        pytest.param({"heures_hebdo": 18}, "Cette intention n’entre pas dans le dispositif", id="non-eligible"),
    ],
)
def test_verifier_annonce_le_verdict_du_depot(chez_claire, complet, reponses, titre):
    intention = complet(**reponses)
    annonce = chez_claire.get(adresse("verifier", intention)).context
    assert annonce["titre_verdict"] == titre
    chez_claire.post(adresse("deposer", intention), {"motif_derogation": "La saison."})
    intention.refresh_from_db()
    assert intention.verdict == annonce["verdict"]


def test_verifier_une_intention_deposee_mene_a_sa_page(chez_claire, complet):
    intention = complet(recevable=True)
    assert chez_claire.get(adresse("verifier", intention)).url == adresse("detail", intention)


def test_detail_montre_les_constats_du_jour_le_document_et_l_histoire(chez_claire, claire, complet):
    intention = complet()
    deposer_intention(intention_id=intention.pk, par=claire, le=date(2026, 3, 2))
    reponse = chez_claire.get(adresse("detail", intention))
    document = Document.objects.get()
    assert reponse.context["documents"] == [document]
    assert [ligne.libelle for ligne in reponse.context["historique"]] == ["Recevable", "Déposée"]
    assert "au 2 mars 2026" in reponse.text.translate(FRANCAIS)
    assert reverse("intentions:document", args=[document.pk]) in reponse.text


@pytest.mark.parametrize("trait", ["recevable", "a_completer", "en_derogation", "refusee", "engagee"])
def test_detail_de_chaque_etat_s_affiche(chez_claire, complet, trait):
    intention = complet(**{trait: True})
    reponse = chez_claire.get(adresse("detail", intention))
    assert reponse.status_code == 200
    assert (adresse("retirer", intention) in reponse.text) == (
        trait in {"recevable", "a_completer", "en_derogation", "engagee"}
    )


def test_detail_d_une_intention_engagee_nomme_l_organisme(chez_claire, complet):
    intention = complet(engagee=True)
    assert intention.organisme_engage.nom in chez_claire.get(adresse("detail", intention)).text


def test_document_se_lit_et_se_telecharge(chez_claire, claire, complet):
    intention = complet()
    deposer_intention(intention_id=intention.pk, par=claire, le=date(2026, 3, 2))
    lien = reverse("intentions:document", args=[Document.objects.get().pk])
    reponse = chez_claire.get(lien)
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content.startswith(b"%PDF-")
    assert reponse["Content-Disposition"].startswith("inline;")
    assert chez_claire.get(f"{lien}?telecharger")["Content-Disposition"].startswith("attachment;")


def test_document_de_quelqu_un_d_autre_est_introuvable(chez_claire):
    autre = IntentionFactory(employeur__siae=False)
    deposer_intention(intention_id=autre.pk, par=_quelqu_un_de(autre), le=date(2026, 3, 2))
    lien = reverse("intentions:document", args=[Document.objects.get().pk])
    assert chez_claire.get(lien).status_code == 404


def test_document_d_un_autre_objet_est_introuvable(chez_claire, complet):
    intention = complet()
    piece = Document.objects.create(
        cle="autre",
        modele="accuse_intention",
        titre="Autre",
        reference="X",
        nom_fichier="x.pdf",
        objet_type="sessions_formation.session",
        objet_id=intention.pk,
        contexte={},
        cree_le=timezone.now(),
    )
    assert chez_claire.get(reverse("intentions:document", args=[piece.pk])).status_code == 404


def test_retirer_nomme_les_effets_et_demande_pourquoi(chez_claire, complet):
    organisme = OrganismeFormation.objects.get()
    intention = complet(recevable=True, organisme_choisi=organisme)
    page = chez_claire.get(adresse("retirer", intention))
    assert page.context["effets"][0] == f"{organisme} et la Région sont prévenus par courriel."
    refus = chez_claire.post(adresse("retirer", intention), {"motif": " "})
    assert list(refus.context["form"].errors) == ["motif"]
    chez_claire.post(adresse("retirer", intention), {"motif": "Poste pourvu."})
    intention.refresh_from_db()
    assert intention.statut == StatutIntention.DESISTEE
    assert [ligne.motif for ligne in intention.historique] == ["Poste pourvu."]
    assert {c.destinataire for c in Courrier.objects.all()} == {organisme.courriel, settings.REGION_EMAIL}


def test_retirer_une_intention_engagee_se_peut(chez_claire, complet):
    intention = complet(engagee=True)
    chez_claire.post(adresse("retirer", intention), {"motif": "Poste pourvu."})
    intention.refresh_from_db()
    assert (intention.statut, intention.organisme_engage) == (StatutIntention.DESISTEE, None)


def test_supprimer_efface_le_brouillon_apres_confirmation(chez_claire, complet):
    intention = complet()
    assert chez_claire.get(adresse("supprimer", intention)).status_code == 200
    assert IntentionEmbauche.objects.filter(pk=intention.pk).exists()
    assert chez_claire.post(adresse("supprimer", intention)).url == reverse("intentions:liste")
    assert not IntentionEmbauche.objects.filter(pk=intention.pk).exists()


def test_supprimer_refuse_une_intention_deposee(chez_claire, complet):
    intention = complet(recevable=True)
    assert chez_claire.post(adresse("supprimer", intention)).url == adresse("detail", intention)
    assert IntentionEmbauche.objects.filter(pk=intention.pk).exists()


@pytest.mark.parametrize("nom", ["detail", "reprendre", "verifier", "retirer", "supprimer"])
def test_intention_de_quelqu_un_d_autre_est_introuvable(chez_claire, nom):
    assert chez_claire.get(adresse(nom, IntentionFactory(employeur=EmployeurFactory()))).status_code == 404


@pytest.mark.parametrize("nom", ["deposer", "retirer", "supprimer"])
def test_acte_sur_l_intention_de_quelqu_un_d_autre_est_introuvable(chez_claire, nom):
    autre = IntentionFactory(employeur=EmployeurFactory())
    assert chez_claire.post(adresse(nom, autre), {"motif": "x"}).status_code == 404
    autre.refresh_from_db()
    assert autre.statut == StatutIntention.BROUILLON


def _quelqu_un_de(intention):
    return comptes.employeur(intention.employeur)
