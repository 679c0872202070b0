"""The letters as they are sent: what they say, read in the PDF itself, and what makes them accessible."""

import io
import re

import pytest

from noyau.courriers import deposer_document
from noyau.documents import dessiner
from noyau.tasks import dessiner_documents
from referentiels.models import Opco
from tests.courriers.exemples import (
    A_COMPLETER,
    AUTORISATION,
    DECISION,
    DEROGATION,
    INTENTION,
    NON_ELIGIBLE,
    PAR_DEROGATION,
    SOCLE,
)

try:
    import weasyprint  # noqa: F401
except OSError as erreur:  # the Python package is there, the system's Pango is not
    pytest.skip(f"Bibliothèque du système absente : {erreur}", allow_module_level=True)

pypdf = pytest.importorskip("pypdf")

SIGNATURE = {
    "signataire_nom": "Antoine Lemercier",
    "signataire_qualite": "Chef du service de l’achat de formation",
    "signataire_pour": "Pour la Présidente du Conseil régional et par délégation,",
    "ville": "Nantes",
}
SUIVI = {"suivi_par": "Hélène Pasquier", "suivi_telephone": "02 61 91 00 12", "suivi_courriel": ""}
TRANCHEE = {
    **DEROGATION,
    **SUIVI,
    "decidee_le": "2026-11-24",
    "precisions": "",
    "derogation": 1,
    "limites": "",
    "fin": "",
}
ACCORDEE = {
    **TRANCHEE, "accordee": True, "tu": False, "motif": "Saisonnier.", "limites": "Deux postes.", "fin": "2027-09-30"
}  # fmt: skip
TUE = {**TRANCHEE, "accordee": False, "tu": True, "motif": ""}
LETTRES = [
    pytest.param("accuse_intention", INTENTION, "Accusé de réception IE-2026-00041", 1, id="accuse"),
    pytest.param("accuse_intention", A_COMPLETER, "Accusé de réception IE-2026-00041", 1, id="accuse-a-completer"),
    pytest.param("accuse_intention", DEROGATION, "Accusé de réception IE-2026-00041", 1, id="accuse-derogation"),
    pytest.param("accuse_intention", NON_ELIGIBLE, "Accusé de réception IE-2026-00041", 1, id="accuse-non-eligible"),
    pytest.param("autorisation", AUTORISATION, "Autorisation de démarrage SE-2026-00412", 2, id="autorisation"),
    pytest.param("autorisation", PAR_DEROGATION, "Autorisation de démarrage SE-2026-00412", 2, id="par-derogation"),
    pytest.param("autorisation", SOCLE, "Autorisation de démarrage SE-2026-00412", 2, id="socle"),
    pytest.param("bon_commande", AUTORISATION, "Bon de commande BC-2026-00007, composante 4", 2, id="bon"),
    pytest.param(
        "bon_commande", PAR_DEROGATION, "Bon de commande BC-2026-00007, composante 4", 2, id="bon-mandataire"
    ),
    pytest.param("derogation_intention", ACCORDEE, "Décision de dérogation IE-2026-00041", 1, id="accordee"),
    pytest.param("derogation_intention", TUE, "Décision de dérogation IE-2026-00041", 1, id="refusee"),
    pytest.param("refus_session", DECISION, "Notification de refus SE-2026-00412", 2, id="refus"),
]


def ouvrir(modele, contexte):
    return pypdf.PdfReader(io.BytesIO(dessiner(modele, {**SIGNATURE, **contexte})))


