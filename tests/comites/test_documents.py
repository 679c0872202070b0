"""The agenda and the record of decisions as PDF: what they say, read in the file, and that all may read them."""

import io

import pytest

from comites.actions.convoquer import convoquer
from comites.actions.noter import Note, noter_point
from comites.actions.tenir import clore_comite
from comites.models import PointComite
from noyau.courriers import Courrier, Document
from noyau.documents import dessiner
from noyau.redaction import objet_et_corps
from tests.courriers.exemples_comites import COMITE, CONVOCATION, LOCAL, RELEVE
from tests.factories.comites import en_seance, groupe_technique, prepare
from tests.factories.scenario import session_demandee

try:
    import weasyprint  # noqa: F401
except OSError as erreur:
    pytest.skip(f"Bibliothèque du système absente : {erreur}", allow_module_level=True)

pypdf = pytest.importorskip("pypdf")
SIGNATURE = {"signataire_nom": "A", "signataire_qualite": "B", "signataire_pour": "C", "ville": "Nantes"}


def ouvrir(modele, contexte):
    return pypdf.PdfReader(io.BytesIO(dessiner(modele, {**SIGNATURE, **contexte})))


def texte(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize(
    ("modele", "contexte", "titre"),
    [
        (
            "comite_ordre_du_jour",
            COMITE,
            "Ordre du jour, Groupe technique formation, Maine-et-Loire, 8 décembre 2026",
        ),
        ("comite_ordre_du_jour", LOCAL, "Ordre du jour, Comité local formation, Mauges, 8 décembre 2026"),
        ("comite_releve", RELEVE, "Relevé de décisions, Groupe technique formation, Maine-et-Loire, 8 décembre 2026"),
    ],
)
def test_papier_du_comite_est_accessible(modele, contexte, titre):
    pdf = ouvrir(modele, contexte)

    racine = pdf.trailer["/Root"]
    assert pdf.metadata.title == titre
    assert racine["/Lang"] == "fr"
    assert "/StructTreeRoot" in racine
    assert "pdfuaid" in pdf.xmp_metadata.stream.get_data().decode()
    assert "délégué à la protection des données" in texte(pdf)


def test_ordre_du_jour_dit_quand_ou_quoi_et_qui():
    lu = texte(ouvrir("comite_ordre_du_jour", COMITE))

    for fait in (
        "mardi 8 décembre 2026, de 9 h 30 à 11 h 30",
        "Salle 2, Cholet",
        "https://visio.example/groupe-49",
        "Nantes, le 24 novembre 2026",
        "Demandes de session 1. Soudeur assembleur industriel, Formaloire Métiers SE-2026-00412.",
        "2. Mauges : Couvreur / Couvreuse, 6 postes",
        "Liste des invités",
        "France Travail Cholet",
        "Hélène Pasquier, Région",
    ):
        assert fait in lu


def test_releve_dit_ce_qui_a_ete_note_et_ce_qui_ne_l_a_pas_ete():
    lu = texte(ouvrir("comite_releve", RELEVE))

    assert "Formaloire Métiers Favorable, besoin avéré, conditions remplies Cinq candidats sont déjà connus." in lu
    assert "6 postes Pas abordé" in lu
    assert "Compte rendu Prochaine rencontre en janvier." in lu
    assert "Il ne vaut pas notification" in lu


@pytest.mark.django_db
def test_faits_figes_par_les_actions_sont_ceux_des_papiers(le_monde):

    session_demandee(le_monde)
    convoque = prepare(groupe_technique(le_monde), le_monde)
    convoquer(comite_id=convoque.pk, par=le_monde.agent)
    comite = en_seance(groupe_technique(le_monde, lieu="Angers", debut=convoque.debut.replace(hour=14)), le_monde)
    point = PointComite.objects.get(comite=comite, nature="demande")
    noter_point(point_id=point.pk, par=le_monde.agent, note=Note("note"), version=0)
    clore_comite(comite_id=comite.pk, par=le_monde.agent, compte_rendu="")

    courrier = Courrier.objects.filter(modele="comite_convocation").order_by("pk")[0]
    assert set(courrier.contexte) == set(CONVOCATION)
    assert "None" not in objet_et_corps(courrier)[1]
    for modele in ("comite_ordre_du_jour", "comite_releve"):
        document = Document.objects.filter(modele=modele).order_by("pk")[0]
        assert set(document.contexte) - set(SIGNATURE) == set(COMITE)
        assert set(document.contexte["parties"][0]["points"][0]) == set(COMITE["parties"][0]["points"][0])
