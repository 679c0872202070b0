"""The official rules really run: what is wrong is found, said in French, and found again after whatever happens."""

import os
from pathlib import Path
from threading import Thread

import pytest

from factures.facturx import controle
from factures.facturx.controle import ControleImpossible, controler
from factures.facturx.xml import xml_de
from factures.regles.mentions import mention_nda, nda_valide
from tests.factures.exemple import ASSUJETTI, AVOIR, FACTURE


def sans(faits: dict, *chemin: str) -> dict:
    """The same facts, what ``chemin`` leads to emptied."""
    cle, *suite = chemin
    if suite:
        return {**faits, cle: sans(faits[cle], *suite)}
    return {nom: valeur for nom, valeur in faits.items() if nom != cle} if cle in faits else faits


@pytest.mark.parametrize("faits", [FACTURE, AVOIR, ASSUJETTI], ids=["facture", "avoir", "assujetti"])
def test_ce_qui_est_juste_passe_le_schema_et_les_regles(faits):
    assert controler(xml_de(faits)) == []


def test_les_memes_faits_donnent_les_memes_octets():
    assert xml_de(FACTURE) == xml_de(FACTURE)


CASSES = [
    pytest.param(b"GrandTotalAmount>859.75", b"GrandTotalAmount>860.75", ["(BR-CO-15)", "(BR-CO-16)"], id="total"),
    pytest.param(b"LineTotalAmount>859.75", b"LineTotalAmount>859.74", ["(BR-CO-10)", "(BR-CO-13)"], id="somme"),
    pytest.param(b"<ram:RateApplicablePercent>0.00", b"<ram:RateApplicablePercent>20.00", ["(BR-E-05)"], id="taux"),
    pytest.param(b"VATEX-FR-CGI261-4", b"VATEX-FAUX", ["(FX-SCH-A-000589)"], id="code"),
    pytest.param(b'"HUR"', b'"ZZQ"', ["(FX-SCH-A-000613)"], id="unite-de-mesure"),
    pytest.param(b"<ram:TypeCode>380", b"<ram:TypeCode>999", ["(BR-FR-04_BT-3)"], id="nature"),
    pytest.param(b"<ram:ID>S1", b"<ram:ID>Z1", ["(BR-FR-08_BT-23)"], id="cadre"),
    pytest.param(b"ram:BilledQuantity", b"ram:Quantite", ["(XSD)"], id="schema"),
    pytest.param(b"</rsm:CrossIndustryInvoice>", b"", ["(XML)"], id="coupe"),
]


@pytest.mark.parametrize(("juste", "faux", "codes"), CASSES)
def test_ce_qui_est_faux_est_trouve(juste, faux, codes):
    constats = controler(xml_de(FACTURE).replace(juste, faux))

    assert [code for code in codes if not any(constat.endswith(code) for constat in constats)] == []
    assert bool(constats) == bool(codes)


MANQUES = [
    pytest.param(("exoneration",), "La raison de l’exonération de TVA manque. (BR-E-10)", id="exoneration"),
    pytest.param(("mentions", "PMD"), "Les pénalités de retard ne sont pas écrites sur la facture.", id="retard"),
    pytest.param(("mentions", "PMT"), "L’indemnité forfaitaire pour frais de recouvrement", id="recouvrement"),
    pytest.param(("mentions", "AAB"), "L’escompte, ou son absence, n’est pas écrit", id="escompte"),
]


@pytest.mark.parametrize(("chemin", "phrase"), MANQUES)
def test_ce_qui_manque_est_dit_en_francais(chemin, phrase):
    xml = xml_de(FACTURE)
    if chemin == ("exoneration",):
        debut, fin = xml.index(b"<ram:ExemptionReason>"), xml.index(b"</ram:ExemptionReason>")
        xml = xml[:debut] + xml[fin + len(b"</ram:ExemptionReason>") :]
        debut, fin = xml.index(b"<ram:ExemptionReasonCode>"), xml.index(b"</ram:ExemptionReasonCode>")
        xml = xml[:debut] + xml[fin + len(b"</ram:ExemptionReasonCode>") :]
    else:
        xml = xml_de(sans(FACTURE, *chemin))

    assert any(constat.startswith(phrase) for constat in controler(xml))


