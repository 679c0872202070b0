"""Handing one's people over to a colleague: counted, confirmed, written in each file."""

import pytest
from django.urls import reverse

from insertion.actions.confier import confier_tout
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from sessions_formation.actions.referent import suivre_soi_meme
from sessions_formation.models import Session
from stagiaires.models import Stagiaire
from tests.factories import comptes
from tests.factories.parcours import session_publiee
from tests.factories.stagiaires import StagiaireFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

CONFIER = reverse("referent:confier")


@pytest.fixture
def nadia(client, le_monde):
    personne = comptes.referent(le_monde.reseau, prenom="Nadia", nom="Le Goff")
    client.force_login(personne)
    return personne


@pytest.fixture
def lucas(le_monde):
    return comptes.referent(le_monde.reseau, prenom="Lucas", nom="Morin")


def choix(le_monde, de, a, **autres) -> dict[str, str]:
    return {"de": f"{de.pk}-{le_monde.reseau.pk}", "a": f"{a.pk}-{le_monde.reseau.pk}", **autres}


def test_tout_passe_a_un_collegue_une_fois_confirme(client, le_monde, nadia, lucas):
    StagiaireFactory.create_batch(2, structure=le_monde.reseau, referent=nadia)
    ailleurs = StagiaireFactory(structure=None, referent=nadia)
    session = session_publiee(le_monde)
    suivre_soi_meme(session_id=session.pk, par=nadia)

    page = client.post(CONFIER, choix(le_monde, nadia, lucas))
    premier = page.context["effets"][0].replace("\xa0", " ")
    assert premier == "2 personnes et 1 session passent de Nadia Le Goff à Lucas Morin, aujourd’hui."
    assert Stagiaire.objects.filter(referent=lucas).count() == 0
    client.post(CONFIER, choix(le_monde, nadia, lucas, etape="confirmer"))

    assert Stagiaire.objects.filter(referent=lucas).count() == 2
    assert Session.objects.get(pk=session.pk).referent == lucas
    ailleurs.refresh_from_db()
    assert ailleurs.referent == nadia
    lignes = LigneJournal.objects.filter(transition="confier").values_list("libelle", "par_nom")
    assert list(lignes) == [("Désormais suivi par Lucas Morin", "Nadia Le Goff")] * 3


def test_ceux_d_un_collegue_parti_se_reprennent(client, le_monde, nadia, lucas):
    StagiaireFactory(structure=le_monde.reseau, referent=lucas)
    lucas.rattachements.update(actif=False)

    client.post(CONFIER, choix(le_monde, lucas, nadia, etape="confirmer"))

    assert Stagiaire.objects.get().referent == nadia


def test_a_soi_meme_a_qui_est_parti_ou_sans_personne_a_confier(client, le_monde, nadia, lucas):
    page = client.post(CONFIER, choix(le_monde, nadia, nadia))
    assert page.context["form"].errors["a"] == ["Choisissez un autre collègue : ce sont déjà les siens."]

    page = client.post(CONFIER, choix(le_monde, nadia, lucas, etape="confirmer"))
    assert page.context["form"].errors["de"] == ["Nadia Le Goff ne suit personne pour cette structure."]

    StagiaireFactory(structure=le_monde.reseau, referent=nadia)
    lucas.rattachements.update(actif=False)
    page = client.post(CONFIER, choix(le_monde, nadia, lucas, etape="confirmer"))
    assert "a" in page.context["form"].errors


def test_une_autre_structure_ne_confie_rien(le_monde, nadia, lucas):
    StagiaireFactory(structure=le_monde.reseau, referent=nadia)

    with pytest.raises(RegleViolee, match="n’agissez pas"):
        confier_tout(de=nadia.pk, a=lucas.pk, structure_id=le_monde.reseau.pk, par=comptes.referent())
