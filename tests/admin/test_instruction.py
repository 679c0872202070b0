"""The officer's workplace: at what cost its pages are read, who follows what, what is asked again, out of turn."""

from datetime import timedelta

import pytest
from django.urls import reverse

from comptes.models import Utilisateur
from sessions_formation.actions.decider import autoriser_session, demander_complement, mettre_en_instruction
from sessions_formation.enums import StatutSession
from sessions_formation.models import ChampDemandeSession, Session
from tests.admin.agents import UN_JOUR, absence, confiee, officier
from tests.admin.gestes import arbre, decider, messages_de, navigateur, page_de, poster, version_lue
from tests.factories.scenario import LE, session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

FILE = reverse("admin:sessions_formation_session_changelist")


@pytest.fixture
def lise(db) -> Utilisateur:
    return officier("Agents d’achat")


@pytest.fixture
def chef(db) -> Utilisateur:
    return officier("Chefs d’unité", prenom="Anne", nom="Morel")


def autre_page(session: Session, nom: str) -> str:
    return reverse(f"admin:sessions_formation_session_{nom}", args=[session.pk])


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(("page", "requetes"), [("change", 8), ("completer", 8), ("echanges", 7), ("historique", 8)])
def test_une_page_du_dossier_a_un_cout_constant(le_monde, lise, django_assert_num_queries, page, requetes, nombre):
    sessions = [session_demandee(le_monde) for _ in range(nombre)]
    client = navigateur(lise)

    with django_assert_num_queries(requetes):
        reponse = client.get(autre_page(sessions[0], page))

    assert reponse.status_code == 200
    assert len(reponse.content) < 100_000


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("filtre", ["", "?agent=miens&attente=proche", "?agent=remplaces", "?signature=seconde"])
def test_la_file_a_un_cout_constant(le_monde, lise, django_assert_max_num_queries, filtre, nombre):
    for _ in range(nombre):
        confiee(session_demandee(le_monde), lise)
    client = navigateur(lise)

    with django_assert_max_num_queries(8):
        assert client.get(FILE + filtre).status_code == 200


def rangees(client, **filtres) -> list[str]:
    return [
        note.split(",")[0] for note in textes(arbre(client.get(FILE, filtres)), "#result_list .field-session .note")
    ]


def test_la_file_se_filtre_par_agent(le_monde, lise, chef):
    sienne, d_une_absente, de_personne = (session_demandee(le_monde) for _ in range(3))
    confiee(sienne, lise)
    confiee(d_une_absente, chef)
    absence(chef, lise)
    client = navigateur(lise)

    assert rangees(client, agent="miens") == [sienne.numero, d_une_absente.numero]
    assert rangees(client, agent="remplaces") == [d_une_absente.numero]
    assert rangees(client, agent="personne") == [de_personne.numero]
    assert rangees(client, agent=chef.pk) == [d_une_absente.numero]


def test_la_file_dit_qui_suit_et_qui_remplace(le_monde, lise, chef):
    confiee(session_demandee(le_monde), chef)
    session_demandee(le_monde)
    absence(chef, lise)

    page = arbre(navigateur(lise).get(FILE))

    assert textes(page, "#result_list .field-suivie_par") == [
        "Anne Morelabsence jusqu’au 28 novembre, remplacement par Lise Caillaud",
        "Personne",
    ]


def test_la_file_se_filtre_par_attente(le_monde, lise, un_mercredi):
    ancienne = session_demandee(le_monde)
    un_mercredi.shift(5 * UN_JOUR)
    entre_deux = session_demandee(le_monde)
    un_mercredi.shift(2 * UN_JOUR)
    session_demandee(le_monde)
    client = navigateur(lise)

    # Complete on a Wednesday, read the next: five working days; since Monday, two.
    assert rangees(client, attente="depasse") == [ancienne.numero]
    assert rangees(client, attente="proche") == [ancienne.numero, entre_deux.numero]


def test_ce_qui_etait_attendu_avant_un_complement_compte(le_monde, lise):
    session = session_demandee(le_monde)
    Session.objects.filter(pk=session.pk).update(jours_attendus=5)

    assert rangees(navigateur(lise), attente="depasse") == [session.numero]