NOTRES = [
    pytest.param("vendeur", "siret", "73282932000075", "Le SIRET de l’organisme qui facture", id="siret"),
    pytest.param("acheteur", "siret", "23440003400027", "Le SIRET de la Région ne convient pas.", id="region"),
    pytest.param("vendeur", "iban", "FR7630006000011234567890188", "L’IBAN du compte à créditer", id="iban"),
    pytest.param("acheteur", "code_service", "", "Le code du service de la Région", id="service"),
]


@pytest.mark.parametrize(("partie", "champ", "valeur", "phrase"), NOTRES)
def test_ce_que_les_regles_ne_regardent_pas_est_regarde(partie, champ, valeur, phrase):
    constats = controler(xml_de({**FACTURE, partie: {**FACTURE[partie], champ: valeur}}))

    assert [constat.startswith(phrase) for constat in constats] == [True]


@pytest.mark.parametrize(("champ", "phrase"), [("bon", "Le numéro d’engagement"), ("marche", "Le numéro du marché")])
def test_les_references_que_veut_chorus_sont_exigees(champ, phrase):
    assert [c.startswith(phrase) for c in controler(xml_de({**FACTURE, champ: ""}))] == [True]


def test_une_ligne_ne_s_ecarte_pas_de_son_produit():
    premiere, seconde = FACTURE["lignes"]
    lignes = [{**premiere, "montant": "955.75"}, {**seconde, "montant": "-96.00"}]

    constats = controler(xml_de({**FACTURE, "lignes": lignes}))

    assert [constat[:7] for constat in constats] == ["Ligne 1", "Ligne 2"]


def test_le_moteur_tue_repart_de_lui_meme():
    assert controler(xml_de(FACTURE)) == []
    controle._MOTEUR.processus.kill()
    controle._MOTEUR.processus.wait()

    assert controler(xml_de(FACTURE)) == []


def test_plusieurs_fils_se_partagent_le_moteur():
    juste, faux = xml_de(FACTURE), xml_de(FACTURE).replace(b"GrandTotalAmount>859.75", b"GrandTotalAmount>860.75")
    rendus = []

    def controler_un(rang: int) -> None:
        rendus.append((rang % 2, len(controler(faux if rang % 2 else juste))))

    fils = [Thread(target=controler_un, args=[rang]) for rang in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(rendus) == [(0, 0)] * 4 + [(1, 2)] * 4


def test_un_processus_ne_apres_le_controle_a_son_moteur():
    xml = xml_de(FACTURE)
    assert controler(xml) == []
    enfant = os.fork()
    if enfant == 0:
        try:
            juste = controler(xml) == []
            controle._MOTEUR.arreter()
        except BaseException:  # noqa: BLE001 nothing of the test may run on in the child
            juste = False
        os._exit(0 if juste else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]) == 0
    assert controler(xml) == []


def test_sans_moteur_rien_n_est_dit_conforme(monkeypatch):
    monkeypatch.setattr(controle, "MOTEUR", Path("/nulle/part/moteur.py"))
    controle._MOTEUR.arreter()

    with pytest.raises(ControleImpossible):
        controler(xml_de(FACTURE))


@pytest.mark.parametrize(
    ("nda", "region"), [("52440000001", "de région Pays de la Loire."), ("23760000001", "de région Normandie.")]
)
def test_la_mention_de_l_activite_dit_le_prefet(nda, region):
    assert region in mention_nda(nda)


@pytest.mark.parametrize("nda", ["", "5244000000", "52440000O01"])
def test_une_declaration_d_activite_a_onze_chiffres(nda):
    assert not nda_valide(nda)
