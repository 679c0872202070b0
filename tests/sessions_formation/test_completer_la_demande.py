"""The Région names what it wants answered again: only that re-opens, and it reads what was changed."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import demander_complement
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from sessions_formation.models import MembreGroupement, Session
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import saisie
from tests.html import choisir, lire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def session(le_monde):
    return session_demandee(le_monde)


def demander(session, agent, *, precisions="", **champs):
    return demander_complement(session_id=session.pk, par=agent, motif="", precisions=precisions, champs=champs, le=LE)


def page_de(navigateur, session):
    return navigateur.get(reverse("sessions:modifier", args=[session.pk]))


def envoyer(navigateur, le_monde, session, *, acte="envoyer", **champs):
    intentions = champs.pop("cochees", None) or [retenue.intention for retenue in session.retenues.all()]
    donnees = saisie(le_monde, session, intentions, acte=acte, **champs)
    return navigateur.post(reverse("sessions:modifier", args=[session.pk]), donnees)


def ouverts(page):
    return {nom for nom, champ in page.context["form"].fields.items() if not champ.disabled}


def en_clair(texte):
    return texte.replace("\N{NO-BREAK SPACE}", " ")


def test_seuls_les_champs_demandes_sont_ouverts_avec_les_mots_de_l_agent(odile, le_monde, session):
    demander(session, le_monde.agent, heures="420 heures, est-ce bien cela ?", lieu="L’adresse de l’atelier.")

    page = page_de(odile, session)

    assert ouverts(page) == {"heures", "lieu", "autre_lieu", "commune", "motif_derogation"}
    arbre = lire(page.content.decode())
    assert [champ.get("name") for champ in choisir(arbre, "form.deux input[type=text], form.deux select")] == [
        "lieu",
        "autre_lieu",
        "commune",
        "heures",
    ]
    [remarque] = choisir(arbre, "#id_heures_remarque")
    assert remarque.text_content() == "420 heures, est-ce bien cela ?Hélène Pasquier, Région"
    [heures] = choisir(arbre, "#id_heures")
    assert heures.get("aria-describedby") == "id_heures_remarque"
    faits = {fait["nom"]: en_clair(fait["valeur"]) for fait in page.context["autres"]}
    assert (faits["Parcours"], faits["Prix de l’heure"]) == ("5", "9,50 €")


def test_sans_champ_nomme_tout_se_rouvre(odile, le_monde, session):
    demander(session, le_monde.agent, precisions="Revoyez l’ensemble.")

    page = page_de(odile, session)

    assert ouverts(page) == set(page.context["form"].fields)
    assert page.templates[0].name == "sessions/modifier.html"


def test_un_champ_ferme_poste_quand_meme_est_ignore(odile, le_monde, session):
    autre = intention_deposee(le_monde, nombre_postes=2)
    demander(session, le_monde.agent, heures="À revoir.")

    envoyer(odile, le_monde, session, heures="400", effectif="9", prix_heure="99", cochees=[autre])

    session.refresh_from_db()
    assert (session.statut, session.heures, session.effectif) == (StatutSession.EN_INSTRUCTION, 400, 5)
    assert str(session.prix_heure) == "9.50"
    assert autre.pk not in session.retenues.values_list("intention", flat=True)


def test_l_envoi_clot_la_demande_et_dit_a_l_agent_ce_qui_a_change(odile, le_monde, session):
    demander(session, le_monde.agent, heures="À revoir.", fin="Avec les heures.")
    envoyer(odile, le_monde, session, heures="410", acte="brouillon")
    assert session.champs_demandes.filter(repondu_le=None).count() == 2

    envoyer(odile, le_monde, session, heures="400", fin="16/04/2027")

    assert not session.champs_demandes.filter(repondu_le=None).exists()
    ligne = session.historique.filter(transition="completer").get()
    assert en_clair(ligne.motif).splitlines() == [
        "Il était demandé : Fin et Heures de chacun.",
        "Fin : 30 avril 2027 → 16 avril 2027",
        "Heures de chacun : 420 → 400",
    ]


def test_renvoyer_sans_rien_changer_se_dit(odile, le_monde, session):
    demander(session, le_monde.agent, intitule="Un titre plus clair ?")

    envoyer(odile, le_monde, session)

    motif = session.historique.filter(transition="completer").get().motif
    assert en_clair(motif).splitlines() == [
        "Il était demandé : Intitulé de la session.",
        "Aucune réponse n’a changé.",
    ]


def test_ce_que_les_regles_refusent_entre_temps_se_rouvre(odile, le_monde, session):
    demander(session, le_monde.agent, intitule="Un titre plus clair ?")
    Session.objects.filter(pk=session.pk).update(debut="2026-11-02")

    assert ouverts(page_de(odile, session)) == {"intitule", "debut", "fin"}


def test_la_reponse_qu_une_regle_refuse_ouvre_de_quoi_la_corriger_sans_rien_perdre(odile, le_monde, session):
    demander(session, le_monde.agent, effectif="Six, plutôt ?")

    reponse = envoyer(odile, le_monde, session, effectif="6")

    assert reponse.headers["Location"] == reverse("sessions:modifier", args=[session.pk])
    page = page_de(odile, session)
    assert [en_clair(str(message)) for message in page.context["messages"]] == [
        "5 postes pour 6 parcours : il faut d’autres intentions, ou moins de parcours."
    ]
    assert {"effectif", "intentions"} <= ouverts(page)
    assert page.context["form"]["effectif"].value() == 6


def test_devenu_sous_traitant_entre_temps_il_declare_et_le_mandataire_repond(odile, le_monde, session):
    demander(session, le_monde.agent, heures="À revoir.")
    MembreGroupement.objects.filter(organisme=le_monde.cotraitant).update(role="sous_traitant")

    assert "sans_capacite" in ouverts(page_de(odile, session))
    envoyer(odile, le_monde, session, heures="400", sans_capacite="on")

    session.refresh_from_db()
    assert session.statut == StatutSession.ATTENTE_MANDATAIRE
    assert [ligne.libelle for ligne in session.historique][:1] == ["Soumise au mandataire"]


def test_devenu_sous_traitant_avec_tout_rouvert_il_n_est_pas_bloque(le_monde):
    session = session_demandee(le_monde)
    demander(session, le_monde.agent, precisions="Qui encadre ?")
    MembreGroupement.objects.filter(organisme=le_monde.cotraitant).update(role="sous_traitant")
    Session.objects.filter(pk=session.pk).update(groupement_capable=False)

    renvoyee = demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)

    assert renvoyee.statut == StatutSession.ATTENTE_MANDATAIRE


def test_une_premiere_demande_garde_ce_que_la_region_a_recu(le_monde):
    brouillon = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])
    assert brouillon.envoyee == {}

    envoyee = demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)

    assert (envoyee.envoyee["heures"], envoyee.envoyee["lieu"]) == ("420", "Plateau technique, Cholet")
