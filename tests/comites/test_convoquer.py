"""The convocation: to whom, once, again after a change, with a calendar file that follows."""

from datetime import timedelta

import pytest

from comites.actions.convoquer import choisir_les_invites, convoquer
from comites.actions.ordre import arreter_ordre, rouvrir_ordre
from comites.actions.tenir import deplacer_comite
from noyau.agenda import fichier_agenda
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from tests.factories.comites import DEBUT, comite_local, groupe_technique, prepare, rencontre
from tests.factories.referentiels import DepartementFactory, StructureReseauFactory
from tests.factories.scenario import session_demandee

pytestmark = pytest.mark.django_db


@pytest.fixture
def comite(le_monde):
    """A groupe technique ready to be sent to the structure of the place and its officer."""
    session_demandee(le_monde)
    le_monde.reseau.courriel = "cholet@reseau.example"
    le_monde.reseau.save()
    return prepare(groupe_technique(le_monde), le_monde)


def lettres(comite) -> list[Courrier]:
    return list(Courrier.objects.filter(modele="comite_convocation").order_by("pk"))


def test_structures_du_lieu_sont_invitees_d_office(le_monde):
    StructureReseauFactory(nom="Cap emploi 72", departements=[DepartementFactory(code="72")])

    for comite in (groupe_technique(le_monde), comite_local(le_monde)):
        assert [structure.nom for structure in comite.structures.order_by("nom")] == ["France Travail Cholet"]
        assert list(comite.agents.order_by("pk")) == [le_monde.agent]


def test_convocation_part_une_fois_avec_l_ordre_du_jour_et_l_agenda(le_monde, comite):
    assert convoquer(comite_id=comite.pk, par=le_monde.agent) == 2
    with pytest.raises(TransitionImpossible, match="déjà reçu"):
        convoquer(comite_id=comite.pk, par=le_monde.agent)

    structure, agent = lettres(comite)
    assert (structure.destinataire, agent.destinataire) == ("cholet@reseau.example", le_monde.agent.email)
    assert [document.modele for document in structure.documents.order_by("pk")] == ["comite_ordre_du_jour"]
    assert structure.contexte["chemin"] == f"/comites/{comite.pk}/"
    assert agent.contexte["chemin"] == f"/admin/comites/comite/{comite.pk}/change/"
    assert structure.contexte["changement"] is False
    calendrier = fichier_agenda(structure.contexte["rendez_vous"]).decode()
    assert "SEQUENCE:0" in calendrier
    assert "DTSTART;TZID=Europe/Paris:20261208T093000" in calendrier
    assert "€" not in str(structure.contexte)


def test_changement_de_date_se_renvoie_avec_une_sequence_plus_haute(le_monde, comite):
    convoquer(comite_id=comite.pk, par=le_monde.agent)
    ailleurs = rencontre(DEBUT + timedelta(days=1))
    deplacer_comite(comite_id=comite.pk, par=le_monde.agent, rencontre=ailleurs)
    deplacer_comite(comite_id=comite.pk, par=le_monde.agent, rencontre=rencontre(DEBUT + timedelta(days=2)))

    assert convoquer(comite_id=comite.pk, par=le_monde.agent) == 2

    derniere = lettres(comite)[-1].contexte
    assert derniere["changement"] is True
    assert (derniere["rendez_vous"]["version"], derniere["debut"]) == (1, "2026-12-10T09:30:00+01:00")
    assert derniere["rendez_vous"]["uid"] == lettres(comite)[0].contexte["rendez_vous"]["uid"]


def test_ordre_rouvert_puis_arrete_se_renvoie(le_monde, comite):
    convoquer(comite_id=comite.pk, par=le_monde.agent)
    rouvrir_ordre(comite_id=comite.pk, par=le_monde.agent)
    with pytest.raises(RegleViolee, match="Arrêtez"):
        convoquer(comite_id=comite.pk, par=le_monde.agent)
    arreter_ordre(comite_id=comite.pk, par=le_monde.agent)

    assert convoquer(comite_id=comite.pk, par=le_monde.agent) == 2


def test_meme_lieu_et_meme_date_ne_changent_rien(le_monde, comite):
    convoquer(comite_id=comite.pk, par=le_monde.agent)
    deplacer_comite(comite_id=comite.pk, par=le_monde.agent, rencontre=rencontre())

    with pytest.raises(TransitionImpossible):
        convoquer(comite_id=comite.pk, par=le_monde.agent)


def test_on_n_invite_que_les_structures_du_lieu(le_monde, comite):
    ailleurs = StructureReseauFactory(nom="Cap emploi 72", departements=[DepartementFactory(code="72")])
    choisir_les_invites(
        comite_id=comite.pk, par=le_monde.agent, structures=[ailleurs.pk], agents=[le_monde.au_mandataire.pk]
    )

    assert list(comite.structures.order_by("pk")) == []
    assert list(comite.agents.order_by("pk")) == []
    with pytest.raises(RegleViolee, match="Personne à qui écrire"):
        convoquer(comite_id=comite.pk, par=le_monde.agent)
