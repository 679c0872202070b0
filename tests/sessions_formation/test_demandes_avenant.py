"""What a training body asks on a session already ordered, and what the Région answers, once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from intentions.enums import StatutIntention
from noyau.courriers import Courrier, Document
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.redaction import objet_et_corps
from referentiels.models import Parametre
from sessions_formation.actions.demandes_avenant import Saisie, demander_avenant, retirer_demande_avenant
from sessions_formation.actions.repondre_avenant import Reponse, accorder_avenant, renvoyer_avenant
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant
from sessions_formation.models import Avenant, DemandeAvenant, IntentionRetenue, Lot, Session
from sessions_formation.queries.commandes import Commande, commande_de
from sessions_formation.queries.lots import prix_du_lot
from tests.factories import comptes
from tests.factories.avenants import (
    accorder,
    demande_d_annulation,
    demande_d_heures,
    demande_de_parcours,
    refuser,
    session_commandee,
)
from tests.factories.scenario import FIN, LE, intention_deposee, session_demandee
from tests.factories.sessions import concurrent

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(le_monde):
    return session_commandee(le_monde)


def chef(**champs):
    return comptes.agent(prenom="Antoine", nom="Lemercier", **champs)


def test_des_parcours_de_plus_engagent_leur_intention_et_previennent(le_monde, session):
    intention = intention_deposee(le_monde, nom="Gaborit")

    demande = demande_de_parcours(le_monde, session, [intention])

    intention.refresh_from_db()
    assert (intention.statut, intention.organisme_engage) == (StatutIntention.ENGAGEE, le_monde.cotraitant)
    assert (demande.statut, demande.verdict, demande.montant) == ("deposee", "eligible", Decimal("3990.00"))
    assert session.retenues.get(demande=demande).active
    assert commande_de(session).parcours == 5
    assert session.historique.first().libelle == "Demande d’avenant : Parcours supplémentaires"
    courriers = Courrier.objects.filter(modele="demande_avenant").order_by("pk")
    assert [courrier.contexte["pour"] for courrier in courriers] == ["region", "mandataire"]
    assert courriers[1].destinataire == le_monde.mandataire.courriel


def test_il_faut_un_poste_libre_par_parcours_de_plus(le_monde, session):
    with pytest.raises(RegleViolee, match="1\N{NO-BREAK SPACE}poste pour 2 parcours"):
        demande_de_parcours(le_monde, session, parcours=2)

    assert not DemandeAvenant.objects.exists()
    assert IntentionRetenue.objects.filter(active=True).count() == 1


def test_l_intention_prise_entre_temps_est_nommee(le_monde, session):
    prise = intention_deposee(le_monde, nom="Gaborit")
    autre = session_commandee(le_monde)
    demande_de_parcours(le_monde, autre, [prise])

    with pytest.raises(RegleViolee, match=f"L’intention {prise.numero} de Gaborit n’est plus à prendre"):
        demande_de_parcours(le_monde, session, [prise])


def test_le_maximum_du_lot_compte_ce_qui_est_demande_en_plus(le_monde, session):
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=Decimal("20000.00"))

    with pytest.raises(RegleViolee, match="il manque 1"):
        demande_d_heures(le_monde, session)


def test_une_seule_demande_de_chaque_sorte_attend(le_monde, session):
    demande_d_heures(le_monde, session)

    with pytest.raises(RegleViolee, match="attend déjà une réponse"):
        demande_d_heures(le_monde, session)

    demande_de_parcours(le_monde, session)
    assert DemandeAvenant.objects.count() == 2


@pytest.mark.parametrize(
    "saisie",
    [
        Saisie(motif=" ", parcours=1, heures=10, prix_heure=Decimal("9.50")),
        Saisie(motif="Oui.", parcours=1, heures=None, prix_heure=Decimal("9.50")),
        Saisie(motif="Oui.", parcours=1, heures=10, prix_heure=Decimal(0)),
        Saisie(motif="Oui.", parcours=0, heures=10, prix_heure=Decimal("9.50")),
    ],
)
def test_une_demande_incomplete_est_refusee(session, saisie):
    with pytest.raises(RegleViolee):
        demander_avenant(
            session_id=session.pk, par=session.demandeur, nature=NatureAvenant.HEURES, saisie=saisie, le=LE
        )


def test_rien_ne_s_ajoute_a_une_session_qui_n_est_pas_commandee(le_monde):
    with pytest.raises(TransitionImpossible, match="« demandée »"):
        demande_d_heures(le_monde, session_demandee(le_monde))


def test_un_autre_organisme_ne_demande_rien(le_monde, session):
    saisie = Saisie(motif="Oui.", parcours=1, heures=10, prix_heure=Decimal("9.50"))
    for personne in (concurrent(le_monde), le_monde.au_mandataire):
        with pytest.raises(Session.DoesNotExist):
            demander_avenant(session_id=session.pk, par=personne, nature=NatureAvenant.HEURES, saisie=saisie, le=LE)


def test_reprendre_sa_demande_libere_l_intention_qui_peut_revenir(le_monde, session):
    intention = intention_deposee(le_monde, nom="Gaborit")
    demande = demande_de_parcours(le_monde, session, [intention])

    retirer_demande_avenant(demande_id=demande.pk, par=session.demandeur, le=LE)

    intention.refresh_from_db()
    demande.refresh_from_db()
    assert (intention.statut, demande.statut) == (StatutIntention.RECEVABLE, StatutDemandeAvenant.RETIREE)
    assert session.retenues.count() == 1
    assert demande_de_parcours(le_monde, session, [intention]).statut == StatutDemandeAvenant.DEPOSEE


def test_on_ne_reprend_ni_la_demande_d_un_autre_ni_une_demande_decidee(le_monde, session):
    demande = demande_d_heures(le_monde, session)
    with pytest.raises(DemandeAvenant.DoesNotExist):
        retirer_demande_avenant(demande_id=demande.pk, par=le_monde.au_mandataire, le=LE)
    accorder(demande, le_monde.agent)
    with pytest.raises(TransitionImpossible):
        retirer_demande_avenant(demande_id=demande.pk, par=session.demandeur, le=LE)


def test_accorder_des_parcours_augmente_la_commande_et_previent_l_employeur(le_monde, session):
    demande = demande_de_parcours(le_monde, session)

    accorder(demande, le_monde.agent)

    demande.refresh_from_db()
    assert demande.statut == StatutDemandeAvenant.ACCORDEE
    assert (demande.avenant.numero, demande.avenant.nature) == ("BC-2026-00001-A1", NatureAvenant.PARCOURS)
    assert commande_de(session) == Commande(6, 2520, Decimal("23940.00"))
    reponse = Courrier.objects.get(modele="reponse_avenant")
    assert (reponse.destinataire, reponse.contexte["accordee"]) == (session.demandeur.email, True)
    assert Courrier.objects.get(modele="avenant").destinataire == le_monde.mandataire.courriel
    intention = demande.retenues.get().intention
    prevenu = Courrier.objects.get(modele="session_employeur", cle__contains="avenant")
    assert (prevenu.destinataire, prevenu.contexte["intention"]) == (intention.contact_courriel, intention.numero)
    for courrier in Courrier.objects.order_by("pk"):
        assert "None" not in objet_et_corps(courrier)[1]


def test_accorder_des_heures_reporte_la_fin_et_le_dit(le_monde, session):
    fin = FIN + timedelta(days=20)
    demande = demande_d_heures(le_monde, session, nouvelle_fin=fin)

    accorder(demande, le_monde.agent)

    session.refresh_from_db()
    assert session.fin == fin
    assert commande_de(session) == Commande(5, 2300, Decimal("21850.00"))
    libelles = [ligne.libelle for ligne in session.historique]
    assert "Fin portée du 30\N{NO-BREAK SPACE}avril 2027 au 20\N{NO-BREAK SPACE}mai 2027" in libelles


def test_un_prix_accorde_au_dessus_vaut_pour_le_lot_et_demande_des_mots(le_monde, session):
    demande = demande_d_heures(le_monde, session, prix_heure=Decimal("10.00"))
    assert demande.verdict == "derogation"

    with pytest.raises(RegleViolee, match="écrivez pourquoi"):
        accorder(demande, le_monde.agent)
    accorder(demande, le_monde.agent, "Le plateau technique a changé.")

    assert prix_du_lot(le_monde.lot, LE) == Decimal("10.00")
    assert commande_de(session).montant == Decimal("21950.00")


def test_refuser_des_parcours_libere_les_intentions_et_ne_change_pas_la_commande(le_monde, session):
    intention = intention_deposee(le_monde, nom="Gaborit")
    demande = demande_de_parcours(le_monde, session, [intention])

    refuser(demande, le_monde.agent)

    intention.refresh_from_db()
    assert intention.statut == StatutIntention.RECEVABLE
    assert not Avenant.objects.exists()
    assert {c.contexte["pour"]: c.destinataire for c in Courrier.objects.filter(modele="reponse_avenant")} == {
        "organisme": session.demandeur.email,
        "mandataire": le_monde.mandataire.courriel,
    }
    lettre = Document.objects.get(modele="refus_avenant")
    assert (lettre.objet_id, lettre.reference) == (session.pk, session.numero)
    assert [list(c.documents.all()) for c in Courrier.objects.filter(modele="reponse_avenant")] == [[lettre], [lettre]]


def test_le_second_agent_apprend_qui_a_decide(le_monde, session):
    demande = demande_d_heures(le_monde, session)
    accorder(demande, le_monde.agent)

    with pytest.raises(TransitionImpossible, match="« Accordée » par Hélène Pasquier, Région"):
        refuser(demande, chef())

    assert Avenant.objects.count() == 1


def test_decider_d_une_demande_qui_a_change_demande_de_la_relire(le_monde, session):
    demande = demande_d_heures(le_monde, session)

    with pytest.raises(DossierModifie, match="« Déposée » par"):
        accorder_avenant(demande_id=demande.pk, par=le_monde.agent, reponse=Reponse("besoin_avere", "", lu=1), le=LE)


def test_sans_le_droit_d_acheter_on_ne_decide_pas(le_monde, session):
    demande = demande_d_heures(le_monde, session)

    with pytest.raises(PermissionDenied):
        accorder(demande, comptes.agent(is_superuser=False))


@pytest.fixture
def seuil(le_monde):
    """Two signatures from 1 500 €, or when a session reaches that."""
    Parametre.objects.create(code="seconde_validation_montant", depuis=LE, valeur="1500", texte="Essai")


def test_au_dessus_du_seuil_deux_personnes_differentes_signent(le_monde, session, seuil):
    demande = demande_d_heures(le_monde, session)

    accorder(demande, le_monde.agent)

    demande.refresh_from_db()
    assert (demande.statut, Avenant.objects.count()) == (StatutDemandeAvenant.DEPOSEE, 0)
    with pytest.raises(RegleViolee, match="Vous avez déjà signé"):
        accorder(demande, le_monde.agent)
    sans_droit = comptes.agent(is_superuser=False, prenom="Lise", nom="Caillaud")
    sans_droit.user_permissions.add(Permission.objects.get(codename="acheter_session"))
    with pytest.raises(RegleViolee, match="revient à une personne qui a le droit"):
        accorder(demande, sans_droit)

    accorder(demande, chef())

    assert (demande.historique.first().par_nom, Avenant.objects.count()) == ("Antoine Lemercier, Région", 1)


def test_la_seconde_personne_peut_renvoyer_et_la_premiere_signe_de_nouveau(le_monde, session, seuil):
    demande, seconde = demande_d_heures(le_monde, session), chef()
    accorder(demande, le_monde.agent)

    with pytest.raises(RegleViolee, match="Écrivez pourquoi"):
        renvoyer_avenant(demande_id=demande.pk, par=seconde, reponse=Reponse("", ""))
    with pytest.raises(PermissionDenied):
        renvoyer_avenant(demande_id=demande.pk, par=le_monde.agent, reponse=Reponse("", "Non."))
    renvoyer_avenant(demande_id=demande.pk, par=seconde, reponse=Reponse("", "Le motif manque."))

    accorder(demande, le_monde.agent)
    accorder(demande, seconde)
    assert Avenant.objects.count() == 1


def test_une_demande_d_annulation_ne_demande_que_pourquoi(le_monde, session):
    demande = demande_d_annulation(session)

    assert (demande.montant, demande.constats, demande.statut) == (None, [], StatutDemandeAvenant.DEPOSEE)


def test_demander_l_annulation_d_une_session_commencee_est_refuse(le_monde, session):
    with pytest.raises(TransitionImpossible, match="Elle ne s’annule plus"):
        demander_avenant(
            session_id=session.pk,
            par=session.demandeur,
            nature=NatureAvenant.ANNULATION,
            saisie=Saisie(motif="Trop tard."),
            le=session.debut,
        )
