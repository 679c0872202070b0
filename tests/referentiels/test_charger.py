"""`charger_referentiels`: the project's own files, loaded for real."""

import csv
import shutil
import time
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from referentiels.actions.charger import DOSSIER
from referentiels.models import (
    Commune,
    CommuneDeleguee,
    Departement,
    Dispositif,
    Epci,
    Metier,
    Opco,
    Parametre,
    Secteur,
)
from referentiels.regles.grandeurs import CODES
from referentiels.regles.siret import siren_valide
from tests.factories.referentiels import ParametreFactory, TerritoireEfopFactory

pytestmark = pytest.mark.django_db

TABLES = (
    *(Departement, Epci, Commune, CommuneDeleguee, Opco, Secteur, Metier, Parametre, Dispositif),
    Metier.secteurs.through,
)


def _charger(**options) -> str:
    sortie = StringIO()
    call_command("charger_referentiels", stdout=sortie, **options)
    return sortie.getvalue()


def _contenu() -> dict:
    return {table: sorted(table.objects.values_list(*_colonnes(table))) for table in TABLES}


def _colonnes(table) -> list[str]:
    """Everything but the generated keys and the instant a value was entered."""
    return [
        champ.attname
        for champ in table._meta.concrete_fields
        if champ.name not in ("id", "saisi_le", "territoire", "epci", "tension_depuis", "tension_jusqu_au")
    ]


def test_tout_est_charge_vite_et_relancer_ne_change_rien():
    debut = time.monotonic()
    sortie = _charger()
    duree = time.monotonic() - debut
    premier = _contenu()

    # One value each, but for the interest on late payments: one each half-year since 2023.
    attendus = [101, 71, 1228, 362, 11, 17, 1584, len(CODES) + 5, 26]
    assert [table.objects.count() for table in TABLES[:-1]] == attendus
    assert sortie.splitlines()[3] == "   1228  communes"
    assert duree < 5
    _charger()
    assert _contenu() == premier


def test_ce_que_les_fichiers_disent_est_ce_que_la_base_dit():
    _charger()

    pouzauges = Commune.objects.get(pk="85182")
    assert (pouzauges.nom_normalise, pouzauges.code_postal, pouzauges.departement_id) == ("pouzauges", "85700", "85")
    assert Commune.objects.get(epci=None).nom == "L'Île-d'Yeu"
    limitrophes = Departement.objects.filter(limitrophe=True).order_by("code").values_list("code", flat=True)
    assert list(limitrophes) == ["17", "28", "35", "37", "41", "50", "56", "61", "79", "86"]
    couvreur = Metier.objects.get(libelle="Couvreur / Couvreuse")
    assert [secteur.code for secteur in couvreur.secteurs.all()] == ["construction"]
    assert Secteur.objects.filter(tension_depuis=None).get().code == "spectacle-intermittence"
    assert all(siren_valide(opco.siren) for opco in Opco.objects.all())


def test_chaque_valeur_des_regles_a_son_texte_et_sa_date():
    _charger()

    parametres = {parametre.code: parametre for parametre in Parametre.objects.all()}
    assert parametres.keys() == CODES.keys()
    assert {parametre.depuis for parametre in parametres.values()} == {date(2023, 1, 1)}
    assert parametres["pef_taux"].valeur == Decimal("0.70")
    with (DOSSIER / "parametres.csv").open(encoding="utf-8", newline="") as fichier:
        assert {ligne["code"]: ligne["unite"] for ligne in csv.DictReader(fichier)} == {
            code: grandeur.unite for code, grandeur in CODES.items()
        }


def test_recharger_laisse_ce_que_les_agents_ont_saisi():
    _charger()
    ParametreFactory(depuis=date(2030, 1, 1), valeur=8, saisi_par="Hélène Pasquier")
    Secteur.objects.filter(pk="sport").update(tension_jusqu_au=date(2030, 6, 30), libelle="à corriger")
    Commune.objects.filter(pk="85182").update(territoire=TerritoireEfopFactory(code="bocage"), nom="À corriger")
    couvreur = Metier.objects.get(libelle="Couvreur / Couvreuse")
    couvreur.secteurs.set(["niche"])

    _charger()

    assert Parametre.objects.get(depuis=date(2030, 1, 1)).valeur == 8
    sport = Secteur.objects.get(pk="sport")
    assert (sport.tension_depuis, sport.tension_jusqu_au, sport.libelle) == (
        date(2023, 1, 1),
        date(2030, 6, 30),
        "sport",
    )
    pouzauges = Commune.objects.get(pk="85182")
    assert (pouzauges.territoire_id, pouzauges.nom) == ("bocage", "Pouzauges")
    assert [secteur.code for secteur in couvreur.secteurs.all()] == ["niche"]


def test_une_valeur_deja_en_vigueur_garde_sa_valeur_et_son_texte():
    ParametreFactory(code="effectif_min", valeur=9, texte="Délibération locale")

    _charger()

    parametre = Parametre.objects.get(code="effectif_min")
    assert (parametre.valeur, parametre.texte) == (9, "Délibération locale")


def test_un_fichier_faux_ne_charge_rien(tmp_path):
    dossier = shutil.copytree(DOSSIER, tmp_path / "donnees")
    lignes = (dossier / "parametres.csv").read_text(encoding="utf-8").splitlines()
    (dossier / "parametres.csv").write_text("\n".join(lignes[:-1]), encoding="utf-8")

    with pytest.raises(CommandError, match=lignes[-1].partition(",")[0]):
        _charger(dossier=dossier)

    assert not Departement.objects.exists()
