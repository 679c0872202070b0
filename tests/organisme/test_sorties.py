"""Interruptions, departures, corrections and replacements, as a training body declares them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.actions.admettre import admettre, ne_pas_retenir
from parcours.actions.interrompre import interrompre, reprendre
from parcours.actions.rectifier import annuler_la_declaration, corriger_les_jours
from parcours.actions.remplacer import remplacer
from parcours.actions.sortir import terminer_la_session
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import StatutSession
from sessions_formation.enums import TransitionParcours as T
from sessions_formation.models import Parcours
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import DEBUT, FIN, LE
from tests.organisme.gestes import ENTREE, entrer, etats, recus, sortir

pytestmark = pytest.mark.django_db


def test_une_interruption_est_annoncee_puis_la_reprise(le_monde, session):
    lui = parcours_de(session, P.ENTRE, structure=le_monde.reseau)
    depuis, retour = DEBUT + timedelta(days=7), DEBUT + timedelta(days=14)

    interrompre(parcours_id=lui.pk, debut=depuis, raison="arret", par=session.demandeur, le=retour)
    with pytest.raises(RegleViolee, match="couvre déjà"):
        interrompre(parcours_id=lui.pk, debut=retour, raison="famille", par=session.demandeur, le=retour)
    reprise = reprendre(parcours_id=lui.pk, retour=retour, par=session.demandeur, le=retour)

    assert reprise.fin == retour - timedelta(days=1)
    assert set(recus("parcours_interruption")) == set(recus("parcours_reprise"))
    assert set(recus("parcours_reprise")) == {le_monde.reseau.courriel, settings.REGION_EMAIL}
    with pytest.raises(TransitionImpossible, match="déjà déclarée"):
        reprendre(parcours_id=lui.pk, retour=retour, par=session.demandeur, le=retour)


def test_la_raison_d_une_absence_ne_part_dans_aucune_lettre(le_monde, session):
    lui = parcours_de(session, P.ENTRE, structure=le_monde.reseau)

    interrompre(parcours_id=lui.pk, debut=ENTREE, raison="arret", par=session.demandeur, le=FIN)

    assert [c.cle for c in Courrier.objects.all() if "rrêt" in str(c.contexte)] == []


def test_un_depart_ferme_l_interruption_ouverte(session):
    lui = parcours_de(session, P.ENTRE)
    interrompre(parcours_id=lui.pk, debut=ENTREE, raison="arret", par=session.demandeur, le=FIN)

    sortir(lui, T.ABANDONNER, jour=ENTREE + timedelta(days=5), raison="famille")

    assert lui.interruptions.get().fin == ENTREE + timedelta(days=5)


def test_terminer_la_session_sort_tout_le_monde_a_son_jour(session):
    premier, second = parcours_de(session, P.ENTRE), parcours_de(session, P.ENTRE)
    candidat = parcours_de(session, P.POSITIONNE)
    jours = {premier.pk: FIN, second.pk: FIN - timedelta(days=3)}

    with pytest.raises(RegleViolee, match="La session dure jusqu’au"):
        terminer_la_session(session_id=session.pk, jours=jours, par=session.demandeur, le=FIN - timedelta(days=1))
    terminee = terminer_la_session(session_id=session.pk, jours=jours, par=session.demandeur, le=FIN)

    assert terminee.statut == StatutSession.TERMINEE
    assert etats(premier, second, candidat) == [P.TERMINE, P.TERMINE, P.NON_RETENU]
    assert Parcours.objects.get(pk=second.pk).sorti_le == FIN - timedelta(days=3)


def test_terminer_attend_que_chaque_entree_soit_dite(session):
    parcours_de(session, P.ENTRE)
    parcours_de(session, P.ADMIS)

    with pytest.raises(RegleViolee, match="est attendue encore"):
        terminer_la_session(session_id=session.pk, jours={}, par=session.demandeur, le=FIN)


def test_un_abandon_declare_par_erreur_s_annule_tant_que_la_place_est_libre(le_monde, session):
    lui = parcours_de(session, P.ENTRE, structure=le_monde.reseau)
    sortir(lui, T.ABANDONNER, jour=ENTREE, raison="sans_nouvelles")
    le = timezone.localdate()

    repris = annuler_la_declaration(parcours_id=lui.pk, raison="retour", par=session.demandeur, le=le)

    assert (repris.statut, repris.sorti_le, repris.motif, repris.fin) == (P.ENTRE, None, "", FIN)
    assert recus("parcours_correction")[le_monde.reseau.courriel] == [lui.stagiaire_id]


def test_une_declaration_ne_s_annule_plus_apres_dix_jours_ouvres_ni_une_fois_remplacee(le_monde):
    session = session_publiee(le_monde, 1)
    parti = parcours_de(session, P.ENTRE)
    parcours_de(session, en_attente=True)
    sortir(parti, T.ABANDONNER, jour=ENTREE, raison="change_avis")
    le = timezone.localdate()

    with pytest.raises(RegleViolee, match="remplace déjà"):
        annuler_la_declaration(parcours_id=parti.pk, raison="saisie", par=session.demandeur, le=le)
    with pytest.raises(RegleViolee, match="plus de 10 jours ouvrés"):
        annuler_la_declaration(
            parcours_id=parti.pk, raison="saisie", par=session.demandeur, le=le + timedelta(days=30)
        )


def test_une_entree_declaree_par_erreur_redevient_une_admission(session):
    lui = parcours_de(session, P.ENTRE)

    annuler_la_declaration(parcours_id=lui.pk, raison="personne", par=session.demandeur, le=timezone.localdate())

    lui.refresh_from_db()
    assert (lui.statut, lui.entre_le) == (P.ADMIS, None)


def test_les_jours_se_corrigent_avec_une_raison_et_l_histoire_garde_les_deux(session):
    lui = parcours_de(session, P.ENTRE)

    with pytest.raises(RegleViolee, match="raison"):
        corriger_les_jours(
            parcours_id=lui.pk, entre_le=ENTREE, sorti_le=None, raison="", par=session.demandeur, le=FIN
        )
    for _ in range(2):
        corriger_les_jours(
            parcours_id=lui.pk, entre_le=ENTREE, sorti_le=None, raison="emargement", par=session.demandeur, le=FIN
        )

    lui.refresh_from_db()
    assert (lui.entre_le, lui.debut, lui.fin) == (ENTREE, ENTREE, FIN)
    lignes = LigneJournal.objects.de(lui).filter(transition="rectifier")
    assert [(ligne.libelle.replace("\N{NO-BREAK SPACE}", " "), ligne.motif) for ligne in lignes] == [
        ("Jours corrigés : 11 janvier 2027 devient 12 janvier 2027", "D’après les feuilles d’émargement")
    ]


def test_on_remplace_qui_est_parti_une_seule_fois(session):
    parti, candidat, autre = parcours_de(session, P.ABANDON), parcours_de(session), parcours_de(session)

    for _ in range(2):
        remplacer(parcours_id=parti.pk, remplacant_id=candidat.pk, par=session.demandeur)

    candidat.refresh_from_db()
    assert candidat.remplace_id == parti.pk
    with pytest.raises(RegleViolee, match="Quelqu’un remplace déjà"):
        remplacer(parcours_id=parti.pk, remplacant_id=autre.pk, par=session.demandeur)
    ne_pas_retenir(parcours_id=candidat.pk, raison="projet", par=session.demandeur, le=LE)
    remplacer(parcours_id=parti.pk, remplacant_id=autre.pk, par=session.demandeur)
    autre.refresh_from_db()
    assert autre.remplace_id == parti.pk


def test_aucun_nom_de_personne_n_est_dans_le_journal(le_monde, session):
    lui = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)
    admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)
    entrer(session, {lui.pk: "venue"})
    interrompre(parcours_id=lui.pk, debut=ENTREE, raison="arret", par=session.demandeur, le=FIN)
    sortir(lui, T.EXCLURE, jour=FIN, raison="absences")

    lignes = LigneJournal.objects.values_list("libelle", "motif")
    assert [ligne for ligne in lignes if "Lenoir" in str(ligne) or "Samira" in str(ligne)] == []
