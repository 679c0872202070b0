"""What is erased by itself: at its date and not a day before, nothing else with it, and never by a dry run."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from config.conservation import TERMES, purger
from config.tasks import purger_chaque_jour
from intentions.actions.retirer import retirer_intention
from intentions.models import ImportIntentions, IntentionEmbauche
from noyau import courriers
from noyau.courriers import Courrier, StatutCourrier
from noyau.erreurs import RegleViolee
from noyau.expedition import expedier_les_dus, remettre_en_route
from noyau.journal import LigneJournal
from noyau.pieces import Piece
from noyau.preferences import PreferenceCourriel, Rythme
from noyau.recapitulatif import choisir_rythme, rediger
from referentiels.regles.mois import ajouter_mois
from sessions_formation.actions.decider import autoriser_session
from tests.courriers.exemples import INTENTION
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.partenaires import PartenaireFactory
from tests.factories.referentiels import loi_en_vigueur
from tests.factories.scenario import LE, intention_deposee, monde, session_demandee

pytestmark = pytest.mark.django_db

ADRESSE = "of@exemple.test"


@pytest.fixture(autouse=True)
def loi(db):
    """How long a person's data is kept is a value of the law."""
    loi_en_vigueur()


def dans(mois=0, jours=0) -> date:
    return ajouter_mois(timezone.localdate(), mois) + timedelta(days=jours)


def comptes_rendus(le, *, essai=False):
    """What was erased: the function's name to how many, zeros left out."""
    return {terme.effacer.__name__: nombre for terme, nombre in purger(le=le, essai=essai) if nombre}


def deposer(cle, **autres):
    with transaction.atomic():
        return courriers.deposer(
            **{"modele": "intention_adressee", "destinataire": ADRESSE, "contexte": INTENTION, "cle": cle, **autres}
        )


@pytest.fixture
def parti():
    courrier = deposer("parti:1")
    expedier_les_dus(maintenant=timezone.now)
    courrier.refresh_from_db()
    return courrier


def test_un_courrier_parti_est_vide_au_bout_de_deux_ans(parti):
    attend = deposer("attend:1")

    assert comptes_rendus(dans(mois=24)) == {}
    assert comptes_rendus(dans(mois=24, jours=1)) == {"vider_courriers": 1}

    expedie_le, cle = parti.expedie_le, parti.cle
    parti.refresh_from_db()
    assert (parti.destinataire, parti.contexte, parti.derniere_erreur) == ("", {}, "")
    assert (parti.expedie_le, parti.cle, parti.statut) == (expedie_le, cle, StatutCourrier.EXPEDIE)
    attend.refresh_from_db()
    assert (attend.destinataire, attend.contexte) == (ADRESSE, INTENTION)
    assert comptes_rendus(dans(mois=24, jours=1)) == {}


def test_les_nouvelles_d_un_recapitulatif_sont_videes_avec_lui():
    choisir_rythme(courriel=ADRESSE, rythme=Rythme.QUOTIDIEN, maintenant=timezone.now())
    nouvelle = deposer("nouvelle:1", groupable=True)
    rediger(ADRESSE, le=timezone.localdate(), avant=timezone.now())
    expedier_les_dus(maintenant=timezone.now)

    assert comptes_rendus(dans(mois=24, jours=1))["vider_courriers"] == 2
    nouvelle.refresh_from_db()
    assert (nouvelle.statut, nouvelle.contexte) == (StatutCourrier.REGROUPE, {})


def test_un_courrier_abandonne_est_vide_aussi_et_ne_repart_plus():
    bloque = deposer("bloque:1")
    Courrier.objects.update(statut=StatutCourrier.QUARANTAINE, derniere_erreur=f"550 {ADRESSE} unknown")

    assert comptes_rendus(dans(mois=24, jours=1)) == {"vider_courriers": 1}
    with pytest.raises(RegleViolee, match="vidé depuis deux ans"):
        remettre_en_route(courrier_id=bloque.pk, maintenant=timezone.now())


def test_l_administration_montre_un_courrier_vide_sans_ses_mots(client, parti):
    comptes_rendus(dans(mois=24, jours=1))
    client.force_login(comptes.agent())

    page = client.get(f"/admin/noyau/courrier/{parti.pk}/change/")

    assert (page.status_code, page.context["apercu"]) == (200, None)
    assert client.get(f"/admin/noyau/courrier/{parti.pk}/apercu/").status_code == 403


def test_un_choix_de_rythme_s_oublie_quand_on_n_ecrit_plus_a_l_adresse():
    for courriel in (ADRESSE, "autre@exemple.test"):
        choisir_rythme(courriel=courriel, rythme=Rythme.QUOTIDIEN, maintenant=timezone.now() - timedelta(days=30))
    deposer("recent:1", destinataire=ADRESSE.upper())

    assert comptes_rendus(dans(mois=24, jours=-10)) == {"oublier_preferences": 1}
    assert list(PreferenceCourriel.objects.values_list("courriel", flat=True)) == [ADRESSE]