def test_les_filtres_suivent_d_une_page_a_l_autre(le_monde, lise):
    session = confiee(session_demandee(le_monde), lise)
    client = navigateur(lise)

    [lien] = choisir(arbre(client.get(FILE, {"agent": "miens"})), "#result_list th.field-session a")
    page = arbre(client.get(lien.get("href")))

    assert choisir(page, ".breadcrumbs a")[1].get("href") == f"{FILE}?agent=miens"
    assert all(
        "agent%253Dmiens" in onglet.get("href") or "agent%3Dmiens" in onglet.get("href")
        for onglet in choisir(page, "nav .filtre")
    )
    instruite = client.post(lien.get("href"), {"decision": "instruire"})
    assert instruite.url == lien.get("href")
    session.refresh_from_db()
    assert session.statut == StatutSession.EN_INSTRUCTION


def test_mettre_en_instruction_prend_le_dossier_de_personne_seulement(le_monde, lise, chef):
    libre, suivie = session_demandee(le_monde), confiee(session_demandee(le_monde), chef)
    client = navigateur(lise)

    for session in (libre, suivie):
        client.post(page_de(session), {"decision": "instruire"})

    libre.refresh_from_db()
    suivie.refresh_from_db()
    assert (libre.agent, suivie.agent) == (lise, chef)


def test_une_demande_en_instruction_que_personne_ne_suit_se_prend(le_monde, lise):
    session = session_demandee(le_monde)
    mettre_en_instruction(session_id=session.pk, par=lise)
    Session.objects.filter(pk=session.pk).update(agent=None)
    client = navigateur(lise)

    boutons = textes(arbre(client.get(page_de(session))), "button[value=instruire]")
    client.post(page_de(session), {"decision": "instruire"})

    session.refresh_from_db()
    assert boutons == ["Suivre cette demande"]
    assert (session.statut, session.agent) == (StatutSession.EN_INSTRUCTION, lise)
    assert textes(arbre(client.get(page_de(session))), "button[value=instruire]") == []


def test_demander_un_complement_prend_le_dossier_de_personne(le_monde, lise):
    session = session_demandee(le_monde)

    demander_complement(session_id=session.pk, par=lise, motif="dossier_incomplet", precisions="Quel atelier ?", le=LE)

    session.refresh_from_db()
    assert session.agent == lise


def test_le_dossier_decide_dit_qui_a_autorise(le_monde, lise):
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=lise, motif="besoin_avere", precisions="", le=LE)

    dit = textes(arbre(navigateur(lise).get(page_de(session))), "aside .bloc strong")

    assert dit == ["Autorisée"]


def test_passer_avant_son_tour_se_dit(le_monde, lise, un_mercredi):
    premiere = session_demandee(le_monde)
    un_mercredi.shift(timedelta(minutes=1))
    seconde = session_demandee(le_monde)
    client = navigateur(lise)

    page = arbre(client.get(page_de(seconde)))
    refus = poster(client, seconde, "autoriser", motif="besoin_avere", precisions="Urgent.")
    decider(client, seconde, "autoriser", motif="besoin_avere", precisions="Urgent.", hors_tour="Départ lundi.")

    assert "1 demande arrivée avant celle-ci sur ce lot" in textes(page, "aside h2")
    assert [lien.get("href") for lien in choisir(page, "aside li a")] == [page_de(premiere)]
    assert list(refus.context["panneau"]["form"].errors) == ["hors_tour"]
    seconde.refresh_from_db()
    assert seconde.statut == StatutSession.PUBLIEE
    motifs = [ligne.motif for ligne in seconde.historique if ligne.transition == "autoriser"]
    assert motifs == ["Besoin avéré, conditions remplies\nUrgent.\nAvant son tour : Départ lundi."]


def test_a_son_tour_rien_n_est_demande(le_monde, lise):
    premiere = session_demandee(le_monde)
    session_demandee(le_monde)

    page = arbre(navigateur(lise).get(page_de(premiere)))

    assert choisir(page, "[name=hors_tour]") == []


