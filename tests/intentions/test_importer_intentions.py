"""``manage.py importer_intentions``: what it says, where, and with which exit status."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from intentions.models import IntentionEmbauche, Partenaire
from noyau.courriers import Courrier
from tests.factories.partenaires import PartenaireFactory
from tests.intentions.listes import en_csv, ligne

pytestmark = pytest.mark.django_db


@pytest.fixture
def fichier(tmp_path, monde):
    def ecrire(*lignes, nom="offres.csv"):
        chemin = tmp_path / nom
        chemin.write_text(en_csv(lignes))
        return chemin

    return ecrire


def lancer(chemin, **options):
    """Give what is written on the two outputs, and the sentence of the failure, if any."""
    sortie, erreurs = StringIO(), StringIO()
    echec = ""
    try:
        call_command("importer_intentions", str(chemin), stdout=sortie, stderr=erreurs, **options)
    except CommandError as erreur:
        echec = str(erreur)
    return [texte.replace("\N{NO-BREAK SPACE}", " ") for texte in (sortie.getvalue(), erreurs.getvalue(), echec)]


def test_sans_partenaire_la_liste_est_celle_de_la_region(fichier):
    sortie, erreurs, echec = lancer(fichier(ligne(1), ligne(2)))

    assert (erreurs, echec) == ("", "")
    assert sortie == "2 lignes : 2 intentions créées, 0 déjà connue, 0 ligne refusée.\n"
    assert set(IntentionEmbauche.objects.values_list("canal", "deposant")) == {("region", None)}


def test_les_lignes_refusees_se_corrigent_et_se_renvoient(fichier, tmp_path):
    partenaire = PartenaireFactory(nom="Opco Ouest", courriel="offres@opco.example")
    mauvaise = ligne(2, employeur_siret="123", contact_telephone="=1+1")
    chemin, erreurs = fichier(ligne(1), mauvaise), tmp_path / "erreurs.csv"

    sortie, dites, echec = lancer(chemin, partenaire="opco ouest", erreurs=erreurs)

    assert sortie == "2 lignes : 1 intention créée, 0 déjà connue, 1 ligne refusée.\n"
    assert dites.startswith("Ligne 3 : employeur_siret : Ce numéro a 3 chiffres : il en faut 14.")
    assert echec == f"1 ligne refusée ; le reste est enregistré. Corrigez {erreurs}, puis importez-le."
    with erreurs.open(encoding="utf-8-sig", newline="") as flux:
        (ecrite,) = csv.DictReader(flux, delimiter=";")
    assert (ecrite["ligne"], ecrite["contact_telephone"]) == ("3", "'=1+1")
    assert ecrite["motif"].startswith("employeur_siret : ")

    corrige = erreurs.read_text(encoding="utf-8-sig").replace(";123;", f";{ligne()['employeur_siret']};")
    erreurs.write_text(corrige.replace("'=1+1", "0251000000"), encoding="utf-8-sig")
    sortie, _, echec = lancer(erreurs, partenaire=str(partenaire.pk))
    assert (sortie, echec) == ("1 ligne : 1 intention créée, 0 déjà connue, 0 ligne refusée.\n", "")
    assert IntentionEmbauche.objects.filter(partenaire=partenaire).count() == 2


def test_le_partenaire_est_prevenu_une_fois_par_fichier(fichier):
    PartenaireFactory(nom="Opco Ouest", courriel="offres@opco.example")
    chemin = fichier(ligne(1), ligne(2, employeur_siret="123"))
    for _ in range(2):
        lancer(chemin, partenaire="Opco Ouest")

    (recu,) = Courrier.objects.filter(modele="import_recu")
    assert recu.destinataire == "offres@opco.example"
    assert (recu.contexte["fichier"], recu.contexte["enregistrees"], recu.contexte["en_erreur"]) == (
        "offres.csv", 1, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        ({"partenaire": "Opco Oust"}, "Aucun partenaire ne s’appelle « Opco Oust ». Ceux que nous connaissons : "),
        ({"partenaire": "999999"}, "Aucun partenaire ne s’appelle « 999999 »."),
        ({"partenaire": "Fermé"}, "Fermé ne transmet plus d’intentions."),
    ],
)  # fmt: skip
def test_un_partenaire_qu_on_ne_trouve_pas_ou_ferme_arrete_tout(fichier, options, phrase):
    PartenaireFactory(nom="Opco Ouest")
    PartenaireFactory(opco_=True, nom="Fermé", actif=False)

    _, _, echec = lancer(fichier(ligne(1)), **options)

    assert echec.startswith(phrase)
    assert not IntentionEmbauche.objects.exists()


def test_un_fichier_introuvable_ou_illisible_se_dit_en_une_phrase(monde, tmp_path):
    vide = tmp_path / "vide.csv"
    vide.write_text("")

    assert lancer(tmp_path / "absent.csv")[2].startswith(f"{tmp_path / 'absent.csv'} ne s’ouvre pas : ")
    assert lancer(vide)[2] == "Ce fichier est vide."
    assert Partenaire.objects.count() <= 1


def test_le_fichier_des_erreurs_n_ecrase_pas_la_liste(fichier):
    chemin = fichier(ligne(1))

    assert lancer(chemin, erreurs=chemin)[2].startswith("Donnez à --erreurs un autre nom")
    assert chemin.read_text() == en_csv([ligne(1)]).replace("\r\n", "\n")
