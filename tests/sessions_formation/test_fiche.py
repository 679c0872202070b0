"""The sheet of a session: who writes it and until when, what is kept after an error, two people at the same time."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, TransitionImpossible
from referentiels.models import OrganismeFormation
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.fiche import ecrire_fiche
from sessions_formation.models import FicheSession, Habilitation, Session
from tests.admin.gestes import arbre
from tests.factories import comptes
from tests.factories.fiches import MOTS, fiche_de
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import LE, Monde, demande, session_demandee
from tests.html import texte, textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


def adresse(session: Session) -> str:
    return reverse("sessions:fiche", args=[session.pk])


def publiee(monde: Monde, **champs) -> Session:
    session = session_demandee(monde, **champs)
    return autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)


def postee(**mots) -> dict:
    """What a browser posts."""
    valeurs = {**MOTS, "heures_entreprise": "", "lue_le": "", **mots}
    return {nom: valeur for nom, valeur in valeurs.items() if valeur not in (False, None)}


@pytest.fixture
def session(le_monde) -> Session:
    return publiee(le_monde)


@pytest.fixture
def brouillon(le_monde) -> Session:
    return demande(le_monde, [])


def ecrire(session: Session, par, lue_le=None, le=LE, **mots) -> FicheSession:
    return ecrire_fiche(session_id=session.pk, par=par, champs={**MOTS, **mots}, lue_le=lue_le, le=le)


def test_la_fiche_s_ecrit_des_le_brouillon(odile, brouillon):
    reponse = odile.post(adresse(brouillon), postee(rythme="  Mi-temps "), follow=True)
    assert reponse.redirect_chain[-1][0] == reverse("sessions:demande", args=[brouillon.pk])
    assert FicheSession.objects.get(session=brouillon).rythme == "Mi-temps"


def test_la_fiche_d_une_demande_non_decidee_n_est_pas_dite_affichee(odile, le_monde, session):
    demandee = session_demandee(le_monde)
    pages = [texte(odile.get(adresse(une))) for une in (demandee, session)]
    assert ["Rien ne paraît avant l’autorisation" in page for page in pages] == [True, False]
    suites = [texte(odile.post(adresse(une), postee(), follow=True)) for une in (demandee, session)]
    assert ["elle paraîtra avec la session" in suite for suite in suites] == [True, False]
    assert ["elle est affichée ainsi" in suite for suite in suites] == [False, True]


def test_ce_qui_est_corrige_se_lit_dans_l_historique(odile, session):
    odile.post(adresse(session), postee())
    fiche = FicheSession.objects.get()
    odile.post(adresse(session), postee(rythme="Mi-temps", niveau_entree="13", lue_le=fiche.modifiee_le.isoformat()))
    lignes = session.historique.all()[:2]
    assert [(ligne.libelle, ligne.motif) for ligne in lignes] == [
        ("Fiche publique corrigée", "rythme et niveau d’entrée"),
        ("Fiche publique écrite", ""),
    ]


def test_les_memes_mots_envoyes_deux_fois_ne_changent_rien(le_monde, session):
    premiere = ecrire(session, le_monde.au_cotraitant)
    seconde = ecrire(session, le_monde.au_cotraitant)
    assert seconde.modifiee_le == premiere.modifiee_le
    assert session.historique.filter(libelle__startswith="Fiche").count() == 1


def test_ecrite_entre_temps_la_fiche_de_l_autre_est_montree_et_les_mots_sont_gardes(client, le_monde, session):
    collegue = comptes.organisme(le_monde.cotraitant, prenom="Karim", nom="Le Goff")
    ecrire(session, collegue, objectif="Les mots de Karim.")
    client.force_login(le_monde.au_cotraitant)

    reponse = client.post(adresse(session), postee(objectif="Mes mots."))

    assert "vient d’écrire cette fiche" in texte(reponse)
    assert "Les mots de Karim." in texte(reponse)
    assert "Mes mots." in reponse.content.decode()
    assert FicheSession.objects.get().objectif == "Les mots de Karim."

    client.post(adresse(session), postee(objectif="Mes mots.", lue_le=reponse.context["lue_le"]))
    assert FicheSession.objects.get().objectif == "Mes mots."


@pytest.mark.parametrize(
    ("mots", "champ"),
    [
        pytest.param({"objectif": ""}, "objectif", id="vide"),
        pytest.param({"contenu": "x" * 3001}, "contenu", id="3001-lettres"),
        pytest.param({"rythme": "x" * 201}, "rythme", id="rythme-trop-long"),
        pytest.param({"niveau_entree": "99"}, "niveau_entree", id="niveau-inconnu"),
        pytest.param({"heures_entreprise": "70"}, "alternance", id="heures-sans-periode"),
        pytest.param({"heures_entreprise": "9999", "alternance": "mars"}, "heures_entreprise", id="trop-d-heures"),
    ],
)
def test_ce_qui_ne_va_pas_est_dit_a_son_champ_et_rien_n_est_perdu(odile, session, mots, champ):
    reponse = odile.post(adresse(session), postee(resultats="Mes résultats.", **mots))
    assert list(reponse.context["form"].errors) == [champ]
    assert "Mes résultats." in reponse.content.decode()
    assert not FicheSession.objects.exists()


def test_l_apercu_montre_sans_enregistrer(odile, session):
    reponse = odile.post(adresse(session), postee(objectif="<b>Souder</b>", acte="apercu"))
    assert "Aperçu" in textes(arbre(reponse), "h2")[0]
    assert "&lt;b&gt;Souder&lt;/b&gt;" in reponse.content.decode()
    assert not FicheSession.objects.exists()


def test_la_derniere_fiche_de_la_meme_certification_se_reprend_en_un_clic(odile, le_monde):
    certification = CertificationFactory()
    le_monde.lot.certifications.add(certification)
    Habilitation.objects.create(organisme=le_monde.cotraitant, certification=certification)
    fiche_de(publiee(le_monde, intitule="Autre", certification=None), objectif="Sans rapport")
    ancienne = publiee(le_monde, intitule="Ancienne", certification=certification)
    fiche_de(ancienne, objectif="À reprendre")
    session = demande(le_monde, [], certification=certification)

    assert "Partir de cette fiche" in texte(odile.get(adresse(session)))
    reprise = odile.get(adresse(session), {"reprendre": "1"})

    assert reprise.context["form"]["objectif"].value() == "À reprendre"
    assert not FicheSession.objects.filter(session=session).exists()


@pytest.mark.parametrize("jour", ["2027-04-30", "2027-05-01"])
def test_la_fiche_s_ecrit_jusqu_au_dernier_jour(le_monde, session, jour):
    le = datetime.fromisoformat(jour).date()
    if jour == "2027-04-30":
        assert ecrire(session, le_monde.au_cotraitant, le=le).pk
        return
    with pytest.raises(TransitionImpossible, match="close"):
        ecrire(session, le_monde.au_cotraitant, le=le)


def test_une_session_close_montre_sa_fiche_sans_formulaire(client, le_monde, session):
    fiche_de(session)
    with time_machine.travel("2027-05-02 09:00"):
        client.force_login(le_monde.au_cotraitant)
        reponse = client.get(adresse(session))
    assert "sa fiche ne change plus" in texte(reponse)
    assert "<textarea" not in reponse.content.decode()


def test_le_mandataire_lit_la_fiche_de_son_groupement_et_n_y_ecrit_pas(client, le_monde, session):
    fiche_de(session)
    client.force_login(le_monde.au_mandataire)
    reponse = client.get(adresse(session))
    assert "Souder des tôles" in texte(reponse)
    client.post(adresse(session), postee(objectif="Du mandataire"))
    assert FicheSession.objects.get().objectif == MOTS["objectif"]
    with pytest.raises(Session.DoesNotExist):
        ecrire(session, le_monde.au_mandataire)


def test_sans_avoir_lu_la_fiche_on_ne_l_ecrase_pas(le_monde, session):
    ecrire(session, le_monde.au_cotraitant)
    with pytest.raises(DossierModifie):
        ecrire(session, le_monde.au_cotraitant, rythme="Autre")


@pytest.mark.parametrize("deja", [True, False])
def test_l_autorisation_rappelle_la_fiche_qui_manque(le_monde, deja):
    session = session_demandee(le_monde)
    if deja:
        fiche_de(session)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    courrier = Courrier.objects.get(modele="autorisation")
    assert courrier.contexte["fiche_a_ecrire"] == ("" if deja else adresse(session))


def test_la_session_dit_a_son_organisme_ou_elle_est_affichee(odile, session):
    page = odile.get(reverse("sessions:demande", args=[session.pk]))
    assert "Où la session est affichée" in textes(arbre(page), "h2")
    assert "La fiche publique n’est pas écrite" in texte(page)
    fiche_de(session)
    assert "elle part dans l’heure" in texte(odile.get(reverse("sessions:demande", args=[session.pk])))


def test_l_agent_lit_le_meme_diagnostic(client, le_monde, session):
    client.force_login(le_monde.agent)
    page = client.get(reverse("admin:sessions_formation_session_change", args=[session.pk]))
    assert "La fiche publique n’est pas écrite" in arbre(page).text_content()


def test_la_liste_compte_les_sessions_sans_fiche_et_mene_a_elles(odile, session):
    assert "1\u00a0de vos sessions publiées n’a pas de fiche" in odile.get(reverse("sessions:liste")).content.decode()
    page = odile.get(reverse("sessions:affichage"))
    assert textes(arbre(page), "h2") == ["Affichées avec une fiche sommaire"]
    assert session.intitule in texte(page)
    OrganismeFormation.objects.filter(pk=session.organisme_id).update(nda="")
    page = odile.get(reverse("sessions:affichage"))
    assert textes(arbre(page), "h2") == ["Pas affichées par le Cariforef"]
    assert "Écrivez-la" in texte(page)
    OrganismeFormation.objects.filter(pk=session.organisme_id).update(nda=session.organisme.nda)
    fiche_de(session)
    assert "fiche publique" not in texte(odile.get(reverse("sessions:liste")))
    assert "Toutes vos sessions publiées sont affichées en entier" in texte(odile.get(reverse("sessions:affichage")))
