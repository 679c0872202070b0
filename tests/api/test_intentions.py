"""Partners file, read and withdraw by API: same rules and words as the pages, each seeing its own only."""

import pytest
from django.utils import timezone

from intentions.api.base import DebitParCle
from intentions.enums import DroitApi
from intentions.forms.etapes import ContratForm
from intentions.models import IntentionEmbauche, RequeteIdempotente
from noyau.courriers import Courrier
from referentiels.models import Employeur
from referentiels.queries.reglement import reglement_au
from tests.api.conftest import Machine
from tests.api.documents import intention
from tests.factories.partenaires import PartenaireFactory, cle_de

pytestmark = pytest.mark.django_db


def test_deposer_juge_aussitot_et_ecrit_a_l_employeur(machine, partenaire):
    reponse = machine.poster("intentions/", intention())

    deposee = IntentionEmbauche.objects.get()
    corps = reponse.json()
    assert reponse.status_code == 201
    assert (corps["numero"], corps["etat"], corps["verdict"]) == (deposee.numero, "a_completer", "a_completer")
    assert [c["regle"] for c in corps["constats"] if c["niveau"] == "a_completer"] == ["I-ECRIT"]
    assert [attente["champ"] for attente in corps["a_completer"]] == ["ecrit"]
    assert corps["confirmation"]["attendue"] is True
    assert corps["confirmation"]["demandee_le"] is not None
    assert (deposee.partenaire, deposee.deposant, deposee.canal) == (partenaire, None, "nosemplois")
    assert deposee.employeur.nom == "Tôlerie Heulin"
    assert Courrier.objects.get(modele="confirmation_demandee").destinataire == "claire@exemple.fr"


def test_une_cle_sans_le_droit_est_renvoyee(partenaire):
    lectrice = Machine(cle_de(partenaire, DroitApi.LIRE)[1])

    reponse = lectrice.poster("intentions/", intention())

    assert (reponse.status_code, reponse.json()) == (
        403,
        {"erreur": "Cette clé n’a pas le droit intentions:deposer (déposer des intentions)."},
    )
    assert lectrice.lire("intentions/").status_code == 200


INCONNUES = ["", "AbCdEfGh.inconnue0123456789", "n’importe quoi", "AbCdEfGh.\x00aaaaaaaaaaaaaaaa"]


@pytest.mark.parametrize("valeur", INCONNUES)
def test_sans_cle_connue_on_n_entre_pas(monde, valeur):
    reponse = Machine(valeur).lire("intentions/")

    assert reponse.status_code == 401
    assert list(reponse.json()) == ["erreur"]
    assert reponse.headers["WWW-Authenticate"] == "Api-Key"


@pytest.mark.parametrize("fermeture", ["revoquee", "expiree", "partenaire"])
def test_une_cle_fermee_n_ouvre_plus(partenaire, fermeture):
    cle, valeur = cle_de(partenaire)
    if fermeture == "revoquee":
        cle.revoked = True
    elif fermeture == "expiree":
        cle.expiry_date = timezone.now()
    cle.save()
    if fermeture == "partenaire":
        partenaire.actif = False
        partenaire.save()

    assert Machine(valeur).lire("intentions/").status_code == 401


def test_l_usage_d_une_cle_est_note(partenaire):
    cle, valeur = cle_de(partenaire)

    Machine(valeur).lire("intentions/")

    cle.refresh_from_db()
    assert cle.utilisee_le is not None


def test_la_meme_demande_deux_fois_ne_compte_qu_une(machine):
    premiere = machine.poster("intentions/", intention(), Idempotency_Key="a1")
    seconde = machine.poster("intentions/", intention(), Idempotency_Key="a1")

    assert (premiere.status_code, seconde.status_code) == (201, 201)
    assert seconde.json() == premiere.json()
    assert ("Idempotent-Replayed" in premiere.headers, seconde.headers["Idempotent-Replayed"]) == (False, "true")
    assert IntentionEmbauche.objects.count() == 1


def test_la_reference_vaut_cle_d_idempotence(machine):
    premiere = machine.poster("intentions/", intention())
    seconde = machine.poster("intentions/", intention())

    assert seconde.json() == premiere.json()
    assert IntentionEmbauche.objects.count() == 1


def test_une_cle_deja_servie_pour_un_autre_document_est_refusee(machine):
    machine.poster("intentions/", intention(), Idempotency_Key="a1")

    reponse = machine.poster("intentions/", intention(poste__nombre=3), Idempotency_Key="a1")

    assert (reponse.status_code, list(reponse.json())) == (422, ["erreur"])
    assert IntentionEmbauche.objects.get().nombre_postes == 2


def test_une_reference_connue_sous_une_autre_cle_nomme_l_intention(machine):
    numero = machine.poster("intentions/", intention(), Idempotency_Key="a1").json()["numero"]

    reponse = machine.poster("intentions/", intention(), Idempotency_Key="a2")

    assert reponse.status_code == 409
    assert numero in reponse.json()["erreur"]
    assert RequeteIdempotente.objects.count() == 1


def test_un_document_corrige_se_renvoie_sous_la_meme_cle(machine):
    refuse = machine.poster("intentions/", intention(poste__nombre=0), Idempotency_Key="a1")
    corrige = machine.poster("intentions/", intention(), Idempotency_Key="a1")

    assert (refuse.status_code, corrige.status_code) == (400, 201)


def test_sans_cle_ni_reference_on_dit_ce_qui_manque(machine):
    reponse = machine.poster("intentions/", intention(reference_externe=None))

    assert reponse.status_code == 400
    assert list(reponse.json()["erreurs"]) == ["reference_externe"]


