"""What was written is proven whole, or the first thing that was touched is named: a line, a fact, a byte, a link."""

import hashlib
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from noyau.courriers import deposer_document
from noyau.empreintes import empreinte_de_ligne
from noyau.journal import LigneJournal, noter, preparer_ligne
from noyau.lettres import Document
from noyau.preuve import document_intact
from noyau.scellement import ASceller, Maillon, chainer, sceller, tete
from noyau.tasks import sceller_ce_qui_attend
from referentiels.models import Opco
from tests.noyau.exemples import decision_annulee

pytestmark = pytest.mark.django_db
LETTRE = {"numero": "SE-2026-00412", "marche": "2025-FOR-031", "montant": "19950.00"}


def en_sql(ordre, valeurs=()):
    """What somebody who holds the database does: the guards lifted, then put back."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")
        curseur.execute(ordre, valeurs)
        assert curseur.rowcount > 0
        curseur.execute("SET LOCAL session_replication_role = origin")


def verifier(*options):
    """Run the command; give what it says."""
    sortie = StringIO()
    call_command("verifier_journal", *options, stdout=sortie, stderr=StringIO())
    return sortie.getvalue()


def premier_defaut():
    """What the command names when it refuses."""
    with pytest.raises(CommandError) as refus:
        verifier()
    return re.search(r"Le premier : (.*) Rien n’a été scellé", str(refus.value))[1]


@pytest.fixture
def opco():
    return Opco.objects.create(code="9999", nom="Opco d’essai")


@pytest.fixture
def lignes(opco):
    """Five lines, sealed in this order from rank 1."""
    ecrites = [noter(opco, f"Acte {rang}", par=None, motif="L’employeur l’a dit : « oui ».") for rang in range(1, 6)]
    sceller()
    return ecrites


@pytest.fixture
def lettre(opco, settings, tmp_path):
    """A document drawn and sealed, its PDF under a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():
        document = deposer_document(
            modele="accuse_intention", cle="essai", objet=opco, titre="Essai", reference="E-1", contexte=LETTRE
        )
    Document.objects.filter(pk=document.pk).update(fichier="documents/e.pdf", empreinte=_deposer(tmp_path, b"%PDF-1"))
    sceller()
    return Document.objects.get(pk=document.pk)


def _deposer(dossier, octets):
    (dossier / "documents").mkdir(exist_ok=True)
    (dossier / "documents" / "e.pdf").write_bytes(octets)
    return hashlib.sha256(octets).hexdigest()


def test_journal_intact_est_prouve_entier(lignes, lettre):
    dit = verifier()

    assert "La chaîne est entière : 7 maillons" in dit
    assert "1 PDF relus, octet pour octet." in dit
    assert f"--tete 7:{tete().empreinte}" in dit


def test_chaque_maillon_vient_du_precedent(lignes):
    precedente = ""
    for rang, (ligne, maillon) in enumerate(zip(lignes, Maillon.objects.order_by("rang"), strict=True), start=1):
        ligne.refresh_from_db()
        assert (maillon.rang, maillon.nature, maillon.objet_id) == (rang, "ligne", ligne.pk)
        assert maillon.contenu == ligne.empreinte
        assert maillon.empreinte == chainer(precedente, "ligne", ligne.pk, ligne.empreinte)
        precedente = maillon.empreinte


def test_une_ligne_en_lot_porte_son_empreinte_comme_les_autres(opco):
    noter(opco, "Seule", par=None)
    seule = LigneJournal.objects.get()
    copie = preparer_ligne(opco, "Seule", par=None, transition="noter")
    copie.le = seule.le
    LigneJournal.objects.bulk_create([copie])

    assert len(seule.empreinte) == 64
    assert set(LigneJournal.objects.values_list("empreinte", flat=True)) == {seule.empreinte}


def test_empreinte_ne_depend_pas_du_fuseau_de_qui_ecrit(lignes):
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")

    assert "La chaîne est entière : 5 maillons" in verifier()


def test_un_octet_d_une_ligne_est_nomme(lignes):
    en_sql("UPDATE noyau_lignejournal SET motif = replace(motif, 'oui', 'ouï') WHERE id = %s", [lignes[2].pk])

    dit = premier_defaut()
    assert dit.startswith(f"La ligne n° {lignes[2].pk} du journal (« Acte 3 », referentiels.opco n° ")
    assert dit.endswith("ses données ont été modifiées (maillon n° 3).")


def test_une_ligne_dont_l_empreinte_est_refaite_est_nommee(lignes):
    en_sql("UPDATE noyau_lignejournal SET par_nom = 'Un autre' WHERE id = %s", [lignes[1].pk])
    en_sql(f"UPDATE noyau_lignejournal l SET empreinte = {empreinte_de_ligne('l')}")

    assert "« Acte 2 »" in premier_defaut()


def test_une_ligne_effacee_est_nommee(lignes):
    en_sql("DELETE FROM noyau_lignejournal WHERE id = %s", [lignes[3].pk])

    assert premier_defaut() == f"La ligne n° {lignes[3].pk} du journal a disparu (maillon n° 4)."


def test_une_ligne_modifiee_avant_d_etre_scellee_est_nommee(lignes, opco):
    ligne = noter(opco, "Toute neuve", par=None)
    en_sql("UPDATE noyau_lignejournal SET libelle = 'Autre' WHERE id = %s", [ligne.pk])

    assert premier_defaut().endswith("ses données ont été modifiées, avant d’être scellées.")
    assert ASceller.objects.count() == 1


