"""Reminders of the instruction: a digest a day and a person, an alert a file and a chef, a late complement once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group

from comptes.models import Utilisateur
from noyau.courriers import Courrier
from sessions_formation.actions.attribuer import attribuer_a_l_arrivee
from sessions_formation.actions.decider import demander_complement
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.mandataire import accorder_mandataire
from sessions_formation.actions.relancer import relancer
from sessions_formation.models import AbsenceAgent, Session
from tests.factories import comptes
from tests.factories.scenario import LE, Monde, demande, intention_deposee, session_demandee
from tests.factories.sessions import sous_traitant

pytestmark = pytest.mark.django_db

# LE is a Monday.
MERCREDI, SAMEDI, LUNDI = LE + timedelta(days=2), LE + timedelta(days=5), LE + timedelta(days=7)


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel("2026-11-23T09:00:00+01:00", tick=False) as arretee:
        yield arretee


@pytest.fixture
def lise(db) -> Utilisateur:
    return comptes.agent(prenom="Lise", nom="Caillaud", email="lise@exemple.fr")


@pytest.fixture
def chef(db) -> Utilisateur:
    personne = comptes.agent(prenom="Anne", nom="Morel", email="anne@exemple.fr")
    personne.groups.add(Group.objects.get(name="Chefs d’unité"))
    return personne


def suivie_par(le_monde: Monde, agent: Utilisateur | None) -> Session:
    le_monde.lot.agent = agent
    le_monde.lot.save()
    return session_demandee(le_monde)


def ecrits(modele: str) -> list[str]:
    return list(Courrier.objects.filter(modele=modele).order_by("destinataire").values_list("destinataire", flat=True))


def contexte_de(modele: str, destinataire: str) -> dict:
    return Courrier.objects.get(modele=modele, destinataire=destinataire).contexte


def absence(agent: Utilisateur, remplacant: Utilisateur | None, *, depuis: date = LE) -> None:
    AbsenceAgent.objects.create(agent=agent, debut=depuis, fin=depuis + timedelta(days=10), remplacant=remplacant)


def test_chacun_a_son_recapitulatif_une_fois_par_jour(le_monde, lise):
    sienne, de_personne = suivie_par(le_monde, lise), suivie_par(le_monde, None)

    relancer(le=LE + timedelta(days=1))
    assert ecrits("instruction_recapitulatif") == []
    bilans = [relancer(le=MERCREDI) for _ in range(2)]

    assert [bilan["dossiers à instruire"].faites for bilan in bilans] == [2, 0]
    assert ecrits("instruction_recapitulatif") == sorted([lise.email, settings.REGION_EMAIL])
    [ligne] = contexte_de("instruction_recapitulatif", lise.email)["lignes"]
    assert (ligne["numero"], ligne["attente"]) == (sienne.numero, "2\N{NO-BREAK SPACE}jours ouvrés")
    [ligne] = contexte_de("instruction_recapitulatif", settings.REGION_EMAIL)["lignes"]
    assert ligne["numero"] == de_personne.numero
    relancer(le=MERCREDI + timedelta(days=1))
    assert len(ecrits("instruction_recapitulatif")) == 4


def test_rien_ne_part_un_jour_chome(le_monde, lise, chef):
    suivie_par(le_monde, lise)

    relancer(le=SAMEDI)
    relancer(le=date(2026, 12, 25))

    assert ecrits("instruction_recapitulatif") + ecrits("instruction_alerte") == []


def test_qui_remplace_recoit_les_dossiers_de_l_absent(le_monde, lise, chef):
    suivie_par(le_monde, lise)
    absence(lise, chef, depuis=MERCREDI)

    relancer(le=MERCREDI)

    assert ecrits("instruction_recapitulatif") == [chef.email]
    assert contexte_de("instruction_recapitulatif", chef.email)["lignes"][0]["a_la_place_de"] == "Lise Caillaud"


@pytest.mark.parametrize("cas", ["sans remplaçant", "remplaçant absent", "compte fermé"])
def test_sans_personne_le_recapitulatif_va_a_la_region(le_monde, lise, chef, cas):
    suivie_par(le_monde, lise)
    if cas == "compte fermé":
        Utilisateur.objects.filter(pk=lise.pk).update(is_active=False)
    else:
        absence(lise, chef if cas == "remplaçant absent" else None, depuis=MERCREDI)
    if cas == "remplaçant absent":
        absence(chef, None, depuis=MERCREDI)

    relancer(le=MERCREDI)

    assert ecrits("instruction_recapitulatif") == [settings.REGION_EMAIL]


def test_a_cinq_jours_chaque_chef_est_alerte_une_fois_par_dossier(le_monde, lise, chef):
    autre = comptes.agent(prenom="Paul", nom="Rivet", email="paul@exemple.fr")
    autre.groups.add(Group.objects.get(name="Chefs d’unité"))
    parti = comptes.agent(prenom="Léa", nom="Brun", is_active=False)
    parti.groups.add(Group.objects.get(name="Chefs d’unité"))
    sessions = [suivie_par(le_monde, lise) for _ in range(2)]

    relancer(le=LUNDI - timedelta(days=3))
    assert ecrits("instruction_alerte") == []
    for jours in range(2):
        relancer(le=LUNDI + timedelta(days=jours))

    assert ecrits("instruction_alerte") == [chef.email] * 2 + [autre.email] * 2
    numeros = Courrier.objects.filter(modele="instruction_alerte").values_list("contexte__numero", flat=True)
    assert sorted(numeros) == sorted([session.numero for session in sessions] * 2)


def test_ce_qui_etait_attendu_avant_le_complement_compte_dans_l_alerte(le_monde, lise, chef):
    session = suivie_par(le_monde, lise)
    Session.objects.filter(pk=session.pk).update(jours_attendus=4)

    relancer(le=LE + timedelta(days=1))

    assert ecrits("instruction_alerte") == [chef.email]


def test_un_complement_qui_ne_vient_pas_se_dit_une_fois_aux_deux(le_monde, lise):
    session = suivie_par(le_monde, lise)
    demander_complement(session_id=session.pk, par=lise, motif="dossier_incomplet", precisions="Le lieu.", le=LE)
    # Asked on Monday 23 November, ten working days: until Monday 7 December.
    limite = date(2026, 12, 7)

    relancer(le=limite)
    assert ecrits("complement_echu") == []
    bilans = [relancer(le=limite + timedelta(days=jours)) for jours in (1, 2)]

    assert [bilan["compléments qui ne viennent pas"].faites for bilan in bilans] == [2, 0]
    assert ecrits("complement_echu") == sorted([session.demandeur.email, lise.email])
    assert contexte_de("complement_echu", lise.email)["limite"] == "2026-12-07"


def test_une_demande_va_a_l_agent_du_lot_ou_a_qui_le_remplace(le_monde, lise, chef):
    a_elle = suivie_par(le_monde, lise)
    absence(lise, chef)
    au_remplacant = suivie_par(le_monde, lise)
    AbsenceAgent.objects.update(remplacant=None)
    sans_remplacant = suivie_par(le_monde, lise)

    assert [session.agent for session in (a_elle, au_remplacant, sans_remplacant)] == [lise, chef, lise]
    ligne = au_remplacant.historique.first()
    assert (ligne.libelle, ligne.par, ligne.motif) == (
        "Confiée à Anne Morel", None, "Absence de Lise Caillaud, remplacement par Anne Morel.",
    )  # fmt: skip


def test_la_demande_d_un_sous_traitant_se_confie_une_fois_le_mandataire_d_accord(le_monde, lise):
    le_monde.lot.agent = lise
    le_monde.lot.save()
    par = sous_traitant(le_monde)
    brouillon = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)], par=par, groupement_capable=False)
    session = demander_ouverture(session_id=brouillon.pk, par=par, le=LE)
    assert session.agent is None
    accord = accorder_mandataire(session_id=session.pk, par=le_monde.au_mandataire, accord=True, motif="", le=LE)

    assert accord.agent == lise
    attribuer_a_l_arrivee(accord, le=LE)
    assert accord.historique.filter(transition="confier").count() == 1
