"""The public page of verification: genuine or not, changed or not, and nothing of anybody."""

import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from noyau.courriers import deposer_document
from noyau.lettres import Document
from noyau.scellement import sceller
from noyau.templatetags.maison import jour
from noyau.views.verifier import TAILLE_MAX_MO, TROP_LOURD
from referentiels.models import Opco
from tests.html import lire, texte, textes

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 essai %%EOF"
VERIFIER = reverse("noyau:verifier")


@pytest.fixture
def lettre():
    """A drawn and sealed document, whose facts name an employer and a person."""
    with transaction.atomic():
        document = deposer_document(
            modele="essai",
            cle="essai",
            objet=Opco(pk=1),
            titre="Lettre d’essai",
            reference="E-2026-1",
            contexte={"employeur": "Tôlerie d’essai", "contact": "Claire Heulin"},
        )
    Document.objects.filter(pk=document.pk).update(fichier="x.pdf", empreinte=hashlib.sha256(PDF).hexdigest())
    sceller()
    return Document.objects.get(pk=document.pk)


@pytest.fixture(autouse=True)
def aucune_verification_avant():
    cache.clear()


def adresse(document):
    return reverse("noyau:verifier_code", args=[document.code_affiche])


def envoyer(client, document, octets):
    return client.post(adresse(document), {"pdf": SimpleUploadedFile("lettre.pdf", octets, "application/pdf")})


def fausser(ordre):
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")
        curseur.execute(ordre)
        curseur.execute("SET LOCAL session_replication_role = origin")


def test_un_document_authentique_dit_ce_qu_il_est_sans_nommer_personne(client, lettre):
    reponse = client.get(adresse(lettre))

    lu = texte(reponse)
    assert textes(lire(reponse.content.decode()), "h1") == ["Ce document est authentique"]
    faits = textes(lire(reponse.content.decode()), ".verifier__faits dd")
    assert faits == ["Lettre d’essai", "E-2026-1", jour(lettre.cree_le)]
    assert "Rien ne l’a modifié ni annulé depuis." in lu
    assert lettre.empreinte in lu
    for nom in ("Tôlerie", "Claire", "Heulin"):
        assert nom not in reponse.content.decode()


def test_la_page_ne_s_indexe_ni_ne_se_garde(client, lettre):
    for page in (VERIFIER, adresse(lettre), reverse("noyau:verifier_code", args=["inconnu"])):
        reponse = client.get(page)
        assert reponse.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in reponse.content.decode()
        assert "no-store" in reponse.headers["Cache-Control"]
        assert not reponse.cookies


