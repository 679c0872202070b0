"""Closing a file, and bounding a derogation, from the administration."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from intentions.enums import StatutIntention
from intentions.models import Derogation
from tests.admin.gestes import arbre, navigateur
from tests.factories import comptes
from tests.factories.scenario import intention_deposee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db


@pytest.fixture
def courte(le_monde):
    return intention_deposee(le_monde, contrat_type="cdd", duree_mois=4, motif_derogation="Travail saisonnier.")


@pytest.fixture
def recevable(le_monde):
    return intention_deposee(le_monde, organisme_choisi=le_monde.mandataire)


def page_de(intention, acte="change") -> str:
    return reverse(f"admin:intentions_intentionembauche_{acte}", args=[intention.pk])


def trancher(client, intention, **saisie):
    donnees = {"decision": "accorder", "motif": "Besoin réel.", "limites": "", "fin": "", **saisie}
    return client.post(page_de(intention), donnees, follow=True)


def test_accorder_avec_limites_et_fin_les_montre_puis_les_garde(connecte, courte):
    fin = timezone.localdate() + timedelta(days=60)
    saisie = {"limites": "Deux postes.", "fin": f"{fin:%d/%m/%Y}"}

    question = arbre(trancher(connecte, courte, **saisie))
    caches = {champ.get("name"): champ.get("value") for champ in choisir(question, "form input[type=hidden]")}
    trancher(
        connecte, courte, **{nom: caches[nom] for nom in ("decision", "motif", "limites", "fin")}, etape="confirmer"
    )

    trace = Derogation.objects.get()
    assert (trace.accordee, trace.limites, trace.fin) == (True, "Deux postes.", fin)
    dossier = arbre(connecte.get(page_de(courte)))
    assert "Deux postes." in " ".join(textes(dossier, "section[aria-labelledby=t-derogations] dd"))
    assert textes(dossier, ".suite .etat--derogation") == ["Dérogation accordée"]


@pytest.mark.parametrize(
    ("saisie", "champs"),
    [
        ({"decision": "refuser", "limites": "Deux postes."}, ["limites"]),
        ({"decision": "refuser", "fin": "01/01/2099"}, ["fin"]),
        ({"fin": "demain"}, ["fin"]),
        ({"fin": "01/01/2020"}, ["fin"]),
        ({"fin": "01/01/2020", "etape": "confirmer"}, ["fin"]),
        ({"fin": "01/01/2099"}, ["fin"]),
    ],
    ids=["refus-limite", "refus-date", "illisible", "passee", "passee-confirmee", "lointaine"],
)
def test_des_bornes_fausses_reviennent_au_dossier_avec_ce_qui_etait_saisi(connecte, courte, saisie, champs):
    reponse = trancher(connecte, courte, **saisie)

    assert list(reponse.context["form"].errors) == champs
    assert choisir(arbre(reponse), "textarea[name=motif]")[0].text.strip() == "Besoin réel."
    assert not Derogation.objects.exists()


def test_classer_nomme_les_effets_demande_pourquoi_puis_classe(connecte, le_monde, recevable):
    adresse = page_de(recevable, "classer")
    assert choisir(arbre(connecte.get(page_de(recevable))), f"a[href='{adresse}']")

    question = connecte.get(adresse)
    assert f"Un courriel prévient {le_monde.mandataire.nom}." in question.context["effets"]
    assert list(connecte.post(adresse, {"motif": " "}).context["form"].errors) == ["motif"]
    connecte.post(adresse, {"motif": "Doublon."})

    recevable.refresh_from_db()
    assert (recevable.statut, recevable.historique.first().motif) == (StatutIntention.CLASSEE, "Doublon.")
    assert connecte.get(adresse).status_code == 302


def test_sans_le_droit_on_ne_classe_pas(le_monde, recevable):
    personne = comptes.agent(is_superuser=False)
    personne.user_permissions.set(Permission.objects.filter(codename__in=["view_intentionembauche"]))
    client = navigateur(personne)

    assert client.post(page_de(recevable, "classer"), {"motif": "Doublon."}).status_code == 403
    assert choisir(arbre(client.get(page_de(recevable))), "a[href$='/classer/']") == []
