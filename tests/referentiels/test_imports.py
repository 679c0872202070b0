"""The official files that are not in the repository: small files of the same form, written here."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from referentiels.models import BesoinEnquete, Certification, Commune, TerritoireEfop
from tests.factories.referentiels import CommuneFactory, DepartementFactory, EpciFactory

pytestmark = pytest.mark.django_db

RNCP = """\
Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Nomenclature_Europe_Niveau;Date_Fin_Enregistrement;Actif
1;RNCP35191;"TP Couvreur-zingueur
et bardeur";TP;NIV3;31/08/2027;ACTIVE
2;RS5000;Habilitation électrique;;;;INACTIVE
3;CI12;Sans numéro;;;;ACTIVE
4;RNCP2;Mauvaise date;;;demain;ACTIVE
5;RNCP3;;;;;ACTIVE
6;RNCP4;Peut-être;;;;BIENTÔT
7;RNCP5;Trop court
8;RNCP35191;Doublon;;;;ACTIVE
"""


def _importer(commande, chemin, *arguments) -> tuple[str, str]:
    """Standard output, and what was refused with the final error."""
    sortie, refus = StringIO(), StringIO()
    try:
        call_command(commande, str(chemin), *arguments, stdout=sortie, stderr=refus)
    except CommandError as erreur:
        refus.write(str(erreur))
    return sortie.getvalue(), refus.getvalue()


@pytest.fixture
def fichier(tmp_path):
    def ecrire(texte, codage="utf-8"):
        chemin = tmp_path / "fichier.csv"
        chemin.write_text(texte, encoding=codage, newline="")
        return chemin

    return ecrire


def test_certifications_les_bonnes_lignes_sont_gardees_les_autres_dites(fichier):
    sortie, refus = _importer("importer_certifications", fichier(RNCP))

    assert list(Certification.objects.values_list("code", "intitule", "niveau", "active", "fin_enregistrement")) == [
        ("RNCP35191", "TP Couvreur-zingueur\net bardeur", "3", True, date(2027, 8, 31)),
        ("RS5000", "Habilitation électrique", "", False, None),
    ]
    assert sortie == "Certifications : 2 nouvelles, 0 modifiée, 0 inchangée.\n".replace(" nouv", "\xa0nouv").replace(
        " modi", "\xa0modi"
    ).replace(" inch", "\xa0inch")
    assert refus.splitlines() == [
        "Ligne 5 : « CI12 » n’est ni un numéro RNCP ni un numéro RS.",
        "Ligne 6 : « demain » n’est pas une date.",
        "Ligne 7 : intitule : Ce champ ne peut pas être vide.",
        "Ligne 8 : « BIENTÔT » ne dit pas si la certification est active (ACTIVE ou INACTIVE).",
        "Ligne 9 : 3 colonnes au lieu de 7.",
        "Ligne 10 : déjà à la ligne 2.",
        "6\xa0lignes refusées ; le reste est enregistré.",
    ]


def test_certifications_relancer_ne_change_rien_et_mettre_a_jour_ne_touche_que_le_change(fichier):
    propre = "\n".join(RNCP.splitlines()[:4])
    _importer("importer_certifications", fichier(propre))

    sortie, refus = _importer("importer_certifications", fichier(propre))
    assert (sortie.split(), refus) == (
        ["Certifications", ":", "0", "nouvelle,", "0", "modifiée,", "2", "inchangées."],
        "",
    )

    sortie, _ = _importer("importer_certifications", fichier(propre.replace("INACTIVE", "ACTIVE")))
    assert sortie.split() == ["Certifications", ":", "0", "nouvelle,", "1", "modifiée,", "1", "inchangée."]
    assert Certification.objects.get(pk="RS5000").active is True


def test_certifications_liste_simple_en_windows_1252_et_colonne_designee(fichier):
    chemin = fichier("code,intitule,niveau,statut\nRNCP1,Opérateur,4,INACTIVE\n", "cp1252")

    _, refus = _importer("importer_certifications", chemin, "--colonne", "active=Statut")

    assert refus == ""
    assert list(Certification.objects.values_list("code", "intitule", "niveau", "active")) == [
        ("RNCP1", "Opérateur", "4", False)
    ]


@pytest.mark.parametrize(
    ("texte", "arguments", "message"),
    [
        pytest.param("a;b\n1;2\n", [], "Colonnes introuvables : code, intitule.", id="sans-les-colonnes"),
        pytest.param("", [], "Colonnes introuvables : code, intitule.", id="vide"),
        pytest.param("code;intitule\n", ["--colonne", "ville=x"], "Cet import ne lit pas « ville ».", id="inconnue"),
        pytest.param("code;intitule\n", ["--colonne", "active=x"], "Colonnes introuvables : active.", id="designee"),
    ],
)
def test_un_fichier_inutilisable_se_dit_en_une_phrase(fichier, texte, arguments, message):
    _, refus = _importer("importer_certifications", fichier(texte), *arguments)

    assert refus.startswith(message)


def test_un_fichier_absent_se_dit(tmp_path):
    _, refus = _importer("importer_certifications", tmp_path / "absent.csv")

    assert "absent.csv ne se lit pas" in refus


BMO = """\
annee;Code métier BMO;Nom métier BMO;Famille_met;Lbl_fam_met;REG;NOM_REG;Dept;NomDept;BE25;NOMBE25;met;xmet;smet
2025;B1Z40;Couvreurs;B;Construction;52;Pays de la Loire;44;Loire-Atlantique;5203;CHATEAUBRIANT;120;*;0
2025;B1Z40;Couvreurs;B;Construction;53;Bretagne;35;Ille-et-Vilaine;5301;RENNES;80;40;0
2025;B1Z41;Maçons;B;Construction;52;Pays de la Loire;44;Loire-Atlantique;5203;CHATEAUBRIANT;douze;*;0
"""


def test_bmo_le_secret_n_est_pas_un_zero_et_seule_la_region_est_gardee(fichier):
    DepartementFactory(code="44")
    DepartementFactory(code="35", dans_region=False)

    sortie, refus = _importer("importer_bmo", fichier(BMO, "utf-8-sig"))

    [besoin] = BesoinEnquete.objects.all()
    assert (besoin.annee, besoin.code_metier, besoin.metier, besoin.departement_id) == (
        2025,
        "B1Z40",
        "Couvreurs",
        "44",
    )
    assert (besoin.code_bassin, besoin.bassin) == ("5203", "CHATEAUBRIANT")
    assert (besoin.projets, besoin.difficiles, besoin.saisonniers) == (120, None, 0)
    assert sortie.splitlines()[1].split() == ["1", "ligne", "hors", "de", "la", "région."]
    assert refus.splitlines()[0] == "Ligne 4 : « douze » n’est pas un nombre entier."


def test_bmo_un_nouveau_chiffre_remplace_l_ancien_et_l_annee_se_donne(fichier):
    DepartementFactory(code="44")
    sans_annee = (
        "code_metier_bmo,metier,code_departement,code_bassin,bassin,projets,projets_difficiles,projets_saisonniers\n"
        "B1Z40,Couvreurs,44,5203,CHATEAUBRIANT,120,,\n"
    )

    assert "sans année" in _importer("importer_bmo", fichier(sans_annee))[1]
    _importer("importer_bmo", fichier(sans_annee), "--annee", "2025")
    sortie, _ = _importer("importer_bmo", fichier(sans_annee.replace("120", "1 200")), "--annee", "2025")

    assert sortie.split()[4:] == ["0", "nouvelle,", "1", "modifiée,", "0", "inchangée."]
    assert BesoinEnquete.objects.get().projets == 1200


@pytest.fixture
def communes():
    nozay = EpciFactory(code_siren="244400537")
    mayenne = DepartementFactory(code="53")
    return [
        CommuneFactory(code_insee="44001", nom="Abbaretz", epci=nozay),
        CommuneFactory(code_insee="44113", nom="Nozay", epci=nozay),
        CommuneFactory(code_insee="53130", nom="Laval", departement=mayenne),
    ]


def test_territoires_par_commune(fichier, communes):
    lignes = ["Abbaretz;44001;Nord 44", "Laval;53130;Mayenne", "Acigné;35001;Nord 44", "Abbaretz;44001;Mayenne"]
    texte = "\n".join(["Commune;Code_INSEE;Territoire", *lignes])

    sortie, refus = _importer("importer_territoires", fichier(texte))

    assert [(t.code, t.nom, t.departement_id) for t in TerritoireEfop.objects.all()] == [
        ("mayenne", "Mayenne", "53"),
        ("nord-44", "Nord 44", "44"),
    ]
    assert list(Commune.objects.order_by("pk").values_list("territoire", flat=True)) == ["nord-44", None, "mayenne"]
    assert sortie.splitlines()[1] == "1\xa0commune de la région sans territoire pour l’instant."
    assert refus.splitlines()[:2] == [
        "Ligne 4 : la commune 35001 n’est pas de la région.",
        "Ligne 5 : Abbaretz est déjà du territoire « Nord 44 ».",
    ]


def test_territoires_par_epci_avec_colonnes_designees_et_sans_rien_changer_a_la_reprise(fichier, communes):
    chemin = fichier("ident,siren_groupement,libelle_clpe\nT1,244400537,CLPE Nord\nT1,999999999,CLPE Nord\n")
    colonnes = [
        "--colonne",
        "epci=siren_groupement",
        "--colonne",
        "territoire=libelle_clpe",
        "--colonne",
        "code=ident",
    ]

    sortie, refus = _importer("importer_territoires", chemin, *colonnes)
    assert sortie.splitlines()[0].split()[3:] == ["2", "nouvelles,", "0", "modifiée,", "0", "inchangée."]
    assert refus.splitlines()[0] == "Ligne 3 : l’EPCI 999999999 n’a pas de commune dans la région."

    sortie, _ = _importer("importer_territoires", chemin, *colonnes)
    assert sortie.splitlines()[0].split()[3:] == ["0", "nouvelle,", "0", "modifiée,", "2", "inchangées."]
    assert list(Commune.objects.order_by("pk").values_list("territoire", flat=True)) == ["T1", "T1", None]


def test_territoires_une_commune_change_de_territoire(fichier, communes):
    _importer("importer_territoires", fichier("code_insee,territoire\n44001,Nord\n"))

    sortie, refus = _importer("importer_territoires", fichier("code_insee,territoire\n44001,Sud\n"))

    assert refus == ""
    assert sortie.splitlines()[0].split()[3:] == ["0", "nouvelle,", "1", "modifiée,", "0", "inchangée."]
    assert Commune.objects.get(pk="44001").territoire.nom == "Sud"


def test_territoires_sans_commune_ni_epci_se_dit(fichier, communes):
    _, refus = _importer("importer_territoires", fichier("ville,territoire\nLaval,Mayenne\n"))

    assert refus.startswith("Ce fichier n’a ni code Insee de commune ni SIREN d’EPCI")
