"""Attendance sheets: one a week, printed with a code; a scan says by itself which came back, and for whom."""

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from heures.actions.emargement import Envoi, preparer_feuilles, recevoir, retirer_le_scan
from heures.impression import dessiner_les_feuilles
from heures.models import FeuilleEmargement, Releve
from heures.queries.emargement import scans_du, semaines_de
from heures.regles.emargement import PAR_FEUILLE, Page, code_du_texte, jours_de, semaines_du, texte_du_code
from heures.regles.mois import dernier_du_mois
from heures.scans import PAGES_MAX, lire_les_pages
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from noyau.pieces import Piece
from noyau.televersement import PieceLue, accepter_piece
from parcours.models import Interruption
from sessions_formation.models import Parcours
from tests.factories.heures import releve_ouvert

# Those of January 2027 from the first day of the session.
LUNDIS = [date(2027, 1, 11), date(2027, 1, 18), date(2027, 1, 25)]


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def scanne(pdf, *, dpi=150, tourne=0):
    """What a scanner makes of printed pages: grey pictures in a PDF, maybe upside down."""
    pages = [
        page.render(scale=dpi / 72, grayscale=True).to_pil().rotate(tourne, expand=True)
        for page in pypdfium2.PdfDocument(pdf)
    ]
    tampon = BytesIO()
    pages[0].save(tampon, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return tampon.getvalue()


def fichier(octets, nom="scan.pdf"):
    return SimpleUploadedFile(nom, octets)


def envoi(octets, nom="scan.pdf"):
    piece = accepter_piece(fichier(octets, nom))
    return Envoi(piece, lire_les_pages(piece))


def page(code, numero=1):
    return Page("scan.pdf", numero, (code,) if code else ())


def envoi_de(*codes, contenu=b"%PDF-1.7 %%EOF"):
    pages = [page(code, rang) for rang, code in enumerate(codes, start=1)]
    return Envoi(PieceLue("scan.pdf", "application/pdf", contenu), pages)


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_chaque_jour_ouvrable_du_mois_est_dans_une_semaine_et_une_seule(jour):
    mois = jour.replace(day=1)
    jours = [un for lundi in semaines_du(mois) for un in jours_de(lundi, mois)]
    attendus = [mois + timedelta(days=rang) for rang in range(dernier_du_mois(mois).day)]

    assert jours == [un for un in attendus if un.weekday() < 5]


def test_un_code_se_relit_et_un_autre_qr_n_en_est_pas_un():
    assert code_du_texte(texte_du_code("K7PM2X4T9RQD")) == "K7PM2X4T9RQD"
    assert code_du_texte("https://exemple.test/verifier/K7PM2X4T9RQD") == ""


def test_une_feuille_par_semaine_avec_les_noms_de_qui_y_est(le_monde, releve):
    premier, second = Parcours.objects.order_by("pk")
    Parcours.objects.filter(pk=second.pk).update(sorti_le=date(2027, 1, 20))

    feuilles = preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant)

    assert [(f.semaine, f.parcours) for f in feuilles] == [
        (lundi, [premier.pk, second.pk] if lundi < LUNDIS[2] else [premier.pk]) for lundi in LUNDIS
    ]
    textes = [page.extract_text() for page in pypdf.PdfReader(BytesIO(dessiner_les_feuilles(releve, feuilles))).pages]
    assert ["Guilbaud 1" in texte.replace("GUILBAUD", "Guilbaud") for texte in textes] == [True, True, False]
    assert Piece.objects.count() == 0


def test_qui_part_un_lundi_signe_ce_jour_et_qui_est_absent_ne_signe_pas(le_monde, releve):
    premier, second = Parcours.objects.order_by("pk")
    Parcours.objects.filter(pk=second.pk).update(sorti_le=LUNDIS[1])
    Interruption.objects.create(
        parcours=premier, debut=LUNDIS[1], fin=LUNDIS[2], motif="maladie", declaree_le=releve.cree_le
    )

    feuilles = preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant)

    assert [feuille.parcours for feuille in feuilles] == [[premier.pk, second.pk], [second.pk], [premier.pk]]


