"""An employer withdraws from a session: told at once, its posts given back, unless the session has begun (FAQ §6)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction

from intentions.actions.retirer import retirer_intention
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from referentiels.regles.constats import Niveau
from referentiels.regles.typographie import composer
from sessions_formation.actions.decider import autoriser_session, demander_complement
from sessions_formation.actions.demander import demander_ouverture, juger
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import Session
from sessions_formation.queries.postes import retraits_de
from tests.factories.scenario import DEBUT, LE, demande, intention_deposee
from tests.simultane import ensemble, noms

MOTIF = "Nous avons recruté quelqu’un."


@pytest.fixture
def intentions(le_monde):
    return [
        intention_deposee(le_monde, nom=f"Atelier {rang}", nombre_postes=postes) for rang, postes in ((1, 3), (2, 2))
    ]


@pytest.fixture
def session(le_monde, intentions):
    """A request of five parcours on two intentions, sent to the Région."""
    brouillon = demande(le_monde, intentions)
    return demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)


def retirer(intention, *, le=LE):
    return retirer_intention(intention_id=intention.pk, motif=MOTIF, par=intention.deposant, le=le)


def courriers_depuis(avant):
    return {
        (courrier.modele, courrier.destinataire) for courrier in Courrier.objects.exclude(pk__in=avant).order_by("pk")
    }


def connus():
    return set(Courrier.objects.values_list("pk", flat=True))


def autorisee(session, le_monde):
    return autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)


def demarrer(session, le_monde):
    with transaction.atomic():
        session.refresh_from_db()
        session.franchir(TransitionSession.DEMARRER, par=le_monde.agent)


@pytest.mark.django_db
def test_retirer_une_intention_engagee_rend_les_postes_et_le_dit_a_tous(le_monde, intentions, session):
    avant = connus()

    retiree = retirer(intentions[1])

    assert (retiree.statut, retiree.organisme_engage) == (StatutIntention.DESISTEE, None)
    assert list(session.retenues.filter(active=True).values_list("intention", flat=True)) == [intentions[0].pk]
    ligne = LigneJournal.objects.de(session).first()
    assert (ligne.libelle, ligne.motif) == ("L’employeur Atelier 2 retire 2\N{NO-BREAK SPACE}postes", MOTIF)
    assert courriers_depuis(avant) == {
        ("desistement_session", le_monde.cotraitant.courriel),
        ("desistement_session", le_monde.mandataire.courriel),
        ("desistement_session", session.demandeur.email),
        ("desistement_session", settings.REGION_EMAIL),
    }
    assert {courrier.contexte["il_manque"] for courrier in Courrier.objects.filter(modele="desistement_session")} == {
        2
    }
    assert not Courrier.objects.filter(modele="desistement_session", groupable=True).exists()


@pytest.mark.django_db
def test_la_demande_dit_ce_qu_il_manque_a_qui_la_decide(le_monde, intentions, session):
    retirer(intentions[1])
    session.refresh_from_db()

    [constat] = [c for c in juger(session, le=LE) if c.regle == "S-INTENTIONS"]
    retraits = retraits_de(session)

    assert (constat.niveau, constat.message) == (
        Niveau.NON_CONFORME,
        composer("3\N{NO-BREAK SPACE}postes pour 5 parcours : il faut d’autres intentions, ou moins de parcours."),
    )
    assert ([retenue.intention_id for retenue in retraits.retenues], retraits.il_manque) == ([intentions[1].pk], 2)
    with pytest.raises(RegleViolee):
        autorisee(session, le_monde)


@pytest.mark.django_db
def test_une_session_autorisee_perd_aussi_ses_postes_avant_de_commencer(le_monde, intentions, session):
    autorisee(session, le_monde)

    retirer(intentions[0], le=DEBUT - timedelta(days=1))

    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
    assert retraits_de(session).il_manque == 3


@pytest.mark.django_db
@pytest.mark.parametrize("par_son_etat", [True, False], ids=["demarree", "autorisee-et-son-premier-jour-venu"])
def test_une_session_commencee_continue_et_chacun_le_lit(le_monde, intentions, session, par_son_etat):
    autorisee(session, le_monde)
    if par_son_etat:
        demarrer(session, le_monde)
    avant = connus()

    retiree = retirer(intentions[0], le=LE if par_son_etat else DEBUT)

    assert retiree.statut == StatutIntention.DESISTEE
    assert session.retenues.filter(active=True).count() == 2
    assert retraits_de(session) is None
    assert {modele for modele, _ in courriers_depuis(avant)} == {"desistement_session"}
    assert {c.contexte["commencee"] for c in Courrier.objects.filter(modele="desistement_session")} == {True}


@pytest.mark.django_db
def test_un_brouillon_d_organisme_est_prevenu_lui_aussi(le_monde, intentions):
    demande(le_monde, intentions)
    avant = connus()

    retirer(intentions[0])

    assert courriers_depuis(avant) == {
        ("intention_retiree", le_monde.cotraitant.courriel),
        ("retrait_region", settings.REGION_EMAIL),
    }


@pytest.mark.django_db
def test_retirer_deux_fois_ne_previent_qu_une_fois(le_monde, intentions, session):
    retirer(intentions[0])
    avant = connus()

    with pytest.raises(TransitionImpossible):
        retirer(intentions[0])

    assert courriers_depuis(avant) == set()


def sans_accident(rendus):
    """Tell whether each was done or refused in words: a deadlock is what these tests look for."""
    return all(isinstance(rendu, RegleViolee) or not isinstance(rendu, Exception) for rendu in rendus)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tour", range(4))
def test_retirer_pendant_que_l_organisme_demande_l_un_puis_l_autre(le_monde, tour):
    intentions = [intention_deposee(le_monde, nombre_postes=3), intention_deposee(le_monde, nombre_postes=2)]
    brouillon = demande(le_monde, intentions)

    rendus = ensemble(
        [
            lambda: retirer(intentions[tour % 2]),
            lambda: demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE),
        ]
    )

    assert sans_accident(rendus), rendus
    retiree = IntentionEmbauche.objects.get(pk=intentions[tour % 2].pk)
    tenue = brouillon.retenues.filter(intention=retiree, active=True).exists()
    # Either it is withdrawn and no session holds it, or the employer was told to read again and it is engaged.
    assert (retiree.statut, tenue) in {
        (StatutIntention.DESISTEE, False),
        (StatutIntention.ENGAGEE, True),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tour", range(4))
def test_retirer_pendant_que_la_region_autorise_l_un_puis_l_autre(le_monde, tour):
    intentions = [intention_deposee(le_monde, nombre_postes=3), intention_deposee(le_monde, nombre_postes=2)]
    brouillon = demande(le_monde, intentions)
    session = demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)

    rendus = ensemble([lambda: retirer(intentions[0]), lambda: autorisee(session, le_monde)])

    assert not isinstance(rendus[0], Exception)
    assert sans_accident(rendus), rendus
    session = Session.objects.get(pk=session.pk)
    # Authorised first, it loses its posts next; withdrawn first, the rules no longer allow it.
    assert session.statut == (StatutSession.DEMANDEE if isinstance(rendus[1], Exception) else StatutSession.PUBLIEE)
    assert retraits_de(session).il_manque == 3


@pytest.mark.django_db(transaction=True)
def test_retirer_pendant_qu_un_complement_est_demande_ne_bloque_personne(le_monde):
    intentions = [intention_deposee(le_monde, nombre_postes=5)]
    brouillon = demande(le_monde, intentions)
    session = demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)

    rendus = ensemble(
        [
            lambda: retirer(intentions[0]),
            lambda: demander_complement(
                session_id=session.pk, par=le_monde.agent, motif="", precisions="Lesquelles ?", le=LE
            ),
        ]
    )

    assert noms(rendus) == ["IntentionEmbauche", "Session"]