def test_un_brouillon_oublie_disparait_avec_ses_pieces(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    brouillon, deposee = IntentionFactory(), IntentionFactory(recevable=True)
    piece = Piece.objects.create(
        objet_type="intentions.intentionembauche",
        objet_id=brouillon.pk,
        categorie="ecrit",
        nom="ecrit.pdf",
        type_contenu="application/pdf",
        taille=4,
        empreinte="0" * 64,
        fichier=ContentFile(b"%PDF", name="ecrit.pdf"),
        deposee_par_nom="Claire Heulin",
        deposee_le=timezone.now(),
    )
    fichier = Path(piece.fichier.path)

    assert comptes_rendus(dans(mois=12)) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert comptes_rendus(dans(mois=12, jours=1)) == {"supprimer_brouillons": 1}

    assert list(IntentionEmbauche.objects.all()) == [deposee]
    assert Piece.objects.count() == 0
    assert not fichier.exists()


def test_une_intention_retiree_perd_ses_coordonnees_et_son_journal_le_dit():
    le_monde = monde()
    ouverte = intention_deposee(le_monde)
    retiree = intention_deposee(le_monde, nom="Ateliers d’essai")
    version = retiree.modifie_le
    retirer_intention(intention_id=retiree.pk, motif="Pourvu.", par=retiree.deposant, le=LE)

    assert "vider_contacts" not in comptes_rendus(dans(mois=24))
    assert comptes_rendus(dans(mois=24, jours=1))["vider_contacts"] == 1

    retiree.refresh_from_db()
    assert (retiree.contact_nom, retiree.contact_telephone, retiree.contact_courriel) == ("", "", "")
    assert retiree.modifie_le >= version
    ouverte.refresh_from_db()
    assert ouverte.contact_courriel == ouverte.deposant.email
    derniere = LigneJournal.objects.de(retiree).first()
    assert (derniere.libelle, derniere.par_nom) == ("Coordonnées effacées", "le service")
    assert "vider_contacts" not in comptes_rendus(dans(mois=24, jours=1))


def test_une_intention_d_une_session_commandee_garde_les_siennes():
    le_monde = monde()
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    intention = session.retenues.get().intention
    intention.franchir("se_desister", par=le_monde.agent, organisme_engage=None)

    assert "vider_contacts" not in comptes_rendus(dans(mois=30))


def test_les_fichiers_d_un_import_s_effacent_apres_trente_jours(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    importation = ImportIntentions.objects.create(
        partenaire=PartenaireFactory(),
        par=comptes.agent(),
        nom_fichier="intentions.csv",
        fichier=ContentFile(b"siret;poste", name="intentions.csv"),
        erreurs=ContentFile(b"ligne;erreur", name="erreurs.csv"),
        empreinte="0" * 64,
        lignes=12,
        depose_le=timezone.now(),
    )
    fichiers = [Path(importation.fichier.path), Path(importation.erreurs.path)]

    assert comptes_rendus(dans(jours=30)) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert comptes_rendus(dans(jours=31)) == {"effacer_fichiers_importes": 1}

    importation.refresh_from_db()
    assert (importation.fichier.name, importation.erreurs.name, importation.lignes) == ("", "", 12)
    assert [fichier.exists() for fichier in fichiers] == [False, False]


def test_un_essai_compte_sans_rien_effacer(parti):
    IntentionFactory()
    Session.objects.create(session_key="a" * 32, expire_date=timezone.now() - timedelta(days=2))

    prevu = comptes_rendus(dans(mois=30), essai=True)

    assert prevu == {"vider_courriers": 1, "supprimer_brouillons": 1, "oublier_sessions": 1}
    parti.refresh_from_db()
    assert parti.destinataire == ADRESSE
    assert (IntentionEmbauche.objects.count(), Session.objects.count()) == (1, 1)
    assert comptes_rendus(dans(mois=30)) == prevu


def test_la_commande_dit_chaque_terme_et_refuse_l_avenir():
    Session.objects.create(session_key="a" * 32, expire_date=timezone.now() - timedelta(days=2))
    sortie = StringIO()

    call_command("purger", "--essai", f"--date={dans(mois=30)}", stdout=sortie)

    lignes = sortie.getvalue().splitlines()
    assert [ligne.split("  ")[-1] for ligne in lignes[:-1]] == [terme.quoi for terme in TERMES]
    assert lignes[-2:] == ["       1  connexions expirées oubliées", "Essai : rien n’a été effacé."]
    with pytest.raises(CommandError, match="pas encore venu"):
        call_command("purger", f"--date={dans(jours=1)}")
    with pytest.raises(CommandError, match="n’est pas un jour"):
        call_command("purger", "--date=demain")


def test_la_tache_du_jour_n_efface_que_ce_qui_est_echu(parti):
    Session.objects.create(session_key="a" * 32, expire_date=timezone.now() - timedelta(days=2))

    assert purger_chaque_jour() == 1
    parti.refresh_from_db()
    assert parti.destinataire == ADRESSE
