"""One employer, one job, one training body at a time (FAQ §6): the database holds it, and says it in words."""

import pytest
from django.db import IntegrityError, transaction

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from sessions_formation.actions.decider import refuser_session
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from sessions_formation.models import IntentionRetenue
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import EmployeurFactory, MetierFactory, OrganismeFormationFactory
from tests.factories.scenario import LE, demande, intention_deposee

pytestmark = pytest.mark.django_db


@pytest.fixture
def employeur(le_monde):
    return EmployeurFactory(nom="Tôlerie d’essai", departement=le_monde.commune.departement)


@pytest.fixture
def besoins(le_monde, employeur):
    """Two needs of one employer for one job, free to whoever comes."""
    return [intention_deposee(le_monde, employeur=employeur, nombre_postes=5) for _ in range(2)]


def envoyer(session):
    return demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)


def test_le_second_organisme_lit_pourquoi_et_rien_n_est_engage(le_monde, besoins):
    libre = intention_deposee(le_monde, nombre_postes=5)
    envoyer(demande(le_monde, besoins[:1]))
    seconde = demande(le_monde, [besoins[1], libre], par=le_monde.au_mandataire)

    with pytest.raises(RegleViolee) as refus:
        envoyer(seconde)

    [motif] = refus.value.motifs
    assert motif == (
        f"L’intention {besoins[1].numero} ne peut pas être retenue : Tôlerie d’essai est déjà engagé pour ce métier "
        "avec un autre organisme. Décochez-la."
    )
    seconde.refresh_from_db()
    assert (seconde.statut, seconde.numero) == (StatutSession.BROUILLON, None)
    statuts = IntentionEmbauche.objects.filter(pk__in=[besoins[1].pk, libre.pk]).values_list("statut", flat=True)
    assert set(statuts) == {StatutIntention.RECEVABLE}
    assert IntentionRetenue.objects.filter(active=True).count() == 1


def test_le_meme_organisme_reunit_les_deux_besoins_meme_en_deux_demandes(le_monde, besoins):
    for besoin in besoins:
        assert envoyer(demande(le_monde, [besoin])).statut == StatutSession.DEMANDEE


def test_un_autre_metier_du_meme_employeur_va_a_un_autre_organisme(le_monde, employeur, besoins):
    metier = MetierFactory(code_rome="H2902", libelle="Chaudronnier / Chaudronnière", secteurs=[le_monde.lot.secteur])
    autre = intention_deposee(le_monde, employeur=employeur, metier=metier, nombre_postes=5)
    envoyer(demande(le_monde, besoins[:1]))

    assert envoyer(demande(le_monde, [autre], par=le_monde.au_mandataire)).statut == StatutSession.DEMANDEE


def test_le_premier_refuse_le_second_peut_demander(le_monde, besoins):
    premiere = envoyer(demande(le_monde, besoins[:1]))
    refuser_session(session_id=premiere.pk, par=le_monde.agent, motif="hors_lot", precisions="Voyez le lot 14.", le=LE)

    assert envoyer(demande(le_monde, besoins[1:], par=le_monde.au_mandataire)).statut == StatutSession.DEMANDEE


def test_la_base_refuse_deux_organismes_pour_un_employeur_et_un_metier(employeur):
    metier, organisme = MetierFactory(), OrganismeFormationFactory()
    IntentionFactory(engagee=True, employeur=employeur, metier=metier, organisme_engage=organisme)
    IntentionFactory(engagee=True, employeur=employeur, metier=metier, organisme_engage=organisme)

    with pytest.raises(IntegrityError, match="un_seul_organisme"), transaction.atomic():
        IntentionFactory(engagee=True, employeur=employeur, metier=metier)
