"""A large purchase is signed by two people; what changes in between takes the first signature away."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from config.groupes import ACHAT, CHEFS
from intentions.actions.retirer import retirer_intention
from noyau.courriers import Courrier, Document
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from referentiels.models import Parametre
from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from sessions_formation.actions.tour import HorsTour
from sessions_formation.actions.valider import contresigner, renvoyer
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, PremiereValidation
from tests.factories import comptes
from tests.factories.scenario import LE, session_demandee

pytestmark = pytest.mark.django_db

# 30 × 420 h × 9,50 €: above the 100 000 € from which two people sign.
GRANDE = {"postes": 30, "effectif": 30}
MONTANT = Decimal("119700.00")


@pytest.fixture
def agent(le_monde):
    return du_groupe(ACHAT, prenom="Lise", nom="Caillaud")


@pytest.fixture
def chef(le_monde):
    return du_groupe(CHEFS, prenom="Yann", nom="Tessier")


def du_groupe(groupe, **identite):
    personne = comptes.agent(is_superuser=False, **identite)
    personne.groups.set(Group.objects.filter(name=groupe))
    return personne


def signer(session, par, **autres):
    arguments = {"motif": "besoin_avere", "precisions": "Besoin du bassin.", "le": LE, **autres}
    return autoriser_session(session_id=session.pk, par=par, **arguments)


def test_une_premiere_signature_ne_commande_rien_et_previent_les_chefs(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    avant = set(Courrier.objects.values_list("pk", flat=True))

    assert signer(session, agent).statut == StatutSession.DEMANDEE

    signature = PremiereValidation.objects.get()
    assert (signature.session, signature.par, signature.motif) == (session, agent, "besoin_avere")
    assert not Composante.objects.exists()
    ligne = session.historique.first()
    assert (ligne.libelle, ligne.transition, ligne.par) == ("Première signature", "premiere_signature", agent)
    assert ligne.motif == "Besoin avéré, conditions remplies\nBesoin du bassin."
    [courrier] = Courrier.objects.exclude(pk__in=avant)
    assert (courrier.modele, courrier.destinataire, courrier.groupable) == ("seconde_signature", chef.email, False)


def test_sous_le_seuil_une_signature_suffit_et_au_seuil_il_en_faut_deux(le_monde, agent, chef):
    # 25 × 500 h × 8 € make 100 000 € exactly; one hour less is under.
    sous = session_demandee(le_monde, postes=25, effectif=25, heures=499, prix_heure=Decimal("8.00"))
    au_seuil = session_demandee(le_monde, postes=25, effectif=25, heures=500, prix_heure=Decimal("8.00"))

    assert signer(sous, agent).statut == StatutSession.PUBLIEE
    assert signer(au_seuil, agent).statut == StatutSession.DEMANDEE


def test_la_seconde_personne_commande_et_signe_les_lettres(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, agent)

    contresigner(session_id=session.pk, par=chef, precisions="Vu en réunion.", le=LE)

    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
    assert (session.composante.montant, session.composante.bon.numero) == (MONTANT, "BC-2026-00001")
    assert not PremiereValidation.objects.exists()
    ligne = session.historique.get(transition="autoriser")
    lu = "Besoin avéré, conditions remplies\nBesoin du bassin.\nVu en réunion."
    assert (ligne.par, ligne.motif) == (chef, f"{lu}\nPremière signature : Lise Caillaud, Région.")
    lettre = Document.objects.get(modele="autorisation")
    assert {nom: lettre.contexte[nom] for nom in ("signataire_nom", "suivi_par", "motif")} == {
        "signataire_nom": "Yann Tessier",
        "suivi_par": "Lise Caillaud",
        "motif": lu,
    }


def test_personne_ne_signe_deux_fois_meme_un_chef(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, chef)

    with pytest.raises(RegleViolee, match="une autre personne donne la seconde signature"):
        contresigner(session_id=session.pk, par=chef, precisions="", le=LE)
    with pytest.raises(TransitionImpossible, match="Yann Tessier, Région a déjà signé"):
        signer(session, agent)
    with pytest.raises(PermissionDenied):
        contresigner(session_id=session.pk, par=agent, precisions="", le=LE)
    assert not Composante.objects.exists()


def test_sans_premiere_signature_il_n_y_en_a_pas_de_seconde(le_monde, chef):
    session = session_demandee(le_monde, **GRANDE)

    with pytest.raises(TransitionImpossible, match="n’attend pas de seconde signature"):
        contresigner(session_id=session.pk, par=chef, precisions="", le=LE)


def test_les_regles_sont_relues_a_la_seconde_signature(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, agent)
    le_monde.lot.montant_max = Decimal("110000.00")
    le_monde.lot.save()

    with pytest.raises(RegleViolee, match="pour un maximum de 110"):
        contresigner(session_id=session.pk, par=chef, precisions="", le=LE)

    assert PremiereValidation.objects.count() == 1
    assert not Composante.objects.exists()


def test_un_dossier_qui_a_change_se_relit_avant_de_contresigner(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    lue = session.historique.first().pk
    signer(session, agent)

    with pytest.raises(DossierModifie):
        contresigner(session_id=session.pk, par=chef, precisions="", le=LE, lu=lue)


def test_la_raison_de_passer_devant_suit_jusqu_a_la_seconde_signature(le_monde, agent, chef):
    session_demandee(le_monde)
    session = session_demandee(le_monde, **GRANDE)
    with pytest.raises(HorsTour):
        signer(session, agent)
    signer(session, agent, hors_tour="Elle commence bientôt.")

    contresigner(session_id=session.pk, par=chef, precisions="", le=LE)

    motif = session.historique.get(transition="autoriser").motif
    assert "Avant son tour : Elle commence bientôt." in motif.split("\n")


def test_renvoyer_rend_le_dossier_a_qui_l_a_signe(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, agent)
    with pytest.raises(RegleViolee, match="Écrivez pourquoi"):
        renvoyer(session_id=session.pk, par=chef, motif=" ")

    renvoyer(session_id=session.pk, par=chef, motif="Le prix est à revoir.")

    session.refresh_from_db()
    assert session.statut == StatutSession.DEMANDEE
    assert not PremiereValidation.objects.exists()
    ligne = session.historique.first()
    assert (ligne.libelle, ligne.motif, ligne.par) == ("Renvoyée à l’instruction", "Le prix est à revoir.", chef)
    assert Courrier.objects.get(modele="signature_renvoyee").destinataire == agent.email
    assert signer(session, agent).statut == StatutSession.DEMANDEE


def test_un_agent_sans_le_droit_ne_renvoie_pas(le_monde, agent, chef):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, chef)

    with pytest.raises(PermissionDenied):
        renvoyer(session_id=session.pk, par=agent, motif="Non.")


@pytest.mark.parametrize("acte", [refuser_session, demander_complement])
def test_une_demande_qui_quitte_la_file_perd_sa_premiere_signature(le_monde, agent, chef, acte):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, agent)

    acte(session_id=session.pk, par=chef, motif="dossier_incomplet", precisions="Il manque un plan.", le=LE)

    assert not PremiereValidation.objects.exists()
    tombee = session.historique.get(transition="signature_tombee")
    assert tombee.motif.startswith("Lise Caillaud, Région avait signé. ")


def test_un_employeur_qui_se_retire_fait_tomber_la_signature(le_monde, agent):
    session = session_demandee(le_monde, **GRANDE)
    signer(session, agent)
    intention = session.retenues.get().intention

    retirer_intention(intention_id=intention.pk, motif="Recruté.", par=intention.deposant, le=LE)

    assert not PremiereValidation.objects.exists()
    assert session.historique.filter(transition="signature_tombee").count() == 1


def test_sans_chef_actif_la_region_est_prevenue(le_monde, agent, chef, settings):
    chef.is_active = False
    chef.save()

    signer(session_demandee(le_monde, **GRANDE), agent)

    assert Courrier.objects.get(modele="seconde_signature").destinataire == settings.REGION_EMAIL


def test_le_seuil_est_celui_du_jour(le_monde, agent):
    Parametre.objects.create(
        code="seconde_validation_montant", depuis=date(2026, 11, 1), valeur="150000", texte="Relevé en novembre"
    )

    assert signer(session_demandee(le_monde, **GRANDE), agent).statut == StatutSession.PUBLIEE
