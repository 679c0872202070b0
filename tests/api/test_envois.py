"""What partners are told: signed, retried, given up, sent again; and never to a machine of ours."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from intentions import remise
from intentions.actions.abonnements import oublier_les_envois
from intentions.enums import TransitionIntention
from intentions.expedition import ATTENTES, BAIL, expedier_les_envois, reserver
from intentions.models import Abonnement, EnvoiWebhook, StatutEnvoi
from intentions.remise import CibleInterdite, adresse_permise
from noyau.courriers import Courrier
from tests.api.serveurs import serveur
from tests.factories.intentions import IntentionFactory
from tests.factories.partenaires import SECRET, AbonnementFactory, PartenaireFactory

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


def annoncee(url, partenaire=None, **champs):
    """An intention of a partner crosses a state: its sending is born."""
    partenaire = partenaire or PartenaireFactory()
    AbonnementFactory(partenaire=partenaire, url=url)
    intention = IntentionFactory(recevable=True, partenaire=partenaire, reference_externe="OFF-1", **champs)
    with transaction.atomic():
        intention.franchir(TransitionIntention.SE_DESISTER, par=None, motif="Poste pourvu.")
    return EnvoiWebhook.objects.get()


def test_un_changement_part_signe_et_ne_part_qu_une_fois():
    with serveur(200) as partenaire:
        envoi = annoncee(partenaire.url)

        livres = expedier_les_envois(maintenant=timezone.now)
        encore = expedier_les_envois(maintenant=timezone.now)

    envoi.refresh_from_db()
    [(entetes, corps)] = partenaire.recus
    assert (livres, encore) == (1, 0)
    assert (envoi.statut, envoi.tentatives, envoi.derniere_reponse) == (StatutEnvoi.LIVRE, 1, "200 OK")
    recu = Webhook(SECRET).verify(corps, entetes)
    assert (recu["type"], recu["data"]["etat"]) == ("intention.desistee", "desistee")
    assert recu["data"]["reference_externe"] == "OFF-1"
    assert "motif" not in corps
    assert entetes["Host"] == partenaire.url.split("/")[2]


def test_une_panne_puis_la_reprise_sous_le_meme_identifiant():
    with serveur(500, 200) as partenaire, time_machine.travel(timezone.now(), tick=False) as horloge:
        envoi = annoncee(partenaire.url)

        expedier_les_envois(maintenant=timezone.now)
        envoi.refresh_from_db()
        assert (envoi.statut, envoi.tentatives) == (StatutEnvoi.A_ENVOYER, 1)
        assert envoi.derniere_reponse == "500 Internal Server Error"
        assert envoi.prochain_essai_le == timezone.now() + ATTENTES[0]

        assert expedier_les_envois(maintenant=timezone.now) == 0
        horloge.shift(ATTENTES[0])
        assert expedier_les_envois(maintenant=timezone.now) == 1

    envoi.refresh_from_db()
    assert (envoi.statut, envoi.tentatives) == (StatutEnvoi.LIVRE, 2)
    premier, second = (entetes["webhook-id"] for entetes, _ in partenaire.recus)
    assert premier == second == f"msg_{envoi.identifiant.hex}"


def test_un_serveur_lent_est_laisse(monkeypatch):
    monkeypatch.setattr(remise, "SECONDES", 0.3)
    with serveur(200, lenteur=1) as partenaire:
        envoi = annoncee(partenaire.url)

        assert expedier_les_envois(maintenant=timezone.now) == 0

    envoi.refresh_from_db()
    assert (envoi.statut, envoi.derniere_reponse) == (StatutEnvoi.A_ENVOYER, "Pas de réponse en cinq secondes.")


def test_une_redirection_n_est_pas_suivie():
    with serveur(200) as ailleurs, serveur(307, vers=ailleurs.url) as partenaire:
        envoi = annoncee(partenaire.url)

        assert expedier_les_envois(maintenant=timezone.now) == 0

    envoi.refresh_from_db()
    assert envoi.derniere_reponse == "307 Temporary Redirect"
    assert ailleurs.recus == []


def test_une_adresse_en_panne_ne_fait_pas_attendre_les_autres():
    partenaire = PartenaireFactory()
    with serveur(500) as malade, serveur(200) as sain:
        for url in (malade.url, sain.url):
            AbonnementFactory(partenaire=partenaire, url=url)
        for rang in range(3):
            intention = IntentionFactory(recevable=True, partenaire=partenaire, reference_externe=f"R{rang}")
            with transaction.atomic():
                intention.franchir(TransitionIntention.SE_DESISTER, par=None)

        assert expedier_les_envois(maintenant=timezone.now) == 3

    assert (len(malade.recus), len(sain.recus)) == (1, 3)


def test_apres_trois_jours_on_abandonne_et_on_previent():
    with serveur(503) as partenaire, time_machine.travel(timezone.now(), tick=False) as horloge:
        envoi = annoncee(partenaire.url)
        debut = timezone.now()
        for attente in (*ATTENTES, timedelta()):
            expedier_les_envois(maintenant=timezone.now)
            horloge.shift(attente)
        duree = timezone.now() - debut

    envoi.refresh_from_db()
    assert timedelta(days=3) < duree < timedelta(days=3, hours=4)
    assert (envoi.statut, envoi.tentatives) == (StatutEnvoi.ABANDONNE, len(ATTENTES) + 1)
    courrier = Courrier.objects.get(modele="webhook_abandonne")
    assert courrier.destinataire == envoi.abonnement.partenaire.courriel
    assert courrier.contexte["derniere_reponse"] == "503 Service Unavailable"


def test_un_serveur_parti_arrete_l_abonnement():
    with serveur(410) as partenaire:
        envoi = annoncee(partenaire.url)
        intention = IntentionFactory(recevable=True, partenaire=envoi.abonnement.partenaire)
        with transaction.atomic():
            intention.franchir(TransitionIntention.SE_DESISTER, par=None)

        expedier_les_envois(maintenant=timezone.now)

    assert Abonnement.objects.get().actif is False
    assert {e.statut for e in EnvoiWebhook.objects.order_by("pk")} == {StatutEnvoi.ABANDONNE}
    assert len(partenaire.recus) == 1
    assert Courrier.objects.get(modele="webhook_abandonne").contexte["arrete"] is True


def test_un_worker_tue_pendant_l_envoi_ne_perd_rien():
    with serveur(200) as partenaire, time_machine.travel(timezone.now(), tick=False) as horloge:
        envoi = annoncee(partenaire.url)
        reserve = reserver(timezone.now())
        assert reserver(timezone.now()) is None

        horloge.shift(BAIL)
        repris = reserver(timezone.now())
        assert (repris.identifiant, repris.tentatives) == (reserve.identifiant, 1)
        horloge.shift(BAIL)
        expedier_les_envois(maintenant=timezone.now)

    envoi.refresh_from_db()
    assert (envoi.statut, len(partenaire.recus)) == (StatutEnvoi.LIVRE, 1)


@pytest.mark.parametrize(
    "adresse",
    ["127.0.0.1", "10.1.2.3", "192.168.0.4", "169.254.169.254", "::1", "fe80::1", "::ffff:127.0.0.1", "0.0.0.0",
     "64:ff9b::a00:1", "224.0.0.1", "fd00::1", "100.64.0.1"],
)  # fmt: skip
def test_une_adresse_de_chez_nous_est_refusee(settings, adresse):
    settings.WEBHOOKS_ADRESSES_PRIVEES = False

    with pytest.raises(CibleInterdite):
        adresse_permise(adresse, 443)


def test_une_adresse_du_dehors_est_permise(settings):
    settings.WEBHOOKS_ADRESSES_PRIVEES = False

    assert adresse_permise("93.184.216.34", 443) == "93.184.216.34"


def test_un_envoi_vers_chez_nous_se_lit_dans_le_journal(settings):
    with serveur(200) as partenaire:
        envoi = annoncee(partenaire.url)
        settings.WEBHOOKS_ADRESSES_PRIVEES = False

        expedier_les_envois(maintenant=timezone.now)

    envoi.refresh_from_db()
    assert (envoi.derniere_reponse, partenaire.recus) == ("Cette adresse mène à un réseau privé.", [])


def test_s_abonner_donne_le_secret_une_fois(machine):
    reponse = machine.poster("abonnements/", {"url": "https://partenaire.example/crochet"})

    assert reponse.status_code == 201
    assert Webhook(reponse.json()["secret"]).sign("m", timezone.now(), "{}").startswith("v1,")
    [abonnement] = machine.lire("abonnements/").json()
    assert (abonnement["url"], "secret" in abonnement) == ("https://partenaire.example/crochet", False)
    assert machine.poster("abonnements/", {"url": "https://partenaire.example/crochet"}).status_code == 409


def test_s_abonner_a_plus_de_cinq_adresses_est_refuse(machine, partenaire):
    AbonnementFactory.create_batch(5, partenaire=partenaire)

    assert machine.poster("abonnements/", {"url": "https://partenaire.example/six"}).status_code == 409


@pytest.mark.parametrize(
    "url",
    ["http://partenaire.example/", "ftp://partenaire.example/", "https://127.0.0.1/", "https://localhost/",
     "https://a:b@partenaire.example/", "https://[::1/", "https://partenaire.example:99999/", "https://x y.example/",
     "https://é.example/", "", "https://"],
)  # fmt: skip
def test_une_adresse_qui_ne_convient_pas_est_dite(machine, settings, url):
    settings.WEBHOOKS_ADRESSES_PRIVEES = False

    reponse = machine.poster("abonnements/", {"url": url})

    assert (reponse.status_code, list(reponse.json()["erreurs"])) == (400, ["url"])
    assert not Abonnement.objects.exists()


def test_arreter_puis_reprendre_un_abonnement(machine, partenaire):
    with serveur(200) as chez_lui:
        envoi = annoncee(chez_lui.url, partenaire)
        identifiant = envoi.abonnement_id

        assert machine.effacer(f"abonnements/{identifiant}/").status_code == 204
        assert machine.effacer(f"abonnements/{identifiant}/").status_code == 404
        assert expedier_les_envois(maintenant=timezone.now) == 0
        assert machine.poster(f"envois/{envoi.identifiant}/rejouer/").status_code == 409
        assert machine.poster("abonnements/", {"url": chez_lui.url}).json()["id"] == identifiant
        assert machine.poster(f"envois/{envoi.identifiant}/rejouer/").json()["statut"] == "a_envoyer"
        assert machine.poster(f"envois/{envoi.identifiant}/rejouer/").status_code == 409


def test_le_journal_se_lit_et_n_est_qu_a_soi(machine, partenaire):
    envoi = annoncee("https://partenaire.example/crochet", partenaire)
    ailleurs = PartenaireFactory(opco_=True)
    EnvoiWebhook.objects.create(
        abonnement=AbonnementFactory(partenaire=ailleurs), ligne_journal=1, evenement="intention.recevable",
        charge={}, prochain_essai_le=timezone.now(), cree_le=timezone.now(),
    )  # fmt: skip

    [ligne] = machine.lire("envois/", statut="a_envoyer").json()["results"]

    assert ligne["identifiant"] == str(envoi.identifiant)
    assert json.loads(json.dumps(ligne["charge"]))["etat"] == "desistee"
    assert machine.lire("envois/", statut="perdu").status_code == 400
    autre = EnvoiWebhook.objects.get(abonnement__partenaire=ailleurs)
    assert machine.poster(f"envois/{autre.identifiant}/rejouer/").status_code == 404


def test_le_vieux_journal_s_oublie():
    annoncee("https://partenaire.example/crochet")
    livre = EnvoiWebhook.objects.get()
    livre.statut = StatutEnvoi.LIVRE
    livre.save()

    assert oublier_les_envois(timezone.now() - timedelta(days=1)) == 0
    assert oublier_les_envois(timezone.now() + timedelta(days=1)) == 1
