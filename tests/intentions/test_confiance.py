"""What officers are shown of an intention's trustworthiness, from the database."""

from datetime import date

import pytest

from intentions.enums import Canal
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.confiance import DESAVOUER, depuis_vingt_quatre_mois, signaux_de
from noyau import journal
from tests.factories.comptes import RattachementFactory, UtilisateurFactory
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory, loi_en_vigueur

pytestmark = pytest.mark.django_db
LE = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _loi():
    loi_en_vigueur()


def codes(*intentions):
    lues = IntentionEmbauche.objects.filter(pk__in=[i.pk for i in intentions]).select_related(
        "employeur", "partenaire"
    )
    return {pk: [signal.code for signal in siens] for pk, siens in signaux_de(lues.order_by("pk"), le=LE).items()}


def transmise_par(organisme, **champs):
    partenaire = Partenaire.objects.create(nom=organisme.nom, canal=Canal.ORGANISME, organisme=organisme)
    return IntentionFactory(recevable=True, partenaire=partenaire, canal=Canal.ORGANISME, **champs)


def test_une_intention_ordinaire_n_a_pas_de_signal():
    assert codes(IntentionFactory(recevable=True, contact_courriel="claire@toits.example")) == {}


def test_le_contact_qui_ecrit_depuis_l_organisme_se_voit():
    organisme = OrganismeFormationFactory(courriel="contact@formabat.example")
    intention = transmise_par(organisme, contact_courriel="faux.employeur@formabat.example")

    assert codes(intention) == {intention.pk: ["C-DOMAINE"]}


def test_le_telephone_d_une_personne_de_l_organisme_se_voit():
    organisme = OrganismeFormationFactory()
    RattachementFactory(
        pour_organisme=True, organisme=organisme, utilisateur=UtilisateurFactory(telephone="0611223344")
    )
    intention = transmise_par(organisme, contact_courriel="a@toits.example", contact_telephone="+33 6 11 22 33 44")

    assert codes(intention) == {intention.pk: ["C-TELEPHONE"]}


def test_l_adresse_qui_sert_a_plusieurs_entreprises_se_voit_et_pas_celle_d_un_groupe():
    une, autre = EmployeurFactory(siret="73282932000074"), EmployeurFactory(siret="35600000000048")
    premiere = IntentionFactory(recevable=True, employeur=une, contact_courriel="conseil@cabinet.example")
    seconde = IntentionFactory(recevable=True, employeur=autre, contact_courriel="conseil@cabinet.example")
    seule = IntentionFactory(recevable=True, employeur=une, contact_courriel="drh@toits.example")

    assert codes(premiere, seconde, seule) == {premiere.pk: ["C-PARTAGE"], seconde.pk: ["C-PARTAGE"]}


def test_l_etablissement_ferme_et_trop_petit_se_voit():
    employeur = EmployeurFactory(ferme_le=date(2026, 3, 1), effectif=1)
    intention = IntentionFactory(recevable=True, employeur=employeur, nombre_postes=2)

    assert codes(intention) == {intention.pk: ["C-FERME", "C-EFFECTIF"]}


def test_cinq_intentions_sans_embauche_se_voient_une_embauche_suffit():
    muet, tient = EmployeurFactory(), EmployeurFactory()
    siennes = IntentionFactory.create_batch(5, recevable=True, employeur=muet, contact_courriel="a@muet.example")
    autres = IntentionFactory.create_batch(4, recevable=True, employeur=tient, contact_courriel="b@tient.example")
    IntentionFactory(engagee=True, postes_pourvus=1, employeur=tient)

    assert codes(siennes[0], autres[0]) == {siennes[0].pk: ["C-SANS-EMBAUCHE"]}


def test_un_desaveu_passe_se_voit_une_fois_par_intention():
    organisme = OrganismeFormationFactory()
    desavouee = transmise_par(organisme, contact_courriel="a@toits.example")
    for _ in range(2):
        journal.noter(desavouee, "Désavouée par l’employeur", par=None, transition=DESAVOUER)
    intention = IntentionFactory(recevable=True, employeur=desavouee.employeur, contact_courriel="a@toits.example")

    [signal] = signaux_de([intention], le=LE)[intention.pk]

    assert (signal.code, "à 1\N{NO-BREAK SPACE}intention transmise" in signal.phrase) == ("C-DESAVEU", True)


@pytest.mark.parametrize("combien", [1, 3])
def test_les_signaux_coutent_autant_pour_une_que_pour_trois(combien, django_assert_num_queries):
    organisme = OrganismeFormationFactory()
    partenaire = Partenaire.objects.create(nom=organisme.nom, canal=Canal.ORGANISME, organisme=organisme)
    intentions = IntentionFactory.create_batch(combien, recevable=True, partenaire=partenaire)

    with django_assert_num_queries(8):
        signaux_de(intentions, le=LE)


def test_vingt_quatre_mois_d_un_29_fevrier():
    assert depuis_vingt_quatre_mois(date(2028, 2, 29)) == date(2026, 2, 28)
    assert depuis_vingt_quatre_mois(LE) == date(2024, 11, 23)
