"""The survey in the administration: a file is read before it is written, jobs are linked by an officer."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from noyau.journal import LigneJournal
from referentiels.models import BesoinEnquete, CorrespondanceFap, ImportEnquete
from referentiels.queries.correspondances import metiers_proches
from tests.factories import comptes
from tests.factories.enquete import besoin, correspondance
from tests.factories.referentiels import DepartementFactory, MetierFactory
from tests.html import lire

pytestmark = pytest.mark.django_db
ENTETE = "annee;Code métier BMO;Nom métier BMO;Dept;BE26;NOMBE26;met;xmet;smet\n"
LIGNES = (
    "2026;B0Z20;Maçons;49;5201;ANGERS;130;60;*\n"
    "2026;B0Z20;Maçons;49;5206;SAUMUR;*;*;*\n"
    "2026;B0Z20;Maçons;75;1101;PARIS;900;1;1\n"
)
NOUVELLE = reverse("admin:referentiels_importenquete_nouvelle")


def officier(groupe: str):
    personne = comptes.UtilisateurFactory(is_staff=True)
    personne.groups.add(Group.objects.get(name=groupe))
    return personne


@pytest.fixture
def marches(client):
    """The browser of an officer of « Gestion des marchés »."""
    client.force_login(officier("Gestion des marchés"))
    return client


@pytest.fixture
def ici(db):
    return DepartementFactory(code="49", nom="Maine-et-Loire", dans_region=True)


def envoyer(client, texte: str, **autres):
    fichier = SimpleUploadedFile("bmo.csv", texte.encode("cp1252"))
    return client.post(NOUVELLE, {"fichier": fichier, "annee": "", **autres})


def mots(reponse) -> str:
    return " ".join(lire(reponse.content.decode()).text_content().split())


def test_un_fichier_est_lu_sans_rien_ecrire_puis_remplace_son_annee(marches, ici, django_capture_on_commit_callbacks):
    besoin(ici, annee=2025, bassin="ANGERS", projets=1)
    besoin(ici, annee=2026, bassin="CHOLET", projets=2)

    fiche = envoyer(marches, ENTETE + LIGNES).url
    page = mots(marches.get(fiche))

    assert "Année 2026 : 2 lignes. Les autres années restent." in page
    assert "2 lignes nouvelles" in page
    assert "1 ligne retirée parce que le fichier ne l’a plus" in page
    assert "1 ligne laissée parce que hors de la région" in page
    assert BesoinEnquete.objects.filter(annee=2026).count() == 1

    importation = ImportEnquete.objects.get()
    adresse = reverse("admin:referentiels_importenquete_importer", args=[importation.pk])
    fichier, stockage = importation.fichier.name, importation.fichier.storage
    with django_capture_on_commit_callbacks(execute=True):
        assert marches.post(adresse).url == fiche

    lignes = BesoinEnquete.objects.order_by("annee", "bassin").values_list("annee", "bassin", "projets")
    assert list(lignes) == [(2025, "ANGERS", 1), (2026, "ANGERS", 130), (2026, "SAUMUR", None)]
    assert not stockage.exists(fichier)
    assert "Ce qui a changé" in mots(marches.get(fiche))
    assert list(LigneJournal.objects.de(importation).values_list("transition", flat=True)) == ["importer", "recevoir"]
    # The button pressed again.
    assert "Ce fichier est déjà importé." in mots(marches.post(adresse, follow=True))


def test_une_ligne_refusee_ne_retire_rien(marches, ici):
    besoin(ici, annee=2026, bassin="CHOLET", projets=2)

    fiche = envoyer(marches, ENTETE + LIGNES + "2026;B0Z21;Couvreurs;49;5201;ANGERS;beaucoup;;\n").url

    assert "Ligne 5 : « beaucoup » n’est pas un nombre entier." in mots(marches.get(fiche))
    marches.post(reverse("admin:referentiels_importenquete_importer", args=[ImportEnquete.objects.get().pk]))
    assert BesoinEnquete.objects.filter(annee=2026).count() == 3


def test_on_renonce_et_le_second_clic_est_dit(marches, ici):
    envoyer(marches, ENTETE + LIGNES)
    adresse = reverse("admin:referentiels_importenquete_renoncer", args=[ImportEnquete.objects.get().pk])

    assert "rien n’en a été importé" in mots(marches.post(adresse, follow=True))
    assert "Ce fichier a été effacé" in mots(marches.post(adresse, follow=True))
    assert not BesoinEnquete.objects.exists()


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("PK\x03\x04 classeur", "Ce fichier est un classeur."),
        ("annee;met\n2026;3\n", "Il manque à ce fichier : "),
    ],
)
def test_un_fichier_illisible_dit_quoi_faire(marches, texte, phrase):
    assert phrase in mots(envoyer(marches, texte))
    assert not ImportEnquete.objects.exists()


def test_sans_le_droit_on_ne_lit_que_les_resultats(client, ici):
    client.force_login(officier("Agents d’achat"))

    assert client.get(NOUVELLE).status_code == 403
    assert "Importer l’enquête" not in mots(client.get(reverse("admin:referentiels_besoinenquete_changelist")))
    besoin(ici, annee=2026)
    assert client.post(relier()).status_code == 403
    assert "Enregistrer" not in mots(client.get(relier()))


def relier(code: str = "B0Z20") -> str:
    return reverse("admin:referentiels_correspondancefap_relier", args=[code])


def test_un_nom_proche_est_propose_et_jamais_relie_sans_un_agent(marches, ici):
    macon = MetierFactory(code_rome="F1703", libelle="Maçon / Maçonne")
    MetierFactory(code_rome="D1102", libelle="Boulanger / Boulangère")
    besoin(ici, annee=2026)

    assert [metier.pk for metier in metiers_proches("Maçons", sauf=set())] == ["F1703"]
    page = marches.get(relier())
    assert "Maçon / Maçonne (F1703), proche par le nom, non validé" in mots(page)
    assert 'name="vus" value="F1703"' in page.content.decode()
    assert not CorrespondanceFap.objects.exists()

    marches.post(relier(), {"metiers": ["F1703"], "autre": "d1102"})

    dites = CorrespondanceFap.objects.order_by("metier").values_list("metier", "retenue", "source")
    assert list(dites) == [("D1102", True, "agent"), ("F1703", True, "agent")]
    # Unticked, it is another job: said so, and not proposed again.
    marches.post(relier(), {"vus": ["D1102", "F1703"], "metiers": ["D1102"], "autre": ""})
    assert CorrespondanceFap.objects.get(metier=macon).retenue is False
    assert "non validé" not in mots(marches.get(relier()))


def test_ce_que_l_agent_n_a_pas_vu_n_est_pas_dit_autre(marches, ici):
    """A page sent twice: the second time, other jobs are near, which nobody looked at."""
    besoin(ici, annee=2026)
    MetierFactory(code_rome="F1703", libelle="Maçon / Maçonne")
    vue = {"vus": ["F1703"], "metiers": ["F1703"], "autre": ""}
    marches.post(relier(), vue)
    MetierFactory(code_rome="F1799", libelle="Maçon / Maçonne de l’ancien")

    marches.post(relier(), vue)

    assert list(CorrespondanceFap.objects.values_list("metier", flat=True)) == ["F1703"]


def test_un_code_rome_inconnu_est_dit_et_ce_qui_est_tape_reste(marches, ici):
    besoin(ici, annee=2026)

    page = marches.post(relier(), {"autre": "Z9999"})

    assert "Le code ROME Z9999 n’existe pas" in mots(page)
    assert 'value="Z9999"' in page.content.decode()


def test_les_metiers_de_l_enquete_ont_un_cout_constant(marches, ici, django_assert_num_queries):
    adresse = reverse("admin:referentiels_correspondancefap_metiers")
    couts = []
    for nombre in (1, 3):
        for rang in range(nombre):
            besoin(ici, (f"C{nombre}{rang}", f"Métier {nombre}{rang}"))
        marches.get(adresse)
        with django_assert_num_queries(6):  # session, person, rights (2), count, page
            page = marches.get(adresse)
        couts.append(len(page.context["page"]))
    assert couts == [1, 4]

    correspondance(MetierFactory(), "C10")
    assert "Métier 10" not in mots(marches.get(adresse, {"a_relier": "1"}))
    assert "Métier 31" in mots(marches.get(adresse, {"a_relier": "1"}))
