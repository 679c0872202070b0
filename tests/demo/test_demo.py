"""The demonstration shows every role and every state, and everything it shows is true."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comites.models import Comite
from comptes.models import Role, Utilisateur
from config.demo.comptes import COMPTES, DOMAINE, MOT_DE_PASSE
from config.demo.rendez_vous import DIALOGUE
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.codes import lire_code
from noyau.courriers import Courrier, Document, StatutCourrier
from noyau.journal import LigneJournal
from noyau.pieces import Piece
from pilotage.models import EtudeImpact, Rejeu
from referentiels.models import Employeur, OrganismeFormation, TerritoireEfop
from referentiels.regles.siret import siret_valide
from sessions_formation.automates import RETIENT_SES_POSTES
from sessions_formation.enums import StatutSession
from sessions_formation.models import (
    AbsenceAgent,
    Avenant,
    BonDeCommande,
    BornesLot,
    ChampDemandeSession,
    Composante,
    DemandeAvenant,
    IntentionRetenue,
    LigneDecisionGroupee,
    Lot,
    PremiereValidation,
    Session,
)
from sessions_formation.queries.intentions import intentions_a_prendre
from sessions_formation.queries.lots import montants_du_lot
from tests.demo.aides import MontreLesAides
from tests.demo.constance import LE, EstToujoursLaMeme, tout_charger
from tests.demo.diffusion import MontreLaDiffusion
from tests.demo.factures import MontreLesFactures
from tests.demo.impossibles import NeMontreRienDImpossible
from tests.demo.parcours import MontreLesParcours
from tests.demo.tableaux import MontreLesTableaux

pytestmark = [pytest.mark.django_db, pytest.mark.lent]


def compte(cle):
    return Utilisateur.objects.get(email=f"{cle}{DOMAINE}")


class TestDemonstration(
    MontreLesParcours,
    MontreLesFactures,
    MontreLesAides,
    MontreLaDiffusion,
    NeMontreRienDImpossible,
    MontreLesTableaux,
    EstToujoursLaMeme,
    TestCase,
):
    """Loaded once for all of them: each only reads."""

    LE = LE

    @classmethod
    def setUpTestData(cls):
        tout_charger()

    def test_demo_montre_chaque_etat(self):
        intentions = set(IntentionEmbauche.objects.values_list("statut", flat=True).order_by("statut"))
        sessions = set(Session.objects.values_list("statut", flat=True).order_by("statut"))

        # « Déposée » is crossed on the way: the rules answer in the same breath.
        assert intentions == set(StatutIntention.values) - {StatutIntention.DEPOSEE}
        # Nor does « autorisée » last: what is ordered is published at once.
        assert sessions == set(StatutSession.values) - {StatutSession.AUTORISEE}
        assert IntentionEmbauche.objects.count() == 115
        assert Session.objects.filter(statut=StatutSession.DEMANDEE).count() >= 5

    def test_demo_donne_un_compte_par_role_au_courriel_verifie(self):
        roles = {
            role
            for cle in ("employeur", "mandataire", "cotraitant", "soustraitant", "referente", "opco")
            for role in compte(cle).rattachements.values_list("role", flat=True)
        }

        assert roles == set(Role.values)
        assert compte("employeur").rattachements.count() == 2
        assert EmailAddress.objects.filter(verified=True, primary=True).count() == Utilisateur.objects.count()
        assert all(check_password(MOT_DE_PASSE, compte(c.cle).password) for c in COMPTES)

    def test_demo_donne_aux_agents_des_droits_differents(self):
        droits = {
            cle: (compte(cle).is_staff, compte(cle).has_perm("sessions_formation.acheter_session"))
            for cle in ("agent", "chef", "lecteur", "cotraitant")
        }

        assert droits == {
            "agent": (True, True),
            "chef": (True, True),
            "lecteur": (True, False),
            "cotraitant": (False, False),
        }
        assert compte("lecteur").has_perm("sessions_formation.view_session")

    def test_demo_tient_chaque_intention_engagee_par_une_seule_session(self):
        for intention in IntentionEmbauche.objects.filter(statut=StatutIntention.ENGAGEE).order_by("pk"):
            [retenue] = intention.retenues.filter(active=True)
            assert retenue.session.statut in RETIENT_SES_POSTES
            assert retenue.session.organisme_id == intention.organisme_engage_id
        libres = IntentionRetenue.objects.filter(active=True, intention__statut=StatutIntention.RECEVABLE)
        assert list(libres.order_by("pk")) == []

    def test_demo_montre_un_comite_clos_et_un_a_venir(self):
        local, tenu, technique = Comite.objects.order_by("debut")

        assert (local.nature, local.statut) == ("comite_local", "clos")
        assert local.points.filter(nature="besoin", issue="favorable").count() == 2
        assert (technique.departement_id, technique.statut, technique.a_convoquer) == ("49", "prepare", False)
        natures = set(technique.points.order_by("rang").values_list("nature", flat=True))
        assert {"demande", "besoin", "libre"} <= natures
        assert technique.points.filter(nature="besoin", origine__comite=local).count() == 2
        [execute] = tenu.points.exclude(executee_le=None)
        assert (tenu.departement_id, execute.issue, execute.session.statut) == ("44", "favorable", "publiee")
        exemples = TerritoireEfop.objects.order_by("code").values_list("nom", flat=True)
        assert list(exemples) == ["Angers et Loire (exemple)", "Choletais et Mauges (exemple)"]

    def test_demo_commande_sans_depasser_aucun_lot(self):
        part = {}
        for lot in Lot.objects.order_by("numero"):
            montants = montants_du_lot(lot, le=timezone.localdate())
            assert montants.commande <= montants.maximum
            part[lot.numero] = montants.commande / montants.maximum
        assert part["24"] > 0.9
        mobilites = montants_du_lot(Lot.objects.get(numero="31"), le=timezone.localdate())
        assert 0 < mobilites.commande < mobilites.minimum

    def test_demo_numerote_ses_bons_sans_trou_et_les_adresse_au_mandataire(self):
        bons = BonDeCommande.objects.order_by("annee", "rang")

        assert [bon.rang for bon in bons] == list(range(1, len(bons) + 1))
        for bon in bons:
            assert bon.lot.groupement.membres.get(role="mandataire").organisme == bon.mandataire
            rangs = bon.composantes.order_by("rang").values_list("rang", flat=True)
            assert list(rangs) == list(range(1, len(rangs) + 1))
        commandees = Session.objects.exclude(composante=None)
        assert commandees.count() == Composante.objects.count() == 17

    def test_demo_attend_une_seconde_signature_que_le_chef_peut_donner(self):
        [signature] = PremiereValidation.objects.select_related("session", "par")

        assert signature.par == compte("agent")
        assert (signature.session.type, signature.session.montant) == ("socle", Decimal("102600.00"))
        assert compte("chef").has_perm("sessions_formation.valider_session")
        assert not compte("agent").has_perm("sessions_formation.valider_session")

    def test_demo_decide_de_trois_demandes_dont_une_que_le_lot_ne_peut_plus_payer(self):
        lignes = LigneDecisionGroupee.objects.order_by("rang")

        assert [(ligne.statut, ligne.session.lot.numero) for ligne in lignes] == [
            ("faite", "24"),
            ("faite", "22"),
            ("refusee", "24"),
        ]
        assert "il manque 2" in lignes[2].message
        [bornes] = BornesLot.objects.filter(lot__numero="24")
        assert bornes.depuis > LE
        assert bornes.montant_max > montants_du_lot(bornes.lot, le=LE).maximum

    def test_demo_confie_les_dossiers_d_une_absente_a_qui_la_remplace(self):
        [absence] = AbsenceAgent.objects.du(LE)
        confiees = LigneJournal.objects.filter(motif__startswith=f"Absence de {absence.agent}")

        assert absence.remplacant == compte("agent")
        assert confiees.count() >= 3
        assert not Session.objects.a_decider().filter(agent=None).exists()

    def test_demo_montre_ce_qui_se_demande_se_retire_et_passe_avant_son_tour(self):
        champs = ChampDemandeSession.objects.order_by("pk").values_list("champ", "session__statut")
        retiree = LigneJournal.objects.get(transition="retirer", objet_type="sessions_formation.session")
        hors_tour = LigneJournal.objects.filter(transition="autoriser", motif__contains="Avant son tour")

        assert set(champs) == {("lieu", "a_completer"), ("heures", "a_completer")}
        assert retiree.par == compte("cotraitant")
        assert hors_tour.count() == 1

    def test_demo_change_ce_qui_est_commande_et_en_garde_les_lettres(self):
        avenants = Avenant.objects.order_by("pris_le", "pk").values_list("nature", flat=True)
        attendent = DemandeAvenant.objects.filter(statut="deposee").order_by("nature")

        assert set(avenants) == {"annulation", "heures", "parcours", "fongibilite"}
        assert Document.objects.filter(modele="avenant").count() == len(avenants)
        assert [demande.nature for demande in attendent] == ["annulation", "parcours"]

    def test_demo_etudie_une_valeur_que_personne_n_a_enregistree(self):
        etude = EtudeImpact.objects.get()

        assert (etude.code, etude.statut, etude.enregistree_le) == ("effectif_min", "terminee", None)
        assert etude.resultat != {}
        rejeux = [(rejeu.statut, *rejeu.question["valeurs"]) for rejeu in Rejeu.objects.order_by("pk")]
        assert rejeux == [("termine", "effectif_min"), ("termine",)]

    def test_demo_ecrit_un_journal_qui_mene_a_l_etat_de_chaque_dossier(self):
        for modele in (IntentionEmbauche, Session):
            for objet in modele.objects.exclude(statut="brouillon").order_by("pk"):
                lignes = list(objet.historique.exclude(transition="noter").order_by("le", "pk"))
                assert lignes[0].depart == "brouillon"
                assert lignes[-1].arrivee == objet.statut
                assert [ligne.depart for ligne in lignes[1:]] == [ligne.arrivee for ligne in lignes[:-1]]

    def test_demo_se_passe_dans_les_mois_d_avant_et_dans_l_ordre_des_numeros(self):
        instants = LigneJournal.objects.order_by("pk").values_list("le", flat=True)
        numeros = (
            IntentionEmbauche.objects.exclude(numero=None).order_by("deposee_le").values_list("numero", flat=True)
        )

        assert list(instants) == sorted(instants)
        assert timedelta(days=240) < instants[len(instants) - 1] - instants[0]
        assert instants[len(instants) - 1].date() < LE
        assert list(numeros) == sorted(numeros)

    def test_demo_garde_une_demande_de_plus_de_cinq_jours_ouvres(self):
        plus_ancienne = Session.objects.a_decider()[0]

        assert plus_ancienne.complete_le.date() < LE - timedelta(days=9)

    def test_demo_laisse_au_cotraitant_de_quoi_demander_une_session_tout_de_suite(self):
        libres = intentions_a_prendre(compte("cotraitant"), le=LE)
        soudure = libres.filter(metier="H2913", secteur="inter-industrie")

        assert soudure.aggregate(postes=Sum("nombre_postes"))["postes"] >= 5
        assert soudure.filter(organisme_choisi=None).count() >= 2

    def test_demo_ne_deborde_pas_la_boite_aux_lettres(self):
        a_expedier = Courrier.objects.filter(statut=StatutCourrier.A_EXPEDIER)

        assert 15 <= a_expedier.count() < 180
        assert set(Courrier.objects.values_list("statut", flat=True).order_by()) == {"a_expedier", "expedie"}
        # The Région's shared inbox is the service's, not a person's.
        au_dehors = Courrier.objects.exclude(destinataire=settings.REGION_EMAIL)
        au_dehors = au_dehors.exclude(destinataire__endswith=DOMAINE)
        assert list(au_dehors.order_by("pk")) == []
        assert Document.objects.filter(modele="bon_commande").count() == 17

    def test_demo_n_invente_que_des_sirets_bien_formes_et_a_personne(self):
        sirets = [
            siret
            for modele in (Employeur, OrganismeFormation)
            for siret in modele.objects.order_by("siret").values_list("siret", flat=True)
        ]

        assert len(set(sirets)) == 34
        assert [siret for siret in sirets if not siret_valide(siret) or not siret.startswith("000")] == []

    def test_demo_montre_ce_qui_attend_un_employeur_et_ce_qui_s_est_dit(self):
        a_claire = Courrier.objects.filter(destinataire=f"employeur{DOMAINE}", statut=StatutCourrier.A_EXPEDIER)
        questions = {"confirmation_demandee", "precisions_intention", "intention_a_confirmer"}

        assert questions - set(a_claire.values_list("modele", flat=True)) == set()
        [piece] = Piece.objects.exclude(message=None)
        assert (piece.nom, piece.message.texte) == ("Plan d’accès.png", DIALOGUE[-1][2])

    def test_demo_repetee_ne_change_rien(self):
        sortie = StringIO()

        with CaptureQueriesContext(connection) as requetes:
            call_command("demo", stdout=sortie)

        assert sortie.getvalue() == "La démonstration est déjà là : rien n’a changé.\n"
        assert [r["sql"] for r in requetes if not r["sql"].startswith("SELECT")] == []

    def test_demo_presente_ses_comptes_et_ce_que_chacun_peut(self):
        sortie = StringIO()

        call_command("demo", "--comptes", stdout=sortie)

        lignes = sortie.getvalue().splitlines()
        assert lignes[:2] == ["Comptes de démonstration", f"  Mot de passe de tous : {MOT_DE_PASSE}"]
        fin = 3 + len(COMPTES)
        assert [ligne.split()[0] for ligne in lignes[3:fin]] == [c.courriel for c in COMPTES]
        codes = [ligne.split()[0] for ligne in lignes[fin + 2 :]]
        lettres = [Document.objects.get(code=lire_code(code)) for code in codes]
        assert [Session.objects.get(pk=lettre.objet_id).statut for lettre in lettres] == ["publiee", "annulee"]