@pytest.mark.parametrize("ecrire", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_le_code_saisi_mene_au_document(client, lettre, ecrire):
    reponse = client.get(VERIFIER, {"code": ecrire(lettre.code_affiche)})

    assert (reponse.status_code, reponse.url) == (302, adresse(lettre))


def test_une_adresse_sans_tirets_mene_a_la_bonne(client, lettre):
    reponse = client.get(reverse("noyau:verifier_code", args=[lettre.code.lower()]))

    assert (reponse.status_code, reponse.url) == (302, adresse(lettre))


@pytest.mark.parametrize(
    ("saisi", "dit"),
    [
        ("", "Écrivez le code imprimé en bas du document."),
        ("K7PM-2X4T", "Ce n’est pas un code entier"),
    ],
)
def test_ce_qui_n_est_pas_un_code_se_corrige(client, saisi, dit):
    reponse = client.get(VERIFIER, {"code": saisi})

    assert dit in texte(reponse)
    assert f'value="{saisi}"' in reponse.content.decode() or not saisi


def test_un_code_inconnu_le_dit_et_garde_ce_qui_est_ecrit(client):
    reponse = client.get(reverse("noyau:verifier_code", args=["K7PM-2X4T-9RQD"]))

    assert reponse.status_code == 404
    assert "Aucun document ne porte le code K7PM-2X4T-9RQD." in texte(reponse)
    assert 'value="K7PM-2X4T-9RQD"' in reponse.content.decode()


@pytest.mark.parametrize(
    "ordre",
    [
        pytest.param("""UPDATE noyau_document SET contexte = '{"montant": "1"}'""", id="un-fait"),
        pytest.param("UPDATE noyau_document SET reference = 'E-2026-2'", id="la-reference"),
        pytest.param("UPDATE noyau_document SET sceau = repeat('0', 64)", id="le-sceau"),
        pytest.param("UPDATE noyau_document SET empreinte = repeat('0', 64)", id="l-empreinte-du-fichier"),
        pytest.param("UPDATE noyau_maillon SET contenu = repeat('0', 64) WHERE rang = 1", id="un-maillon"),
        pytest.param("UPDATE noyau_maillon SET empreinte = repeat('0', 64) WHERE rang = 2", id="la-chaine"),
    ],
)
def test_des_donnees_modifiees_le_disent_en_rouge_sans_les_montrer(client, lettre, ordre):
    fausser(ordre)

    reponse = client.get(adresse(lettre))

    assert textes(lire(reponse.content.decode()), ".verifier__reponse--non h1") == ["Ne vous fiez pas à ce document"]
    assert "Appelez la Région avant toute chose" in texte(reponse)
    assert "Ce que vous devez y lire" not in texte(reponse)


def test_le_fichier_d_origine_est_reconnu_octet_pour_octet(client, lettre):
    lu = texte(envoyer(client, lettre, PDF))

    assert "Oui : c’est le fichier que nous avons établi, octet pour octet." in lu
    assert lu.count(lettre.empreinte) == 2


def test_un_octet_de_plus_ne_l_est_pas(client, lettre):
    lu = texte(envoyer(client, lettre, PDF + b" "))

    assert "Non : ce fichier n’est pas celui que nous avons établi." in lu
    assert hashlib.sha256(PDF + b" ").hexdigest() in lu


def test_le_fichier_garde_avec_des_donnees_fausses_ne_rassure_pas(client, lettre):
    fausser("UPDATE noyau_document SET titre = 'Autre'")

    assert "ses données ont été modifiées : appelez la Région" in texte(envoyer(client, lettre, PDF))


def test_un_document_pas_encore_dessine_le_dit(client):
    with transaction.atomic():
        neuf = deposer_document(modele="e", cle="e", objet=Opco(pk=1), titre="E", reference="E", contexte={})

    assert "Notre propre fichier n’est pas encore dessiné" in texte(envoyer(client, neuf, PDF))


def test_sans_fichier_on_en_demande_un(client, lettre):
    assert "Choisissez un fichier." in texte(client.post(adresse(lettre)))


def test_un_fichier_vide_ou_trop_lourd_est_dit(client, lettre):
    assert "Ce fichier est vide." in texte(envoyer(client, lettre, b""))
    lu = texte(envoyer(client, lettre, bytes(TAILLE_MAX_MO * 1024 * 1024 + 1)))
    assert " ".join(TROP_LOURD.split()) in lu
    assert "Choisissez un fichier." not in lu


def test_un_envoi_annonce_demesure_n_est_pas_lu(client, lettre):
    lu = client.post(
        adresse(lettre), b"x" * 10, content_type="multipart/form-data; boundary=b", CONTENT_LENGTH="9" * 30
    )

    assert " ".join(TROP_LOURD.split()) in texte(lu)


def test_le_fichier_envoye_ne_touche_pas_le_disque(client, lettre, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = tmp_path

    envoyer(client, lettre, bytes(5 * 1024 * 1024))

    assert list(tmp_path.iterdir()) == []


def test_trop_de_verifications_d_une_meme_adresse_attendent(client):
    inconnu = reverse("noyau:verifier_code", args=["K7PM-2X4T-9RQD"])

    codes = [client.get(inconnu).status_code for _ in range(61)]

    assert codes == [404] * 60 + [429]


def test_le_pied_de_chaque_page_mene_a_la_verification(client):
    assert f'<a href="{VERIFIER}">Vérifier un document</a>' in client.get("/").content.decode()
