"""The employer's word by its personal link: no account, no cookie, and nothing happens before a click."""

import time
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comptes.liens import VALIDITE, Usage, jeton
from intentions.actions.confirmer import confirmer_intention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from tests.factories.scenario import LE
from tests.factories.transmissions import COURRIEL, transmise
from tests.html import texte

NOUVEAU_LIEN = "/r/nouveau-lien/"


@pytest.fixture
def telephone():
    """A phone that keeps no cookie and carries no CSRF token."""
    cache.clear()
    return Client(enforce_csrf_checks=True)


def page(courriel: str = COURRIEL) -> str:
    return reverse("reponses:confirmer", args=[jeton(Usage.INTENTIONS, courriel)])


def confirmer(telephone: Client, intention: IntentionEmbauche, adresse: str = ""):
    reponse = telephone.post(adresse or page(), {"intention": str(intention.pk)})
    telephone.cookies.clear()
    return reponse


def expire() -> str:
    valeur = jeton(Usage.INTENTIONS, COURRIEL)
    corps, _, _ = valeur.rsplit(":", 2)
    instant = signing.b62_encode(int(time.time() - VALIDITE.total_seconds() - 60))
    signeur = signing.TimestampSigner(salt=f"lien:{Usage.INTENTIONS}")
    return f"{corps}:{instant}:{signeur.signature(f'{corps}:{instant}')}"


