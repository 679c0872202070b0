"""A person proposed gets the lowest free post, or the waiting list; the rules T-* say no with every reason."""

from datetime import date

import pytest

from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from parcours.actions.positionner import Candidature, DejaPositionne, positionner
from parcours.queries.places import Places, places_de
from sessions_formation.models import Parcours, Session
from stagiaires.models import Stagiaire
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.scenario import DEBUT, FIN, LE, monde
from tests.factories.stagiaires import StagiaireFactory
from tests.simultane import ensemble

pytestmark = pytest.mark.django_db
DEMANDEUR = Candidature(situation="demandeur_emploi", projet="salariat")


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def referente(le_monde):
    return comptes.referent(le_monde.reseau)


def proposer(session, par, *, stagiaire=None, le=LE, **saisie) -> Parcours:
    structure = par.rattachements.get().structure
    candidature = Candidature(**{"situation": "demandeur_emploi", "projet": "salariat", **saisie})
    stagiaire = stagiaire or StagiaireFactory(structure=structure)
    return positionner(session_id=session.pk, stagiaire_id=stagiaire.pk, saisie=candidature, par=par, le=le)


def sans_insecables(motifs) -> list[str]:
    return [motif.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for motif in motifs]


def test_positionner_prend_le_plus_petit_poste_libre_et_le_dit_au_journal_sans_nommer(le_monde, referente):
    session = session_publiee(le_monde, 2, 1)

    ouverts = [proposer(session, referente) for _ in range(3)]

    [premiere, seconde] = session.retenues.order_by("pk").values_list("intention", flat=True)
    assert [(p.intention_id, p.poste, p.attente_le) for p in ouverts] == [
        (premiere, 1, None),
        (premiere, 2, None),
        (seconde, 1, None),
    ]
    assert (ouverts[0].debut, ouverts[0].fin, ouverts[0].verdict) == (DEBUT, FIN, "a_completer")
    ligne = LigneJournal.objects.de(ouverts[1]).get()
    assert (ligne.libelle, ligne.par) == (
        "Candidature proposée par France Travail Cholet, sur le poste 2 de Employeur 1",
        referente,
    )


def test_positionner_chez_l_employeur_voulu(le_monde, referente):
    session = session_publiee(le_monde, 2, 1)
    seconde = session.retenues.order_by("pk").last().intention_id

    assert proposer(session, referente, intention_id=seconde).intention_id == seconde

    with pytest.raises(RegleViolee, match="Il ne reste plus de poste libre chez Employeur 2"):
        proposer(session, referente, intention_id=seconde)


def test_positionner_sans_poste_libre_met_en_liste_d_attente(le_monde, referente):
    session = session_publiee(le_monde, 1)
    proposer(session, referente)

    attend = proposer(session, referente)

    assert (attend.en_liste_d_attente, attend.intention_id, attend.statut) == (True, None, "positionne")
    assert places_de([session.pk]) == {session.pk: Places(capacite=1, prises=0, candidats=1, en_attente=1)}
    assert [c["regle"] for c in attend.constats if c["niveau"] == "non_conforme"] == ["T-POSTE"]


def test_positionner_sans_place_met_en_attente_meme_si_un_poste_est_libre(le_monde, referente):
    session = session_publiee(le_monde, 3, effectif=1)
    parcours_de(session, "admis")

    attend = proposer(session, referente)

    assert (attend.en_liste_d_attente, attend.intention_id) == (True, None)
    assert places_de([session.pk])[session.pk].libres == 0


def test_positionner_donne_toutes_les_raisons_du_refus(le_monde, referente):
    session = session_publiee(le_monde, 1)

    with pytest.raises(RegleViolee) as refus:
        proposer(session, referente, situation="salarie", projet="creation")

    assert sans_insecables(refus.value.motifs) == [
        "La personne est salariée : Parcours emploi Tutorat ou Parcours emploi Formation peuvent l’aider.",
        "La personne veut créer son entreprise : les sessions du socle sont faites pour cela, pas celle-ci.",
    ]
    assert not Parcours.objects.exists()


def test_positionner_attend_la_fin_du_contrat_d_insertion(le_monde, referente):
    session = session_publiee(le_monde, 2)

    assert proposer(session, referente, situation="salarie_siae", fin_contrat_siae=DEBUT).poste == 1
    with pytest.raises(RegleViolee, match="Le contrat d’insertion dure jusqu’au"):
        proposer(session, referente, situation="salarie_siae", fin_contrat_siae=date(2027, 1, 12))


