"""Reminders about aids, and what is erased at its term."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from aides.actions.conservation import supprimer_brouillons, vider_fermees, vider_payees
from aides.actions.relancer import BILANS, RECAPITULATIF, bilans_dus, relancer_aides
from aides.enums import CategoriePiece, StatutAide, TransitionAide
from aides.models import DemandeAide, Majoration, PlanFormation
from aides.queries.instruction import complement_limite
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from noyau.pieces import Piece
from noyau.televersement import PieceLue, joindre
from referentiels.feries import FERIES
from referentiels.queries.reglement import reglement_au
from referentiels.regles.jours_ouvres import ajouter_jours_ouvres
from referentiels.regles.typographie import composer, jour
from sessions_formation.models import AbsenceAgent
from tests.factories import comptes
from tests.factories.aides import LE, demande, plan
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db
FIN = date(2027, 1, 29)
SAMEDI = date(2026, 11, 28)


@pytest.fixture
def agent():
    loi_en_vigueur()
    return comptes.agent(prenom="Hélène")


def relancer(le):
    return relancer_aides(reglement=reglement_au(le), le=le)


def test_bilan_se_demande_trois_fois_pas_plus(agent):
    une = demande(StatutAide.ACCORDEE, agent=agent)
    demande(StatutAide.FORMATION_REALISEE, agent=agent, prenom="Ana")
    pas = reglement_au(LE).relance_bilan_aide_jours
    du = {}
    for rang in (0, 1, 2, 3, 4):
        le = FIN + timedelta(days=pas * rang) + timedelta(days=3 if rang else 0)
        du[rang] = bilans_dus(reglement=reglement_au(le), le=le)
        while not relancer(le)[BILANS].faites and le.weekday() > 4:
            le += timedelta(days=1)
    assert du == {0: [], 1: [(une.pk, 1)], 2: [(une.pk, 2)], 3: [(une.pk, 3)], 4: []}
    derniers = (
        Courrier.objects.filter(modele="aide_bilan_attendu").order_by("pk").values_list("contexte__dernier", flat=True)
    )
    assert list(derniers) == [False, False, True]


def test_un_complement_qui_ne_vient_pas_se_dit_aux_agents(agent):
    une = demande(StatutAide.A_COMPLETER, agent=agent)
    posee_le = timezone.localtime(une.historique.get(transition=TransitionAide.DEMANDER_COMPLEMENT).le).date()
    limite = complement_limite(posee_le, reglement=reglement_au(posee_le))

    assert relancer(limite)[RECAPITULATIF].faites == 0
    assert relancer(ajouter_jours_ouvres(limite, 1, feries=FERIES))[RECAPITULATIF].faites == 1
    [ligne] = Courrier.objects.get(modele="aides_recapitulatif").contexte["lignes"]
    assert (ligne["numero"], ligne["depasse"]) == (une.numero, True)
    assert ligne["attente"] == composer(f"complément attendu le {jour(limite)}, pas reçu")


def test_qui_remplace_un_agent_absent_lit_ce_qui_l_attend(agent):
    remplacante = comptes.agent(prenom="Sylvie")
    une = demande(StatutAide.DEPOSEE, agent=agent)
    DemandeAide.objects.filter(pk=une.pk).update(agent=agent)
    plus_tard = LE + timedelta(days=8)
    AbsenceAgent.objects.create(agent=agent, remplacant=remplacante, debut=plus_tard, fin=plus_tard)

    assert relancer(plus_tard)[RECAPITULATIF].faites == 1
    courrier = Courrier.objects.get(modele="aides_recapitulatif")
    assert courrier.destinataire == remplacante.email
    assert [ligne["a_la_place_de"] for ligne in courrier.contexte["lignes"]] == [agent.get_full_name()]


def test_agents_lisent_ce_qui_attend_une_fois_par_jour_ouvre(agent):
    une = demande(StatutAide.DEPOSEE, agent=agent)
    DemandeAide.objects.filter(pk=une.pk).update(agent=agent)
    demande(StatutAide.DEPOSEE, prenom="Ana")
    assert relancer(LE + timedelta(days=1))[RECAPITULATIF].faites == 0
    assert relancer(SAMEDI)[RECAPITULATIF].faites == 0
    plus_tard = LE + timedelta(days=8)
    assert relancer(plus_tard)[RECAPITULATIF].faites == 2
    assert relancer(plus_tard)[RECAPITULATIF].faites == 0
    courrier = Courrier.objects.get(destinataire=agent.email)
    assert [ligne["numero"] for ligne in courrier.contexte["lignes"]] == [une.numero]
    assert courrier.contexte["lignes"][0]["depasse"] is True
    assert "Lenoir" not in str(courrier.contexte)


def instant(jour):
    return datetime(jour.year, jour.month, jour.day, tzinfo=UTC)


def remplie(statut, agent, **champs):
    une = demande(statut, agent=agent, rqth=True, **champs)
    plan(une)
    joindre(une, PieceLue("rib.pdf", "application/pdf", b"%PDF-1.4"), categorie=CategoriePiece.RIB, par=une.demandeur)
    return une


def vide(une):
    relue = DemandeAide.objects.get(pk=une.pk)
    restes = (relue.prenom, relue.nom, relue.date_naissance, relue.personne, relue.iban, relue.titulaire)
    pieces = Piece.objects.de(une).count()
    return restes == ("", "", None, "", "", "") and pieces == 0 and relue.videe_le is not None


def test_aide_payee_se_vide_dix_ans_apres_le_paiement(agent):
    une = remplie(StatutAide.PAYEE, agent)
    assert vider_payees(instant(une.payee_le)) == 0
    assert not vide(une)
    assert vider_payees(instant(une.payee_le + timedelta(days=1))) == 1
    assert vide(une)
    assert Majoration.objects.get(demande=une).rqth is None
    assert PlanFormation.objects.get(demande=une).tuteur_nom == ""
    assert DemandeAide.objects.get(pk=une.pk).montant_du == une.montant_du
    assert vider_payees(instant(une.payee_le + timedelta(days=1))) == 0


def test_aide_jamais_reclamee_se_vide_aussi(agent):
    une = remplie(StatutAide.ACCORDEE, agent)
    assert vider_payees(instant(FIN)) == 0
    assert vider_payees(instant(FIN + timedelta(days=1))) == 1
    assert vide(une)


@pytest.mark.parametrize("statut", [StatutAide.REFUSEE, StatutAide.ABANDONNEE])
def test_demande_fermee_se_vide_apres_sa_fin(agent, statut):
    une = remplie(statut, agent)
    fermee_le = LigneJournal.objects.de(une).first().le
    assert vider_fermees(fermee_le) == 0
    assert vider_fermees(fermee_le + timedelta(seconds=1)) == 1
    assert vide(une)


def test_brouillon_oublie_se_supprime(agent):
    une = remplie(StatutAide.BROUILLON, agent)
    assert supprimer_brouillons(une.modifie_le - timedelta(days=1)) == 0
    assert supprimer_brouillons(datetime.now(tz=UTC) + timedelta(days=1)) == 1
    assert not DemandeAide.objects.exists()
    assert not Piece.objects.exists()
