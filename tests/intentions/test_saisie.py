"""The flat form that the API and the CSV import share: same words as the pages, no query per row."""

from datetime import date
from decimal import Decimal

import pytest

from intentions.actions.transmettre import EmployeurDeclare
from intentions.forms.etapes import ContratForm
from intentions.forms.saisie import SaisieForm
from intentions.queries.referentiel import Referentiel
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import reglement_au
from tests.factories.referentiels import CommuneDelegueeFactory, CommuneFactory, MetierFactory, siret_de_rang
from tests.intentions.reponses import SAISIE

pytestmark = pytest.mark.django_db
LE = date(2026, 3, 2)


@pytest.fixture
def lire(monde):
    referentiel = Referentiel()

    def lire(**changements):
        donnees = {cle: valeur for cle, valeur in (SAISIE | changements).items() if valeur is not None}
        return SaisieForm(donnees, referentiel=referentiel, le=LE)

    return lire


def en_clair(saisie):
    """The errors with plain spaces, as the tests type them."""
    return {
        champ: [message.replace("\N{NO-BREAK SPACE}", " ") for message in messages]
        for champ, messages in saisie.errors.items()
    }


def test_une_ligne_complete_donne_les_champs_du_modele(lire):
    saisie = lire()

    assert saisie.errors == {}
    champs = saisie.champs()
    assert (champs["metier"].pk, champs["secteur"].pk) == ("H2913", "inter-industrie")
    assert (champs["commune"].nom, champs["departement"].pk) == ("Pouzauges", "85")
    assert (champs["nombre_postes"], champs["heures_hebdo"]) == (2, Decimal(35))
    assert champs["embauche_souhaitee"] == date(2099, 6, 15)
    assert champs["etapes"] == ["stage", "jury"]
    assert champs["engagement_recruter"] is True
    assert champs["adaptation_boe"] is False
    declare = saisie.employeur()
    assert (declare.siret, declare.fiche.nom) == (SAISIE["employeur_siret"], "Tôlerie Heulin")
    assert (declare.fiche.departement_id, declare.siae, declare.etti) == ("85", False, False)


def test_ce_qui_manque_sans_empecher_d_exister_reste_inconnu(lire):
    saisie = SaisieForm(
        {cle: SAISIE[cle] for cle in ("employeur_siret", "contact_nom", "contact_courriel", "metier")},
        referentiel=Referentiel(),
        le=LE,
    )

    assert saisie.errors == {}
    champs = saisie.champs()
    assert (champs["contrat_type"], champs["duree_mois"], champs["engagement_recruter"]) == ("", None, None)
    assert champs["etapes"] == []
    assert saisie.employeur() == EmployeurDeclare(SAISIE["employeur_siret"])


def test_ce_sans_quoi_elle_n_existe_pas_est_demande_dans_les_mots_des_pages(lire):
    saisie = SaisieForm({}, referentiel=Referentiel(), le=LE, reference_exigee=True)

    assert en_clair(saisie) == {
        "reference_externe": ["Écrivez votre référence pour cette offre : elle évite de la compter deux fois."],
        "employeur_siret": ["Écrivez les 14 chiffres du SIRET."],
        "contact_nom": ["Écrivez le nom de la personne que l’on peut appeler."],
        "contact_courriel": ["Écrivez une adresse de courriel : la réponse y sera envoyée."],
        "secteur": ["Choisissez le secteur du poste."],
    }


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("duree_mois", "huit"),
        ("duree_mois", "0"),
        ("heures_hebdo", "35,55"),
        ("heures_hebdo", "70"),
        ("embauche_souhaitee", "31/02/2099"),
        ("embauche_souhaitee", "01/01/2026"),
    ],
)
def test_une_erreur_se_dit_dans_les_mots_de_la_page(lire, champ, valeur):
    page = ContratForm({champ: valeur}, le=LE, reglement=reglement_au(LE))

    assert lire(**{champ: valeur}).errors[champ] == page.errors[champ]