def test_une_session_commencee_et_pleine_ne_met_personne_en_attente(le_monde, referente):
    session = session_publiee(le_monde, 1)
    parcours_de(session, "entre")

    with pytest.raises(RegleViolee) as refus:
        proposer(session, referente, le=date(2027, 2, 1))

    assert sans_insecables(refus.value.motifs) == [
        "Aucun poste n’est libre : la Région ne finance pas ce parcours.",
        "Il ne reste pas de place dans cette session.",
    ]


def test_une_session_commencee_attend_le_mot_de_l_organisme(le_monde, referente):
    session = session_publiee(le_monde, 2)
    parcours_de(session, "entre")

    proposee = proposer(session, referente, le=date(2027, 2, 1))

    en_cours = [c["niveau"] for c in proposee.constats if c["regle"] == "T-INTEGRATION"]
    assert (proposee.debut, en_cours) == (date(2027, 2, 1), ["a_completer"])


def test_on_entre_a_tout_moment_dans_une_session_a_entrees_permanentes(le_monde, referente):
    session = session_publiee(le_monde, 2, entrees_sorties_permanentes=True)
    parcours_de(session, "entre")

    proposee = proposer(session, referente, le=date(2027, 2, 1))

    assert [c for c in proposee.constats if c["regle"] == "T-INTEGRATION"] == []


def test_la_meme_personne_n_est_proposee_qu_une_fois(le_monde, referente):
    session = session_publiee(le_monde, 2)
    samira = StagiaireFactory(structure=le_monde.reseau)
    deja = proposer(session, referente, stagiaire=samira)

    with pytest.raises(DejaPositionne) as refus:
        proposer(session, referente, stagiaire=samira)

    assert refus.value.parcours_id == deja.pk


def test_qui_suit_une_formation_a_ces_dates_n_est_pas_propose_ailleurs(le_monde, referente):
    admise = parcours_de(session_publiee(le_monde, 1), "admis", structure=le_monde.reseau)
    autre = session_publiee(le_monde, 1)

    with pytest.raises(RegleViolee, match="suit déjà une formation à ces dates"):
        proposer(autre, referente, stagiaire=admise.stagiaire)


def test_une_personne_d_une_autre_structure_est_introuvable_sauf_reconnue(le_monde, referente):
    session = session_publiee(le_monde, 2)
    ailleurs = StagiaireFactory(structure=StructureReseauFactory())

    with pytest.raises(Stagiaire.DoesNotExist):
        proposer(session, referente, stagiaire=ailleurs)
    assert proposer(session, referente, stagiaire=ailleurs, reconnue=True).stagiaire == ailleurs


def test_la_session_d_un_autre_territoire_est_introuvable(le_monde):
    session = session_publiee(le_monde, 2)

    with pytest.raises(Session.DoesNotExist):
        proposer(session, comptes.referent(StructureReseauFactory()))


def test_qui_n_est_d_aucune_structure_ne_propose_personne(le_monde):
    session = session_publiee(le_monde, 2)

    with pytest.raises(RegleViolee, match="Dites au nom de quelle structure"):
        positionner(
            session_id=session.pk, stagiaire_id=StagiaireFactory().pk, saisie=DEMANDEUR, par=le_monde.agent, le=LE
        )


@pytest.mark.django_db(transaction=True)
def test_vingt_a_la_fois_sur_le_dernier_poste_un_seul_l_obtient(le_monde, referente):
    session = session_publiee(le_monde, 1)
    personnes = [StagiaireFactory(structure=le_monde.reseau) for _ in range(20)]

    rendus = ensemble([lambda p=p: proposer(session, referente, stagiaire=p) for p in personnes])

    assert {type(rendu) for rendu in rendus} == {Parcours}, rendus
    assert sorted((p.poste or 0, p.en_liste_d_attente) for p in Parcours.objects.all()) == [(0, True)] * 19 + [
        (1, False)
    ]


@pytest.mark.django_db(transaction=True)
def test_la_meme_personne_vingt_fois_a_la_fois_n_est_proposee_qu_une_fois(le_monde, referente):
    session = session_publiee(le_monde, 5)
    samira = StagiaireFactory(structure=le_monde.reseau)

    rendus = ensemble([lambda: proposer(session, referente, stagiaire=samira)] * 20)

    assert sorted({type(rendu).__name__ for rendu in rendus}) == ["DejaPositionne", "Parcours"]
    assert Parcours.objects.filter(stagiaire=samira).count() == 1
