"""The outbox: no letter without its decision, no decision without its letter, and each of them once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from noyau import courriers
from noyau.courriers import ESSAIS_AVANT_QUARANTAINE, Courrier, StatutCourrier, attente_avant_essai
from noyau.expedition import _noter_echec, expedier_les_dus, remettre_en_route, reserver
from noyau.relais import JournalFichier, journal_du_relais
from tests.noyau.exemples import INTENTION, decision_annulee
from tests.noyau.relais import relais_ouvert

pytestmark = pytest.mark.django_db


def deposer(cle="intention:1", destinataire="of@exemple.test"):
    with transaction.atomic():
        return courriers.deposer(modele="intention_adressee", cle=cle, destinataire=destinataire, contexte=INTENTION)


def expedier(dans=timedelta(0)):
    return expedier_les_dus(maintenant=lambda: timezone.now() + dans)


@pytest.mark.django_db(transaction=True)
def test_deposer_hors_d_une_transaction_est_refuse():
    with pytest.raises(RuntimeError, match="transaction"):
        courriers.deposer(modele="intention_adressee", cle="x", destinataire="a@b.test", contexte={})


def test_une_decision_annulee_n_ecrit_a_personne():
    with decision_annulee():
        courriers.deposer(modele="intention_adressee", cle="x", destinataire="a@b.test", contexte=INTENTION)

    assert Courrier.objects.count() == 0


def test_le_meme_evenement_ne_s_ecrit_qu_une_fois():
    premier = deposer()

    assert deposer() is None
    assert list(Courrier.objects.all()) == [premier]


def test_le_message_id_vient_de_la_cle_et_ne_change_pas():
    courrier = deposer()
    identifiant = courrier.message_id

    expedier()

    [message] = mail.outbox
    assert message.extra_headers["Message-ID"] == identifiant
    courrier.delete()
    assert deposer().message_id == identifiant


def test_expedier_envoie_une_fois_et_marque_la_ligne():
    courrier = deposer()

    assert expedier() == 1
    assert expedier() == 0

    courrier.refresh_from_db()
    assert (courrier.statut, courrier.tentatives, courrier.derniere_erreur) == (StatutCourrier.EXPEDIE, 1, "")
    assert courrier.expedie_le is not None
    [message] = mail.outbox
    assert message.to == ["of@exemple.test"]
    assert "Tôlerie d’essai" in message.body
    assert "&#x27;" not in message.subject + message.body


class RelaisQuiRefuse:
    async def handle_RCPT(self, *_):  # noqa: N802 — aiosmtpd's name
        return "550 5.1.1 Mailbox does not exist"


@pytest.fixture
def relais_qui_refuse(settings, socket_enabled):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with relais_ouvert(RelaisQuiRefuse()) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield


def test_un_refus_attend_de_plus_en_plus_puis_va_en_quarantaine(relais_qui_refuse):
    courrier = deposer()
    instant = timezone.now()

    for essai in range(1, ESSAIS_AVANT_QUARANTAINE + 1):
        expedier_les_dus(maintenant=lambda: instant)  # noqa: B023
        courrier.refresh_from_db()
        assert courrier.tentatives == essai
        assert courrier.prochain_essai_le == instant + attente_avant_essai(essai)
        instant = courrier.prochain_essai_le

    assert courrier.statut == StatutCourrier.QUARANTAINE
    assert "550" in courrier.derniere_erreur
    assert list(Courrier.objects.en_quarantaine()) == [courrier]


def test_un_relais_muet_ne_coute_aucun_essai(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    courrier = deposer()

    assert expedier() == 0

    courrier.refresh_from_db()
    assert (courrier.statut, courrier.tentatives) == (StatutCourrier.A_EXPEDIER, 0)
    assert "ne répond pas" in caplog.text


def test_un_courrier_de_la_quarantaine_repart_sous_le_meme_message_id():
    courrier = deposer()
    Courrier.objects.update(statut=StatutCourrier.QUARANTAINE, tentatives=ESSAIS_AVANT_QUARANTAINE)

    remettre_en_route(courrier_id=courrier.pk, maintenant=timezone.now())

    assert expedier() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == courrier.message_id


def test_une_ligne_en_cours_appartient_a_son_worker_jusqu_au_bout_du_bail(settings):
    deposer()
    assert reserver(timezone.now(), None) is not None

    assert expedier() == 0
    assert expedier(dans=timedelta(seconds=settings.COURRIER_BAIL_SECONDES + 1)) == 1


@pytest.mark.parametrize(
    ("journal", "envois"),
    [pytest.param("accepte", 0, id="le-relais-l-a-accepte"), pytest.param("rien", 1, id="le-relais-ne-l-a-pas-vu")],
)
def test_une_ligne_en_doute_interroge_le_journal_du_relais(settings, tmp_path, journal, envois):
    courrier = deposer()
    reserver(timezone.now(), None)
    lignes = {"accepte": f"postfix/cleanup: message-id={courrier.message_id}\n", "rien": "postfix: started\n"}
    (tmp_path / "mail.log").write_text(lignes[journal])
    settings.RELAIS_JOURNAL = str(tmp_path / "mail.log")

    assert isinstance(journal_du_relais(), JournalFichier)
    assert expedier(dans=timedelta(seconds=settings.COURRIER_BAIL_SECONDES + 1)) == envois

    courrier.refresh_from_db()
    assert courrier.statut == StatutCourrier.EXPEDIE
    assert len(mail.outbox) == envois


def test_un_journal_de_relais_introuvable_n_arrete_pas_les_autres_courriers(settings, tmp_path):
    """Rotated, or not readable any more: it cannot be asked, and what waits behind the row in doubt still leaves."""
    deposer()
    reserver(timezone.now(), None)
    deposer(cle="autre:2")
    settings.RELAIS_JOURNAL = str(tmp_path / "parti.log")

    assert expedier(dans=timedelta(seconds=settings.COURRIER_BAIL_SECONDES + 1)) == 2


def test_un_courrier_qui_tue_ses_workers_finit_en_quarantaine(settings):
    courrier = deposer()
    instant = timezone.now()

    for _ in range(ESSAIS_AVANT_QUARANTAINE):
        assert reserver(instant, None) == courrier
        instant += timedelta(seconds=settings.COURRIER_BAIL_SECONDES + 1)
    assert reserver(instant, None) is None

    courrier.refresh_from_db()
    assert courrier.statut == StatutCourrier.QUARANTAINE
    assert courrier.derniere_erreur == "Le worker s’est arrêté pendant l’envoi."


def test_l_echec_d_un_worker_dont_le_bail_a_fini_ne_reprend_pas_la_ligne_a_un_autre(settings):
    courrier = deposer()
    lent = reserver(timezone.now(), None)
    apres = timezone.now() + timedelta(seconds=settings.COURRIER_BAIL_SECONDES + 1)
    autre = reserver(apres, None)

    _noter_echec(lent, OSError("trop tard"), apres)

    courrier.refresh_from_db()
    assert (courrier.statut, courrier.prochain_essai_le) == (StatutCourrier.EN_COURS, autre.prochain_essai_le)


def test_la_boite_de_demonstration_est_son_propre_relais(settings):
    settings.EMAIL_BACKEND = "noyau.boite.BoiteDeDemonstration"
    settings.RELAIS_JOURNAL = "noyau.relais.JournalDeLaBoite"
    courrier = deposer()

    assert expedier() == 1
    assert journal_du_relais().a_accepte(courrier.message_id)
    assert not journal_du_relais().a_accepte("<autre@exemple.test>")
