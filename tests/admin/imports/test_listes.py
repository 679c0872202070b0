"""An officer imports a partner's list: reads it first, lets the worker do it, gets back what is to be corrected."""

import csv
from io import BytesIO, StringIO, TextIOWrapper
from time import monotonic, sleep

import pytest
from django.db import connection
from django.utils import timezone

from intentions import importation_differee
from intentions.actions.conservation import effacer_fichiers_importes
from intentions.importation_differee import VERROU
from intentions.models import ImportIntentions, IntentionEmbauche
from intentions.tasks import importer_listes
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from tests.admin.imports.gestes import adresse, envoyer, lancee, recue, texte, travailler
from tests.factories import comptes
from tests.factories.referentiels import CommuneFactory, MetierFactory
from tests.intentions.listes import en_csv, ligne

pytestmark = pytest.mark.django_db


def test_une_liste_se_lit_avant_de_s_importer(bureau, opco):
    importation = recue(bureau, opco, ligne(1), ligne(2, employeur_siret="123"))

    page = texte(bureau.get(adresse("change", importation.pk)))

    assert "Sur 2 lignes : 1 nouvelle intention, 0 déjà connue, 1 ligne à corriger." in page
    assert "Ligne 3, OFF-2 : employeur_siret : Ce numéro a 3 chiffres : il en faut 14." in page
    assert "Soudeuse" in page
    assert not IntentionEmbauche.objects.exists()
    assert travailler() == 0


def test_une_liste_s_importe_et_rend_ce_qui_est_a_corriger(bureau, opco, agent):
    importation = lancee(bureau, opco, ligne(1), ligne(2, employeur_siret="123"))
    assert "Import en cours" in texte(bureau.get(adresse("change", importation.pk)))

    assert travailler() == 1

    importation.refresh_from_db()
    assert (importation.statut, importation.lues, importation.creees, importation.en_erreur) == ("termine", 2, 1, 1)
    intention = IntentionEmbauche.objects.get()
    assert (intention.partenaire, intention.deposant, intention.canal) == (opco, agent, opco.canal)
    page = texte(bureau.get(adresse("change", importation.pk)))
    assert "1 intention créée" in page
    reponse = bureau.get(adresse("erreurs", importation.pk))
    assert reponse.headers["Content-Disposition"] == 'attachment; filename="a-corriger-offres-mars.csv"'
    flux = TextIOWrapper(BytesIO(b"".join(reponse.streaming_content)), encoding="utf-8-sig", newline="")
    (a_corriger,) = csv.DictReader(flux, delimiter=";")
    assert (a_corriger["reference_externe"], a_corriger["ligne"]) == ("OFF-2", "3")
    (recu,) = Courrier.objects.filter(modele="import_recu")
    assert (recu.destinataire, recu.contexte["enregistrees"]) == ("offres@opco.example", 1)
    actes = LigneJournal.objects.de(importation).order_by("pk").values_list("transition", flat=True)
    assert list(actes) == ["recevoir", "lancer", "terminer"]


def test_lancer_deux_fois_le_dit_sans_rien_refaire(bureau, opco):
    importation = lancee(bureau, opco, ligne(1))

    reponse = bureau.post(adresse("lancer", importation.pk), follow=True)

    assert "Cet import est déjà lancé." in texte(reponse)
    assert [travailler(), travailler()] == [1, 0]
    assert IntentionEmbauche.objects.count() == 1


class Coupure(BaseException):
    """The worker is killed."""


def test_un_travail_coupe_reprend_ou_il_en_etait(bureau, opco, monkeypatch):
    monkeypatch.setattr("intentions.importation.PAR_LOT", 2)
    importation = lancee(bureau, opco, *(ligne(rang) for rang in range(1, 4)), ligne(9, employeur_siret="1"), ligne(4))
    bonnes, appels = importation_differee.importer, []

    def couper(liste, transmission, *, avancer, **options):
        def au_deuxieme_lot(fait):
            appels.append(fait)
            if len(appels) == 2:
                raise Coupure
            avancer(fait)

        return bonnes(liste, transmission, avancer=au_deuxieme_lot, **options)

    monkeypatch.setattr(importation_differee, "importer", couper)
    with pytest.raises(Coupure):
        travailler()
    importation.refresh_from_db()
    assert (importation.statut, importation.lues, importation.creees) == ("en_cours", 2, 2)

    monkeypatch.setattr(importation_differee, "importer", bonnes)
    assert importer_listes() == 1

    importation.refresh_from_db()
    assert importation.statut == "termine"
    assert (importation.lues, importation.creees, importation.deja_connues, importation.en_erreur) == (5, 4, 0, 1)
    with importation.erreurs.open("r") as flux:
        assert len(flux.read().splitlines()) == 2
    assert Courrier.objects.filter(modele="confirmation_demandee").count() == 1


@pytest.mark.django_db(transaction=True)
def test_une_liste_est_dans_les_mains_d_un_seul(bureau, opco):
    importation = lancee(bureau, opco, ligne(1))
    autre = connection.copy()
    try:
        with autre.cursor() as curseur:
            curseur.execute("select pg_advisory_lock(%s, %s)", [VERROU, importation.pk])
        assert travailler() == 0
    finally:
        autre.close()
    # The server notices within a moment that who held it is gone.
    fin = monotonic() + 5
    while not (finies := travailler()) and monotonic() < fin:
        sleep(0.05)
    assert finies == 1


