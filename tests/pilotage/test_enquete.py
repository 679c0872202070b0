"""What the survey says beside files: its numbers, its secrets, and where it is shown."""

import pytest
from django.urls import reverse

from referentiels.queries.besoins import enquete_du_departement, enquete_du_metier, enquete_du_secteur
from tests.factories.besoins import besoin_libre
from tests.factories.comites import groupe_technique
from tests.factories.enquete import MACONS, SOUDEURS, besoin, correspondance
from tests.html import lire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]


def mots(reponse) -> str:
    """Give the words of a page of ours, every space plain and single."""
    return " ".join(lire(reponse.content.decode()).text_content().split())


@pytest.fixture
def maine_et_loire(le_monde):
    """Two employment areas this year, one last year, and one job nobody recognised."""
    ici = le_monde.commune.departement
    besoin(ici, annee=2025, projets=900, difficiles=900, saisonniers=0)
    besoin(ici, projets=120, difficiles=90, saisonniers=12)
    besoin(ici, bassin="CHOLET", projets=80)
    besoin(ici, bassin="SAUMUR")
    besoin(ici, SOUDEURS, projets=40, difficiles=10)
    return ici


def test_le_metier_additionne_ce_qui_est_connu_et_compte_ce_qui_est_secret(
    le_monde, maine_et_loire, django_assert_num_queries
):
    correspondance(le_monde.metier)

    with django_assert_num_queries(1):
        enquete = enquete_du_metier(le_monde.metier.pk, maine_et_loire.pk)

    [macons] = enquete.metiers
    assert (enquete.annee, enquete.lieu, macons.nom) == (2026, "Maine-et-Loire", "Maçons")
    assert (macons.projets.connu, macons.projets.secretes, macons.projets.lignes) == (200, 1, 3)
    # The share is told of the one line that says both numbers: 90 of 120, not 90 of 200.
    assert (macons.part_difficiles, macons.part_saisonniers) == (75, 10)


def test_sans_correspondance_validee_l_enquete_ne_dit_rien(le_monde, maine_et_loire):
    assert enquete_du_metier(le_monde.metier.pk, maine_et_loire.pk) is None

    correspondance(le_monde.metier, retenue=False)

    assert enquete_du_metier(le_monde.metier.pk, maine_et_loire.pk) is None
    assert enquete_du_metier(None, maine_et_loire.pk) is None


def test_le_secteur_et_le_departement_rangent_les_metiers_par_projets(le_monde, maine_et_loire):
    correspondance(le_monde.metier)
    le_monde.metier.secteurs.add(le_monde.lot.secteur)

    du_lot = enquete_du_secteur(le_monde.lot.secteur_id, le_monde.lot.departements.values("pk"))
    de_tous = enquete_du_departement(maine_et_loire.pk)

    assert [metiers.code for metiers in du_lot.metiers] == [MACONS[0]]
    assert [metiers.code for metiers in de_tous.metiers] == [MACONS[0], SOUDEURS[0]]
    assert de_tous.ensemble.projets.connu == 240


def test_les_pages_disent_l_enquete_avec_ses_limites(client, le_monde, maine_et_loire):
    """The intention (officer, training body), the lot and the committee; once each."""
    correspondance(le_monde.metier)
    le_monde.metier.secteurs.add(le_monde.lot.secteur)
    besoin_de_macon = besoin_libre(le_monde, nom="Tôlerie")
    phrase = "Maçons : au moins 200 projets, 75 % jugés difficiles, 10 % saisonniers"
    limites = (
        "Ce sont des projets déclarés, pas des postes promis : seul un employeur nommé fait une intention (FAQ §1)"
    )
    pages = {
        "agent": (
            reverse("admin:intentions_intentionembauche_change", args=[besoin_de_macon.pk]),
            reverse("admin:sessions_formation_lot_change", args=[le_monde.lot.pk]),
            reverse("admin:comites_comite_change", args=[groupe_technique(le_monde).pk]),
        ),
        "organisme": (reverse("sessions:intention", args=[besoin_de_macon.pk]),),
    }
    connecter_en = {
        "agent": lambda: client.force_login(le_monde.agent),
        "organisme": lambda: client.force_login(le_monde.au_cotraitant),
    }
    for qui, adresses in pages.items():
        connecter_en[qui]()
        for adresse in adresses:
            page = mots(client.get(adresse))
            assert page.count(phrase) == 1, (qui, adresse)
            assert limites in page, (qui, adresse)
            assert "Ce que dit l’enquête BMO 2026" in page
