"""The first account of an installation: opened once from the server, without a password, entered by code, held to a
second factor before it sees a file."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from comptes.models import Utilisateur
from noyau.journal import LigneJournal
from tests.comptes.test_connexion import code_du_courrier, demander_un_code

pytestmark = pytest.mark.django_db
ADRESSE = "Hugues.Aubier@region.example"


def ouvrir(*options, courriel=ADRESSE):
    sortie = StringIO()
    call_command("premier_agent", courriel, "--prenom", "Hugues", "--nom", "Aubier", *options, stdout=sortie)
    return sortie.getvalue()


def test_le_premier_agent_a_tous_les_droits_et_pas_de_mot_de_passe():
    assert "demandez un code pour hugues.aubier@region.example" in ouvrir()

    agent = Utilisateur.objects.get()
    assert (agent.email, agent.is_staff, agent.is_superuser, agent.has_usable_password()) == (
        "hugues.aubier@region.example",
        True,
        True,
        False,
    )
    assert LigneJournal.objects.get().libelle == "Premier compte, ouvert depuis le serveur"


def test_il_entre_par_un_code_puis_doit_installer_son_second_facteur(client, settings):
    ouvrir()
    settings.MFA_AGENTS_EXIGEE = True

    envoi = demander_un_code(client, ADRESSE.lower())
    client.post(envoi["Location"], {"code": code_du_courrier("code_connexion")})

    assert client.get(reverse("admin:index"), follow=True).redirect_chain[-1][0] == (
        f"{reverse('comptes:second_facteur')}?next=/admin/"
    )


@pytest.mark.parametrize(
    ("courriel", "refus"),
    [
        ("chef@region.example", "Cette adresse a déjà un compte : ses droits se donnent depuis l’administration."),
        (ADRESSE, "Un compte a déjà tous les droits : les autres s’ouvrent depuis l’administration."),
        ("hugues", "« hugues » n’est pas une adresse : écrivez prenom.nom@domaine."),
    ],
)
def test_il_n_y_en_a_qu_un(courriel, refus):
    Utilisateur.objects.create_superuser("chef@region.example")

    with pytest.raises(CommandError) as erreur:
        ouvrir(courriel=courriel)
    assert str(erreur.value) == refus


def test_quand_le_seul_est_parti():
    Utilisateur.objects.create_superuser("chef@region.example")

    ouvrir("--malgre-un-autre")
    assert Utilisateur.objects.filter(is_superuser=True).count() == 2
