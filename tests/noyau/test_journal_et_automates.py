"""States change only by their table, and what was done stays written: the database holds both."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intentions.automates import INTENTION
from intentions.enums import StatutIntention as S
from intentions.enums import TransitionIntention as T
from intentions.models import IntentionEmbauche
from noyau.erreurs import TransitionImpossible
from noyau.journal import LigneJournal, noter
from noyau.numeros import Compteur, numero_suivant
from sessions_formation.automates import SESSION
from tests.factories.comptes import UtilisateurFactory
from tests.noyau.exemples import decision_annulee

pytestmark = pytest.mark.django_db


@pytest.fixture
def brouillon():
    return IntentionEmbauche.objects.create(deposant=UtilisateurFactory(prenom="Claire", nom="Heulin"))


@pytest.mark.parametrize("automate", [INTENTION, SESSION], ids=["intention", "session"])
def test_chaque_passage_mene_quelque_part_d_autre(automate):
    assert automate.table
    for passage in automate.table.values():
        assert passage.departs
        assert passage.arrivee not in passage.departs
        assert passage.libelle


def test_tout_etat_d_une_intention_est_atteint_depuis_le_brouillon():
    atteints = {S.BROUILLON}
    while nouveaux := {p.arrivee for p in INTENTION.table.values() if p.departs & atteints} - atteints:
        atteints |= nouveaux

    assert atteints == set(S)


def test_franchir_ecrit_une_ligne_que_l_on_relit(brouillon):
    with transaction.atomic():
        brouillon.numero = "IE-2026-00001"
        brouillon.save()
    brouillon.franchir(T.DEPOSER, par=brouillon.deposant, motif="Besoin pressant", deposee_le=timezone.now())

    [ligne] = brouillon.historique
    assert (ligne.depart, ligne.arrivee, ligne.libelle) == ("brouillon", "deposee", "Déposée")
    assert (ligne.par, ligne.par_nom, ligne.motif) == (brouillon.deposant, "Claire Heulin", "Besoin pressant")


def test_franchir_hors_de_la_table_ne_change_rien(brouillon):
    with pytest.raises(TransitionImpossible):
        brouillon.franchir(T.RECEVOIR, par=None)

    brouillon.refresh_from_db()
    assert brouillon.statut == S.BROUILLON
    assert not brouillon.historique.exists()


def test_la_base_refuse_un_etat_hors_de_la_table_meme_en_sql(brouillon):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("update intentions_intentionembauche set statut = 'engagee' where id = %s", [brouillon.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        IntentionEmbauche.objects.filter(pk=brouillon.pk).update(statut="nimporte")

    brouillon.refresh_from_db()
    assert brouillon.statut == S.BROUILLON


@pytest.mark.parametrize("ordre", ["update noyau_lignejournal set motif = 'autre'", "delete from noyau_lignejournal"])
def test_la_base_refuse_de_changer_ou_d_effacer_le_journal(brouillon, ordre):
    ligne = noter(brouillon, "Rappelé l’employeur", par=None, motif="vrai")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)

    assert list(LigneJournal.objects.values_list("pk", "motif")) == [(ligne.pk, "vrai")]


def test_les_numeros_se_suivent_sans_trou_meme_apres_une_annulation():
    assert numero_suivant("BC", 2026) == 1
    with decision_annulee():
        assert numero_suivant("BC", 2026) == 2

    assert numero_suivant("BC", 2026) == 2
    assert numero_suivant("BC", 2027) == 1
    assert Compteur.objects.count() == 2
