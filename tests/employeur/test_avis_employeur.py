"""What an employer thinks of a person: once validated, until decided, by nobody else."""

import pytest
from django.urls import reverse

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.actions.avis_employeur import donner_avis
from parcours.enums import Avis
from parcours.models import AvisEmployeur
from parcours.queries.employeur import avis_par_parcours, courriel_du
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import EmployeurFactory
from tests.html import texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidature(le_monde):
    return parcours_de(session_publiee(le_monde, 2), "profil_valide", structure=le_monde.reseau)


def donner(parcours, avis=Avis.FAVORABLE, commentaire="", **autres):
    par = autres.pop("par", None)
    if par is None and not autres:
        par = parcours.intention.employeur.rattachements.get().utilisateur
    return donner_avis(parcours_id=parcours.pk, avis=avis, commentaire=commentaire, par=par, **autres)


def test_l_avis_est_dit_a_l_organisme_et_au_referent_sans_rien_dans_le_journal(candidature):
    donner(candidature, Avis.RESERVE, "Motivée, à l’aise avec les plans.")

    lettres = Courrier.objects.filter(modele="avis_employeur")
    attendus = {candidature.session.demandeur.email, candidature.structure.courriel}
    assert set(lettres.values_list("destinataire", flat=True)) == attendus
    assert {tuple(lettre.contexte["stagiaires"]) for lettre in lettres} == {(candidature.stagiaire_id,)}
    [ligne] = LigneJournal.objects.filter(transition="avis_employeur")
    dit = ligne.libelle + ligne.motif
    assert [mot in dit for mot in (candidature.stagiaire.nom, "Motivée", "favorable, avec des réserves")] == [
        False,
        False,
        True,
    ]


def test_le_meme_avis_redonne_ne_dit_rien_de_plus_un_autre_le_remplace(candidature):
    donner(candidature)
    donner(candidature)
    assert LigneJournal.objects.filter(transition="avis_employeur").count() == 1

    donner(candidature, Avis.DEFAVORABLE)
    assert list(AvisEmployeur.objects.values_list("avis", flat=True)) == ["defavorable"]
    assert [avis.avis for avis in avis_par_parcours([candidature.pk])[candidature.pk]] == ["defavorable"]


@pytest.mark.parametrize("statut", ["admis", "entre", "abandon"])
def test_une_fois_decide_l_avis_ne_se_donne_plus(le_monde, statut):
    parcours = parcours_de(session_publiee(le_monde, 1), statut)

    with pytest.raises(TransitionImpossible):
        donner(parcours)


def test_avant_la_validation_du_profil_la_personne_n_est_pas_montree(le_monde):
    parcours = parcours_de(session_publiee(le_monde, 1))

    with pytest.raises(Parcours.DoesNotExist):
        donner(parcours)


def test_un_numero_de_securite_sociale_est_refuse(candidature):
    with pytest.raises(RegleViolee):
        donner(candidature, commentaire="Son numéro : 2 94 05 49 099 123 45")
    assert not AvisEmployeur.objects.exists()


def test_un_autre_n_a_pas_d_avis_a_donner(candidature, le_monde):
    for par in (comptes.employeur(EmployeurFactory()), le_monde.au_cotraitant, le_monde.agent):
        with pytest.raises(Parcours.DoesNotExist):
            donner(candidature, par=par)
    with pytest.raises(Parcours.DoesNotExist):
        donner(candidature, courriel="quelqu.un@ailleurs.example")


def test_par_son_lien_l_employeur_donne_son_avis_sans_compte(candidature):
    avis = donner(candidature, courriel=courriel_du(candidature))

    assert (avis.par, avis.avis) == (None, "favorable")


def test_l_organisme_lit_l_avis_sur_la_page_du_groupe(client, candidature):
    donner(candidature, Avis.RESERVE, "À confirmer sur l’inox.")

    client.force_login(candidature.session.demandeur)
    page = texte(client.get(reverse("parcours:groupe", args=[candidature.session_id])))

    employeur = candidature.intention.employeur
    assert [f"{employeur} : favorable, avec des réserves" in page.replace("\N{NO-BREAK SPACE}", " ")] == [True]