def test_les_erreurs_ont_les_mots_des_pages_et_le_chemin_du_document(machine):
    le = timezone.localdate()
    reponse = machine.poster(
        "intentions/",
        intention(contrat__duree_mois=0, contrat__embauche_souhaitee="2020-01-01", employeur__siret="123"),
    )

    page = ContratForm({"duree_mois": "0", "embauche_souhaitee": "01/01/2020"}, le=le, reglement=reglement_au(le))
    assert reponse.status_code == 400
    assert reponse.json()["erreurs"] == {
        "contrat.duree_mois": page.errors["duree_mois"],
        "contrat.embauche_souhaitee": page.errors["embauche_souhaitee"],
        "employeur.siret": ["Ce numéro a 3 chiffres : il en faut 14."],
    }
    assert not IntentionEmbauche.objects.exists()
    assert not Employeur.objects.exists()


@pytest.mark.parametrize(
    ("document", "chemin"),
    [
        (intention(couleur="bleu"), "couleur"),
        (intention(poste__couleur="bleu"), "poste.couleur"),
        (intention(contrat__type="CDI"), "contrat.type"),
        (intention(contrat__duree_mois="8"), "contrat.duree_mois"),
        (intention(contrat__duree_mois=True), "contrat.duree_mois"),
        (intention(contrat__embauche_souhaitee="15/06/2099"), "contrat.embauche_souhaitee"),
        (intention(poste__intitule="a\ud800"), "poste.intitule"),
        (intention(poste__intitule="a\x00"), "poste.intitule"),
        (intention(employeur__siret="\x00"), "employeur.siret"),
        (intention(etapes=["sieste"]), "etapes"),
        (intention(etapes="stage"), "etapes"),
        (intention(employeur="Tôlerie"), "employeur"),
        ([], ""),
        (intention(**{"\ud800": 1}), "?"),
        (intention(contrat__heures_hebdo=1e300), "contrat.heures_hebdo"),
        (intention(poste__nombre=10**400), "poste.nombre"),
    ],
)
def test_ce_qui_n_est_pas_de_la_forme_est_nomme(machine, document, chemin):
    reponse = machine.poster("intentions/", document)

    assert (reponse.status_code, list(reponse.json()["erreurs"])) == (400, [chemin])


@pytest.mark.parametrize(
    ("corps", "code"),
    [("{", 400), ("[" * 100_000, 400), (b"\xff", 400), ('{"a": NaN}', 400), ('"' + "a" * 300_000 + '"', 413)],
    ids=["coupé", "profond", "pas de l’UTF-8", "NaN", "trop long"],
)
def test_ce_qui_n_est_pas_du_json_est_renvoye(machine, corps, code):
    reponse = machine.poster("intentions/", corps)

    assert (reponse.status_code, list(reponse.json())) == (code, ["erreur"])


def test_un_employeur_inconnu_demande_son_nom(machine):
    reponse = machine.poster("intentions/", intention(employeur__nom=None))

    assert (reponse.status_code, list(reponse.json()["erreurs"])) == (400, ["employeur.nom"])


def test_ce_que_le_partenaire_ne_sait_pas_reste_a_completer(machine):
    reponse = machine.poster("intentions/", intention(contrat=None, etapes=None, engagement_recruter=None))

    assert reponse.status_code == 201
    attendus = {attente["champ"] for attente in reponse.json()["a_completer"]}
    assert attendus == {"contrat_type", "duree_mois", "heures_hebdo", "etapes", "engagement_recruter", "ecrit"}
    assert reponse.json()["confirmation"]["attendue"] is False


def test_l_adaptation_ne_se_relit_jamais(machine):
    reponse = machine.poster("intentions/", intention(contrat__heures_hebdo=20, adaptation_boe=True))
    lue = machine.lire(f"intentions/{reponse.json()['numero']}/")

    assert IntentionEmbauche.objects.get().adaptation_boe is True
    for texte in (reponse.content.decode(), lue.content.decode()):
        assert "adapt" not in texte
        assert "handicap" not in texte
    assert "handicap" not in str(RequeteIdempotente.objects.get().reponse)


def test_un_besoin_deja_connu_est_signale_sans_details(machine, partenaire):
    autre = PartenaireFactory(opco_=True)
    Machine(cle_de(autre)[1]).poster("intentions/", intention())

    doublons = machine.poster("intentions/", intention()).json()["doublons"]

    assert doublons == [{"numero": None, "deposee_le": timezone.localdate().isoformat()}]


def test_une_adresse_qui_n_existe_pas_repond_en_json(machine):
    for chemin in ("intentions/IE-2026-99999/", "intentions/12/", "rien/"):
        reponse = machine.lire(chemin)
        assert (reponse.status_code, list(reponse.json())) == (404, ["erreur"])


def test_trop_de_demandes_se_dit_en_mots(machine, partenaire, monkeypatch):
    monkeypatch.setattr(DebitParCle, "THROTTLE_RATES", {"api_lecture": "2/min", "api_ecriture": "1/min"})

    codes = [machine.lire("intentions/").status_code for _ in range(3)]
    reponse = machine.lire("intentions/")
    autre_cle = Machine(cle_de(partenaire)[1])

    assert codes == [200, 200, 429]
    assert reponse.json()["erreur"].startswith("Trop de demandes. Réessayez dans ")
    assert int(reponse.headers["Retry-After"]) > 0
    assert autre_cle.lire("intentions/").status_code == 200
