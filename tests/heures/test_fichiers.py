"""Files of hours: the template sent back, the signed statement attached, read again, taken back."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heures.enums import Saisie
from heures.models import HeuresParcours
from noyau.pieces import Piece
from tests.factories.heures import parcours_du, saisir_faites
from tests.heures.pages import adresse, faites, fevrier, odile, page
from tests.html import texte

__all__ = ["fevrier", "odile"]

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF\n"


def test_le_modele_se_remplit_et_se_renvoie(odile, releve):
    premier, second = parcours_du(releve)
    modele = odile.get(adresse("modele", releve)).content.decode("utf-8-sig")
    tete, une, _ = modele.splitlines()
    assert tete == "Parcours;Stagiaire;Prévues;Faites;Absences justifiées;Absences non justifiées"
    assert une == f"{premier};Lucie Guilbaud 0;76;0;0;0"
    rempli = [tete, f"{premier};;76;70,5;5,5;", f"{second};;76;trop;;", "999999;;1;1;;", une]

    reponse = envoyer(odile, releve, "\n".join(rempli).encode("cp1252"))

    dit = texte(reponse)
    assert "3 lignes refusées" in dit
    assert "Ligne 3 : « trop » n’est pas un nombre d’heures" in dit
    assert "Ligne 4 : Le parcours « 999999 » n’est pas sur ce relevé" in dit
    assert "Ligne 5 : Le parcours" in dit
    assert "1 ligne comprise" in dit
    assert faites(releve) == [0, 0]
    odile.post(adresse("fichier", releve), {"apercu": apercu(reponse)})
    assert faites(releve) == [Decimal("70.50"), 0]
    assert HeuresParcours.objects.get(parcours=premier).saisie == Saisie.FICHIER


def test_un_apercu_perime_ou_d_ailleurs_ne_s_enregistre_pas(odile, le_monde, releve):
    modele = odile.get(adresse("modele", releve)).content.replace(b";76;0;0;0", b";76;70;0;0")
    jeton = apercu(envoyer(odile, releve, modele))
    saisir_faites(releve, [1, 2], par=le_monde.au_cotraitant)

    for envoye in (jeton, "n’importe quoi"):
        suite = odile.post(adresse("fichier", releve), {"apercu": envoye})
        assert suite.headers["Location"] == adresse("fichier", releve)
    assert faites(releve) == [1, 2]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"PK\x03\x04 classeur", "enregistrez-le au format CSV"),
        (b"Parcours;Faites\n1;2", "manque les colonnes"),
        (b"a\0b", "n’est pas un CSV"),
    ],
)
def test_un_fichier_illisible_est_dit(odile, releve, contenu, phrase):
    assert phrase in texte(envoyer(odile, releve, contenu))


def test_le_releve_signe_se_joint_se_relit_et_se_retire(odile, client, le_monde, releve):
    for _ in range(2):
        odile.post(adresse("joindre", releve), {"piece": SimpleUploadedFile("janvier.pdf", PDF)})
    piece = Piece.objects.get()
    assert "janvier.pdf" in page(odile, "releve", releve)
    assert b"".join(odile.get(adresse("piece", piece)).streaming_content) == PDF
    client.force_login(le_monde.au_mandataire)
    assert client.get(adresse("piece", piece)).status_code == 404
    client.force_login(le_monde.au_cotraitant)
    retirer = reverse("heures:piece_retirer", args=[releve.pk, piece.pk])
    assert "janvier.pdf" in texte(odile.get(retirer))
    assert Piece.objects.exists()
    assert "Le fichier est retiré." in texte(odile.post(retirer, follow=True))
    assert not Piece.objects.exists()
    assert "il est déjà retiré" in texte(odile.post(retirer, follow=True))
    assert "il est déjà retiré" in texte(odile.get(retirer, follow=True))


def test_un_releve_signe_refuse_le_dit_a_son_champ(odile, releve):
    for piece, phrase in (
        ({}, "Choisissez un fichier"),
        ({"piece": SimpleUploadedFile("a.txt", b"a")}, "pas lisible"),
    ):
        reponse = odile.post(adresse("joindre", releve), piece)
        assert reponse.status_code == 200
        assert phrase in str(reponse.context["piece_form"].errors["piece"])
        assert 'href="#id_piece"' in reponse.content.decode()
    assert not Piece.objects.exists()


def envoyer(client, releve, contenu):
    return client.post(adresse("fichier", releve), {"fichier": SimpleUploadedFile("heures.csv", contenu)})


def apercu(reponse):
    return reponse.context["apercu"]
