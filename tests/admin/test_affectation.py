"""Files that change hands, and absences of officers: who may, what is asked, what the history keeps."""

import pytest
from django.urls import reverse

from comptes.models import Utilisateur
from sessions_formation.models import AbsenceAgent, Session
from tests.admin.agents import absence, confiee, officier
from tests.admin.gestes import arbre, decider, messages_de, navigateur, page_de
from tests.factories.scenario import session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

FILE = reverse("admin:sessions_formation_session_changelist")
CONFIER = reverse("admin:sessions_formation_session_confier")


@pytest.fixture
def lise(db) -> Utilisateur:
    return officier("Agents d’achat")


@pytest.fixture
def chef(db) -> Utilisateur:
    return officier("Chefs d’unité", prenom="Anne", nom="Morel")


def test_un_chef_confie_un_dossier_et_dit_pourquoi(le_monde, lise, chef):
    session = confiee(session_demandee(le_monde), chef)
    adresse = f"{CONFIER}?s={session.pk}"
    client = navigateur(chef)

    sans_motif = client.post(adresse, {"vers": lise.pk, "motif": " "})
    fait = client.post(adresse, {"vers": lise.pk, "motif": "Elle connaît le secteur."}, follow=True)

    assert list(sans_motif.context["form"].errors) == ["motif"]
    assert messages_de(fait) == ["1 dossier confié à Lise Caillaud."]
    session.refresh_from_db()
    ligne = session.historique.first()
    assert (session.agent, ligne.libelle, ligne.motif, ligne.par) == (
        lise, "Confiée à Lise Caillaud", "Elle connaît le secteur.", chef,
    )  # fmt: skip


def test_tous_les_dossiers_de_quelqu_un_changent_de_mains(le_monde, lise, chef):
    siennes = [confiee(session_demandee(le_monde), lise) for _ in range(3)]
    decidee = siennes.pop()
    client = navigateur(chef)
    decider(client, decidee, "autoriser", motif="besoin_avere", hors_tour="Urgent.")

    choix = arbre(client.get(CONFIER))
    [lien] = choisir(choix, "#t-charges ~ ul a")
    client.post(CONFIER + lien.get("href").split("/")[-1], {"vers": chef.pk, "motif": "Départ en retraite."})

    assert (lien.text, lien.get("href")) == ("Tous les dossiers de Lise Caillaud", f"{CONFIER}?de={lise.pk}")
    assert set(Session.objects.filter(agent=chef).values_list("pk", flat=True)) == {s.pk for s in siennes}
    assert Session.objects.get(agent=lise).pk == decidee.pk


def test_des_dossiers_coches_dans_la_file_se_confient(le_monde, lise, chef):
    cochees = [session_demandee(le_monde) for _ in range(2)]
    session_demandee(le_monde)

    reponse = navigateur(chef).post(
        FILE, {"action": "confier", "_selected_action": [session.pk for session in cochees]}, follow=True
    )

    assert textes(arbre(reponse), "h1") == ["2 dossiers à confier"]


def test_sans_le_droit_on_ne_confie_rien(le_monde, lise):
    session = session_demandee(le_monde)
    client = navigateur(lise)

    assert client.get(f"{CONFIER}?s={session.pk}").status_code == 403
    assert choisir(arbre(client.get(FILE)), "option[value=confier]") == []
    assert CONFIER not in client.get(page_de(session)).content.decode()


def test_chacun_note_sa_propre_absence(lise, chef, le_monde):
    client = navigateur(lise)
    ajouter = reverse("admin:sessions_formation_absenceagent_add")

    assert choisir(arbre(client.get(ajouter)), "[name=agent]") == []
    client.post(ajouter, {"debut": "30/11/2026", "fin": "04/12/2026", "remplacant": chef.pk, "agent": chef.pk})

    notee = AbsenceAgent.objects.get()
    assert (notee.agent, notee.remplacant, str(notee.debut)) == (lise, chef, "2026-11-30")


def test_un_chef_note_l_absence_d_un_autre_et_un_agent_non(lise, chef, le_monde):
    ajouter = reverse("admin:sessions_formation_absenceagent_add")

    navigateur(chef).post(ajouter, {"agent": lise.pk, "debut": "30/11/2026", "fin": "04/12/2026", "remplacant": ""})

    notee = AbsenceAgent.objects.get()
    assert notee.agent == lise
    du_chef = absence(chef)
    modifier = reverse("admin:sessions_formation_absenceagent_change", args=[du_chef.pk])
    refus = navigateur(lise).post(modifier, {"debut": "01/12/2026", "fin": "02/12/2026", "remplacant": ""})
    assert refus.status_code == 403


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"debut": "26/11/2026", "fin": "27/11/2026", "remplacant": ""}, "debut"),
        ({"debut": "05/12/2026", "fin": "04/12/2026", "remplacant": ""}, "__all__"),
        ({"debut": "07/12/2026", "fin": "08/12/2026", "remplacant": "chef"}, "remplacant"),
        ({"debut": "07/12/2026", "fin": "08/12/2026", "remplacant": "soi"}, "remplacant"),
    ],
)
def test_une_absence_impossible_se_dit(lise, chef, le_monde, saisie, champ):
    absence(lise)
    absence(chef, jours=14)
    qui = {"chef": chef.pk, "soi": lise.pk, "": ""}[saisie["remplacant"]]

    reponse = navigateur(lise).post(
        reverse("admin:sessions_formation_absenceagent_add"), {**saisie, "remplacant": qui}
    )

    assert list(reponse.context["adminform"].form.errors) == [champ]
    assert AbsenceAgent.objects.count() == 2