def test_ouvrir_le_lien_montre_tout_ce_qui_engage_et_ne_change_rien(telephone, en_attente):
    lignes = LigneJournal.objects.count()

    for _ in range(3):
        reponse = telephone.get(page())
        telephone.head(page())

    lu = texte(reponse)
    for mot in ("Confirmez votre intention d’embauche", "Soudeur", "CDI, 35 h", "15 juin 2027", "Tôlerie Heulin"):
        assert mot in lu
    en_attente.refresh_from_db()
    assert (en_attente.statut, LigneJournal.objects.count()) == ("a_completer", lignes)
    assert reponse["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in reponse["Cache-Control"]


def test_un_clic_confirme_sans_compte_ni_cookie(telephone, en_attente):
    reponse = confirmer(telephone, en_attente)

    suite = telephone.get(reponse["Location"])
    en_attente.refresh_from_db()
    assert (en_attente.statut, en_attente.ecrit_origine) == ("recevable", "lien")
    assert "Merci, votre intention est confirmée" in texte(suite)
    assert "Ce qu’elles deviennent" in texte(suite)


def test_un_double_clic_est_dit_gentiment(telephone, en_attente):
    confirmer(telephone, en_attente)

    suite = telephone.get(confirmer(telephone, en_attente)["Location"])

    assert "C’est déjà fait" in texte(suite)
    assert Courrier.objects.filter(modele="confirmation_recue").count() == 1


def test_plusieurs_intentions_se_confirment_une_a_une(telephone, en_attente, lea, etablissement):
    seconde = transmise(lea, etablissement, intitule="Chaudronnière")
    assert "Confirmez vos intentions d’embauche" in texte(telephone.get(page()))

    suite = telephone.get(confirmer(telephone, en_attente)["Location"])

    seconde.refresh_from_db()
    assert seconde.statut == "a_completer"
    assert "Une autre attend votre confirmation" in texte(suite)


def test_le_lien_d_un_autre_ne_confirme_pas(telephone, en_attente):
    autre = page("autre@menuiserie.example")

    assert confirmer(telephone, en_attente, autre).status_code == 404
    assert en_attente.numero not in texte(telephone.get(autre))
    assert confirmer(telephone, IntentionEmbauche(pk=0)).status_code == 404
    assert telephone.post(page(), {"intention": "²"}).status_code == 404


def test_refuser_demande_une_raison_puis_retire(telephone, en_attente):
    refuser = reverse("reponses:refuser", args=[jeton(Usage.INTENTIONS, COURRIEL), en_attente.pk])
    assert "France Travail" in texte(telephone.get(refuser))
    assert "Dites-le en une phrase" in texte(telephone.post(refuser, {"motif": ""}))

    suite = telephone.get(telephone.post(refuser, {"motif": "Ce n’est pas un CDI."})["Location"])

    en_attente.refresh_from_db()
    assert en_attente.statut == "desistee"
    assert "cette intention est retirée" in texte(suite)
    assert telephone.post(refuser, {"motif": "Encore."}).status_code == 302
    assert Courrier.objects.filter(modele="confirmation_refusee").count() == 1


def test_refuser_celle_d_un_autre_ne_trouve_rien(telephone, en_attente):
    refuser = reverse("reponses:refuser", args=[jeton(Usage.INTENTIONS, "autre@exemple.fr"), en_attente.pk])

    assert telephone.get(refuser).status_code == 404
    assert telephone.post(refuser, {"motif": "Non."}).status_code == 404


def test_un_lien_expire_propose_d_en_envoyer_un_autre_en_un_clic(telephone, en_attente):
    reponse = telephone.get(reverse("reponses:confirmer", args=[expire()]))
    assert (reponse.status_code, "Ce lien a expiré" in texte(reponse)) == (410, True)

    envoi = telephone.post(NOUVEAU_LIEN, {"jeton": expire()})

    assert "Regardez vos courriels" in texte(envoi)
    assert Courrier.objects.get(modele="lien_personnel").destinataire == COURRIEL


def test_un_lien_expire_ne_confirme_pas(telephone, en_attente):
    reponse = confirmer(telephone, en_attente, reverse("reponses:confirmer", args=[expire()]))

    en_attente.refresh_from_db()
    assert (reponse.status_code, en_attente.statut) == (410, "a_completer")


@pytest.mark.parametrize(
    "alterer",
    [
        pytest.param(lambda _entier: "coupe", id="trop-court"),
        pytest.param(lambda _entier: "abc:def:ghi", id="invente"),
        pytest.param(lambda entier: entier[:-1], id="coupe"),
        pytest.param(lambda entier: entier[:-1] + ("a" if entier[-1] == "b" else "b"), id="altere"),
    ],
)
def test_un_lien_coupe_ou_altere_est_explique(telephone, db, alterer):
    valeur = alterer(jeton(Usage.INTENTIONS, COURRIEL))
    reponse = telephone.get(reverse("reponses:confirmer", args=[valeur]))

    assert (reponse.status_code, "Ce lien est incomplet" in texte(reponse)) == (404, True)


def test_un_lien_d_un_autre_usage_n_ouvre_rien(telephone, en_attente):
    for usage in (Usage.ETAPE, Usage.COURRIELS):
        adresse = reverse("reponses:confirmer", args=[jeton(usage, COURRIEL, objet=en_attente.pk)])
        assert confirmer(telephone, en_attente, adresse).status_code == 404


def test_redemander_un_lien_repond_pareil_qu_on_soit_connu_ou_non(telephone, en_attente):
    assert telephone.get(NOUVEAU_LIEN).status_code == 200
    reponses = [
        texte(telephone.post(NOUVEAU_LIEN, {"courriel": courriel}))
        for courriel in (COURRIEL.upper(), "inconnu@exemple.fr")
    ]

    assert reponses[0] == reponses[1]
    assert list(Courrier.objects.filter(modele="lien_personnel").values_list("destinataire", flat=True)) == [COURRIEL]


def test_redemander_un_lien_est_limite(telephone, en_attente):
    codes = [telephone.post(NOUVEAU_LIEN, {"courriel": COURRIEL}).status_code for _ in range(4)]

    assert codes == [200, 200, 200, 429]
    assert Courrier.objects.filter(modele="lien_personnel").count() == 3


def test_une_adresse_mal_ecrite_le_dit(telephone, db):
    assert "n’est pas complète" in texte(telephone.post(NOUVEAU_LIEN, {"courriel": "paul"}))


def test_le_lien_du_courriel_ouvre_la_page(telephone, en_attente):
    chemin = Courrier.objects.get(modele="confirmation_demandee").contexte["chemin"]

    assert en_attente.numero in texte(telephone.get(chemin))


def test_les_noms_sont_echappes(telephone, lea, etablissement):
    etablissement.nom, etablissement.siae = "<b>Piège</b>", False
    etablissement.save()
    transmise(lea, etablissement, precisions="<script>x</script>")

    contenu = telephone.get(page()).content.decode()

    assert ("<b>Piège" in contenu, "<script>x" in contenu) == (False, False)


def test_confirmee_ailleurs_entre_temps(telephone, en_attente, claire):
    telephone.get(page())
    confirmer_intention(intention_id=en_attente.pk, le=LE, par=claire)

    suite = telephone.get(confirmer(telephone, en_attente)["Location"])

    assert "C’est déjà fait" in texte(suite)


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_page_coute_toujours_autant(telephone, lea, etablissement, nombre, django_assert_num_queries):
    etablissement.siae = False
    etablissement.save()
    for _ in range(nombre):
        transmise(lea, etablissement)
    with django_assert_num_queries(2):
        assert telephone.get(page()).status_code == 200


def test_le_lien_dure_trente_jours():
    assert timedelta(days=30) == VALIDITE
