"""A hire declared by its employer: once, by the right one, and the intention follows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from insertion.actions.embaucher import corriger_embauche, declarer_embauche, declarer_non_embauche
from insertion.enums import RaisonSansEmbauche, Source, Voie
from insertion.models import Embauche, Reponse
from insertion.queries.embauche import promesse_de
from insertion.regles.ecarts import Contrat
from intentions.enums import StatutIntention as S
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.queries.employeur import courriel_du
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import EmployeurFactory
from tests.simultane import ensemble, noms

pytestmark = pytest.mark.django_db
LE = date(2027, 5, 10)
CDD = Contrat("cdd", date(2027, 5, 3), 8, Decimal(35))


@pytest.fixture
def deux(le_monde):
    """Two people who have finished on the two posts of one intention (a permanent contract of 35 hours)."""
    session = session_publiee(le_monde, 2)
    return [parcours_de(session, "termine", structure=le_monde.reseau) for _ in range(2)]


def employeur_de(parcours):
    return parcours.intention.employeur.rattachements.get().utilisateur


def declarer(parcours, *, contrat=None, par=None, **autres):
    contrat = contrat or promesse_de(parcours)
    par = par if par or autres else employeur_de(parcours)
    return declarer_embauche(parcours_id=parcours.pk, contrat=contrat, par=par, le=LE, **autres)


def etat(parcours):
    return IntentionEmbauche.objects.values_list("statut", "postes_pourvus").get(pk=parcours.intention_id)


def test_l_embauche_comme_prevu_n_a_pas_d_ecart_et_pourvoit_un_poste(deux):
    embauche = declarer(deux[0])

    assert (embauche.embauche, embauche.contrat_type, embauche.debut) == (True, "cdi", date(2027, 5, 1))
    assert (embauche.heures_hebdo, embauche.fin, embauche.ecarts, embauche.voie) == (35, None, [], Voie.COMPTE)
    assert etat(deux[0]) == (S.ENGAGEE, 1)


def test_la_reponse_vaut_pour_le_suivi_de_la_fin_et_la_correction_aussi(deux):
    premiere = declarer(deux[0], contrat=CDD)
    siennes = Reponse.objects.filter(source=Source.EMPLOYEUR, suivi__parcours=deux[0])
    dites = siennes.values_list("suivi__echeance", "situation", "chez_l_employeur", "debut")
    assert list(dites) == [(0, "cdd_long", True, CDD.debut)]
    assert deux[0].suivis.count() == 4

    corriger_embauche(
        parcours_id=deux[0].pk, dit=RaisonSansEmbauche.REFUS, lue=premiere.le, par=employeur_de(deux[0]), le=LE
    )
    assert list(dites.all()) == [(0, "autre", False, None)]


def test_le_dernier_poste_pourvu_satisfait_l_intention(deux):
    for parcours in deux:
        declarer(parcours)

    assert etat(deux[0]) == (S.SATISFAITE, 2)
    [ligne] = LigneJournal.objects.filter(transition="satisfaire")
    assert (ligne.depart, ligne.arrivee) == (S.ENGAGEE, S.SATISFAITE)


def test_ne_pas_embaucher_ne_pourvoit_rien(deux):
    embauche = declarer_non_embauche(
        parcours_id=deux[0].pk, raison=RaisonSansEmbauche.ACTIVITE, par=employeur_de(deux[0]), le=LE
    )

    assert (embauche.embauche, embauche.raison, embauche.debut) == (False, "activite", None)
    assert etat(deux[0]) == (S.ENGAGEE, 0)


def test_une_embauche_corrigee_rend_son_poste_puis_le_reprend(deux):
    premiere = declarer(deux[0])
    declarer(deux[1])
    commun = {"parcours_id": deux[0].pk, "par": employeur_de(deux[0]), "le": LE}

    sans = corriger_embauche(dit=RaisonSansEmbauche.REFUS, lue=premiere.le, **commun)
    assert (sans.embauche, sans.contrat_type, etat(deux[0])) == (False, "", (S.ENGAGEE, 1))

    avec = corriger_embauche(dit=CDD, lue=sans.le, **commun)
    assert (avec.embauche, avec.raison, avec.fin) == (True, "", date(2028, 1, 2))
    assert [phrase.replace("\N{NO-BREAK SPACE}", " ") for phrase in avec.ecarts] == ["Contrat : CDD, au lieu de CDI."]
    assert etat(deux[0]) == (S.SATISFAITE, 2)
    assert Embauche.objects.count() == 2


def test_une_correction_lue_trop_tot_est_refusee(deux):
    premiere = declarer(deux[0])
    commun = {"parcours_id": deux[0].pk, "par": employeur_de(deux[0]), "le": LE}
    corriger_embauche(dit=CDD, lue=premiere.le, **commun)

    with pytest.raises(DossierModifie):
        corriger_embauche(dit=RaisonSansEmbauche.REFUS, lue=premiere.le, **commun)
    assert Embauche.objects.get().embauche is True


def test_une_embauche_rendue_classe_l_intention_si_l_employeur_est_engage_ailleurs(deux, le_monde):
    premiere = declarer(deux[0])
    declarer(deux[1])
    intention = deux[0].intention
    IntentionEmbauche.objects.create(
        deposant=intention.deposant,
        employeur=intention.employeur,
        metier=intention.metier,
        secteur=intention.secteur,
        nombre_postes=1,
        engagement_recruter=True,
        statut=S.ENGAGEE,
        numero="IE-2019-00001",
        deposee_le=intention.deposee_le,
        organisme_engage=le_monde.mandataire,
    )

    corriger_embauche(
        parcours_id=deux[0].pk, dit=RaisonSansEmbauche.REFUS, lue=premiere.le, par=employeur_de(deux[0]), le=LE
    )

    assert etat(deux[0]) == (S.CLASSEE, 1)


def test_un_temps_de_travail_adapte_ne_se_lit_nulle_part(deux):
    IntentionEmbauche.objects.filter(pk=deux[0].intention_id).update(adaptation_boe=True, heures_hebdo=18)

    assert declarer(deux[0], contrat=Contrat("cdi", date(2027, 5, 3), None, Decimal(15))).ecarts == []
    assert [" h " in str(lettre.contexte) for lettre in Courrier.objects.filter(modele="embauche_declaree")] == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    "contrat",
    [
        pytest.param(Contrat("independant", date(2027, 5, 3), None, Decimal(35)), id="pas-une-embauche"),
        pytest.param(replace(CDD, debut=None), id="sans-date"),
        pytest.param(replace(CDD, debut=date(2027, 1, 10)), id="avant-l-entree"),
        pytest.param(replace(CDD, debut=date(2028, 5, 11)), id="dans-plus-d-un-an"),
        pytest.param(replace(CDD, duree_mois=None), id="sans-duree"),
    ],
)
def test_un_contrat_impossible_est_refuse(deux, contrat):
    with pytest.raises(RegleViolee):
        declarer(deux[0], contrat=contrat)
    assert not Embauche.objects.exists()


def test_on_ne_declare_ni_pendant_la_formation_ni_deux_fois(le_monde, deux):
    with pytest.raises(TransitionImpossible):
        declarer(parcours_de(session_publiee(le_monde, 1), "entre"), contrat=CDD)

    declarer(deux[0])
    with pytest.raises(TransitionImpossible):
        declarer(deux[0])
    with pytest.raises(TransitionImpossible):
        declarer_non_embauche(
            parcours_id=deux[0].pk, raison=RaisonSansEmbauche.REFUS, par=employeur_de(deux[0]), le=LE
        )


def test_personne_ne_parle_pour_l_employeur(deux, le_monde):
    autres = [
        comptes.employeur(EmployeurFactory()),
        le_monde.au_cotraitant,
        le_monde.agent,
        comptes.referent(le_monde.reseau),
    ]
    for autre in autres:
        with pytest.raises(Parcours.DoesNotExist):
            declarer(deux[0], par=autre)
    for courriel in ("quelqu.un@ailleurs.example", ""):
        with pytest.raises(Parcours.DoesNotExist):
            declarer(deux[0], courriel=courriel)


def test_par_le_lien_de_son_adresse_l_employeur_repond_sans_compte(deux):
    embauche = declarer(deux[0], courriel=courriel_du(deux[0]).upper())

    assert (embauche.voie, embauche.par) == (Voie.LIEN, None)


def test_le_referent_lit_les_ecarts_l_organisme_non_et_le_journal_ne_nomme_personne(deux):
    declarer(deux[0], contrat=CDD)

    stagiaire = deux[0].stagiaire
    lettres = dict(Courrier.objects.filter(modele="embauche_declaree").values_list("destinataire", "contexte"))
    assert {adresse: len(faits["ecarts"]) for adresse, faits in lettres.items()} == {
        deux[0].session.demandeur.email: 0,
        deux[0].structure.courriel: 1,
    }
    assert {tuple(faits["stagiaires"]) for faits in lettres.values()} == {(stagiaire.pk,)}
    lignes = LigneJournal.objects.filter(transition="embauche")
    assert [stagiaire.nom in f"{ligne.libelle}{ligne.motif}" for ligne in lignes] == [False]


@pytest.mark.django_db(transaction=True)
def test_vingt_clics_au_meme_instant_font_une_embauche(le_monde):
    parcours = parcours_de(session_publiee(le_monde, 1), "termine")
    par, promis = employeur_de(parcours), promesse_de(parcours)

    rendus = ensemble([lambda: declarer(parcours, contrat=promis, par=par)] * 20)

    assert noms(rendus) == ["Embauche"] + ["TransitionImpossible"] * 19
    assert etat(parcours) == (S.SATISFAITE, 1)
    assert LigneJournal.objects.filter(transition="embauche").count() == 1
