"""The officer's pages about what is asked on ordered sessions: the queue, the decision, the cancelling."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from noyau.courriers import Courrier
from referentiels.models import Parametre
from sessions_formation.enums import StatutDemandeAvenant, StatutSession
from sessions_formation.models import Avenant
from tests.admin.gestes import arbre, collegue, messages_de, navigateur
from tests.factories import comptes
from tests.factories.avenants import (
    accorder,
    demande_d_annulation,
    demande_d_heures,
    demande_de_parcours,
    session_commandee,
)
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db
FILE = reverse("admin:sessions_formation_demandeavenant_changelist")


@pytest.fixture
def session(le_monde):
    return session_commandee(le_monde)


def page_de(demande):
    return reverse("admin:sessions_formation_demandeavenant_change", args=[demande.pk])


def annuler(session):
    return reverse("admin:sessions_formation_session_annuler", args=[session.pk])


def simple(texte):
    """The same words, their no-break spaces made plain."""
    return texte.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def repondre(client, demande, decision, **champs):
    """Press one of the panel's buttons; ``etape="confirmer"`` presses the one of the page that asks."""
    if "version" not in champs:
        [champ] = choisir(arbre(client.get(page_de(demande))), 'input[name="version"]')
        champs["version"] = champ.get("value")
    donnees = {"decision": decision, "motif": "", "precisions": "", **champs}
    return client.post(page_de(demande), donnees, follow=True)


def test_la_file_suit_l_ordre_d_arrivee(connecte, le_monde, session):
    premiere, seconde = demande_d_heures(le_monde, session), demande_de_parcours(le_monde, session)
    decidee = demande_d_heures(le_monde, session_commandee(le_monde))
    accorder(decidee, le_monde.agent)

    lue = connecte.get(FILE)

    assert list(lue.context["cl"].result_list) == [premiere, seconde]
    assert list(connecte.get(FILE + "?etat=accordee").context["cl"].result_list) == [decidee]


@pytest.mark.parametrize("combien", [1, 3])
def test_la_file_coute_huit_requetes_au_plus(connecte, le_monde, django_assert_max_num_queries, combien):
    for _ in range(combien):
        demande_d_heures(le_monde, session_commandee(le_monde))
    connecte.get(FILE)

    with django_assert_max_num_queries(8):
        connecte.get(FILE)


def test_la_page_dit_ce_qui_est_demande_et_ce_que_cela_change(connecte, le_monde, session):
    lue = arbre(connecte.get(page_de(demande_d_heures(le_monde, session))))

    cellules = [
        [cellule.text_content().strip() for cellule in ligne]
        for ligne in choisir(lue, "section[aria-labelledby=t-commande] tbody tr")
    ]
    assert [[simple(texte) for texte in ligne] for ligne in cellules] == [
        ["Aujourd’hui", "5", "2 100 h", "19 950,00 €"],
        ["Changement", "0", "+200 h", "+1 900,00 €"],
        ["Ensuite", "5", "2 300 h", "21 850,00 €"],
    ]
    assert textes(lue, ".decision button") == ["Accorder", "Refuser"]
    assert choisir(lue, ".jauge") != []


def test_accorder_demande_d_abord_puis_fait(connecte, le_monde, session):
    demande = demande_d_heures(le_monde, session)

    question = repondre(connecte, demande, "accorder", motif="besoin_avere")
    assert textes(arbre(question), ".confirmation button") == [
        "Accorder : heures supplémentaires",
        "Revenir au dossier",
    ]
    assert not Avenant.objects.exists()
    fait = repondre(connecte, demande, "accorder", motif="besoin_avere", etape="confirmer")

    demande.refresh_from_db()
    assert demande.statut == StatutDemandeAvenant.ACCORDEE
    assert messages_de(fait) == ["La demande est accordée : les lettres partent."]


def test_refuser_demande_des_mots_et_garde_ce_qui_etait_ecrit(connecte, le_monde, session):
    demande = demande_d_heures(le_monde, session)

    refus = repondre(connecte, demande, "refuser", motif="session_existante", etape="confirmer")
    assert list(refus.context["panneau"]["form"].errors) == ["precisions"]
    assert refus.context["panneau"]["form"]["motif"].value() == "session_existante"
    mal_choisi = repondre(connecte, demande, "accorder", motif="session_existante", etape="confirmer")
    assert list(mal_choisi.context["panneau"]["form"].errors) == ["motif"]
    repondre(connecte, demande, "refuser", motif="session_existante", precisions="Mars.", etape="confirmer")

    demande.refresh_from_db()
    assert demande.statut == StatutDemandeAvenant.REFUSEE
    assert Courrier.objects.filter(modele="reponse_avenant").count() == 2