def test_ce_qui_arrete_un_import_se_dit_et_il_se_reprend(bureau, opco):
    importation = lancee(bureau, opco, ligne(1))
    opco.actif = False
    opco.save()

    assert travailler() == 1

    page = texte(bureau.get(adresse("change", importation.pk)))
    assert "Import arrêté" in page
    assert "Opco Ouest ne transmet plus d’intentions." in page
    assert "ne transmet plus" in texte(bureau.post(adresse("lancer", importation.pk), follow=True))
    opco.actif = True
    opco.save()
    bureau.post(adresse("lancer", importation.pk))
    assert travailler() == 1
    assert IntentionEmbauche.objects.count() == 1


def test_une_erreur_inattendue_n_est_pas_reprise_sans_fin(bureau, opco, monkeypatch):
    importation = lancee(bureau, opco, ligne(1))

    def casser(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(importation_differee, "importer", casser)
    assert [travailler(), travailler()] == [1, 0]
    assert "erreur inattendue" in texte(bureau.get(adresse("change", importation.pk)))


def test_renoncer_efface_la_liste_et_son_fichier(bureau, opco, django_capture_on_commit_callbacks, tmp_path):
    importation = recue(bureau, opco, ligne(1))
    assert len(list(tmp_path.rglob("*.csv"))) == 1

    with django_capture_on_commit_callbacks(execute=True):
        bureau.post(adresse("renoncer", importation.pk))

    assert not ImportIntentions.objects.exists()
    assert list(tmp_path.rglob("*.csv")) == []


def test_les_fichiers_s_effacent_apres_trente_jours(bureau, opco, django_capture_on_commit_callbacks, tmp_path):
    importation = lancee(bureau, opco, ligne(1, employeur_siret="1"))
    travailler()
    assert len(list(tmp_path.rglob("*.csv"))) == 2

    with django_capture_on_commit_callbacks(execute=True):
        assert effacer_fichiers_importes(timezone.now()) == 1

    assert list(tmp_path.rglob("*.csv")) == []
    assert "a été effacé" in texte(bureau.get(adresse("change", importation.pk)))
    assert bureau.get(adresse("erreurs", importation.pk)).status_code == 404


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "Ce fichier est vide."),
        (b"PK\x03\x04", "Ceci est un classeur"),
        (b"nom;prenom\n", "Ces colonnes ne sont pas connues"),
        (en_csv([]).encode(), "Cette liste a des colonnes, mais aucune ligne."),
    ],
)
def test_un_fichier_qui_n_est_pas_une_liste_est_refuse_sur_la_page(bureau, opco, contenu, phrase):
    reponse = envoyer(bureau, opco, contenu)

    assert reponse.status_code == 200
    assert phrase in texte(reponse)
    assert not ImportIntentions.objects.exists()


def test_sans_le_droit_on_lit_seulement(client, monde, opco, bureau):
    importation = lancee(bureau, opco, ligne(1), ligne(2, employeur_siret="1"))
    travailler()
    lecteur = comptes.agent(is_superuser=False)
    lecteur.user_permissions.add(
        *lecteur.user_permissions.model.objects.filter(codename="view_importintentions"),
    )
    client.force_login(lecteur)

    assert client.get(adresse("changelist")).status_code == 200
    assert client.get(adresse("change", importation.pk)).status_code == 200
    for nom, cles in (("nouvelle", ()), ("colonnes", ()), ("modele", ()), ("erreurs", (importation.pk,))):
        assert client.get(adresse(nom, *cles)).status_code == 403, nom
    for nom in ("lancer", "renoncer"):
        assert client.post(adresse(nom, importation.pk)).status_code == 403
    assert client.get(adresse("change", 999_999)).status_code == 404


def test_le_modele_se_remplit_et_s_importe_tel_quel(bureau, opco):
    CommuneFactory(code_insee="49092", nom="Chemillé-en-Anjou", codes_postaux="49120", departement_id="49")
    MetierFactory(code_rome="H2902", secteurs=["inter-industrie"])

    modele = bureau.get(adresse("modele"))

    assert len(next(csv.reader(StringIO(modele.content.decode("utf-8-sig")), delimiter=";"))) == 35
    importation = ImportIntentions.objects.get(
        pk=int(envoyer(bureau, opco, modele.content).url.rstrip("/").split("/")[-2])
    )
    bureau.post(adresse("lancer", importation.pk))
    travailler()
    importation.refresh_from_db()
    assert (importation.creees, importation.en_erreur) == (2, 0)
    assert set(
        IntentionEmbauche.objects.exclude(confirmation_demandee_le=None).values_list("reference_externe", flat=True)
    ) == {"OFFRE-001", "OFFRE-002"}


def test_l_avancement_se_demande_seul_et_la_page_revient_quand_c_est_fini(bureau, opco):
    importation = lancee(bureau, opco, ligne(1))
    entetes = {"HX-Request": "true"}

    en_cours = bureau.get(adresse("change", importation.pk), headers=entetes)
    travailler()
    fini = bureau.get(adresse("change", importation.pk), headers=entetes)

    assert "<html" not in en_cours.content.decode()
    assert 'hx-trigger="every 2s"' in en_cours.content.decode()
    assert fini.headers["HX-Refresh"] == "true"
