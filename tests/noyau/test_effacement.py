"""Forgetting a person: what was written about it goes, and every proof stays whole."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from noyau import courriers
from noyau.courriers import Courrier, Document, StatutCourrier
from noyau.documents import octets_du_document
from noyau.effacement import CourrierEnRoute, effacer_documents, oter_les_fichiers, oublier_les_courriers
from noyau.expedition import expedier_les_dus
from noyau.preferences import Rythme
from noyau.recapitulatif import choisir_rythme, rediger
from noyau.scellement import sceller
from noyau.tasks import dessiner_documents
from sessions_formation.actions.decider import autoriser_session
from tests.courriers.exemples import INTENTION
from tests.factories.scenario import LE, monde, session_demandee

pytestmark = pytest.mark.django_db

ADRESSE = "of@exemple.test"


def deposer(cle, personnes, **autres):
    champs = {
        "modele": "intention_adressee",
        "destinataire": ADRESSE,
        "contexte": {**INTENTION, "gens": personnes},
        "cle": cle,
        **autres,
    }
    with transaction.atomic():
        return courriers.deposer(**champs)


def oublier(numero, adresse=""):
    with transaction.atomic():
        return oublier_les_courriers("gens", numero, adresse)


def relu(courrier):
    courrier.refresh_from_db()
    return courrier.statut, courrier.destinataire, courrier.contexte


@pytest.fixture
def lettre(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    le_monde = monde()
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    document = Document.objects.get(modele="autorisation")
    octets_du_document(document.pk)
    document.refresh_from_db()
    return document


def effacer(document):
    with transaction.atomic():
        return effacer_documents(
            Document.objects.filter(pk=document.pk), maintenant=timezone.now(), libelle="Effacé à son terme"
        )


def verifier_le_journal():
    sortie = StringIO()
    call_command("verifier_journal", stdout=sortie, stderr=StringIO())
    return sortie.getvalue()


def test_une_lettre_partie_est_videe_et_celle_des_autres_reste():
    la_sienne, autre = deposer("a", [7]), deposer("b", [8, 77])
    expedier_les_dus(maintenant=timezone.now)

    assert oublier(7) == 1
    assert relu(la_sienne) == (StatutCourrier.EXPEDIE, "", {})
    assert relu(autre)[1] == ADRESSE


def test_ce_qui_n_est_pas_parti_est_abandonne_sauf_si_d_autres_l_attendent():
    la_sienne = deposer("a", [7])

    assert oublier(7) == 1
    assert relu(la_sienne) == (StatutCourrier.EFFACE, "", {})
    assert expedier_les_dus(maintenant=timezone.now) == 0

    partagee = deposer("b", [7, 8])
    with pytest.raises(CourrierEnRoute, match="d’autres personnes"):
        oublier(7)
    expedier_les_dus(maintenant=timezone.now)
    assert oublier(7) == 1
    assert relu(partagee)[1] == ""


def test_un_courriel_en_train_de_partir_fait_attendre():
    deposer("a", [7])
    Courrier.objects.update(statut=StatutCourrier.EN_COURS)

    with pytest.raises(CourrierEnRoute, match="dans une minute"):
        oublier(7)


def test_son_adresse_suffit_a_retrouver_ses_lettres():
    sans_cle = deposer("a", [], destinataire="Elle@Boite.example")

    assert oublier(7, "elle@boite.example") == 1
    assert relu(sans_cle)[1] == ""


def test_sa_nouvelle_sort_du_recapitulatif_les_autres_y_restent():
    choisir_rythme(courriel=ADRESSE, rythme=Rythme.QUOTIDIEN, maintenant=timezone.now())
    deposer("a", [7], groupable=True)
    autre = deposer("b", [8], groupable=True)
    recapitulatif = rediger(ADRESSE, le=timezone.localdate(), avant=timezone.now())
    expedier_les_dus(maintenant=timezone.now)

    oublier(7)
    recapitulatif.refresh_from_db()
    assert [nouvelle["courrier"] for nouvelle in recapitulatif.contexte["nouvelles"]] == [autre.pk]
    assert recapitulatif.destinataire == ADRESSE

    oublier(8)
    assert relu(recapitulatif) == (StatutCourrier.EXPEDIE, "", {})


def test_un_document_efface_perd_son_contenu_et_garde_sa_preuve(client, lettre, django_capture_on_commit_callbacks):
    sceller()
    fichier, empreinte, sceau = Path(lettre.fichier.path), lettre.empreinte, lettre.sceau
    with django_capture_on_commit_callbacks(execute=True):
        assert effacer(lettre) == 1

    lettre.refresh_from_db()
    assert (lettre.contexte, lettre.fichier.name, fichier.exists()) == ({}, "", False)
    assert (lettre.empreinte, lettre.sceau) == (empreinte, sceau)
    assert effacer(lettre) == 0
    assert "La chaîne est entière" in verifier_le_journal()
    page = client.get(reverse("noyau:verifier_code", args=[lettre.code_affiche]))
    assert "Document authentique, contenu effacé à son terme" in page.content.decode()
    dessiner_documents()
    lettre.refresh_from_db()
    assert lettre.fichier.name == ""


def test_un_document_efface_avant_d_etre_scelle_se_verifie_aussi(lettre):
    effacer(lettre)

    assert "La chaîne est entière" in verifier_le_journal()
    assert "La chaîne est entière" in verifier_le_journal()


def test_effacer_sans_le_dire_au_journal_se_voit(client, lettre):
    sceller()
    Document.objects.filter(pk=lettre.pk).update(contexte={}, efface_le=timezone.now())

    with pytest.raises(CommandError, match="données ont été modifiées"):
        verifier_le_journal()
    page = client.get(reverse("noyau:verifier_code", args=[lettre.code_affiche]))
    assert "Ne vous fiez pas à ce document" in page.content.decode()


def test_changer_ce_qui_reste_d_un_document_efface_se_voit(lettre):
    sceller()
    effacer(lettre)
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")
        curseur.execute("UPDATE noyau_document SET reference = 'Z-1' WHERE id = %s", [lettre.pk])
        curseur.execute("SET LOCAL session_replication_role = origin")

    with pytest.raises(CommandError, match="données ont été modifiées"):
        verifier_le_journal()


@pytest.mark.parametrize(
    "champs",
    [{"contexte": {"organisme": "Autre"}}, {"contexte": {}}, {"efface_le": timezone.now()}, {"fichier": ""}],
)
def test_la_base_refuse_toute_autre_maniere_de_toucher_au_contenu(lettre, champs):
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=lettre.pk).update(**champs)


def test_un_document_efface_ne_retrouve_pas_de_contenu(lettre):
    effacer(lettre)
    for champs in ({"contexte": {"a": 1}}, {"efface_le": None}, {"fichier": "autre.pdf"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(pk=lettre.pk).update(**champs)


def test_un_arret_entre_la_base_et_le_disque_se_rattrape(lettre):
    fichier = Path(lettre.fichier.path)
    effacer(lettre)
    assert fichier.exists()

    assert (oter_les_fichiers(), fichier.exists(), oter_les_fichiers()) == (1, False, 0)