def test_imprimer_deux_fois_garde_les_codes_sauf_si_les_gens_changent(le_monde, releve):
    par = le_monde.au_cotraitant
    avant = preparer_feuilles(releve_id=releve.pk, par=par)

    assert preparer_feuilles(releve_id=releve.pk, par=par) == avant
    Parcours.objects.filter(pk=Parcours.objects.latest("pk").pk).update(sorti_le=date(2027, 1, 22))
    apres = preparer_feuilles(releve_id=releve.pk, par=par)
    assert [neuve.code == vieille.code for neuve, vieille in zip(apres, avant, strict=True)] == [True] * 2 + [False]
    assert LigneJournal.objects.de(releve).count() == 2


def test_un_grand_groupe_a_plusieurs_feuilles_par_semaine(le_monde):
    releve = releve_ouvert(le_monde, personnes=PAR_FEUILLE + 1)
    feuilles = preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant, semaine=LUNDIS[0])

    assert [len(feuille.parcours) for feuille in feuilles] == [PAR_FEUILLE, 1]
    recevoir(releve_id=releve.pk, envois=[envoi_de(feuilles[0].code)], par=le_monde.au_cotraitant)
    semaine = semaines_de(releve)[0]
    assert (semaine.couverte, semaine.manquants) == (False, 1)


@pytest.mark.parametrize("tourne", [0, 90, 180])
def test_un_scan_dit_ses_semaines_dans_l_ordre_ou_il_vient(le_monde, releve, tourne):
    feuilles = preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant)
    octets = scanne(dessiner_les_feuilles(releve, [feuilles[2], feuilles[0]]), tourne=tourne)

    reception = recevoir(releve_id=releve.pk, envois=[envoi(octets)], par=le_monde.au_cotraitant)

    assert reception == ([LUNDIS[0], LUNDIS[2]], 0, ())
    assert [semaine.couverte for semaine in semaines_de(releve)] == [True, False, True]
    assert scans_du(releve).count() == 1


def test_une_photo_de_telephone_se_lit_et_une_page_sans_code_est_dite(le_monde, releve):
    feuille = preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant, semaine=LUNDIS[1])[0]
    photo, blanche = BytesIO(), BytesIO()
    image = pypdfium2.PdfDocument(dessiner_les_feuilles(releve, [feuille]))[0].render(scale=3).to_pil()
    image.rotate(4, expand=True, fillcolor="grey").save(photo, "JPEG", quality=60)
    Image.new("L", (800, 1100), 255).save(blanche, "PNG")

    envois = [envoi(photo.getvalue(), "a.jpg"), envoi(blanche.getvalue(), "b.png")]
    reception = recevoir(releve_id=releve.pk, envois=envois, par=le_monde.au_cotraitant)

    assert reception == ([LUNDIS[1]], 0, (Page("b.png", 1, ()),))


def test_la_meme_feuille_deux_fois_est_dite_et_le_meme_fichier_garde_une_fois(le_monde, releve):
    par = le_monde.au_cotraitant
    feuille = preparer_feuilles(releve_id=releve.pk, par=par)[0]
    recevoir(releve_id=releve.pk, envois=[envoi_de(feuille.code)], par=par)

    assert recevoir(releve_id=releve.pk, envois=[envoi_de(feuille.code)], par=par) == ([], 1, ())
    assert scans_du(releve).count() == 1


