"""Where a refused intention is sent: the same schemes on its page, in its mail, for its partner."""

import pytest
from django.urls import reverse

from intentions.actions.decider import trancher_derogation
from intentions.regles.orientations import CODES, orientations
from noyau.courriers import Courrier
from noyau.redaction import objet_et_corps
from referentiels.actions.charger import charger_table
from referentiels.models import Dispositif
from referentiels.regles.contrats import TypeContrat
from tests.factories import scenario

pytestmark = pytest.mark.django_db

APRES_EMBAUCHE = ["parcours-emploi-formation", "parcours-emploi-tutorat"]


@pytest.fixture
def le_monde():
    le_monde = scenario.monde()
    charger_table("dispositifs")
    return le_monde


def page(client, intention):
    client.force_login(intention.deposant)
    return client.get(reverse("intentions:detail", args=[intention.pk]))


def codes_du_courrier(modele: str) -> list[str]:
    contexte = Courrier.objects.get(modele=modele).contexte
    return [dispositif["chemin"].split("/")[2] for dispositif in contexte["orientations"]]


def test_chaque_orientation_a_sa_fiche(le_monde):
    assert set(Dispositif.objects.values_list("code", flat=True)) >= CODES


@pytest.mark.parametrize(
    ("regles", "contrat", "codes"),
    [
        ([], TypeContrat.CDI, []),
        (["I-LIEU", "I-HEURES"], TypeContrat.CDI, ["autre-region"]),
        (["I-CONTRAT"], TypeContrat.CESU, ["socle", "parcours-entrepreneur"]),
        (["I-CONTRAT"], TypeContrat.INDEPENDANT, ["socle", "parcours-entrepreneur"]),
        (["I-CONTRAT"], TypeContrat.CREATION_ENTREPRISE, ["socle", "parcours-entrepreneur"]),
        (["I-CONTRAT"], TypeContrat.CIE, ["avant-embauche"]),
        (["I-HEURES", "I-SECTEUR"], None, ["parcours-emploi-formation", "parcours-emploi-tutorat", "avant-embauche"]),
        (["I-EXCLUSIVITE"], TypeContrat.CDI, []),
    ],
)
def test_chaque_regle_a_ses_orientations(regles, contrat, codes):
    assert orientations(regles, contrat) == codes


def test_un_refus_montre_ce_qui_peut_convenir_sur_la_page_et_dans_le_courriel(le_monde, client):
    intention = scenario.intention_deposee(le_monde, heures_hebdo=18)

    assert [fiche.code for fiche in page(client, intention).context["orientations"]] == APRES_EMBAUCHE
    assert codes_du_courrier("accuse_intention") == APRES_EMBAUCHE
    _, corps = objet_et_corps(Courrier.objects.get(modele="accuse_intention"))
    assert "Parcours emploi Tutorat. Jusqu’à 2\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€" in corps
    assert "/dispositifs/parcours-emploi-tutorat/" in corps


def test_une_intention_recevable_n_est_envoyee_nulle_part(le_monde, client):
    intention = scenario.intention_deposee(le_monde)

    assert page(client, intention).context["orientations"] == []
    assert codes_du_courrier("accuse_intention") == []


def test_une_derogation_refusee_oriente_d_apres_ce_qui_la_demandait(le_monde, client):
    intention = scenario.intention_deposee(
        le_monde, contrat_type="cdd", duree_mois=4, motif_derogation="La saison dure quatre mois."
    )
    assert codes_du_courrier("accuse_intention") == []

    intention = trancher_derogation(
        intention_id=intention.pk, accordee=False, motif="Trop court.", par=le_monde.agent, le=scenario.LE
    )

    assert codes_du_courrier("decision_intention") == ["avant-embauche"]
    assert [fiche.code for fiche in page(client, intention).context["orientations"]] == ["avant-embauche"]


def test_sans_dispositif_qui_reponde_le_catalogue_reste_au_bout(le_monde, client):
    Dispositif.objects.update(actif=False)
    intention = scenario.intention_deposee(le_monde, heures_hebdo=18)

    assert page(client, intention).context["orientations"] == []
    assert 'href="/dispositifs/?public=employeur"' in page(client, intention).text
    _, corps = objet_et_corps(Courrier.objects.get(modele="accuse_intention"))
    assert "D’autres dispositifs existent" in corps
