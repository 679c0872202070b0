"""The daily digest: each news once, in the morning, none lost whatever dies, and nobody waits who did not ask to."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from noyau import courriers, recapitulatif
from noyau.courriers import Courrier, StatutCourrier
from noyau.expedition import expedier_les_dus
from noyau.preferences import PreferenceCourriel, Rythme, rythme_de
from noyau.recapitulatif import choisir_rythme, rediger_les_recapitulatifs, resumer
from tests.courriers.exemples import INTENTION
from tests.noyau.exemples import decision_annulee

pytestmark = pytest.mark.django_db

ADRESSE = "of@exemple.test"
PARIS = ZoneInfo("Europe/Paris")
LA_VEILLE = datetime(2026, 11, 9, 17, 31, tzinfo=PARIS)
SEPT_HEURES = datetime(2026, 11, 10, 7, 0, tzinfo=PARIS)


def choisir(rythme=Rythme.QUOTIDIEN, courriel=ADRESSE, maintenant=LA_VEILLE):
    return choisir_rythme(courriel=courriel, rythme=rythme, maintenant=maintenant)


def deposer(cle, *, destinataire=ADRESSE, groupable=True, le=LA_VEILLE, documents=(), **contexte):
    with transaction.atomic():
        courrier = courriers.deposer(
            modele="intention_adressee",
            cle=cle,
            destinataire=destinataire,
            contexte={**INTENTION, **contexte},
            groupable=groupable,
            documents=documents,
        )
    Courrier.objects.filter(pk=courrier.pk).update(depose_le=le, prochain_essai_le=le)
    courrier.refresh_from_db()
    return courrier


def statuts():
    return dict(Courrier.objects.values_list("cle", "statut"))


def recapitulatifs():
    return list(Courrier.objects.filter(modele="recapitulatif").order_by("pk"))


def test_une_nouvelle_attend_quand_l_adresse_l_a_choisi():
    choisir(courriel="OF@exemple.test")

    assert deposer("nouvelle:1", destinataire="Of@Exemple.test").statut == StatutCourrier.RECAPITULATIF


@pytest.mark.parametrize(
    ("rythme", "groupable"), [(None, True), (Rythme.AU_FIL_DE_L_EAU, True), (Rythme.QUOTIDIEN, False)]
)
def test_un_courrier_part_aussitot_sans_ce_choix_ou_s_il_n_est_pas_une_nouvelle(rythme, groupable):
    if rythme:
        choisir(rythme)

    assert deposer("nouvelle:1", groupable=groupable).statut == StatutCourrier.A_EXPEDIER


def test_un_code_ne_peut_pas_attendre():
    with pytest.raises(IntegrityError, match="courrier_secret_part_aussitot"), transaction.atomic():
        courriers.deposer(
            modele="code_connexion", cle="code:1", destinataire=ADRESSE, contexte={"code": "A"}, groupable=True
        )


def test_rien_ne_part_avant_sept_heures_a_paris():
    choisir()
    deposer("nouvelle:1")

    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES - timedelta(seconds=1)) == 0
    assert statuts() == {"nouvelle:1": "recapitulatif"}
    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES) == 1


def test_le_recapitulatif_reunit_ce_qui_attendait_et_garde_la_preuve():
    choisir()
    premier, second = deposer("nouvelle:1"), deposer("nouvelle:2", poste="Chaudronnier", nombre_postes=1)
    autre = deposer("nouvelle:3", destinataire="autre@exemple.test")

    rediger_les_recapitulatifs(maintenant=SEPT_HEURES)

    [envoi] = recapitulatifs()
    assert envoi.destinataire == ADRESSE
    assert [nouvelle["objet"] for nouvelle in envoi.contexte["nouvelles"]] == [
        "Tôlerie d’Essai & Fils vous confie 2 postes : Soudeur / Soudeuse",
        "Tôlerie d’Essai & Fils vous confie 1 poste : Chaudronnier",
    ]
    assert list(envoi.regroupes.order_by("pk")) == [premier, second]
    premier.refresh_from_db()
    assert (premier.statut, premier.expedie_le) == (StatutCourrier.REGROUPE, None)
    autre.refresh_from_db()
    assert autre.statut == StatutCourrier.A_EXPEDIER


def test_chacun_recoit_le_sien():
    for courriel in ("a@exemple.test", "b@exemple.test"):
        choisir(courriel=courriel)
        deposer(f"nouvelle:{courriel}", destinataire=courriel)

    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES) == 2
    assert sorted(envoi.destinataire for envoi in recapitulatifs()) == ["a@exemple.test", "b@exemple.test"]


def test_un_seul_recapitulatif_par_jour_et_le_reste_attend_le_lendemain():
    choisir()
    deposer("nouvelle:1")
    rediger_les_recapitulatifs(maintenant=SEPT_HEURES)
    # Decided before seven, committed after the morning's digest had left.
    deposer("nouvelle:2")
    deposer("nouvelle:3", le=SEPT_HEURES + timedelta(hours=2))

    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES + timedelta(hours=3)) == 0
    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES + timedelta(days=1)) == 1

    assert [len(envoi.contexte["nouvelles"]) for envoi in recapitulatifs()] == [1, 2]


def test_sans_nouvelle_pas_de_courriel():
    choisir()

    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES) == 0
    assert Courrier.objects.count() == 0


def test_revenir_au_fil_de_l_eau_fait_partir_ce_qui_attendait():
    choisir()
    deposer("nouvelle:1")
    deposer("nouvelle:2", destinataire="OF@exemple.test")

    assert choisir(Rythme.AU_FIL_DE_L_EAU) == 2

    assert expedier_les_dus(maintenant=timezone.now) == 2
    assert [message.to for message in mail.outbox] == [[ADRESSE], ["OF@exemple.test"]]
    assert choisir(Rythme.AU_FIL_DE_L_EAU) == 0


def test_une_ligne_ecrite_pendant_le_changement_de_rythme_part_quand_meme():
    choisir()
    deposer("nouvelle:1")
    # What a transaction that had read the old choice leaves behind.
    PreferenceCourriel.objects.update(rythme=Rythme.AU_FIL_DE_L_EAU)

    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES) == 1


def test_une_nouvelle_illisible_ne_retient_pas_les_autres(caplog):
    choisir()
    casse = deposer("nouvelle:1")
    Courrier.objects.filter(pk=casse.pk).update(modele="modele_disparu")
    deposer("nouvelle:2")

    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES) == 1

    assert {cle: statut for cle, statut in statuts().items() if cle.startswith("nouvelle")} == {
        "nouvelle:1": "a_expedier",
        "nouvelle:2": "regroupe",
    }
    assert "ne peut pas entrer dans un récapitulatif" in caplog.text


def test_les_pieces_des_nouvelles_sont_jointes_une_fois():
    choisir()
    premiere = deposer("nouvelle:0")
    with transaction.atomic():
        lettre = courriers.deposer_document(
            modele="accuse_intention",
            cle="lettre:1",
            objet=premiere,
            titre="Accusé de réception",
            reference="IE-2026-00041",
            contexte=INTENTION,
        )
    deposer("nouvelle:1", documents=[lettre])
    deposer("nouvelle:2", documents=[lettre])

    rediger_les_recapitulatifs(maintenant=SEPT_HEURES)

    assert list(recapitulatifs()[0].documents.all()) == [lettre]


def test_un_worker_tue_avant_la_validation_ne_perd_rien():
    choisir()
    deposer("nouvelle:1")

    with decision_annulee():
        rediger_les_recapitulatifs(maintenant=SEPT_HEURES)
        assert statuts()["nouvelle:1"] == "regroupe"

    assert statuts() == {"nouvelle:1": "recapitulatif"}
    assert rediger_les_recapitulatifs(maintenant=SEPT_HEURES) == 1


@pytest.mark.django_db(transaction=True)
def test_deux_workers_au_meme_instant_n_en_ecrivent_qu_un():
    choisir()
    for rang in range(20):
        deposer(f"nouvelle:{rang}")
    depart, ecrits = threading.Barrier(4), []

    def travailler():
        try:
            depart.wait()
            ecrits.append(rediger_les_recapitulatifs(maintenant=SEPT_HEURES))
        finally:
            connection.close()

    fils = [threading.Thread(target=travailler) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(ecrits) == [0, 0, 0, 1]
    [envoi] = recapitulatifs()
    assert envoi.regroupes.count() == len(envoi.contexte["nouvelles"]) == 20


@pytest.mark.django_db(transaction=True)
def test_changer_d_avis_pendant_la_redaction_n_envoie_pas_deux_fois():
    choisir()
    deposer("nouvelle:1")
    ecrit, change = threading.Event(), []

    def changer():
        try:
            ecrit.wait()
            change.append(choisir(Rythme.AU_FIL_DE_L_EAU))
        finally:
            connection.close()

    fil = threading.Thread(target=changer)
    fil.start()
    with transaction.atomic():
        recapitulatif.rediger(ADRESSE, le=SEPT_HEURES.date(), avant=SEPT_HEURES)
        ecrit.set()
        fil.join(timeout=0.3)
    fil.join()

    assert change == [0]
    assert statuts()["nouvelle:1"] == "regroupe"
    assert rythme_de(ADRESSE) == Rythme.AU_FIL_DE_L_EAU


def test_resumer_ote_le_bonjour_et_coupe_ou_une_page_dit_la_suite():
    corps = "Bonjour Claire,\n\n" + "\n\n".join(["Un fait." * 10] * 4) + "\n\nLa suite : https://exemple.test/page/.\n"

    texte, suite = resumer(corps, longueur=200)

    assert texte == "\n\n".join(["Un fait." * 10] * 2)
    assert suite == "https://exemple.test/page/"


def test_resumer_dit_tout_de_ce_qui_ne_mene_nulle_part():
    corps = "Bonjour,\n\n" + "\n\n".join(["Un fait." * 10] * 4) + "\n"

    assert resumer(corps, longueur=200) == ("\n\n".join(["Un fait." * 10] * 4), "")
