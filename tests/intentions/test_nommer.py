"""The employer agrees to be named, or takes it back: asked of it alone, unticked, kept without the name."""

import pytest
from django.urls import reverse

from comptes.liens import Usage, jeton
from intentions.actions.confirmer import confirmer_intention
from intentions.actions.nommer import NOM_PUBLIC, changer_le_nom_public
from intentions.enums import StatutIntention
from intentions.forms.depot import DepotForm
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from tests.admin.gestes import arbre
from tests.factories.parcours import session_publiee
from tests.factories.scenario import LE, monde
from tests.factories.transmissions import COURRIEL
from tests.html import texte

pytestmark = pytest.mark.django_db


def lue(pk: int) -> IntentionEmbauche:
    return IntentionEmbauche.objects.get(pk=pk)


def test_confirmer_sans_le_dire_ne_nomme_personne(en_attente):
    IntentionEmbauche.objects.filter(pk=en_attente.pk).update(nom_public=True)  # who transmits it said so

    confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL)

    assert lue(en_attente.pk).nom_public is False


def test_confirmer_en_l_acceptant(en_attente):
    confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL, nom_public=True)

    assert lue(en_attente.pk).nom_public is True


def test_la_page_du_lien_le_demande_sans_le_cocher(client, en_attente):
    page = reverse("reponses:confirmer", args=[jeton(Usage.INTENTIONS, COURRIEL)])
    case = arbre(client.get(page)).find(".//input[@name='nom_public']")
    assert (case.get("type"), case.get("checked")) == ("checkbox", None)

    client.post(page, {"intention": en_attente.pk, "nom_public": "oui"})

    assert lue(en_attente.pk).nom_public is True


def test_le_depot_le_demande_sans_le_cocher_et_jamais_a_qui_transmet():
    form = DepotForm({}, derogation=False)

    assert form.is_valid()
    assert form.reponses() == {"nom_public": False}
    assert [*DepotForm({}, derogation=False, pour_soi=False).fields] == []


def test_l_employeur_change_d_avis_autant_qu_il_veut(en_attente, claire):
    confirmer_intention(intention_id=en_attente.pk, le=LE, par=claire)

    suite = [
        changer_le_nom_public(intention_id=en_attente.pk, nom_public=nom, par=claire)
        for nom in (True, True, False, False)
    ]

    assert suite == [True, False, True, False]
    lignes = LigneJournal.objects.filter(transition=NOM_PUBLIC).order_by("pk")
    assert [ligne.libelle for ligne in lignes] == [
        "Accepte que son nom soit montré au public",
        "Ne veut plus que son nom soit montré",
    ]


def test_qui_transmet_ne_le_dit_pas_pour_lui(en_attente, lea):
    with pytest.raises(RegleViolee, match="à l’employeur de le dire"):
        changer_le_nom_public(intention_id=en_attente.pk, nom_public=True, par=lea)


def test_une_intention_retiree_n_a_plus_rien_a_montrer(en_attente, claire):
    confirmer_intention(intention_id=en_attente.pk, le=LE, par=claire)
    lue(en_attente.pk).franchir("se_desister", par=claire, motif="Essai", organisme_engage=None)

    with pytest.raises(RegleViolee, match="ne se montre nulle part"):
        changer_le_nom_public(intention_id=en_attente.pk, nom_public=True, par=claire)


def test_la_page_le_propose_et_le_retire(client, en_attente, claire):
    confirmer_intention(intention_id=en_attente.pk, le=LE, par=claire)
    client.force_login(claire)
    page, change = (reverse(f"intentions:{nom}", args=[en_attente.pk]) for nom in ("detail", "nom_public"))

    assert "ne dit pas qui recrute" in texte(client.get(page))
    assert "votre nom sera montré" in texte(client.post(change, {"nom_public": "oui"}, follow=True))
    assert lue(en_attente.pk).nom_public is True
    assert "votre nom n’est montré nulle part" in texte(client.post(change, {"nom_public": "non"}, follow=True))
    assert lue(en_attente.pk).nom_public is False


def test_une_intention_engagee_sur_une_session_se_nomme():
    intention = session_publiee(monde(), 1).retenues.get().intention
    assert intention.statut == StatutIntention.ENGAGEE

    assert changer_le_nom_public(intention_id=intention.pk, nom_public=True, par=intention.deposant)
