"""Trust signals: what is worth an officer's look, and what is not."""

from dataclasses import replace
from datetime import date

import pytest

from intentions.regles.confiance import Faits, Organisme, numero, signaux
from referentiels.regles.courriels import MESSAGERIES_PUBLIQUES, domaine
from tests.regles.reglements import REGLEMENT

SAINS = Faits(
    siret="73282932000074",
    effectif=12,
    contact_courriel="claire@toits-ligeriens.example",
    contact_telephone="02 40 11 22 33",
    organismes=(Organisme("Formabat", ("contact@formabat.example",), ("0241998877",)),),
    postes_ouverts=3,
    intentions=2,
)


def codes(**changements):
    return [signal.code for signal in signaux(replace(SAINS, **changements), reglement=REGLEMENT)]


def test_un_dossier_ordinaire_ne_signale_rien():
    assert codes() == []


@pytest.mark.parametrize(
    ("changements", "attendus"),
    [
        pytest.param({"contact_courriel": "Paul@FORMABAT.example"}, ["C-DOMAINE"], id="domaine-de-l-organisme"),
        pytest.param({"contact_telephone": "+33 2 41 99 88 77"}, ["C-TELEPHONE"], id="telephone-de-l-organisme"),
        pytest.param({"autres_entreprises": 2}, ["C-PARTAGE"], id="adresse-partagee"),
        pytest.param({"siret": "73282932000075"}, ["C-SIRET"], id="siret-faux"),
        pytest.param({"ferme_le": date(2026, 3, 1)}, ["C-FERME"], id="etablissement-ferme"),
        pytest.param({"postes_ouverts": 13}, ["C-EFFECTIF"], id="plus-de-postes-que-de-salaries"),
        pytest.param({"intentions": 5}, ["C-SANS-EMBAUCHE"], id="cinq-intentions-sans-embauche"),
        pytest.param({"desaveux": 1}, ["C-DESAVEU"], id="deja-desavouee"),
        pytest.param(
            {"contact_courriel": "paul@formabat.example", "ferme_le": date(2026, 3, 1), "desaveux": 2},
            ["C-DOMAINE", "C-FERME", "C-DESAVEU"],
            id="plusieurs-dans-l-ordre",
        ),
    ],
)
def test_chaque_fait_donne_son_signal(changements, attendus):
    assert codes(**changements) == attendus


@pytest.mark.parametrize(
    "changements",
    [
        pytest.param({"intentions": 5, "embauches": 1}, id="une-embauche-suffit"),
        pytest.param({"intentions": 4}, id="sous-le-seuil"),
        pytest.param({"effectif": None, "postes_ouverts": 40}, id="effectif-inconnu"),
        pytest.param({"postes_ouverts": 12}, id="autant-de-postes-que-de-salaries"),
        pytest.param({"siret": None}, id="pas-encore-d-etablissement"),
        pytest.param(
            {
                "contact_courriel": "paul@formabat.example",
                "domaines_partages": frozenset({"formabat.example"}),
            },
            id="domaine-partage",
        ),
        pytest.param(
            {"contact_telephone": "12", "organismes": (Organisme("Formabat", ("", "x"), ("12",)),)},
            id="telephones-trop-courts",
        ),
    ],
)
def test_ce_qui_ne_dit_rien_ne_signale_rien(changements):
    assert codes(**changements) == []


@pytest.mark.parametrize("public", sorted(MESSAGERIES_PUBLIQUES))
def test_une_messagerie_publique_partagee_ne_dit_rien(public):
    organisme = Organisme("Formabat", (f"contact@{public}",))

    assert codes(contact_courriel=f"claire@{public.upper()}", organismes=(organisme,)) == []


def test_les_phrases_portent_leur_mesure():
    [signal] = signaux(replace(SAINS, postes_ouverts=20), reglement=REGLEMENT)

    assert signal.phrase.replace("\N{NO-BREAK SPACE}", " ") == (
        "20 postes ouverts pour un établissement de 12 salariés."
    )


def test_le_domaine_et_le_numero_se_normalisent():
    assert (domaine("A@Toits.Example"), domaine(""), domaine("a@gmail.com")) == ("toits.example", "", "")
    assert (numero("+33 2 41 99 88 77"), numero("02.41.99.88.77"), numero("119")) == ("241998877", "241998877", "")
