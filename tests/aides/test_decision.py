"""What the Région decides on an aid: what forbids it, what it writes, what leaves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from aides.actions.decider import accorder_aide, refuser_aide
from aides.actions.instruire import demander_complement, noter_justificatif, noter_piece_vue, suivre
from aides.actions.region import version_de
from aides.enums import CategoriePiece, StatutAide, TypeAide
from aides.models import DemandeAide, PieceVue
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.lettres import Document
from noyau.televersement import PieceLue, joindre
from tests.factories import comptes
from tests.factories.aides import LE, MONTANT, demande
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db
HORS_CONDITION = {"demandeur_emploi": False}


@pytest.fixture
def agent():
    loi_en_vigueur()
    return comptes.agent(prenom="Hélène")


def relue(une):
    return DemandeAide.objects.get(pk=une.pk)


def test_accord_donne_le_montant_du_calcul_et_la_lettre(agent):
    une = demande(StatutAide.DEPOSEE)
    accorder_aide(demande_id=une.pk, par=agent, le=LE, precisions="Bonne formation.")
    une = relue(une)
    assert (une.statut, une.montant_accorde, une.agent) == (StatutAide.ACCORDEE, MONTANT, agent)
    lettre = Document.objects.get(modele="decision_aide")
    courrier = Courrier.objects.get(modele="aide_decidee")
    assert (lettre.contexte["accordee"], lettre.contexte["montant"]) == (True, "1470.00")
    assert list(courrier.documents.all()) == [lettre]
    assert courrier.destinataire == une.demandeur.email
    assert "Lenoir" not in str(courrier.contexte)


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        (HORS_CONDITION, "La personne n’était pas inscrite comme demandeuse d’emploi à l’embauche."),
        ({"heures": None}, "Le nombre d’heures manque."),
        ({"cout": Decimal(0)}, "Le montant de l’aide est nul : il n’y a rien à accorder."),
    ],
)
def test_accord_refuse_par_une_regle(agent, champs, dit):
    une = demande(StatutAide.DEPOSEE, **champs)
    with pytest.raises(RegleViolee) as refus:
        accorder_aide(demande_id=une.pk, par=agent, le=LE)
    assert [motif.replace("\N{NARROW NO-BREAK SPACE}", " ") for motif in refus.value.motifs] == [dit]
    assert (relue(une).statut, Courrier.objects.count()) == (StatutAide.DEPOSEE, 0)


def test_second_clic_ne_decide_pas_deux_fois(agent):
    une = demande(StatutAide.DEPOSEE)
    accorder_aide(demande_id=une.pk, par=agent, le=LE)
    with pytest.raises(TransitionImpossible):
        accorder_aide(demande_id=une.pk, par=agent, le=LE)
    with pytest.raises(TransitionImpossible):
        refuser_aide(demande_id=une.pk, par=agent, le=LE, precisions="Non.")
    assert Document.objects.count() == 1


def test_decision_sur_une_page_ancienne_demande_de_relire(agent):
    une = demande(StatutAide.DEPOSEE)
    lue = version_de(une)
    suivre(demande_id=une.pk, par=comptes.agent(prenom="Paul"))
    with pytest.raises(DossierModifie):
        accorder_aide(demande_id=une.pk, par=agent, le=LE, version=lue)
    assert relue(une).statut == StatutAide.DEPOSEE


def test_decider_demande_le_droit(agent):
    une = demande(StatutAide.DEPOSEE)
    lecteur = comptes.UtilisateurFactory(is_staff=True)
    for acte in (accorder_aide, refuser_aide):
        with pytest.raises(PermissionDenied):
            acte(demande_id=une.pk, par=lecteur, le=LE, precisions="Oui.")
    with pytest.raises(PermissionDenied):
        suivre(demande_id=une.pk, par=lecteur)


def test_refus_cite_les_constats_choisis_et_les_mots(agent):
    une = demande(StatutAide.DEPOSEE, **HORS_CONDITION)
    with pytest.raises(RegleViolee):
        refuser_aide(demande_id=une.pk, par=agent, le=LE, precisions="  ")
    with pytest.raises(RegleViolee):
        refuser_aide(demande_id=une.pk, par=agent, le=LE, precisions="Non.", regles=["A-OFFRE"])
    refuser_aide(demande_id=une.pk, par=agent, le=LE, precisions="Voyez le guide.", regles=["A-SALARIE"])
    lettre = Document.objects.get(modele="decision_aide")
    assert relue(une).statut == StatutAide.REFUSEE
    assert lettre.contexte["raisons"] == ["La personne n’était pas inscrite comme demandeuse d’emploi à l’embauche."]
    assert lettre.contexte["precisions"] == "Voyez le guide."


def test_majoration_sans_justificatif_vu_ne_compte_pas(agent):
    sans, avec = (demande(StatutAide.DEPOSEE, rqth=True, prenom=prenom) for prenom in ("Ana", "Zoé"))
    noter_justificatif(demande_id=avec.pk, vu_le=LE, par=agent, le=LE)
    for une in (sans, avec):
        accorder_aide(demande_id=une.pk, par=agent, le=LE)
    assert relue(sans).montant_accorde == MONTANT
    assert relue(avec).montant_accorde > MONTANT
    lettre = Document.objects.get(objet_id=avec.pk)
    assert "handicap" not in str(lettre.contexte).lower()
    assert "rqth" not in str(lettre.contexte).lower()


def test_justificatif_ne_se_voit_ni_demain_ni_sans_declaration_ni_sans_droit(agent):
    une = demande(StatutAide.DEPOSEE, rqth=True)
    with pytest.raises(RegleViolee):
        noter_justificatif(demande_id=une.pk, vu_le=LE + timedelta(days=1), par=agent, le=LE)
    with pytest.raises(RegleViolee):
        noter_justificatif(demande_id=demande(StatutAide.DEPOSEE).pk, vu_le=LE, par=agent, le=LE)
    with pytest.raises(PermissionDenied):
        noter_justificatif(demande_id=une.pk, vu_le=LE, par=comptes.UtilisateurFactory(is_staff=True), le=LE)
    noter_justificatif(demande_id=une.pk, vu_le=LE, par=agent, le=LE)
    assert [ligne.transition for ligne in une.historique] == ["deposer"]


def test_complement_n_ouvre_que_ce_qui_est_demande(agent):
    une = demande(StatutAide.DEPOSEE)
    with pytest.raises(RegleViolee):
        demander_complement(demande_id=une.pk, champs=["iban"], precisions=" ", par=agent, le=LE)
    with pytest.raises(RegleViolee):
        demander_complement(demande_id=une.pk, champs=["rqth"], precisions="Dites-le.", par=agent, le=LE)
    demander_complement(
        demande_id=une.pk, champs=["aide_rib", "iban"], precisions="Le RIB est illisible.", par=agent, le=LE
    )
    assert (relue(une).statut, relue(une).demandes) == (StatutAide.A_COMPLETER, ["iban", "aide_rib"])
    courrier = Courrier.objects.get(modele="aide_complement")
    assert courrier.contexte["a_revoir"] == ["IBAN", "Pièce\N{NO-BREAK SPACE}: relevé d’identité bancaire"]


def test_refus_attend_la_fin_du_delai_de_complement(agent):
    une = demande(StatutAide.DEPOSEE)
    aujourd_hui = date.today()  # noqa: DTZ011 the journal bears the true instant of the request for more
    demander_complement(demande_id=une.pk, champs=["iban"], precisions="Le compte.", par=agent, le=aujourd_hui)
    with pytest.raises(RegleViolee, match="jusqu’au"):
        refuser_aide(demande_id=une.pk, par=agent, le=aujourd_hui, precisions="Rien reçu.")
    refuser_aide(demande_id=une.pk, par=agent, le=aujourd_hui + timedelta(days=90), precisions="Rien reçu.")
    assert relue(une).statut == StatutAide.REFUSEE


def test_suivre_reprend_a_un_collegue_et_le_dit(agent):
    une = demande(StatutAide.DEPOSEE)
    suivre(demande_id=une.pk, par=comptes.agent(prenom="Paul", nom="Robin"))
    suivre(demande_id=une.pk, par=agent)
    suivre(demande_id=une.pk, par=agent)
    assert relue(une).agent == agent
    assert [ligne.motif for ligne in une.historique if ligne.transition == "suivre"] == ["Reprise à Paul Robin.", ""]


def test_piece_vue_se_note_une_fois_par_contenu(agent):
    une = demande(StatutAide.DEPOSEE)
    lue = PieceLue("rib.pdf", "application/pdf", b"%PDF-1.4 rib")
    pieces = [joindre(une, lue, categorie=CategoriePiece.RIB, par=une.demandeur) for _ in range(2)]
    assert [noter_piece_vue(demande_id=une.pk, piece_id=piece.pk, par=agent) for piece in pieces] == [True, False]
    assert PieceVue.objects.get().empreinte == pieces[0].empreinte
    with pytest.raises(PermissionDenied):
        noter_piece_vue(demande_id=une.pk, piece_id=pieces[0].pk, par=comptes.UtilisateurFactory(is_staff=True))


def test_accord_d_un_tutorat_se_compte_a_l_heure(agent):
    une = demande(StatutAide.DEPOSEE, dispositif=TypeAide.TUTORAT, heures=Decimal(100))
    accorder_aide(demande_id=une.pk, par=agent, le=LE)
    calcul = Document.objects.get().contexte["calcul"]
    assert [ligne["nom"] for ligne in calcul] == ["Heures", "Aide par heure"]
    assert relue(une).montant_accorde > 0