@pytest.mark.parametrize(
    ("champ", "valeur", "message"),
    [
        ("employeur_siret", "123", "Ce numéro a 3 chiffres : il en faut 14."),
        ("contrat_type", "stage", None),
        ("etapes", "stage, sieste", None),
        ("secteur", "magie", "Nous ne connaissons pas le secteur « magie »."),
        ("metier", "Z9999", "Nous ne trouvons pas ce métier : essayez un mot plus général, ou le code ROME."),
        ("commune", "Atlantis", None),
        ("departement", "99", "Ce département n’existe pas : écrivez son code, par exemple 44."),
        ("departement", "44", "Pouzauges (85700) est dans un autre département : Vendée (85)."),
        ("organisme_siret", siret_de_rang(42), "Nous ne connaissons pas d’organisme de formation à ce SIRET."),
        ("saisonnier", "peut-être", "Répondez par oui ou par non."),
    ],
)
def test_une_valeur_inconnue_est_refusee(lire, champ, valeur, message):
    erreurs = lire(**{champ: valeur}).errors

    assert list(erreurs) == [champ]
    assert message is None or en_clair(lire(**{champ: valeur})) == {champ: [message]}


@pytest.mark.parametrize(
    ("champ", "ecrit", "lu"),
    [
        ("embauche_souhaitee", "2099-06-15", date(2099, 6, 15)),
        ("heures_hebdo", "35,5", Decimal("35.5")),
        ("heures_hebdo", 35.5, Decimal("35.5")),
        ("saisonnier", "Non", False),
        ("saisonnier", True, True),
        ("contrat_type", "CDI intérimaire", "cdi_interimaire"),
        ("contrat_type", "CDI", "cdi"),
        ("etapes", ["jury"], ["jury"]),
        ("etapes", "Accueil en stage;jury", ["stage", "jury"]),
    ],
)
def test_un_tableur_et_une_machine_ecrivent_chacun_a_sa_facon(lire, champ, ecrit, lu):
    saisie = lire(**{champ: ecrit})

    assert saisie.errors == {}
    assert saisie.champs()[champ] == lu


def test_une_commune_se_dit_par_son_code_son_nom_ou_son_code_postal(lire):
    commune = CommuneFactory(nom="Le Poiré-sur-Vie", code_insee="85178", codes_postaux="85170", departement_id="85")
    CommuneFactory(nom="Saligny", code_insee="85999", codes_postaux="85170", departement_id="85")
    CommuneDelegueeFactory(nom="Belleville", commune=commune)

    for ecriture in (
        {"commune": "85178"},
        {"commune": "Poiré sur Vie (85170)"},
        {"commune": None, "ville": "le poire-sur-vie", "code_postal": "85170"},
        {"commune": None, "ville": "Belleville"},
    ):
        saisie = lire(**ecriture)
        assert saisie.errors == {}, ecriture
        assert saisie.champs()["commune"] == commune
    assert list(lire(commune=None, code_postal="85170").errors) == ["code_postal"]


def test_un_emploi_hors_region_se_situe_par_son_departement(lire):
    saisie = lire(commune=None, departement="35", code_postal="35000", ville="Rennes")

    assert saisie.errors == {}
    assert (saisie.champs()["commune"], saisie.champs()["departement"].pk) == (None, "35")


def test_un_metier_de_deux_secteurs_laisse_le_secteur_a_completer(lire):
    MetierFactory(code_rome="K1302", secteurs=["construction", "inter-industrie"])

    saisie = lire(metier="K1302", secteur=None)

    assert saisie.errors == {}
    assert saisie.champs()["secteur"] is None


def test_une_etti_est_une_structure_d_insertion(lire):
    saisies = [lire(employeur_etti=etti, employeur_siae=siae) for etti, siae in (("oui", None), (None, "oui"))]

    assert [saisie.errors for saisie in saisies] == [{}, {}]
    assert [(s.employeur().siae, s.employeur().etti) for s in saisies] == [(True, True), (True, False)]


def test_un_etablissement_inconnu_demande_sa_fiche(monde):
    donnees = SAISIE | {"employeur_nom": ""}

    assert list(SaisieForm(donnees, referentiel=Referentiel(), le=LE, connus=set()).errors) == ["employeur_nom"]
    assert SaisieForm(donnees, referentiel=Referentiel(), le=LE, connus={SAISIE["employeur_siret"]}).is_valid()


def test_lire_une_ligne_ne_fait_aucune_requete(lire, django_assert_num_queries):
    organisme = OrganismeFormation.objects.get()
    lire(organisme_siret=organisme.siret).is_valid()

    with django_assert_num_queries(0):
        saisie = lire(organisme_siret=organisme.siret, commune=None, ville="Pouzauges", code_postal="85700")
        assert saisie.is_valid()
        assert saisie.champs()["organisme_choisi"] == organisme
