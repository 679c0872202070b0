"""The letter of an amendment: what changes, before, after, on one page when it can."""

import pytest

from tests.courriers.exemples import DECISION
from tests.courriers.exemples_avenants import annulation, avenant, avenants, fongibilite
from tests.documents.test_lettres import ouvrir, texte


@pytest.mark.parametrize(("faits", "pages"), [(avenant, 2), (annulation, 2), (fongibilite, 2)])
def test_avenant_est_accessible_et_conteste(faits, pages):
    pdf = ouvrir("avenant", faits(DECISION))

    assert pdf.metadata.title == "Avenant BC-2026-00007-A1"
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    assert len(pdf.pages) <= pages
    lu = texte(pdf)
    assert "deux mois qui suivent sa réception" in lu
    assert "article 261-4-4° a du code général des impôts" in lu
    assert "délégué à la protection des données" in lu


def test_avenant_dit_avant_apres_et_le_total_du_bon():
    lu = texte(ouvrir("avenant", avenant(DECISION)))

    for fait in (
        "Avenant BC-2026-00007-A1 au bon de commande BC-2026-00007",
        "composante 4",
        "SE-2026-00412, « Soudeur assembleur industriel », Formaloire Métiers",
        "Avant 5 2 100 19 950,00 €",
        "Changement 0 +200 +1 900,00 €",
        "Après 5 2 300 21 850,00 €",
        "Commandé sur ce bon avant l’avenant 74 812,50 €",
        "Commandé sur ce bon avec l’avenant 76 712,50 €",
        "Deux employeurs demandent le titre entier.",
    ):
        assert fait in lu


def test_annuler_ote_tout_et_deplacer_nomme_les_deux_sessions():
    moins = "\N{MINUS SIGN}"
    ote = texte(ouvrir("avenant", annulation(DECISION)))
    assert f"Changement {moins}5 {moins}2 100 {moins}19 950,00 €" in ote
    lu = texte(ouvrir("avenant", fongibilite(DECISION)))
    assert "BC-2025-00031, composante 1" in lu
    assert f"Changement 0 {moins}50 {moins}475,00 €" in lu


def test_refus_d_un_avenant_dit_ce_qui_etait_demande_et_comment_le_contester():
    refus = [
        faits for modele, faits in avenants(DECISION, DECISION, {})
        if modele == "reponse_avenant" and not faits["accordee"]
    ]  # fmt: skip
    lettres = {faits["nature"]: ouvrir("refus_avenant", faits) for faits in refus}

    assert set(lettres) == {"parcours", "heures", "annulation"}
    for pdf in lettres.values():
        assert pdf.metadata.title == "Refus d’un avenant SE-2026-00412"
        assert pdf.trailer["/Root"]["/Lang"] == "fr"
        assert len(pdf.pages) <= 2
        lu = texte(pdf)
        assert "Pourquoi Une session proche peut accueillir ce stagiaire." in lu
        assert "tribunal administratif de Nantes" in lu
        assert "None" not in lu
    assert "En plus 2 stagiaires, 100 h chacun" in texte(lettres["heures"])
    assert "de nouveau libres" in texte(lettres["parcours"])
    assert "Montant demandé" not in texte(lettres["annulation"])