def texte(pdf):
    """The words of a PDF on one line, its spaces made plain."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize(("modele", "contexte", "titre", "pages"), LETTRES)
def test_lettre_est_accessible_et_numerotee(modele, contexte, titre, pages):
    pdf = ouvrir(modele, contexte)

    racine = pdf.trailer["/Root"]
    assert pdf.metadata.title == titre
    assert racine["/Lang"] == "fr"
    assert racine["/MarkInfo"]["/Marked"] == True  # noqa: E712 — a pypdf BooleanObject is never the singleton
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=.1", pdf.xmp_metadata.stream.get_data().decode())
    assert "/StructTreeRoot" in racine
    assert len(pdf.pages) == pages
    for rang, page in enumerate(pdf.pages, start=1):
        assert f"page {rang} sur {pages}" in " ".join(page.extract_text().split())


@pytest.mark.parametrize(("modele", "contexte", "titre", "pages"), LETTRES)
def test_lettre_porte_ses_polices_avec_elle(modele, contexte, titre, pages):
    for page in ouvrir(modele, contexte).pages:
        for police in page["/Resources"]["/Font"].values():
            [descendante] = police.get_object()["/DescendantFonts"]
            descripteur = descendante.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descripteur)


@pytest.mark.parametrize(("modele", "contexte", "titre", "pages"), LETTRES)
def test_lettre_dit_comment_agir_sur_ses_donnees(modele, contexte, titre, pages):
    assert "délégué à la protection des données" in texte(ouvrir(modele, contexte))


def test_autorisation_dit_tous_les_faits_de_la_session():
    lu = texte(ouvrir("autorisation", AUTORISATION))

    for fait in (
        "Vous pouvez démarrer la session « Soudeur assembleur industriel »",
        "Notre référence SE-2026-00412",
        "Bon de commande BC-2026-00007, composante 4",
        "Votre demande 16 novembre 2026",
        "Suivi par Hélène Pasquier, 02 61 91 00 12",
        "14 rue de la Séguinière 49300 Cholet",
        "Nantes, le 24 novembre 2026",
        "du 11 janvier au 30 avril 2027",
        "5 parcours de 420 heures, soit 2 100 heures-stagiaires",
        "Montant commandé 19 950,00 €, exonéré de TVA",
        "Tôlerie d’Essai & Fils Chemillé-en-Anjou CDI, 35 h 2",
        "adressé à Compétences Ouest, mandataire (Groupement Ouest Métiers), qui facture",
        "deux mois qui suivent sa réception",
        "tribunal administratif de Nantes",
        "article 261-4-4° a du code général des impôts",
        "par délégation, Antoine Lemercier Chef du service de l’achat de formation",
    ):
        assert fait in lu


def test_autorisation_par_derogation_dit_pourquoi():
    assert "Pourquoi la dérogation est accordée Dérogation : lieu ou territoire utile" in texte(
        ouvrir("autorisation", PAR_DEROGATION)
    )


def test_autorisation_d_une_session_du_socle_ne_parle_pas_d_emplois():
    assert "emplois au bout" not in texte(ouvrir("autorisation", SOCLE))


def test_bon_de_commande_dit_ce_qu_il_commande():
    lu = texte(ouvrir("bon_commande", AUTORISATION))

    for fait in (
        "Numéro d’engagement BC-2026-00007",
        "Marché, lot 2025-FOR-031, lot 12",
        "Bon émis le 1er septembre 2026",
        "Mandataire : Groupement Ouest Métiers SIRET 800 000 008 00010",
        "Organisme qui forme Formaloire Métiers (SIRET 800 000 007 00012)",
        "5 420 2 100 9,50 € 19 950,00 €",
        "TVA exonérée Total de la composante 4 19 950,00 €",
        "Commandé sur ce bon, composantes 1 à 4 74 812,50 €",
        "article 261-4-4° a du code général des impôts",
    ):
        assert fait in lu


def test_refus_dit_pourquoi_et_comment_le_contester():
    lu = texte(
        ouvrir("refus_session", {**DECISION, "motif": "Il manque des postes\nTrois postes pour cinq parcours."})
    )

    assert "La session « Soudeur assembleur industriel » n’est pas autorisée" in lu
    assert "Pourquoi Il manque des postes Trois postes pour cinq parcours." in lu
    assert "deux mois qui suivent sa réception" in lu


def test_derogation_accordee_dit_ses_raisons_ses_limites_et_son_terme():
    lu = texte(ouvrir("derogation_intention", ACCORDEE))

    assert "La dérogation que vous demandez est accordée" in lu
    assert "Valable jusqu’au 30 septembre 2027" in lu
    assert "Pourquoi Saisonnier. Ce que la dérogation couvre Deux postes." in lu
    assert "tribunal administratif de Nantes" in lu


def test_derogation_sur_les_heures_ne_dit_pas_pourquoi_sur_le_papier():
    lu = texte(ouvrir("derogation_intention", TUE))

    assert "n’est pas accordée" in lu
    assert "Les raisons de cette décision vous sont écrites dans le courriel" in lu
    assert "02 61 91 00 12, a suivi votre dossier" in lu


def test_accuse_reprend_l_intention_entiere():
    lu = texte(ouvrir("accuse_intention", INTENTION))

    for fait in (
        "Votre intention est recevable",
        "Soudeur / Soudeuse, 2 postes",
        "SIRET 732 829 320 00074",
        "Employeur Tôlerie d’Essai & Fils",
        "Inter-industrie",
        "CDI, 35 h",
        "1er mai 2027",
        "Accueil en stage, jury de fin de formation",
        "Formaloire Métiers en est prévenu",
        "Ce n’est ni un contrat, ni une promesse d’embauche.",
    ):
        assert fait in lu
    assert "tribunal administratif" not in lu


def test_accuse_d_un_refus_se_conteste_et_montre_d_autres_aides():
    lu = texte(ouvrir("accuse_intention", NON_ELIGIBLE))

    assert "18 heures par semaine : il en faut 24 au moins. (FAQ §2)" not in lu
    assert "18 heures par semaine : il en faut 24 au moins. (FAQ §3)" in lu
    assert "tribunal administratif de Nantes" in lu
    assert "0 800 200 303" in lu


def test_signataire_vient_des_reglages_par_le_document(settings_modifies):
    assert "Camille Essai Cheffe de service" in texte(ouvrir("refus_session", {**DECISION, **settings_modifies}))


@pytest.fixture
def settings_modifies(db, settings):
    """What a document freezes once the settings name somebody else."""
    settings.SIGNATAIRE_NOM, settings.SIGNATAIRE_QUALITE = "Camille Essai", "Cheffe de service"
    return deposer_document(
        modele="refus_session",
        cle="essai",
        objet=Opco(pk=1),
        titre="Essai",
        reference="E",
        contexte={},
    ).contexte


def test_une_lettre_qui_ne_se_dessine_pas_n_arrete_pas_les_suivantes(db, settings, tmp_path, caplog):
    """Its template or its facts are wrong for ever; it is told, and those behind it are drawn."""
    settings.MEDIA_ROOT = tmp_path
    lettre = {"objet": Opco(pk=1), "titre": "Essai", "reference": "E"}
    fausse = deposer_document(modele="sans_gabarit", cle="fausse", contexte={}, **lettre)
    juste = deposer_document(modele="accuse_intention", cle="juste", contexte=INTENTION, **lettre)

    assert dessiner_documents() == 1

    juste.refresh_from_db()
    fausse.refresh_from_db()
    assert (bool(fausse.fichier), bool(juste.fichier)) == (False, True)
    assert [
        enregistrement.getMessage() for enregistrement in caplog.records if enregistrement.name == "noyau.tasks"
    ] == [f"Le document {fausse.pk} ne se dessine pas."]
