"""The second signature on the pages: who sees what, who signs, who sends back, and what is kept."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.groupes import ACHAT, CHEFS
from noyau.journal import noter
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, PremiereValidation
from tests.admin.gestes import arbre, decider, messages_de, navigateur, page_de, poster
from tests.factories import comptes
from tests.factories.scenario import session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db


def du_groupe(groupe, **identite):
    personne = comptes.agent(is_superuser=False, **identite)
    personne.groups.set(Group.objects.filter(name=groupe))
    return personne


@pytest.fixture
def lise(db):
    return navigateur(du_groupe(ACHAT, prenom="Lise", nom="Caillaud"))


@pytest.fixture
def yann(db):
    return navigateur(du_groupe(CHEFS, prenom="Yann", nom="Tessier"))


@pytest.fixture
def grande(le_monde):
    return session_demandee(le_monde, postes=30, effectif=30)


@pytest.fixture
def signee(lise, grande):
    decider(lise, grande, "autoriser", motif="besoin_avere", precisions="Besoin du bassin.")
    return grande


def page(nom, session):
    return reverse(f"admin:sessions_formation_session_{nom}", args=[session.pk])


def saisie(client, adresse, **champs):
    [version] = choisir(arbre(client.get(adresse)), "input[name=version]")
    return {"version": version.get("value"), **champs}


def test_le_panneau_dit_qu_il_faut_deux_signatures(lise, grande):
    dossier = arbre(lise.get(page_de(grande)))

    assert textes(dossier, "button[value=autoriser]") == ["Donner la première signature"]
    assert textes(dossier, ".decision__effets li")[0] == (
        "son montant demande deux signatures : la vôtre est la première, rien n’est encore commandé ;"
    )
    question = poster(lise, grande, "autoriser", motif="besoin_avere")
    assert textes(arbre(question), ".confirmation button")[0] == "Donner la première signature"


def test_la_premiere_signature_se_lit_et_ne_se_redonne_pas(lise, signee):
    dossier = arbre(lise.get(page_de(signee)))

    assert textes(dossier, "#t-signature") == ["Une seconde signature est attendue"]
    assert textes(dossier, "button[value=autoriser]") == []
    assert choisir(dossier, f"a[href='{page('contresigner', signee)}']") == []
    signee.refresh_from_db()
    assert signee.statut == StatutSession.DEMANDEE


def test_la_seconde_personne_lit_confirme_et_commande(yann, signee):
    assert textes(arbre(yann.get(page_de(signee))), "#t-signature ~ .boutons a") == [
        "Signer et commander",
        "Renvoyer à l’instruction",
    ]
    adresse = page("contresigner", signee)
    assert textes(arbre(yann.get(adresse)), ".confirmation button") == ["Signer et commander 119 700,00 €"]

    fait = yann.post(adresse, saisie(yann, adresse, precisions="Vu."), follow=True)

    assert messages_de(fait) == ["La session SE-2026-00001 est autorisée : les lettres partent."]
    signee.refresh_from_db()
    assert (signee.statut, signee.composante.montant) == (StatutSession.PUBLIEE, Decimal("119700.00"))


def test_un_double_clic_est_dit_gentiment(yann, signee):
    adresse = page("contresigner", signee)
    donnees = saisie(yann, adresse, precisions="")
    yann.post(adresse, donnees)

    encore = yann.post(adresse, donnees, follow=True)

    assert messages_de(encore)[-1].startswith(
        "Cette demande n’attend plus de décision : « Autorisée » par Yann Tessier, Région"
    )
    assert Composante.objects.count() == 1


def test_renvoyer_exige_des_mots_et_les_garde(yann, signee):
    adresse = page("renvoyer", signee)

    vide = yann.post(adresse, saisie(yann, adresse, motif=" "))
    fait = yann.post(adresse, saisie(yann, adresse, motif="Prix à revoir."), follow=True)

    assert list(vide.context["form"].errors) == ["motif"]
    assert messages_de(fait) == ["La demande SE-2026-00001 revient à l’instruction."]
    assert not PremiereValidation.objects.exists()


def test_un_dossier_change_se_relit_sans_perdre_ce_qui_est_ecrit(yann, signee):
    adresse = page("contresigner", signee)
    donnees = saisie(yann, adresse, precisions="Vu en réunion.")
    noter(signee, "L’employeur a écrit", par=None)

    relire = yann.post(adresse, donnees)

    assert textes(arbre(relire), ".erreurs h2") == ["Relisez avant de décider"]
    assert choisir(arbre(relire), "textarea[name=precisions]")[0].text.strip() == "Vu en réunion."
    assert choisir(arbre(relire), "input[name=version]")[0].get("value") != donnees["version"]
    assert not Composante.objects.exists()


def test_une_regle_relue_refuse_sur_la_page(yann, signee, le_monde):
    adresse = page("contresigner", signee)
    donnees = saisie(yann, adresse, precisions="")
    le_monde.lot.montant_max = Decimal("110000.00")
    le_monde.lot.save()

    refus = yann.post(adresse, donnees)

    [erreur] = refus.context["form"].non_field_errors()
    assert "pour un maximum de" in erreur
    assert PremiereValidation.objects.count() == 1


def test_un_chef_qui_signe_en_premier_ne_contresigne_pas(yann, grande):
    decider(yann, grande, "autoriser", motif="besoin_avere")

    dossier = arbre(yann.get(page_de(grande)))
    assert textes(dossier, "#t-signature ~ .note") == [
        "Vous avez signé : une autre personne de l’encadrement signe à son tour. Elle est prévenue."
    ]
    adresse = page("contresigner", grande)
    refus = yann.post(adresse, saisie(yann, adresse, precisions=""))
    assert len(refus.context["form"].non_field_errors()) == 1


@pytest.mark.parametrize("nom", ["contresigner", "renvoyer"])
def test_ces_pages_sont_a_qui_peut_valider(lise, yann, signee, le_monde, nom):
    assert lise.get(page(nom, signee)).status_code == 403
    assert lise.post(page(nom, signee), {}).status_code == 403
    sans_signature = session_demandee(le_monde)
    assert yann.get(page(nom, sans_signature)).status_code == 302
