"""Where the laws of an aid stop: what is close to what they forbid, and is allowed; what the database refuses."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from aides.actions.bilan import enregistrer_bilan, envoyer_bilan
from aides.actions.conservation import vider_payees
from aides.actions.decider import accorder_aide, refuser_aide
from aides.actions.deposer import deposer_demande
from aides.actions.liquider import liquider_aide
from aides.actions.payer import envoyer_au_paiement
from aides.actions.rediger import enregistrer_reponses, joindre_piece
from aides.enums import CategoriePiece, NatureSequence, StatutAide
from aides.enums import TransitionAide as T
from aides.models import BilanFormation, DemandeAide, PieceVue, PlanFormation, Sequence
from aides.queries.cumul import alertes_de, faits_de
from aides.queries.dossier import apprecier
from aides.queries.instruction import lecture_de
from aides.regles.pieces import Etape
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.pieces import Piece
from noyau.televersement import PieceLue
from referentiels.queries.reglement import reglement_au
from tests.factories import aides, comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.stagiaires import StagiaireFactory
from tests.refus import refus

pytestmark = pytest.mark.django_db
LE = aides.LE
LUE = PieceLue("avis.pdf", "application/pdf", aides.PDF + b"%%EOF\n")


@pytest.fixture
def agent(maison):
    return comptes.agent()


def relue(une):
    return DemandeAide.objects.get(pk=une.pk)


def alertes(une):
    return [(alerte.code, alerte.message) for alerte in alertes_de(une, reglement=reglement_au(LE))]


def joindre(une, par, categorie):
    return joindre_piece(demande_id=une.pk, par=par, categorie=categorie, lue=LUE)


def test_une_piece_ne_se_joint_que_la_ou_elle_est_attendue(prete, claire):
    deposer_demande(demande_id=prete.pk, par=claire, le=LE, attestation=True)
    with pytest.raises(TransitionImpossible):
        joindre(prete, claire, CategoriePiece.AUTRE)
    DemandeAide.objects.filter(pk=prete.pk).update(demandes=[CategoriePiece.CONTRAT])
    aides.avancer(relue(prete), (T.DEMANDER_COMPLEMENT,), par=claire)
    with pytest.raises(RegleViolee):
        joindre(prete, claire, CategoriePiece.AUTRE)
    assert joindre(prete, claire, CategoriePiece.CONTRAT).categorie == CategoriePiece.CONTRAT


def test_un_fichier_qui_prouve_deux_choses_se_joint_deux_fois(prete, claire):
    deux = {joindre(prete, claire, categorie).pk for categorie in (CategoriePiece.AUTRE, CategoriePiece.CONTRAT)}
    assert Piece.objects.filter(pk__in=deux).count() == 2


def test_le_depot_ne_se_dit_pas_complete(prete, claire):
    deposer_demande(demande_id=prete.pk, par=claire, le=LE, attestation=True)
    assert Courrier.objects.get(modele="aide_recue").contexte["completee"] is False


def test_le_bilan_part_des_le_dernier_jour(claire, maison):
    une = aides.demande(StatutAide.ACCORDEE, employeur=maison, par=claire)
    fin = date(2027, 1, 29)
    fait = {"debut": date(2026, 12, 7), "fin": fin, "heures": Decimal(120), "cout": Decimal(1800)}
    mots = {"contrat_en_cours": True, "deroulement": "Comme prévu."}
    enregistrer_bilan(demande_id=une.pk, par=claire, champs={**fait, **mots})
    aides.pieces(une, par=claire, etape=Etape.BILAN)
    assert envoyer_bilan(demande_id=une.pk, par=claire, le=fin).statut == StatutAide.FORMATION_REALISEE


def test_ce_que_l_agent_precise_en_accordant_reste_au_journal(agent, maison):
    une = aides.demande(StatutAide.DEPOSEE, employeur=maison)
    accorder_aide(demande_id=une.pk, par=agent, le=LE, precisions=" Pensez aux émargements. ")
    assert une.historique.get(transition=T.ACCORDER).motif == "Pensez aux émargements."


def liquider(une, agent, heures, motif=""):
    return liquider_aide(demande_id=une.pk, heures=Decimal(heures), cout=une.cout, motif=motif, par=agent, le=LE)


def test_pourquoi_rien_n_est_du_reste_au_journal(agent, maison):
    une = aides.demande(StatutAide.FORMATION_REALISEE, employeur=maison, agent=agent)
    liquider(une, agent, 0, motif="Aucun émargement.")
    assert une.historique.get(transition=T.CLORE).motif.endswith("Aucun émargement.")


def test_ce_qui_est_a_verifier_n_empeche_pas_de_liquider(agent, maison):
    autre = {"autre_financement": True, "autre_financeur": "Constructys", "autre_montant": Decimal(100)}
    une = aides.demande(StatutAide.FORMATION_REALISEE, employeur=maison, agent=agent, **autre)
    assert [code for code, _ in alertes(une)] == ["C-FINANCEUR"]
    liquider(une, agent, 140)
    assert relue(une).liquidee_par == agent


def test_ne_le_meme_jour_n_est_pas_la_meme_personne(le_monde):
    autre = StagiaireFactory(prenom="Ana", nom="Morin", date_naissance=aides.REPONSES["date_naissance"])
    parcours_de(session_publiee(le_monde, 1), "entre", stagiaire=autre, structure=le_monde.reseau)
    assert alertes(aides.demande(StatutAide.DEPOSEE)) == []


@pytest.mark.parametrize(("statut", "dit"), [("entre", "suit en ce moment"), ("admis", "suit ou a suivi")])
def test_une_session_se_dit_en_cours_quand_elle_l_est(le_monde, statut, dit):
    elle = StagiaireFactory(prenom="Samira", nom="Lenoir", date_naissance=aides.REPONSES["date_naissance"])
    parcours_de(session_publiee(le_monde, 1), statut, stagiaire=elle, structure=le_monde.reseau)
    [(code, message)] = alertes(aides.demande(StatutAide.DEPOSEE))
    assert (code, dit in message) == ("C-SESSION", True)


def test_deux_etablissements_ne_font_pas_un_contrat(agent, maison):
    aides.demande(StatutAide.ACCORDEE, agent=agent)
    la, ici = (faits_de(aides.demande(StatutAide.DEPOSEE, **ou)).autres for ou in ({"employeur": maison}, {}))
    assert [autre.meme_contrat for autre in (*la, *ici)] == [False] * 3


def test_apres_le_bilan_comptent_les_jours_et_les_heures_faits(agent, maison):
    une = aides.demande(StatutAide.FORMATION_REALISEE, employeur=maison, agent=agent)
    fait = BilanFormation.objects.filter(demande=une)
    fait.update(debut=date(2026, 12, 14), fin=date(2027, 2, 5), heures=Decimal(120))
    lus = faits_de(une)
    assert (lus.debut, lus.fin, lus.heures) == (date(2026, 12, 14), date(2027, 2, 5), 120)
    fait.update(heures_retenues=Decimal(110))
    assert faits_de(une).heures == 110
    fait.update(envoye_le=None)
    assert faits_de(une).heures == 140


def test_la_base_tient_l_ordre_du_plan_et_ce_qui_a_ete_vu(prete, agent):
    plan, ligne = prete.plan, {"contenu": "Redite", "nature": NatureSequence.PRATIQUE, "heures": 1}
    assert refus(lambda: Sequence.objects.create(plan=plan, rang=1, **ligne)) == "une_sequence_par_rang"
    assert refus(lambda: Sequence.objects.create(plan=plan, rang=9, **{**ligne, "heures": 0})) == (
        "sequence_heures_positives"
    )
    vue = {"demande": prete, "empreinte": "0" * 64, "par": agent, "le": maintenant()}
    PieceVue.objects.create(**vue)
    assert refus(lambda: PieceVue.objects.create(**vue)) == "une_piece_vue_une_fois"


def test_ce_qu_un_autre_financeur_paie_est_ote_de_l_aide(agent, maison):
    autre = {"autre_financeur": "Constructys", "autre_montant": Decimal(600)}
    for declare, montant in ((True, "1050.00"), (False, "1470.00")):
        une = aides.demande(StatutAide.DEPOSEE, employeur=maison, autre_financement=declare, **autre)
        assert lecture_de(une, le=LE).calcul.montant == apprecier(une, le=LE).calcul.montant == Decimal(montant)
        assert faits_de(une).autre_montant == (600 if declare else None)


def test_vider_une_aide_laisse_ce_qui_a_ete_vu_des_autres(agent, maison):
    payee, autre = (aides.demande(statut, employeur=maison, agent=agent) for statut in ("payee", "deposee"))
    for une in (payee, autre):
        PieceVue.objects.create(demande=une, empreinte="0" * 64, par=agent, le=maintenant())
    assert vider_payees(maintenant() + timedelta(days=400)) == 1
    assert PieceVue.objects.get().demande == autre


def test_une_session_ou_l_on_n_est_que_positionne_n_arrete_rien(le_monde):
    elle = StagiaireFactory(prenom="Samira", nom="Lenoir", date_naissance=aides.REPONSES["date_naissance"])
    parcours_de(session_publiee(le_monde, 1), "positionne", stagiaire=elle, structure=le_monde.reseau)
    assert alertes(aides.demande(StatutAide.DEPOSEE)) == []


def test_tout_ce_qui_est_demande_se_complete_d_un_coup(claire, maison):
    une = aides.demande(StatutAide.A_COMPLETER, employeur=maison, par=claire)
    DemandeAide.objects.filter(pk=une.pk).update(demandes=["effectif", "poste"])
    enregistrer_reponses(demande_id=une.pk, par=claire, champs={"effectif": 14, "poste": "Couvreuse"})
    assert (relue(une).effectif, relue(une).poste) == (14, "Couvreuse")


def test_qui_refuse_suit_la_demande_que_personne_ne_suivait(agent, maison):
    collegue = comptes.agent()
    for suivie_par, attendu in ((None, agent), (collegue, collegue)):
        une = aides.demande(StatutAide.DEPOSEE, employeur=maison)
        DemandeAide.objects.filter(pk=une.pk).update(agent=suivie_par)
        refuser_aide(demande_id=une.pk, par=agent, le=LE, precisions="Formation déjà suivie.")
        assert relue(une).agent == attendu


def test_la_base_n_accorde_pas_zero_euro(agent, maison):
    une = aides.demande(StatutAide.ACCORDEE, employeur=maison, agent=agent)
    sienne = DemandeAide.objects.filter(pk=une.pk)
    assert refus(lambda: sienne.update(montant_accorde=0)) == "aide_accordee_a_montant"
    assert refus(lambda: sienne.update(montant_accorde=None)) == "aide_accordee_a_montant"


def test_la_session_d_une_autre_n_arrete_rien(le_monde):
    naissance, session = aides.REPONSES["date_naissance"], session_publiee(le_monde, 2)
    StagiaireFactory(prenom="Samira", nom="Lenoir", date_naissance=naissance)
    autre = StagiaireFactory(prenom="Ana", nom="Morin", date_naissance=naissance)
    parcours_de(session, "entre", stagiaire=autre, structure=le_monde.reseau)
    assert alertes(aides.demande(StatutAide.DEPOSEE)) == []


def test_un_envoi_ne_prend_que_les_aides_choisies(agent, maison):
    deux = [aides.demande(StatutAide.FORMATION_REALISEE, employeur=maison, agent=agent, nom=nom) for nom in ("A", "B")]
    for une in deux:
        liquider(une, agent, 140)
    commun = {"envoi": uuid4(), "par": comptes.agent(), "maintenant": maintenant()}
    parti = envoyer_au_paiement(demandes=[deux[0].pk], **commun)
    assert [relue(une).paiement for une in deux] == [parti, None]


def test_vider_une_aide_oublie_qui_formait(agent, maison):
    une = aides.demande("payee", dispositif="pet_tutorat", employeur=maison, agent=agent)
    assert aides.plan(une).tuteur_nom
    vider_payees(maintenant() + timedelta(days=400))
    lu = PlanFormation.objects.get(demande=une)
    assert (lu.tuteur_nom, lu.tuteur_fonction, lu.objectifs != "") == ("", "", True)
