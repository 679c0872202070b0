"""« Décider ensemble » on the pages: what is ticked, what is asked, what is confirmed, what became of each."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from config.groupes import ACHAT, MARCHES
from sessions_formation.actions.decider_ensemble import executer_les_decisions
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, DecisionGroupee, Session
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

LISTE = reverse("admin:sessions_formation_session_changelist")
NOUVELLE = reverse("admin:sessions_formation_decisiongroupee_nouvelle")


def du_groupe(groupe):
    personne = comptes.agent(is_superuser=False, prenom="Lise", nom="Caillaud")
    personne.groups.set(Group.objects.filter(name=groupe))
    return personne


@pytest.fixture
def lise(db):
    return navigateur(du_groupe(ACHAT))


def adresse(*sessions):
    return f"{NOUVELLE}?" + "&".join(f"s={session.pk}" for session in sessions)


def champs_caches(page):
    return {champ.get("name"): champ.get("value") or "" for champ in choisir(page, "#decision input[type=hidden]")}


def saisie(client, url, **champs):
    """What the panel posts: its hidden fields, and what is typed."""
    caches = champs_caches(arbre(client.get(url)))
    return {**caches, "motif": "besoin_avere", "precisions": "", "decision": "autoriser", **champs}


def executer():
    return executer_les_decisions(le=timezone.localdate(), maintenant=timezone.now)


def test_cocher_des_demandes_mene_a_la_page_qui_les_lit(lise, le_monde):
    demandes = [session_demandee(le_monde) for _ in range(2)]
    cochees = {"action": "decider_ensemble", "_selected_action": [session.pk for session in demandes]}

    page = lise.post(LISTE, cochees, follow=True)

    assert page.redirect_chain == [(adresse(*demandes), 302)]
    assert textes(arbre(page), "h1") == ["Décider ensemble de 2 demandes"]
    assert [ligne.split(",")[0] for ligne in textes(arbre(page), "#t-demandes ~ table tbody th .note")] == [
        "SE-2026-00001",
        "SE-2026-00002",
    ]
    assert textes(arbre(page), "#t-demandes ~ p") == ["En tout : 39 900,00 €"]
    assert len(choisir(arbre(page), "figure.jauge")) == 1


def test_la_page_confirme_puis_decide_et_dit_le_resultat_de_chacune(lise, le_monde):
    demandes = [session_demandee(le_monde) for _ in range(2)]
    url = adresse(*demandes)
    donnees = saisie(lise, url, precisions="Postes confirmés.")

    question = lise.post(url, donnees)

    assert textes(arbre(question), "h1") == ["Autoriser 2 demandes ?"]
    assert textes(arbre(question), ".confirmation button") == [
        "Autoriser et commander 39 900,00 €",
        "Revenir aux demandes",
    ]
    assert not DecisionGroupee.objects.exists()

    en_cours = lise.post(url, {**donnees, "etape": "confirmer"}, follow=True)
    groupee = DecisionGroupee.objects.get()
    assert textes(arbre(en_cours), "#avancement .avance") == ["0 sur 2"]
    assert choisir(arbre(en_cours), "#avancement[hx-get]") != []
    executer()

    fiche = reverse("admin:sessions_formation_decisiongroupee_change", args=[groupee.pk])
    finie = arbre(lise.get(fiche))
    assert textes(finie, "#avancement .avance") == ["2 sur 2"]
    assert [cellule.split("Faite ")[-1] for cellule in textes(finie, "#avancement td[data-titre=Résultat]")] == [
        "Autorisée : BC-2026-00001, composante 1.",
        "Autorisée : BC-2026-00001, composante 2.",
    ]
    assert choisir(finie, "#avancement[hx-get]") == []
    assert lise.get(fiche, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_envoyer_deux_fois_ne_decide_qu_une_fois(lise, le_monde):
    url = adresse(session_demandee(le_monde))
    donnees = {**saisie(lise, url), "etape": "confirmer"}

    premiere = lise.post(url, donnees)
    executer()
    seconde = lise.post(url, donnees)

    assert premiere.url == seconde.url
    assert DecisionGroupee.objects.count() == 1
    assert Composante.objects.count() == 1


def test_laisser_une_demande_derriere_exige_la_raison_et_garde_ce_qui_est_ecrit(lise, le_monde):
    session_demandee(le_monde)
    url = adresse(session_demandee(le_monde))
    page = arbre(lise.get(url))
    assert textes(page, "aside .bloc h2") == ["1 demande arrivée avant est laissée de côté"]

    refus = lise.post(url, saisie(lise, url, precisions="Bassin en tension.", hors_tour=""))

    assert list(refus.context["panneau"]["form"].errors) == ["hors_tour"]
    assert choisir(arbre(refus), "textarea[name=precisions]")[0].text.strip() == "Bassin en tension."
    assert textes(arbre(lise.post(url, saisie(lise, url, hors_tour="Elle commence."))), "h1") == [
        "Autoriser 1 demande ?"
    ]


@pytest.mark.parametrize(
    ("champs", "erreur"),
    [
        ({"decision": "refuser", "motif": "hors_lot"}, "precisions"),
        ({"motif": ""}, "motif"),
        ({"motif": "hors_lot"}, "motif"),
    ],
)
def test_ce_qui_manque_est_dit_au_champ(lise, le_monde, champs, erreur):
    url = adresse(session_demandee(le_monde))

    refus = lise.post(url, saisie(lise, url, **champs))

    assert list(refus.context["panneau"]["form"].errors) == [erreur]


def test_revenir_aux_demandes_garde_ce_qui_est_ecrit(lise, le_monde):
    url = adresse(session_demandee(le_monde))

    retour = lise.post(url, saisie(lise, url, precisions="À relire.", etape="revoir"))

    assert choisir(arbre(retour), "textarea[name=precisions]")[0].text.strip() == "À relire."


def test_refuser_plusieurs_demandes_les_libere(lise, le_monde):
    demandes = [session_demandee(le_monde) for _ in range(2)]
    url = adresse(*demandes)
    donnees = saisie(lise, url, decision="refuser", motif="hors_lot", precisions="Voyez le lot 14.")

    assert textes(arbre(lise.post(url, donnees)), "h1") == ["Refuser 2 demandes ?"]
    lise.post(url, {**donnees, "etape": "confirmer"})
    executer()

    assert set(Session.objects.values_list("statut", flat=True)) == {StatutSession.REFUSEE}


def test_sans_demande_a_decider_la_page_le_dit(lise, le_monde):
    page = lise.get(NOUVELLE)

    assert textes(arbre(page), "#content .bloc h2") == ["Rien à décider"]


def test_qui_n_achete_pas_lit_le_resultat_et_ne_decide_pas(le_monde):
    lecteur = navigateur(du_groupe(MARCHES))
    session = session_demandee(le_monde)

    assert lecteur.get(adresse(session)).status_code == 403
    assert lecteur.post(adresse(session), {"etape": "confirmer"}).status_code == 403
    assert "decider_ensemble" not in str(lecteur.get(LISTE).content)
    assert lecteur.get(reverse("admin:sessions_formation_decisiongroupee_changelist")).status_code == 200


@pytest.mark.parametrize("nombre", [1, 3])
def test_les_pages_ont_un_cout_constant(lise, le_monde, django_assert_max_num_queries, nombre):
    url = adresse(*[session_demandee(le_monde) for _ in range(nombre)])
    donnees = {**saisie(lise, url), "etape": "confirmer"}
    with django_assert_max_num_queries(10):
        lise.get(url)
    fiche = lise.post(url, donnees).url
    executer()
    with django_assert_max_num_queries(7):
        lise.get(fiche)


def test_un_refus_de_l_action_se_lit_sur_la_page(lise, le_monde, monkeypatch):
    monkeypatch.setattr("sessions_formation.actions.decider_ensemble.MAXIMUM", 0)
    url = adresse(session_demandee(le_monde))

    refus = lise.post(url, {**saisie(lise, url), "etape": "confirmer"})

    assert messages_de(refus) == []
    assert len(refus.context["panneau"]["form"].non_field_errors()) == 1
    assert not DecisionGroupee.objects.exists()


def test_ce_qui_demande_deux_signatures_n_est_pas_compte_dans_ce_qui_se_commande(lise, le_monde):
    petite, grande = session_demandee(le_monde), session_demandee(le_monde, postes=30, effectif=30)
    url = adresse(petite, grande)

    page, question = arbre(lise.get(url)), arbre(lise.post(url, saisie(lise, url)))

    assert "déjà signée" not in " ".join(textes(page, "#t-demandes ~ table .note"))
    assert textes(question, ".confirmation button")[0] == "Autoriser et commander 19 950,00 €"
    assert textes(question, ".confirmation li")[-1] == (
        "1 demande atteint 100 000,00 € : vous la signez en premier, une autre personne commande."
    )
