"""Text messages: off by default, sent once through the provider that is set, never outside in a test."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.db import transaction
from django.utils import timezone
from stdnum.exceptions import ValidationError

from noyau.conservation import vider_textos
from noyau.envoi_textos import expedier_les_textos, numero_international, texte_de
from noyau.textos import ESSAIS_MAX, LONGUEUR_MAX, Texto, attente_avant_essai, deposer_texto

pytestmark = pytest.mark.django_db
CHEMIN = "/insertion/t/2s-AbCdEfGhIjKl/"
# The basic set of GSM 03.38: one character outside it more than halves what a message holds.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.fixture
def fournisseur(settings):
    """A provider on this machine: what it received, and the code it answers next."""
    recus, codes = [], []

    class Guichet(BaseHTTPRequestHandler):
        def do_POST(self):
            corps = self.rfile.read(int(self.headers["Content-Length"]))
            recus.append((self.path, json.loads(corps)["message"]))
            self.send_response(codes.pop(0) if codes else 200)
            self.end_headers()

        def log_message(self, *_):
            """Keep the test's output quiet."""

    serveur = HTTPServer(("127.0.0.1", 0), Guichet)
    Thread(target=serveur.serve_forever, daemon=True).start()
    settings.SMS_URL = f"json://127.0.0.1:{serveur.server_port}/sms/{{numero}}"
    yield recus, codes
    serveur.shutdown()
    serveur.server_close()


def deposer(cle="suivi:1:stagiaire:0", numero="06 12 34 56 78"):
    with transaction.atomic():
        contexte = {"chemin": CHEMIN, "stagiaires": [1]}
        return deposer_texto(modele="suivi_stagiaire", cle=cle, destinataire=numero, contexte=contexte)


def expedier(instant=None):
    return expedier_les_textos(maintenant=lambda: instant or timezone.now())


def test_un_texto_part_une_fois_chez_le_fournisseur(fournisseur):
    recus, _ = fournisseur
    deposer()
    deposer()

    assert (expedier(), expedier()) == (1, 0)
    assert [chemin for chemin, _ in recus] == ["/sms/33612345678"]
    assert CHEMIN in recus[0][1]
    assert Texto.objects.get().statut == "expedie"


def test_sans_fournisseur_rien_ne_part_et_rien_n_est_lu(settings, django_assert_num_queries):
    settings.SMS_URL = ""
    deposer()

    with django_assert_num_queries(0):
        assert expedier() == 0


def test_un_refus_attend_puis_s_abandonne_sans_dire_le_numero(fournisseur):
    recus, codes = fournisseur
    codes += [500] * ESSAIS_MAX
    deposer()
    instant = timezone.now()
    for essai in range(1, ESSAIS_MAX + 1):
        assert expedier(instant) == 0
        assert expedier(instant) == 0
        instant += attente_avant_essai(essai)

    texto = Texto.objects.get()
    assert (texto.statut, texto.tentatives, texto.derniere_erreur) == ("abandonne", ESSAIS_MAX, "EnvoiRefuse")
    assert len(recus) == ESSAIS_MAX


def test_un_worker_mort_pendant_l_envoi_ne_le_fait_pas_repartir(fournisseur):
    recus, _ = fournisseur
    deposer()
    Texto.objects.update(statut="en_cours", prochain_essai_le=timezone.now() - timedelta(minutes=5))

    assert expedier() == 0
    assert Texto.objects.get().statut == "abandonne"
    assert recus == []


def test_un_fixe_ne_recoit_pas_de_texto(fournisseur):
    recus, _ = fournisseur
    deposer(numero="02 41 00 00 12")

    assert expedier() == 0
    assert Texto.objects.get().statut == "abandonne"
    assert recus == []


@pytest.mark.parametrize("numero", ["0612345678", "06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678"])
def test_numero_international_ecrit_les_chiffres_du_fournisseur(numero):
    assert numero_international(numero) == "33612345678"


def test_numero_international_refuse_ce_qui_n_est_pas_un_portable():
    with pytest.raises(ValidationError):
        numero_international("0241000012")


def test_le_texto_tient_en_un_message(settings):
    settings.SITE_URL = "https://formation.paysdelaloire.example"
    texte = texte_de(Texto(modele="suivi_stagiaire", contexte={"chemin": CHEMIN}))

    assert len(texte) <= LONGUEUR_MAX
    assert set(texte) <= GSM


def test_un_texto_parti_est_vide_a_son_terme_et_pas_celui_qui_attend():
    deposer()
    deposer(cle="suivi:2:stagiaire:0")
    Texto.objects.filter(cle="suivi:1:stagiaire:0").update(statut="expedie", expedie_le=timezone.now())

    assert vider_textos(timezone.now()) == 1
    assert vider_textos(timezone.now()) == 0
    vides = Texto.objects.order_by("cle").values_list("destinataire", "contexte")
    assert [(numero, bool(faits)) for numero, faits in vides] == [("", False), ("06 12 34 56 78", True)]


def test_hors_d_une_transaction_rien_ne_se_depose(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        deposer_texto(modele="suivi_stagiaire", cle="a", destinataire="0612345678", contexte={})


@pytest.mark.parametrize(("essais", "minutes"), [(1, 1), (2, 4), (3, 16)])
def test_l_attente_s_allonge(essais, minutes):
    assert attente_avant_essai(essais) == timedelta(minutes=minutes)
