"""The officer's decision through its pages: what is read, asked, done, refused; never done by reading."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from intentions.enums import StatutIntention
from noyau.courriers import Courrier, Document
from noyau.journal import LigneJournal
from sessions_formation.actions.decider import mettre_en_instruction
from sessions_formation.enums import StatutSession
from sessions_formation.models import BonDeCommande, Composante
from tests.admin.gestes import arbre, collegue, decider, messages_de, navigateur, page_de, poster, version_lue
from tests.factories import comptes
from tests.factories.scenario import session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

A_COMPLETER = {"motif": "dossier_incomplet", "precisions": "Précisez les dates."}


def lecteur(*droits: str):
    """An officer who has only the rights named."""
    personne = comptes.agent(is_superuser=False, prenom="Lise", nom="Caillaud")
    personne.user_permissions.set(Permission.objects.filter(codename__in=droits))
    return personne


def test_ouvrir_une_demande_ne_change_rien(connecte, le_monde):
    session = session_demandee(le_monde)
    lignes = LigneJournal.objects.count()

    for adresse in ("", "?decision=autoriser", "?decision=refuser&etape=confirmer"):
        assert connecte.get(page_de(session) + adresse).status_code == 200

    session.refresh_from_db()
    assert session.statut == StatutSession.DEMANDEE
    assert LigneJournal.objects.count() == lignes


def test_autoriser_demande_d_abord_puis_commande_et_ecrit(connecte, le_monde):
    session = session_demandee(le_monde)

    question = poster(connecte, session, "autoriser", motif="besoin_avere", precisions="Besoin urgent.")

    assert textes(arbre(question), "h1") == ["Autoriser la session SE-2026-00001 ?"]
    assert textes(arbre(question), ".confirmation button") == [
        "Autoriser et commander 19 950,00 €",
        "Revenir au dossier",
    ]
    assert not Composante.objects.exists()

    fait = decider(connecte, session, "autoriser", motif="besoin_avere", precisions="Besoin urgent.")

    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
    assert messages_de(fait) == ["La session SE-2026-00001 est autorisée : les lettres partent."]
    [composante] = Composante.objects.all()
    assert (composante.montant, composante.bon.numero) == (Decimal("19950.00"), "BC-2026-00001")
    ligne = session.historique.get(transition="autoriser")
    assert (ligne.libelle, ligne.par) == ("Autorisée", le_monde.agent)
    assert ligne.motif == "Besoin avéré, conditions remplies\nBesoin urgent."
    assert set(Courrier.objects.filter(cle__endswith=f":{ligne.pk}").values_list("modele", flat=True)) == {
        "autorisation",
        "bon_commande",
    }
    historique = connecte.get(page_de(session).replace("change", "historique"))
    assert textes(arbre(historique), "#t-documents + ul a[href*='pdf']") == [
        "Bon de commande BC-2026-00001, composante 1",
        "Autorisation de démarrage SE-2026-00001",
    ]


def test_refuser_libere_les_intentions_et_envoie_la_notification(connecte, le_monde):
    session = session_demandee(le_monde)
    intention = session.retenues.get().intention

    decider(connecte, session, "refuser", motif="hors_lot", precisions="Voyez le lot 14.")

    session.refresh_from_db()
    intention.refresh_from_db()
    assert (session.statut, intention.statut) == (StatutSession.REFUSEE, StatutIntention.RECEVABLE)
    assert session.historique.first().motif.endswith("\nVoyez le lot 14.")
    assert Courrier.objects.get(modele="refus_session").documents.count() == 1
    assert not BonDeCommande.objects.exists()


def test_demander_un_complement_rend_la_demande_a_l_organisme(connecte, le_monde):
    session = session_demandee(le_monde)

    decider(connecte, session, "completer", **A_COMPLETER)

    session.refresh_from_db()
    assert session.statut == StatutSession.A_COMPLETER
    assert Courrier.objects.get(modele="complement_session").destinataire == session.demandeur.email


@pytest.mark.parametrize(
    ("decision", "saisie", "champ"),
    [
        ("autoriser", {"motif": ""}, "motif"),
        ("autoriser", {"motif": "hors_lot"}, "motif"),
        ("refuser", {"motif": "besoin_avere", "precisions": "Non."}, "motif"),
        ("refuser", {"motif": "hors_lot"}, "precisions"),
    ],
)
def test_une_decision_mal_dite_revient_avec_ce_qui_etait_ecrit(connecte, le_monde, decision, saisie, champ):
    session = session_demandee(le_monde)

    reponse = poster(connecte, session, decision, etape="confirmer", **saisie)

    assert list(reponse.context["panneau"]["form"].errors) == [champ]
    assert reponse.context["panneau"]["form"]["motif"].value() == saisie["motif"]
    session.refresh_from_db()
    assert session.statut == StatutSession.DEMANDEE


def test_accorder_une_derogation_exige_des_mots(connecte, le_monde):
    session = session_demandee(
        le_monde, lieu=None, autre_lieu="Atelier-école", motif_derogation="Trajet impossible vers Cholet."
    )

    refus = poster(connecte, session, "autoriser", motif="derogation_lieu")
    decider(connecte, session, "autoriser", motif="derogation_lieu", precisions="Lieu accepté.")

    assert list(refus.context["panneau"]["form"].errors) == ["precisions"]
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE


def test_revenir_au_dossier_garde_ce_qui_etait_ecrit(connecte, le_monde):
    session = session_demandee(le_monde)

    retour = poster(connecte, session, "refuser", motif="hors_lot", precisions="Voyez le lot 14.", etape="revoir")

    [zone] = choisir(arbre(retour), "textarea[name=precisions]")
    assert zone.text.strip() == "Voyez le lot 14."
    session.refresh_from_db()
    assert session.statut == StatutSession.DEMANDEE


def test_le_second_agent_apprend_qui_a_decide_et_rien_n_arrive(connecte, le_monde):
    session = session_demandee(le_monde)
    second = navigateur(collegue())
    lue = version_lue(second, session)
    decider(connecte, session, "autoriser", motif="besoin_avere")
    avant = (LigneJournal.objects.count(), Courrier.objects.count(), Document.objects.count())

    reponse = decider(second, session, "refuser", motif="hors_lot", precisions="Non.", version=lue)

    assert messages_de(reponse) == [
        (
            "Cette demande n’attend plus de décision : « Autorisée » par Hélène Pasquier, Région, "
            "le 25 novembre 2026 à 10 h 00."
        )
    ]
    assert (LigneJournal.objects.count(), Courrier.objects.count(), Document.objects.count()) == avant
    assert choisir(arbre(reponse), ".decision") == []


def test_un_dossier_qui_a_change_est_a_relire(connecte, le_monde):
    session = session_demandee(le_monde)
    lue = version_lue(connecte, session)
    mettre_en_instruction(session_id=session.pk, par=collegue())

    reponse = decider(connecte, session, "refuser", motif="hors_lot", precisions="Non.", version=lue)

    session.refresh_from_db()
    assert session.statut == StatutSession.EN_INSTRUCTION
    assert textes(arbre(reponse), ".erreurs h2") == ["Relisez avant de décider"]
    assert "« Mise en instruction » par Antoine Lemercier" in textes(arbre(reponse), ".erreurs p")[0]
    [zone] = choisir(arbre(reponse), "textarea[name=precisions]")
    assert zone.text.strip() == "Non."
    assert choisir(arbre(reponse), "input[name=version]")[0].get("value") != lue


def test_mettre_en_instruction_est_un_bouton(connecte, le_monde):
    session = session_demandee(le_monde)

    connecte.post(page_de(session), {"decision": "instruire"})

    session.refresh_from_db()
    assert session.statut == StatutSession.EN_INSTRUCTION
    assert choisir(arbre(connecte.get(page_de(session))), "button[value=instruire]") == []


def test_un_refus_des_regles_se_lit_dans_le_panneau(connecte, le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)
    le_monde.lot.montant_max = Decimal("30000.00")
    le_monde.lot.save()
    decider(connecte, premiere, "autoriser", motif="besoin_avere")

    reponse = decider(connecte, seconde, "autoriser", motif="besoin_avere", precisions="Urgent.")

    [erreur] = reponse.context["panneau"]["form"].non_field_errors()
    assert "maximum" in erreur
    assert choisir(arbre(reponse), "textarea[name=precisions]")[0].text.strip() == "Urgent."
    assert Composante.objects.count() == 1


def test_ce_qui_ne_peut_etre_autorise_n_a_pas_de_bouton_et_dit_ce_qui_a_change(connecte, le_monde):
    session = session_demandee(le_monde)
    le_monde.lot.montant_max = Decimal("15000.00")
    le_monde.lot.save()

    page = arbre(connecte.get(page_de(session)))

    assert [bouton.get("value") for bouton in choisir(page, ".decision button")] == ["completer", "refuser"]
    assert textes(page, ".verdict__titre") == [
        "Une condition n’est pas remplie : la session ne peut pas être autorisée"
    ]
    assert textes(page, "#t-constats ~ h3") == ["Ce qui a changé au 25 novembre 2026"]


def test_sans_le_droit_d_acheter_on_lit_et_on_ne_decide_pas(le_monde):
    session = session_demandee(le_monde)
    client = navigateur(lecteur("view_session"))

    page = client.get(page_de(session))
    refus = client.post(page_de(session), {"decision": "autoriser", "etape": "confirmer"})
    instruction = client.post(page_de(session), {"decision": "instruire"})

    assert (page.status_code, refus.status_code, instruction.status_code) == (200, 403, 403)
    assert choisir(arbre(page), "main button[name=decision]") == []
    session.refresh_from_db()
    assert session.statut == StatutSession.DEMANDEE


def test_sans_le_droit_de_lire_la_page_est_interdite(le_monde):
    session = session_demandee(le_monde)
    client = navigateur(lecteur("view_lot"))

    assert client.get(page_de(session)).status_code == 403
    assert client.get(reverse("admin:sessions_formation_session_changelist")).status_code == 403


def test_un_brouillon_ou_une_adresse_fausse_ne_se_trouvent_pas(connecte, le_monde):
    for cle in ("0", "abc"):
        adresse = reverse("admin:sessions_formation_session_change", args=[cle])
        assert connecte.get(adresse).status_code == 404


def test_la_page_dit_la_place_et_mene_aux_voisines(connecte, le_monde, un_mercredi):
    sessions = []
    for _ in range(3):
        sessions.append(session_demandee(le_monde))
        un_mercredi.shift(timedelta(minutes=1))

    page = arbre(connecte.get(page_de(sessions[1])))

    assert textes(page, ".surtitre") == ["Deuxième sur 3 dans l’ordre d’arrivée"]
    assert [lien.get("href") for lien in choisir(page, ".voisines a")] == [page_de(sessions[0]), page_de(sessions[2])]
    assert len(choisir(page, "#t-autres ~ table tbody tr")) == 2


@pytest.mark.django_db(transaction=True)
def test_deux_agents_au_meme_instant_ne_decident_qu_une_fois(le_monde):
    session = session_demandee(le_monde)
    clients = [navigateur(le_monde.agent), navigateur(collegue())]
    lues = [version_lue(client, session) for client in clients]
    depart, dits = Barrier(2), []

    def jouer(client, lue):
        depart.wait()
        try:
            dits.extend(messages_de(decider(client, session, "autoriser", motif="besoin_avere", version=lue)))
        finally:
            connection.close()

    fils = [Thread(target=jouer, args=paire) for paire in zip(clients, lues, strict=True)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert Composante.objects.count() == 1
    assert LigneJournal.objects.de(session).filter(transition="autoriser").count() == 1
    assert sorted(dit.split(":")[0].strip() for dit in dits) == [
        "Cette demande n’attend plus de décision",
        "La session SE-2026-00001 est autorisée",
    ]