def test_la_feuille_d_une_autre_session_est_refusee_et_rien_n_est_garde(le_monde, releve, dossier):
    par = le_monde.au_cotraitant
    autre = releve_ouvert(le_monde)
    sienne = preparer_feuilles(releve_id=releve.pk, par=par)[0]
    etrangere = preparer_feuilles(releve_id=autre.pk, par=par)[0]

    with pytest.raises(RegleViolee, match="une autre session"):
        recevoir(releve_id=releve.pk, envois=[envoi_de(sienne.code, etrangere.code)], par=par)
    with pytest.raises(RegleViolee, match="Aucune feuille"):
        recevoir(releve_id=releve.pk, envois=[envoi_de("")], par=par)
    assert FeuilleEmargement.objects.filter(recue_le__isnull=False).count() == 0
    assert Piece.objects.count() == 0
    assert [chemin for chemin in dossier.rglob("*") if chemin.is_file()] == []


def test_un_scan_retire_rend_ses_feuilles_attendues(le_monde, releve, dossier, django_capture_on_commit_callbacks):
    par = le_monde.au_cotraitant
    feuille = preparer_feuilles(releve_id=releve.pk, par=par)[0]
    recevoir(releve_id=releve.pk, envois=[envoi_de(feuille.code)], par=par)

    with django_capture_on_commit_callbacks(execute=True):
        retirer_le_scan(piece_id=scans_du(releve).get().pk, releve_id=releve.pk, par=par)
    assert [semaine.couverte for semaine in semaines_de(releve)] == [False] * 3
    assert [chemin for chemin in dossier.rglob("*") if chemin.is_file()] == []


def test_un_etranger_ne_prepare_ni_ne_recoit(le_monde, releve):
    for acte in (preparer_feuilles, lambda **qui: recevoir(envois=[envoi_de("X")], **qui)):
        with pytest.raises(Releve.DoesNotExist):
            acte(releve_id=releve.pk, par=le_monde.agent)


def test_la_page_imprime_recoit_et_dit_ce_qui_manque(client, le_monde, releve):
    client.force_login(le_monde.au_cotraitant)
    adresse = reverse("heures:emargement", args=[releve.pk])

    pdf = client.post(reverse("heures:imprimer", args=[releve.pk]), {"semaine": "2027-01-11"})
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "private, no-store")
    octets = scanne(pdf.content)
    recu = client.post(reverse("heures:recevoir", args=[releve.pk]), {"scans": [fichier(octets)]}, follow=True)
    assert recu.redirect_chain == [(adresse, 302)]
    assert [str(message) for message in recu.context["messages"]] == [
        "Feuilles signées reçues pour la semaine du 11/01."
    ]
    assert [semaine.couverte for semaine in recu.context["semaines"]] == [True, False, False]
    rendu = client.get(reverse("heures:scan", args=[scans_du(releve).get().pk]))
    assert b"".join(rendu.streaming_content) == octets


def test_envoyer_sans_fichier_le_demande(client, le_monde, releve):
    client.force_login(le_monde.au_cotraitant)

    reponse = client.post(reverse("heures:recevoir", args=[releve.pk]))

    assert reponse.context["form"].errors == {"scans": ["Choisissez un fichier."]}


def test_un_fichier_qui_n_est_pas_une_feuille_est_dit_au_champ(client, le_monde, releve):
    client.force_login(le_monde.au_cotraitant)
    tampon = BytesIO()
    blanche = Image.new("L", (20, 20), 255)
    blanche.save(tampon, "PDF", save_all=True, append_images=[blanche] * PAGES_MAX)
    for octets, dit in (
        (tampon.getvalue(), f"Ce PDF compte {PAGES_MAX + 1}"),
        (b"%PDF-1.7 rien %%EOF", "ne s’ouvre pas"),
        (b"", "vide"),
    ):
        page = client.post(reverse("heures:recevoir", args=[releve.pk]), {"scans": [fichier(octets)]})
        assert dit in page.context["form"].errors["scans"][0]
    assert Piece.objects.count() == 0


@pytest.mark.parametrize("personnes", [1, 3])
def test_les_semaines_se_lisent_en_trois_requetes(le_monde, personnes, django_assert_num_queries):
    releve = releve_ouvert(le_monde, personnes=personnes)
    preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant)

    with django_assert_num_queries(3):
        assert len(semaines_de(releve)) == 3
