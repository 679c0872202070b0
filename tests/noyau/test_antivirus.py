"""Files that people send are shown to the antivirus first, and none passes while it does not answer."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from factures.forms.statuts import StatutsForm
from heures.forms.fichier import FichierForm
from intentions.forms.importation import ImportForm
from noyau.antivirus import INFECTE, MUET, TROP_LONG, controler
from noyau.champs_fichiers import ChampPiece
from tests.noyau.clamd import antivirus
from tests.noyau.test_televersement import PDF


class PieceForm(forms.Form):
    fichier = ChampPiece()


@pytest.fixture
def branche(settings):
    with antivirus() as settings.CLAMAV:
        yield


def refus_de(formulaire: type[forms.Form], contenu: bytes) -> list[str]:
    form = formulaire({}, {"fichier": SimpleUploadedFile("fichier.pdf", contenu)})
    form.is_valid()
    return form.errors.get("fichier", [])


@pytest.mark.parametrize("formulaire", [PieceForm, StatutsForm, FichierForm, ImportForm])
def test_chaque_formulaire_qui_lit_un_fichier_le_montre_d_abord(db, branche, formulaire):
    assert refus_de(formulaire, PDF + b"EICAR") == [INFECTE]


def test_un_fichier_sain_passe(branche):
    assert refus_de(PieceForm, PDF) == []


@pytest.mark.parametrize(
    ("reponse", "phrase"),
    [
        pytest.param(b"INSTREAM size limit exceeded. ERROR", TROP_LONG, id="trop-long"),
        pytest.param(b"stream: Can't allocate memory ERROR", MUET, id="panne"),
        pytest.param(b"n'importe quoi", MUET, id="incomprehensible"),
    ],
)
def test_ce_qui_n_est_pas_dit_sain_est_refuse(settings, reponse, phrase):
    with antivirus(reponse) as settings.CLAMAV, pytest.raises(ValidationError) as refus:
        controler(b"contenu")

    assert refus.value.messages == [phrase]


def test_un_fichier_trop_long_se_dit_meme_quand_l_antivirus_raccroche_au_milieu(settings):
    with antivirus(plafond=100_000) as settings.CLAMAV, pytest.raises(ValidationError) as refus:
        controler(bytes(3_000_000))

    assert refus.value.messages == [TROP_LONG]


@pytest.mark.parametrize("adresse", ["tcp://127.0.0.1:9", "unix:///nulle/part.sock"])
def test_un_antivirus_muet_fait_refuser_et_se_voit_au_journal(settings, caplog, adresse):
    settings.CLAMAV = adresse

    assert refus_de(PieceForm, PDF) == [MUET]
    assert [ligne.levelname for ligne in caplog.records if ligne.name == "noyau.antivirus"] == ["ERROR"]


def test_une_adresse_mal_ecrite_ne_laisse_rien_passer(settings):
    settings.CLAMAV = "clamd:3310"

    with pytest.raises(ValueError, match="CLAMAV s’écrit"):
        controler(b"contenu")
