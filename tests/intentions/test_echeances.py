"""Until when an intention is offered; what its employer answers when asked; what becomes of it without an answer."""

from datetime import date, timedelta

import pytest

from intentions.actions.actualite import dire_pourvu, dire_toujours_d_actualite, ouvrir_a_tous, rouvrir_intention
from intentions.actions.decider import Bornes, classer_intention, trancher_derogation
from intentions.actions.retirer import retirer_intention
from intentions.enums import OrigineEcrit, StatutIntention
from intentions.models import IntentionEmbauche
from intentions.regles.echeances import Echeances, echeances
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.relancer import relancer
from tests.factories.referentiels import ParametreFactory
from tests.factories.scenario import LE, demande, intention_deposee, monde
from tests.regles.reglements import REGLEMENT

pytestmark = pytest.mark.django_db

FIN = LE + timedelta(days=90)
QUESTION = FIN - timedelta(days=15)


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def intention(le_monde):
    return intention_deposee(le_monde, nombre_postes=2)


@pytest.fixture
def en_derogation(le_monde):
    return intention_deposee(le_monde, contrat_type="cdd", duree_mois=4, saisonnier=True, motif_derogation="Saison.")


def relire(intention) -> IntentionEmbauche:
    return IntentionEmbauche.objects.get(pk=intention.pk)


def ecrits(modele) -> list[Courrier]:
    return list(Courrier.objects.filter(modele=modele).order_by("pk"))


def le_jour(le):
    """Do what is due on a day, twice: the second time must add nothing."""
    bilan = relancer(le=le)
    ensuite = relancer(le=le)
    assert {nom: fait.faites for nom, fait in ensuite.items() if fait.faites} == {}
    assert all(fait.echouees == 0 for fait in [*bilan.values(), *ensuite.values()])
    return {nom: fait.faites for nom, fait in bilan.items() if fait.faites}


@pytest.mark.parametrize(
    ("etat", "attendues"),
    [
        ("recevable", Echeances(FIN, LE)),
        ("a_completer", Echeances(LE + timedelta(days=60), None)),
        ("derogation_demandee", Echeances(None, None)),
        ("refusee", Echeances(None, None)),
    ],
)
def test_chaque_etat_a_ses_dates(etat, attendues):
    assert echeances(etat, reglement=REGLEMENT, le=LE) == attendues


def test_une_intention_recevable_vaut_trois_mois(intention):
    assert (intention.valable_jusqu_au, intention.attend_depuis) == (FIN, LE)


def test_un_dossier_a_completer_attend_soixante_jours(le_monde):
    incomplete = intention_deposee(le_monde, nombre_postes=None)

    assert (incomplete.statut, incomplete.valable_jusqu_au) == (
        StatutIntention.A_COMPLETER,
        LE + timedelta(days=60),
    )


@pytest.mark.parametrize(
    ("le", "questions"), [(QUESTION - timedelta(days=1), 0), (QUESTION, 1), (FIN, 1)], ids=["avant", "jour", "fin"]
)
def test_l_employeur_est_interroge_quinze_jours_avant(intention, le, questions):
    le_jour(le)

    posees = ecrits("intention_a_confirmer")
    assert len(posees) == questions
    assert {courrier.destinataire for courrier in posees} <= {intention.contact_courriel}
    assert not any(courrier.groupable for courrier in posees)


def test_sans_reponse_elle_expire_le_lendemain_et_pas_avant(intention):
    le_jour(QUESTION)
    le_jour(FIN)
    assert relire(intention).statut == StatutIntention.RECEVABLE

    assert le_jour(FIN + timedelta(days=1)) == {"expirées": 1}

    expiree = relire(intention)
    assert (expiree.statut, expiree.historique.first().par_nom) == (StatutIntention.EXPIREE, "le service")
    [courrier] = ecrits("intention_expiree")
    assert courrier.contexte["chemin_reponse"].startswith("/r/actualite/")


def test_un_service_arrete_n_expire_rien_sans_avoir_demande(intention):
    """The question could not leave in time: the employer gets its fifteen days all the same."""
    reprise = FIN + timedelta(days=10)

    assert le_jour(reprise) == {"toujours d’actualité": 1}
    assert (relire(intention).statut, relire(intention).valable_jusqu_au) == (
        StatutIntention.RECEVABLE,
        reprise + timedelta(days=15),
    )
    assert "expirées" in le_jour(reprise + timedelta(days=16))
    assert len(ecrits("intention_a_confirmer")) == 1


