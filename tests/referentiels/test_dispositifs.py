"""The catalogue of schemes: what it says, with the values of the day, and what officers may correct of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.groupes import ACHAT, MARCHES
from referentiels.actions.charger import charger_table
from referentiels.forms.dispositifs import FormulaireDispositif
from referentiels.models import Dispositif
from referentiels.queries.dispositifs import catalogue
from referentiels.queries.reglement import reglement_au
from referentiels.regles.grandeurs import CODES
from referentiels.regles.valeurs import completer, montants_ecrits, valeur_lisible
from tests.admin.agents import officier
from tests.factories.referentiels import DispositifFactory, ParametreFactory, loi_en_vigueur

pytestmark = pytest.mark.django_db

FINE, INSECABLE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
LE = date(2026, 11, 22)
CATALOGUE = "/dispositifs/"


@pytest.fixture
def charge():
    loi_en_vigueur()
    charger_table("dispositifs")


def noms(reponse) -> list[str]:
    return [fiche.nom for groupe in reponse.context["familles"].values() for fiche in groupe]


def saisie(**changements):
    dispositif = DispositifFactory(code="essai")
    champs = {nom: getattr(dispositif, nom) for nom in FormulaireDispositif.Meta.fields}
    return FormulaireDispositif({**champs, "actif": "on", **changements}, instance=dispositif)


def test_le_fichier_ne_dit_aucun_montant_et_chaque_valeur_citee_existe(charge):
    for dispositif in Dispositif.objects.order_by("code"):
        assert montants_ecrits(f"{dispositif.pour_qui} {dispositif.quoi} {dispositif.avec_qui}") == []
        assert set(dispositif.parametres) <= CODES.keys()
        assert {*dispositif.moments} <= {*Dispositif.Moment.values}
        assert {*dispositif.publics} <= {*Dispositif.Public.values}
        assert dispositif.famille in Dispositif.Famille.values


def test_ce_qui_n_est_pas_arrete_est_marque_et_ne_chiffre_rien(charge):
    marques = Dispositif.objects.exclude(a_preciser="")

    assert {"contrat-professionnalisation", "cpf-formations-sup", "cpf-transition-ecologique", "cpf-jeunes-seniors",
            "cpf-salaries"} <= set(marques.values_list("code", flat=True))  # fmt: skip
    assert set(marques.values_list("parametres__len", flat=True)) == {0}


def test_une_valeur_qui_change_change_la_phrase_sans_qu_on_y_touche(charge):
    ParametreFactory(code="pef_plafond", depuis=date(2027, 1, 1), valeur=Decimal(5000))

    def plafond(le):
        [fiche] = [fiche for fiche in catalogue(reglement_au(le)) if fiche.code == "parcours-emploi-formation"]
        return fiche.quoi.split(" pour ")[0], dict(fiche.valeurs)[
            "Parcours emploi Formation : plafond de l’aide".replace(" :", f"{INSECABLE}:")
        ]

    assert plafond(LE) == (f"Jusqu’à 4{FINE}200{INSECABLE}€", f"4{FINE}200{INSECABLE}€")
    assert plafond(date(2027, 1, 1)) == (f"Jusqu’à 5{FINE}000{INSECABLE}€", f"5{FINE}000{INSECABLE}€")


@pytest.mark.parametrize(
    ("code", "lisible"),
    [
        ("pef_plafond", f"4{FINE}200{INSECABLE}€"),
        ("tutorat_taux_heure", f"5{INSECABLE}€ par heure"),
        ("pef_taux", f"70{INSECABLE}% du coût"),
        ("aide_effectif_max", f"300{INSECABLE}salariés"),
    ],
)
def test_une_valeur_se_lit_avec_son_unite(charge, code, lisible):
    assert valeur_lisible(code, reglement_au(LE)) == lisible


def test_un_code_inconnu_reste_tel_quel_dans_un_texte(charge):
    assert completer("{rien} et {effectif_min}", reglement_au(LE)) == "{rien} et 5"


def test_le_catalogue_montre_tout_famille_par_famille(charge, client):
    page = client.get(CATALOGUE)

    assert len(noms(page)) == 26
    assert list(page.context["familles"]) == [famille.label for famille in Dispositif.Famille]
    assert "Les sources ne fixent pas encore le montant de cette aide ni ses conditions." in page.text


@pytest.mark.parametrize(
    ("criteres", "attendus"),
    [
        ({"public": "organisme"}, {"un-emploi-une-formation", "socle", "apprentissage-cfa"}),
        (
            {"public": "employeur", "moment": "pendant"},
            {"parcours-emploi-formation", "parcours-emploi-tutorat", "contrat-professionnalisation",
             "formations-tuteurs", "nosemplois"},
        ),
        ({"q": "TUTEURS"}, {"formations-tuteurs"}),
        ({"q": "biodiversites"}, {"cpf-transition-ecologique"}),
        ({"q": "metier social"}, {"prepa-sanitaire-social", "formations-sociales", "formations-sanitaires"}),
    ],
)  # fmt: skip
def test_le_catalogue_se_filtre(charge, client, criteres, attendus):
    page = client.get(CATALOGUE, criteres)

    assert {fiche.code for groupe in page.context["familles"].values() for fiche in groupe} == attendus


@pytest.mark.parametrize("criteres", [{"q": "zzz"}, {"q": "%' ___zz"}, {"public": "cosmonaute", "q": "zzz"}])
def test_rien_trouve_se_dit_et_ramene_au_catalogue(charge, client, criteres):
    page = client.get(CATALOGUE, criteres)

    assert page.status_code == 200
    assert "Aucun dispositif ne répond" in page.text
    assert f'href="{CATALOGUE}"' in page.text


def test_un_dispositif_cache_n_est_plus_nulle_part(charge, client):
    Dispositif.objects.filter(pk="nosemplois").update(actif=False)

    assert "Publier votre offre sur nosemplois.fr" not in noms(client.get(CATALOGUE))
    assert client.get(reverse("dispositif", args=["nosemplois"])).status_code == 404
    assert client.get(reverse("dispositif", args=["inconnu"])).status_code == 404


def test_chaque_fiche_se_lit_et_coute_deux_lectures_de_plus_que_la_loi(charge, client):
    for code in Dispositif.objects.order_by("code").values_list("code", flat=True):
        with CaptureQueriesContext(connection) as requetes:
            page = client.get(reverse("dispositif", args=[code]))
        assert (page.status_code, len(requetes)) == (200, 3)
        assert "{" not in page.context["fiche"].quoi + page.context["fiche"].pour_qui


@pytest.mark.parametrize(
    ("code", "adresse"),
    [
        ("un-emploi-une-formation", "/simulateur/"),
        ("socle", "/formations/?type=socle"),
        ("parcours-emploi-formation", "/aides/"),
        ("parcours-emploi-tutorat", "/aides/"),
    ],
)
def test_une_fiche_mene_a_ce_qui_se_fait_ici(charge, client, code, adresse):
    page = client.get(reverse("dispositif", args=[code]))

    assert f'href="{adresse}"' in page.text
    assert client.get(adresse).status_code == 200


def test_recharger_laisse_ce_qu_un_agent_a_corrige(charge, client):
    Dispositif.objects.filter(pk="socle").update(quoi="À corriger")
    client.force_login(officier(MARCHES))
    adresse = reverse("admin:referentiels_dispositif_change", args=["pcrh"])
    formulaire = client.get(adresse).context["adminform"].form
    reponse = client.post(adresse, {**formulaire.initial, "ou": "Votre chambre consulaire", "actif": "on"})
    assert reponse.status_code == 302, reponse.context["adminform"].form.errors

    charger_table("dispositifs")

    pcrh = Dispositif.objects.get(pk="pcrh")
    assert pcrh.ou == "Votre chambre consulaire"
    assert pcrh.corrige_le is not None
    assert Dispositif.objects.get(pk="socle").quoi.startswith("Des formations commandées d’avance")


def test_la_base_garde_chaque_changement(charge):
    Dispositif.objects.filter(pk="pcrh").update(ou="Ailleurs")

    traces = Dispositif.pgh_event_model.objects.filter(pgh_obj_id="pcrh").order_by("pgh_id")
    assert [(trace.pgh_label, trace.ou) for trace in traces] == [
        ("insert", "Votre conseiller Opco"),
        ("update", "Ailleurs"),
    ]


@pytest.mark.parametrize(
    ("quoi", "erreur"),
    [
        ("Jusqu’à 4 200 € pour former.", "citez plutôt la valeur datée"),
        ("70 % du coût.", "citez plutôt la valeur datée"),
        ("Jusqu’à {plafond_inconnu}.", "Aucune valeur datée ne s’appelle plafond_inconnu."),
    ],
)
def test_un_agent_n_ecrit_pas_de_montant_dans_un_texte(quoi, erreur):
    form = saisie(quoi=quoi)

    assert not form.is_valid()
    assert erreur in " ".join(form.errors["quoi"])
    assert saisie(quoi="Jusqu’à {pef_plafond}, de bac+2 à bac+5.").is_valid()


def test_un_agent_qui_n_en_a_pas_le_droit_lit_sans_corriger(charge, client):
    client.force_login(officier(ACHAT))
    adresse = reverse("admin:referentiels_dispositif_change", args=["pcrh"])

    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"ou": "Ailleurs"}).status_code == 403
