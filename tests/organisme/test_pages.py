"""The pages of a training body's trainees: who opens them, what they say, what stays after an error."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from parcours.actions.interrompre import interrompre
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import StatutSession
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import DEBUT, FIN
from tests.html import texte

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def premier_jour():
    """The first day of the session, in the morning."""
    with time_machine.travel(datetime(DEBUT.year, DEBUT.month, DEBUT.day, 9, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def session(le_monde):
    return session_publiee(le_monde, structure=le_monde.reseau)


@pytest.fixture
def odile(client, le_monde):
    client.force_login(le_monde.au_cotraitant)
    return client


def page(client, nom, objet):
    reponse = client.get(reverse(f"parcours:{nom}", args=[objet.pk]))
    assert reponse.status_code == 200, reponse.status_code
    return reponse.content.decode()


def envoyer(client, nom, objet, **donnees):
    return client.post(reverse(f"parcours:{nom}", args=[objet.pk]), donnees)


def etat(lui):
    return Parcours.objects.get(pk=lui.pk).statut


def test_le_groupe_range_chacun_selon_ce_qu_il_y_a_a_faire(odile, session):
    for statut in (P.POSITIONNE, P.PROFIL_VALIDE, P.ADMIS, P.NON_RETENU):
        parcours_de(session, statut)
    parcours_de(session, en_attente=True)

    html = page(odile, "groupe", session)

    titres = ["À décider", "Profil à valider", "Liste d’attente", "Personnes attendues", "Personnes non retenues"]
    positions = [html.index(f">{titre} ") for titre in titres]
    assert positions == sorted(positions)
    assert "1 place prise sur 5" in html
    assert "Déclarer les entrées (1)" in html


@pytest.mark.parametrize("combien", [1, 3])
def test_le_groupe_se_lit_en_autant_de_requetes_a_une_ou_trois_personnes(
    odile, session, django_assert_num_queries, combien
):
    for _ in range(combien):
        parcours_de(session, P.ENTRE)
    adresse = reverse("parcours:groupe", args=[session.pk])
    odile.get(adresse)

    with django_assert_num_queries(7):
        odile.get(adresse)


def test_admettre_puis_declarer_l_entree_et_le_depart(odile, session):
    lui = parcours_de(session, P.PROFIL_VALIDE, structure=session.structure_referente)

    envoyer(odile, "admettre", lui, debut="11/01/2027", progression="on")
    assert etat(lui) == P.ADMIS
    envoyer(odile, "entrees", session, jour="11/01/2027", **{f"venue_{lui.pk}": "on"})
    assert etat(lui) == P.ENTRE
    reponse = envoyer(odile, "sortie", lui, issue="abandonner", jour="11/01/2027", raison="")
    assert "Choisissez une raison" in reponse.content.decode()
    envoyer(odile, "sortie", lui, issue="abandonner", jour="11/01/2027", raison="mobilite")
    assert etat(lui) == P.ABANDON


def test_une_entree_impossible_garde_ce_qui_est_coche(odile, session):
    lui = parcours_de(session, P.ADMIS)

    reponse = envoyer(odile, "entrees", session, jour="12/01/2027", **{f"venue_{lui.pk}": "on"})

    html = reponse.content.decode()
    assert "ce jour est à venir" in html
    assert f'name="venue_{lui.pk}" id="id_venue_{lui.pk}" checked' in " ".join(html.split())
    assert etat(lui) == P.ADMIS


def test_ce_qui_empeche_d_admettre_est_dit_avant(odile, session):
    lui = parcours_de(session, P.POSITIONNE)

    html = page(odile, "admettre", lui)

    assert "Le profil n’est pas encore validé" in html
    assert 'name="debut"' not in html


def test_un_acte_deja_fait_ramene_au_groupe_avec_un_mot(odile, session):
    lui = parcours_de(session, P.TERMINE)

    for nom in ("admettre", "ecarter", "sortie", "interruption", "programme", "poste", "remplacer"):
        reponse = odile.get(reverse(f"parcours:{nom}", args=[lui.pk]), follow=True)
        assert reponse.redirect_chain == [(reverse("parcours:groupe", args=[session.pk]), 302)], nom
        assert "Rien n’a changé" in reponse.content.decode()


def test_terminer_la_session(odile, session):
    lui = parcours_de(session, P.ENTRE)
    with time_machine.travel(datetime(FIN.year, FIN.month, FIN.day, 15, tzinfo=UTC)):
        odile.force_login(session.demandeur)
        assert "Terminer la session" in page(odile, "groupe", session)
        assert "30/04/2027" in page(odile, "terminer_session", session)
        envoyer(odile, "terminer_session", session, **{f"jour_{lui.pk}": "30/04/2027"})

    session.refresh_from_db()
    assert (session.statut, etat(lui)) == (StatutSession.TERMINEE, P.TERMINE)


def test_interrompre_puis_reprendre(odile, session):
    lui = parcours_de(session, P.ENTRE)

    envoyer(odile, "interruption", lui, debut="11/01/2027", fin="", raison="famille")
    assert "Déclarer la reprise" in page(odile, "interruption", lui)
    with time_machine.travel(datetime(2027, 1, 18, 9, tzinfo=UTC)):
        odile.force_login(session.demandeur)
        envoyer(odile, "interruption", lui, retour="18/01/2027")

    assert [(i.debut.day, i.fin.day) for i in lui.interruptions.all()] == [(11, 17)]


def test_le_programme_dit_ce_qui_ne_tombe_pas_juste_et_s_enregistre(odile, session):
    lui = parcours_de(session, P.ENTRE)
    modules = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-intitule": "Lecture de plan",
        "form-0-heures": "70",
        "form-1-intitule": "",
        "form-1-heures": "",
    }

    reponse = odile.post(
        reverse("parcours:programme", args=[lui.pk]),
        {"heures": "450", "heures_hebdo": "21,5", **modules},
        follow=True,
    )

    lu = texte(reponse).replace("\N{NO-BREAK SPACE}", " ")
    assert "Les modules font 70 heures, et le parcours en compte 450." in lu
    assert "dites « à temps partiel »" in lu
    assert [(m.intitule, m.heures) for m in lui.modules.all()] == [("Lecture de plan", 70)]


def test_un_numero_de_securite_sociale_est_refuse_dans_un_module(odile, session):
    lui = parcours_de(session, P.ENTRE)
    modules = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-intitule": "Remise à niveau 2 94 05 49 099 012 23",
        "form-0-heures": "70",
    }

    envoyer(odile, "programme", lui, heures="", heures_hebdo="", **modules)

    assert lui.modules.count() == 0


def test_rectifier_corrige_les_jours_ou_annule(odile, session):
    lui = parcours_de(session, P.ENTRE)
    with time_machine.travel(datetime(2027, 1, 13, 9, tzinfo=UTC)):
        odile.force_login(session.demandeur)
        envoyer(
            odile, "rectifier", lui, acte="corriger", **{"jours-entre_le": "12/01/2027", "jours-raison": "emargement"}
        )
        assert Parcours.objects.get(pk=lui.pk).entre_le == DEBUT + timedelta(days=1)
        envoyer(odile, "rectifier", lui, acte="annuler", **{"annuler-raison": "personne"})
    assert etat(lui) == P.ADMIS


def test_le_referent_de_la_session_declare_et_n_admet_pas(client, le_monde, session):
    client.force_login(comptes.referent(le_monde.reseau))
    candidat, entre = parcours_de(session, P.PROFIL_VALIDE), parcours_de(session, P.ENTRE)
    interrompre(parcours_id=entre.pk, debut=DEBUT, raison="famille", par=session.demandeur, le=DEBUT)

    html = page(client, "groupe", session)

    assert reverse("parcours:sortie", args=[entre.pk]) in html
    assert reverse("parcours:admettre", args=[candidat.pk]) not in html
    assert client.get(reverse("parcours:admettre", args=[candidat.pk])).status_code == 403


def test_un_agent_lit_et_ne_declare_rien(client, le_monde, session):
    client.force_login(le_monde.agent)
    lui = parcours_de(session, P.ENTRE)

    html = page(client, "groupe", session)

    assert reverse("parcours:sortie", args=[lui.pk]) not in html
    assert client.get(reverse("parcours:sortie", args=[lui.pk])).status_code == 403


def test_le_groupe_d_un_autre_organisme_est_introuvable(client, le_monde, session):
    client.force_login(comptes.organisme())

    assert client.get(reverse("parcours:groupe", args=[session.pk])).status_code == 404