def test_un_maillon_retire_est_nomme(lignes):
    en_sql("DELETE FROM noyau_maillon WHERE rang = 3")

    assert premier_defaut() == "Le maillon n° 3 manque : il a été retiré de la chaîne."


def test_le_premier_maillon_retire_est_nomme(lignes):
    en_sql("DELETE FROM noyau_maillon WHERE rang <= 2")

    assert premier_defaut() == "Les maillons n° 1 à 2 manquent : ils ont été retirés de la chaîne."


def test_deux_maillons_echanges_sont_nommes(lignes):
    en_sql("UPDATE noyau_maillon SET rang = CASE rang WHEN 2 THEN -4 ELSE -2 END WHERE rang IN (2, 4)")
    en_sql("UPDATE noyau_maillon SET rang = -rang WHERE rang < 0")

    assert premier_defaut() == "Le maillon n° 2 ne suit pas le précédent : la chaîne a été récrite."


def test_une_chaine_refaite_pour_couvrir_une_ligne_modifiee_casse_plus_loin(lignes):
    en_sql("UPDATE noyau_lignejournal SET libelle = 'Refusée' WHERE id = %s", [lignes[1].pk])
    en_sql(f"UPDATE noyau_lignejournal l SET empreinte = {empreinte_de_ligne('l')}")
    contenu = LigneJournal.objects.get(pk=lignes[1].pk).empreinte
    faux = chainer(Maillon.objects.get(rang=1).empreinte, "ligne", lignes[1].pk, contenu)
    en_sql("UPDATE noyau_maillon SET contenu = %s, empreinte = %s WHERE rang = 2", [contenu, faux])

    assert premier_defaut() == "Le maillon n° 3 ne suit pas le précédent : la chaîne a été récrite."


def test_la_fin_de_la_chaine_retiree_se_voit_a_la_tete_notee(lignes):
    notee = f"{tete().rang}:{tete().empreinte}"
    assert "entière : 5 maillons" in verifier("--tete", notee)
    en_sql("DELETE FROM noyau_maillon WHERE rang = 5")
    en_sql("DELETE FROM noyau_lignejournal WHERE id = %s", [lignes[4].pk])

    assert "entière : 4 maillons" in verifier()
    with pytest.raises(CommandError, match="La chaîne ne passe plus par le maillon n° 5 noté"):
        verifier("--tete", notee)


def test_un_octet_des_faits_d_un_document_est_nomme(lettre):
    assert document_intact(lettre.pk)
    en_sql("""UPDATE noyau_document SET contexte = jsonb_set(contexte, '{montant}', '"99950.00"')""")

    assert premier_defaut().startswith(f"Le document n° {lettre.pk} (« Essai E-1 », referentiels.opco n° ")
    assert not document_intact(lettre.pk)


def test_un_octet_du_pdf_est_nomme(lettre, tmp_path):
    _deposer(tmp_path, b"%PDF-2")

    assert premier_defaut().endswith("n’est plus le fichier d’origine (documents/e.pdf).")
    assert "Les PDF n’ont pas été relus." in verifier("--sans-fichiers")


def test_un_pdf_disparu_est_nomme(lettre, tmp_path):
    (tmp_path / "documents" / "e.pdf").unlink()

    assert premier_defaut().startswith(f"Le PDF du document n° {lettre.pk} (« Essai E-1 »")


def test_l_empreinte_d_un_pdf_refaite_est_nommee(lettre, tmp_path):
    en_sql("UPDATE noyau_document SET empreinte = %s", [_deposer(tmp_path, b"%PDF-2")])

    assert premier_defaut().startswith(f"Le PDF du document n° {lettre.pk}")
    assert not document_intact(lettre.pk)


def test_chaque_defaut_est_compte(lignes, lettre, tmp_path):
    _deposer(tmp_path, b"")
    en_sql("UPDATE noyau_lignejournal SET motif = ''")

    with pytest.raises(CommandError, match=r"^6 défauts. Le premier : La ligne"):
        verifier("--tous")


def test_ce_qui_n_est_pas_scelle_est_verifie_puis_scelle(lignes, opco):
    noter(opco, "Récente", par=None)
    noter(opco, "Oubliée", par=None)
    ASceller.objects.order_by("-pk").first().delete()

    dit = verifier()

    assert "La chaîne est entière : 5 maillons" in dit
    assert "2 n’étaient pas encore scellés : vérifiés, puis scellés." in dit
    assert Maillon.objects.count() == 7
    assert not ASceller.objects.exists()


def test_ce_qui_a_disparu_avant_d_etre_scelle_laisse_un_maillon_vide(opco):
    ligne = noter(opco, "Gênante", par=None)
    en_sql("DELETE FROM noyau_lignejournal")

    assert sceller() == 1
    assert premier_defaut() == f"La ligne n° {ligne.pk} du journal a disparu (maillon n° 1)."


def test_une_decision_annulee_ne_laisse_rien_a_sceller(opco):
    with decision_annulee():
        noter(opco, "Jamais dit", par=None)

    assert (sceller_ce_qui_attend(), Maillon.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE noyau_maillon SET contenu = ''",
        "DELETE FROM noyau_maillon",
        "UPDATE noyau_document SET contexte = '{}'",
        "UPDATE noyau_document SET code = '000000000000'",
        "UPDATE noyau_document SET empreinte = ''",
    ],
)
def test_la_base_refuse_de_toucher_aux_preuves(lignes, lettre, ordre):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)


def test_une_tete_mal_ecrite_est_dite():
    with pytest.raises(CommandError, match="Écrivez la tête"):
        verifier("--tete", "12")
