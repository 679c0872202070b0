"""The letters of aids, read back in their PDF; what actions freeze is what mails say."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest

from aides.actions.decider import accorder_aide, refuser_aide
from aides.actions.instruire import demander_complement
from aides.actions.liquider import faire_corriger_bilan, liquider_aide
from aides.actions.relancer import relancer_aides
from aides.enums import StatutAide
from noyau.courriers import Courrier
from noyau.documents import octets_du_document
from noyau.lettres import Document
from noyau.redaction import objet_et_corps
from referentiels.queries.reglement import reglement_au
from tests.courriers.exemples_aides_region import A_CORRIGER, ACCORDEE, ATTENDU, COMPLEMENT, DUE, REFUSEE
from tests.factories import comptes
from tests.factories.aides import LE, demande
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db
pypdf = pytest.importorskip("pypdf")


@pytest.fixture
def agent():
    loi_en_vigueur()
    return comptes.agent(prenom="Hélène")


def lue(document):
    pdf = pypdf.PdfReader(io.BytesIO(octets_du_document(document.pk)))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_lettre_d_accord_dit_le_calcul_la_suite_et_le_recours(agent):
    une = demande(StatutAide.DEPOSEE, cout=Decimal(3000))
    accorder_aide(demande_id=une.pk, par=agent, le=LE)
    texte = lue(Document.objects.get())
    # 140 hours at 15 €: what is above does not count.
    for dit in ("1 470,00 €", "3 000,00 €", "2 100,00 €", "70 %", "facture acquittée", "29 janvier 2027", "Recours"):
        assert dit in texte, dit
    assert "Samira Lenoir" in texte


def test_lettre_de_refus_dit_pourquoi_et_comment_contester(agent):
    une = demande(StatutAide.DEPOSEE, demandeur_emploi=False)
    refuser_aide(demande_id=une.pk, par=agent, le=LE, precisions="Voyez le guide.", regles=["A-SALARIE"])
    texte = lue(Document.objects.get())
    for dit in ("n’est pas accordée", "n’était pas inscrite", "Voyez le guide.", "tribunal administratif"):
        assert dit in texte, dit


@pytest.mark.parametrize(("heures", "dit"), [("70", "735,00 €"), ("0", "Aucune aide n’est due")])
def test_lettre_du_montant_dit_l_accorde_et_le_fait(agent, heures, dit):
    une = demande(StatutAide.FORMATION_REALISEE, agent=agent)
    liquider_aide(
        demande_id=une.pk, heures=Decimal(heures), cout=Decimal(2100), motif="Émargements.", par=agent, le=LE
    )
    texte = lue(Document.objects.get())
    assert dit in texte
    assert "1 470,00 €" in texte
    assert "Émargements." in texte


def test_chaque_courriel_a_les_faits_qu_il_dit(agent):
    accorder_aide(demande_id=demande(StatutAide.DEPOSEE).pk, par=agent, le=LE)
    refuser_aide(demande_id=demande(StatutAide.DEPOSEE, nom="Ba").pk, par=agent, le=LE, precisions="Non.")
    demander_complement(
        demande_id=demande(StatutAide.DEPOSEE, nom="Da").pk, champs=["iban"], precisions="Le compte.", par=agent, le=LE
    )
    for nom in ("Fa", "Ga"):
        une = demande(StatutAide.FORMATION_REALISEE, agent=agent, nom=nom)
        liquider_aide(demande_id=une.pk, heures=une.heures, cout=une.cout, motif="", par=agent, le=LE)
    faire_corriger_bilan(demande_id=une.pk, precisions="La facture.", par=agent)
    relancer_aides(reglement=reglement_au(LE), le=LE + timedelta(days=100))

    faits = {}
    for courrier in Courrier.objects.order_by("pk"):
        objet, corps = objet_et_corps(courrier)
        assert objet
        assert "None" not in corps
        assert "Lenoir" not in objet + corps
        faits.setdefault(courrier.modele, []).append(set(courrier.contexte))
    assert faits["aide_decidee"] == [set(ACCORDEE), set(REFUSEE)]
    assert faits["aide_complement"] == [set(COMPLEMENT)]
    assert faits["aide_due"] == [set(DUE)] * 2
    assert faits["aide_bilan_a_corriger"] == [set(A_CORRIGER)]
    assert faits["aide_bilan_attendu"][0] == set(ATTENDU)