def test_le_complement_se_demande_champ_par_champ(le_monde, lise):
    session = session_demandee(le_monde)
    client = navigateur(lise)

    page = poster(client, session, "completer", precisions="Merci d’avance.")
    assert choisir(arbre(page), "textarea[name=precisions]")[0].text.strip() == "Merci d’avance."
    fait = decider(
        client, session, "completer", motif="dossier_incomplet", precisions="Merci d’avance.",
        champ_lieu="on", mots_lieu="L’adresse de l’atelier.", mots_debut="Après le 15 janvier.",
    )  # fmt: skip

    assert messages_de(fait) == ["Un complément est demandé pour SE-2026-00001."]
    assert list(ChampDemandeSession.objects.values_list("champ", "commentaire", "demande_par")) == [
        ("lieu", "L’adresse de l’atelier.", lise.pk),
        ("debut", "Après le 15 janvier.", lise.pk),
    ]
    assert session.historique.first().motif.split("\n") == [
        "Une information manque ou se contredit",
        "Merci d’avance.",
        "Lieu\N{NO-BREAK SPACE}: L’adresse de l’atelier.",
        "Début\N{NO-BREAK SPACE}: Après le 15 janvier.",
    ]


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"precisions": "   "}, "precisions"),
        ({"champ_lieu": "on"}, "mots_lieu"),
        ({"motif": "hors_lot", "precisions": "Oui."}, "motif"),
    ],
)
def test_un_complement_mal_dit_revient_avec_ce_qui_etait_ecrit(le_monde, lise, saisie, champ):
    session = session_demandee(le_monde)

    ecrit = {"motif": "dossier_incomplet", "mots_debut": "" if champ == "precisions" else "Trop tôt.", **saisie}
    reponse = decider(navigateur(lise), session, "completer", **ecrit)

    assert list(reponse.context["form"].errors) == [champ]
    assert choisir(arbre(reponse), "textarea[name=mots_debut]")[0].text.strip() == ecrit["mots_debut"]
    session.refresh_from_db()
    assert session.statut == StatutSession.DEMANDEE


def test_la_page_du_complement_demande_le_droit(le_monde):
    session = session_demandee(le_monde)

    assert navigateur(officier("Gestion des marchés")).get(autre_page(session, "completer")).status_code == 403


def test_l_horloge_garde_ce_qui_etait_attendu(le_monde, lise, un_mercredi):
    session = session_demandee(le_monde)
    un_mercredi.shift(2 * UN_JOUR)

    decider(navigateur(lise), session, "completer", motif="dossier_incomplet", precisions="Le lieu.")

    session.refresh_from_db()
    assert session.jours_attendus == 2


def test_un_complement_qui_ne_vient_pas_se_refuse_passe_le_delai(le_monde, lise, un_mercredi):
    session = session_demandee(le_monde)
    client = navigateur(lise)
    decider(client, session, "completer", motif="dossier_incomplet", precisions="Le lieu.")
    refuser = {"motif": "sans_reponse", "precisions": "Rien n’est venu.", "version": session.historique.first().pk}

    avant = arbre(client.get(page_de(session)))
    trop_tot = decider(client, session, "refuser", **refuser)
    un_mercredi.shift(15 * UN_JOUR)
    client = navigateur(lise)
    apres = arbre(client.get(page_de(session)))
    decider(
        client,
        session,
        "refuser",
        version=version_lue(client, session),
        motif="sans_reponse",
        precisions="Rien n’est venu.",
    )

    assert textes(avant, "aside h2") == ["En attente de l’organisme"]
    assert choisir(avant, "main button[name=decision]") == []
    assert "jusqu’au 9 décembre 2026" in textes(avant, "#t-complement ~ p")[0]
    assert messages_de(trop_tot) == ["L’organisme a jusqu’au 9 décembre 2026 pour compléter sa demande."]
    assert [bouton.get("value") for bouton in choisir(apres, ".decision button")] == ["refuser"]
    session.refresh_from_db()
    assert session.statut == StatutSession.REFUSEE
    assert session.retenues.get().active is False
