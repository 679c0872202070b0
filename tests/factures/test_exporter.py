"""The files of a month: one Factur-X each, in a folder or in an archive, the same however often it is asked."""

from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import facturx
import pytest
from django.core.management import CommandError, call_command

from factures.actions.avoir import reprendre_la_facture
from factures.actions.emettre import emettre
from factures.actions.exporter import archive_de, pieces_du_mois
from tests.factories.emission import fiche, projet
from tests.factories.factures import MOIS, bon_de_commande
from tests.factories.scenario import monde

LE = date(2027, 2, 1)


@pytest.fixture
def emise(db):
    """An invoice of January and its avoir; a draft of February, which is no file."""
    ici = monde()
    fiche(ici.mandataire)
    bon = bon_de_commande(ici)
    facture = emettre(facture_id=projet(bon).pk, par=None, le=LE)
    reprendre_la_facture(facture_id=facture.pk, motif="Erreur.", par=None, le=LE)
    projet(bon, mois=date(2027, 2, 1))
    return facture


def exporter(dossier, mois="2027-01") -> str:
    sortie = StringIO()
    call_command("exporter_factures", mois, str(dossier), stdout=sortie)
    return sortie.getvalue().strip().replace("\N{NO-BREAK SPACE}", " ")


def test_exporter_ecrit_un_fichier_factur_x_pour_chaque_piece(emise, tmp_path):
    dossier = tmp_path / "janvier"
    siret = emise.emetteur.siret

    assert exporter(dossier) == "2 fichiers écrits, 0 déjà présent."

    assert sorted(fichier.name for fichier in dossier.iterdir()) == [
        f"{siret}_F2027-00001.pdf", f"{siret}_F2027-00002.pdf",
    ]  # fmt: skip
    octets = (dossier / f"{siret}_F2027-00001.pdf").read_bytes()
    assert facturx.get_xml_from_pdf(octets, check_schematron=False) == ("factur-x.xml", emise.xml.encode())


def test_exporter_de_nouveau_ne_change_rien_et_repare(emise, tmp_path):
    exporter(tmp_path)
    avant = {fichier.name: fichier.read_bytes() for fichier in tmp_path.iterdir()}
    (tmp_path / min(avant)).write_bytes(b"coupe")

    assert exporter(tmp_path) == "1 fichier écrit, 1 déjà présent."

    assert {fichier.name: fichier.read_bytes() for fichier in tmp_path.iterdir()} == avant


def test_exporter_un_mois_sans_facture_n_ecrit_rien(emise, tmp_path):
    assert exporter(tmp_path, "2026-12") == "0 fichier écrit, 0 déjà présent."
    assert list(tmp_path.iterdir()) == []


def test_exporter_dit_ce_qui_ne_va_pas(emise, tmp_path):
    with pytest.raises(CommandError):
        exporter(tmp_path, "janvier")
    (tmp_path / "fichier").write_text("")
    with pytest.raises(CommandError):
        exporter(tmp_path / "fichier" / "dossier")


def test_l_archive_du_mois_se_lit_et_ne_change_pas(emise):
    pieces = pieces_du_mois(MOIS)

    octets = b"".join(archive_de(pieces))

    with ZipFile(BytesIO(octets)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [piece.nom for piece in pieces]
        assert archive.read(pieces[0].nom).startswith(b"%PDF-1.7")
    assert b"".join(archive_de(pieces)) == octets