def test_le_second_agent_apprend_qui_a_decide(connecte, le_monde, session):
    demande = demande_d_heures(le_monde, session)
    version = choisir(arbre(connecte.get(page_de(demande))), 'input[name="version"]')[0].get("value")
    accorder(demande, le_monde.agent)

    tard = repondre(
        navigateur(collegue()),
        demande,
        "refuser",
        motif="autre",
        precisions="Non.",
        version=version,
        etape="confirmer",
    )

    assert "« Accordée » par Hélène Pasquier, Région" in messages_de(tard)[0].replace("\N{NO-BREAK SPACE}", " ")


def test_deux_signatures_se_donnent_a_deux(connecte, le_monde, session):
    Parametre.objects.create(
        code="seconde_validation_montant", depuis=date(2026, 11, 23), valeur="1500", texte="Essai"
    )
    demande = demande_d_heures(le_monde, session)

    assert textes(arbre(connecte.get(page_de(demande))), ".decision button") == [
        "Donner la première signature",
        "Refuser",
    ]
    repondre(connecte, demande, "accorder", motif="besoin_avere", etape="confirmer")
    assert textes(arbre(connecte.get(page_de(demande))), ".decision button") == ["Refuser"]
    second = navigateur(collegue())
    assert textes(arbre(second.get(page_de(demande))), ".decision button") == [
        "Signer et accorder",
        "Renvoyer sans signer",
        "Refuser",
    ]
    repondre(second, demande, "renvoyer", motif="autre", precisions="Le motif manque.", etape="confirmer")
    assert textes(arbre(connecte.get(page_de(demande))), ".decision button") == [
        "Donner la première signature",
        "Refuser",
    ]


def test_lire_sans_acheter(client, le_monde, session):
    lecteur = comptes.agent(is_superuser=False, prenom="Lise", nom="Caillaud")
    lecteur.user_permissions.set(Permission.objects.filter(codename="view_demandeavenant"))
    demande = demande_d_heures(le_monde, session)
    client.force_login(lecteur)

    lue = client.get(page_de(demande))

    assert "décider revient aux agents d’achat" in lue.content.decode()
    assert client.post(page_de(demande), {"decision": "accorder"}).status_code == 403
    assert client.get(annuler(session)).status_code == 403


def test_annuler_une_session_passe_par_une_page_qui_dit_tout(connecte, le_monde, session):
    demande_d_annulation(session)
    question = arbre(connecte.get(annuler(session)))
    assert textes(question, ".confirmation button") == ["Annuler la session"]
    sans_raison = connecte.post(annuler(session), {"motif": " "})
    assert list(sans_raison.context["form"].errors) == ["motif"]

    version = choisir(question, "input[name=version]")[0].get("value")
    fait = connecte.post(annuler(session), {"motif": "Plateau technique fermé.", "version": version}, follow=True)

    session.refresh_from_db()
    assert session.statut == StatutSession.ANNULEE
    assert messages_de(fait) == ["La session SE-2026-00001 est annulée : les lettres partent."]
    de_nouveau = connecte.get(annuler(session), follow=True)
    assert "il n’y a pas de commande à annuler" in messages_de(de_nouveau)[0]


def test_la_page_d_une_session_mene_a_son_annulation_et_a_ses_demandes(connecte, le_monde, session):
    demande = demande_d_heures(le_monde, session)

    lue = arbre(connecte.get(reverse("admin:sessions_formation_session_change", args=[session.pk])))

    liens = [lien.get("href") for lien in choisir(lue, "section[aria-labelledby=t-commande] a")]
    assert liens[-2:] == [page_de(demande), annuler(session)]


def test_le_bon_montre_ses_avenants_et_son_total(connecte, le_monde, session):
    accorder(demande_d_heures(le_monde, session), le_monde.agent)

    lu = connecte.get(reverse("admin:sessions_formation_bondecommande_change", args=[session.composante.bon_id]))

    assert lu.context["total"] == 21850
    assert "BC-2026-00001-A1" in textes(arbre(lu), "section[aria-labelledby=t-avenants] th")[4]


@pytest.mark.parametrize("demander", [demande_d_heures, demande_de_parcours, None])
def test_la_page_d_une_demande_coute_dix_requetes_au_plus(
    connecte, le_monde, session, django_assert_max_num_queries, demander
):
    page = page_de(demander(le_monde, session) if demander else demande_d_annulation(session))

    with django_assert_max_num_queries(10):
        lue = connecte.get(page)

    assert lue.status_code == 200