def test_toujours_d_actualite_repart_pour_une_periode_entiere(intention):
    le_jour(QUESTION)

    for _ in range(2):
        dire_toujours_d_actualite(intention_id=intention.pk, par=intention.deposant, le=QUESTION)

    relue = relire(intention)
    assert relue.valable_jusqu_au == QUESTION + timedelta(days=90)
    assert relue.historique.filter(libelle="Toujours d’actualité").count() == 1
    le_jour(FIN + timedelta(days=1))
    assert relire(intention).statut == StatutIntention.RECEVABLE
    le_jour(QUESTION + timedelta(days=75))
    assert len(ecrits("intention_a_confirmer")) == 2


def test_repondre_par_le_lien_se_lit_dans_l_histoire(intention):
    dire_toujours_d_actualite(intention_id=intention.pk, par=None, courriel=intention.contact_courriel.upper(), le=FIN)

    ligne = relire(intention).historique.first()
    assert (ligne.par_nom, ligne.motif) == ("le service", "Par l’employeur, avec son lien personnel.")


def test_le_lien_d_une_autre_adresse_ne_trouve_rien(intention):
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        dire_toujours_d_actualite(intention_id=intention.pk, par=None, courriel="autre@exemple.fr", le=FIN)
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        retirer_intention(intention_id=intention.pk, motif="Non.", par=None, courriel="", le=LE)


@pytest.mark.parametrize(
    ("ici", "motif"), [(True, "Pourvu grâce au dispositif."), (False, "Pourvu autrement.")], ids=["ici", "autrement"]
)
def test_pourvu_classe_avec_sa_raison(intention, ici, motif):
    dire_pourvu(intention_id=intention.pk, par=intention.deposant, par_le_dispositif=ici)

    ligne = relire(intention).historique.first()
    assert (relire(intention).statut, ligne.motif) == (StatutIntention.CLASSEE, motif)
    with pytest.raises(TransitionImpossible):
        dire_pourvu(intention_id=intention.pk, par=intention.deposant, par_le_dispositif=ici)


def test_ouvrir_a_tous_rend_le_choix_et_recommence_l_attente(le_monde):
    intention = intention_deposee(le_monde, organisme_choisi=le_monde.mandataire)
    plus_tard = LE + timedelta(days=20)

    for _ in range(2):
        ouvrir_a_tous(intention_id=intention.pk, par=intention.deposant, le=plus_tard)

    relue = relire(intention)
    assert (relue.organisme_choisi, relue.attend_depuis) == (None, plus_tard)
    assert [courrier.destinataire for courrier in ecrits("intention_fermee")] == [le_monde.mandataire.courriel]


def test_rouvrir_depose_la_meme_offre_et_classe_l_ancienne(intention):
    le_jour(QUESTION)
    le = FIN + timedelta(days=1)
    le_jour(le)

    nouvelle = rouvrir_intention(intention_id=intention.pk, par=None, courriel=intention.contact_courriel, le=le)

    ancienne = relire(intention)
    assert (nouvelle.statut, nouvelle.nombre_postes, nouvelle.metier) == (
        StatutIntention.RECEVABLE,
        intention.nombre_postes,
        intention.metier,
    )
    assert nouvelle.ecrit_origine == OrigineEcrit.LIEN
    assert nouvelle.valable_jusqu_au == le + timedelta(days=90)
    assert ancienne.statut == StatutIntention.CLASSEE
    assert f"Rouverte sous le numéro {nouvelle.numero}." in ancienne.historique.first().motif
    with pytest.raises(TransitionImpossible):
        rouvrir_intention(intention_id=intention.pk, par=None, courriel=intention.contact_courriel, le=le)


def test_une_derogation_accordee_garde_sa_trace_et_ses_bornes(le_monde, en_derogation):
    fin = LE + timedelta(days=40)

    trancher_derogation(
        intention_id=en_derogation.pk,
        accordee=True,
        motif="Saison reprise chaque année.",
        par=le_monde.agent,
        le=LE,
        bornes=Bornes(limites="Deux postes.", fin=fin),
    )

    relue, [trace] = relire(en_derogation), en_derogation.derogations.all()
    assert (relue.statut, relue.derogation_fin, relue.valable_jusqu_au) == (StatutIntention.RECEVABLE, fin, FIN)
    assert (trace.accordee, trace.regles, trace.limites, trace.fin) == (True, ["I-DUREE"], "Deux postes.", fin)
    contexte = ecrits("decision_intention")[0].contexte
    assert (contexte["limites"], contexte["fin"]) == ("Deux postes.", fin.isoformat())
    assert relue.derogation_accordee


@pytest.mark.parametrize(
    ("accordee", "bornes", "phrase"),
    [
        (False, Bornes(limites="Deux postes."), "Un refus n’a ni limites ni date de fin"),
        (False, Bornes(fin=LE), "Un refus n’a ni limites ni date de fin"),
        (True, Bornes(fin=LE - timedelta(days=1)), "prend fin entre aujourd’hui et le"),
        (True, Bornes(fin=LE + timedelta(days=366)), "prend fin entre aujourd’hui et le"),
    ],
    ids=["refus-avec-limites", "refus-avec-fin", "fin-passee", "fin-trop-loin"],
)
def test_des_bornes_qui_n_ont_pas_de_sens_sont_refusees(le_monde, en_derogation, accordee, bornes, phrase):
    with pytest.raises(RegleViolee, match=phrase):
        trancher_derogation(
            intention_id=en_derogation.pk, accordee=accordee, motif="Oui.", par=le_monde.agent, le=LE, bornes=bornes
        )

    assert relire(en_derogation).statut == StatutIntention.DEROGATION_DEMANDEE
    assert not en_derogation.derogations.exists()


def accordee_jusqu_au(le_monde, intention, fin) -> None:
    trancher_derogation(
        intention_id=intention.pk, accordee=True, motif="Oui.", par=le_monde.agent, le=LE, bornes=Bornes(fin=fin)
    )


def test_apres_sa_fin_une_derogation_n_engage_plus_ce_jour_meme(le_monde):
    intention = intention_deposee(
        le_monde, contrat_type="cdd", duree_mois=4, saisonnier=True, motif_derogation="Saison.", nombre_postes=5
    )
    fin = LE + timedelta(days=3)
    accordee_jusqu_au(le_monde, intention, fin)
    brouillon = demande(le_monde, [intention])

    with pytest.raises(RegleViolee, match="sa dérogation a pris fin"):
        demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=fin + timedelta(days=1))

    assert demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=fin).numero


def test_une_derogation_a_terme_fait_expirer(le_monde, en_derogation):
    fin = LE + timedelta(days=3)
    accordee_jusqu_au(le_monde, en_derogation, fin)

    le_jour(fin)
    assert relire(en_derogation).statut == StatutIntention.RECEVABLE
    assert le_jour(fin + timedelta(days=1)) == {"dérogations à terme": 1}

    assert "La dérogation accordée valait jusqu’au" in relire(en_derogation).historique.first().motif


def test_classer_dit_pourquoi_a_l_employeur_et_a_l_organisme(le_monde):
    intention = intention_deposee(le_monde, organisme_choisi=le_monde.mandataire)

    classer_intention(intention_id=intention.pk, motif="Doublon.", par=le_monde.agent)

    assert relire(intention).statut == StatutIntention.CLASSEE
    assert [c.contexte["motif"] for c in ecrits("intention_classee")] == ["Doublon."]
    assert [c.destinataire for c in ecrits("intention_fermee")] == [le_monde.mandataire.courriel]
    with pytest.raises(TransitionImpossible):
        classer_intention(intention_id=intention.pk, motif="Doublon.", par=le_monde.agent)


def test_une_derogation_demandee_ne_se_classe_pas(le_monde, en_derogation):
    with pytest.raises(TransitionImpossible):
        classer_intention(intention_id=en_derogation.pk, motif="Sans suite.", par=le_monde.agent)


def test_les_delais_sont_ceux_de_leur_jour(le_monde):
    ParametreFactory(code="validite_intention_jours", depuis=date(2026, 11, 1), valeur=30)

    assert intention_deposee(le_monde).valable_jusqu_au == LE + timedelta(days=30)
