"""Admission: every reason that stands in the way, one by one; and how many places there are to admit on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.admettre import admettre, examiner_l_admission, ne_pas_retenir
from parcours.queries.places import Places, places_de, places_parmi
from parcours.queries.postes import postes_libres_de
from sessions_formation.enums import StatutParcours as P
from sessions_formation.models import Composante, Parcours, Session
from tests.factories.factures import amender
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import DEBUT, FIN, LE
from tests.organisme.gestes import ENTREE
from tests.simultane import verrous

pytestmark = pytest.mark.django_db

UN_JOUR = timedelta(days=1)
SANS_POSTE = "Aucun poste n’est libre : la Région ne finance pas ce parcours."


def en_clair(phrases) -> list[str]:
    return [phrase.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for phrase in phrases]


def candidat(le_monde, session: Session, **champs) -> Parcours:
    """Somebody whose profile the scenario's agency has validated."""
    return parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau, **champs)


def refus(lui: Parcours, *, le=LE, **autres) -> list[str]:
    """Why this person cannot be admitted."""
    with pytest.raises(RegleViolee) as erreur:
        admettre(parcours_id=lui.pk, par=lui.session.demandeur, le=le, **autres)
    return en_clair(erreur.value.motifs)


def test_on_n_admet_ni_deux_fois_ni_sur_une_session_annulee(le_monde, session):
    lui, autre = (candidat(le_monde, session) for _ in range(2))
    admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)

    with pytest.raises(TransitionImpossible, match="Rien n’a changé"):
        admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)

    with transaction.atomic():
        session.franchir("annuler", par=None, motif="Essai")
    assert refus(autre) == ["Cette session est « annulée » : on n’y admet plus personne."]


def test_on_entre_pendant_la_session_au_jour_dit(le_monde, session):
    lui = candidat(le_monde, session)

    assert refus(lui, debut=DEBUT - UN_JOUR) == ["La session commence le 11 janvier 2027 : on n’y entre pas avant."]
    assert refus(lui, debut=FIN + UN_JOUR) == [
        "La session se termine le 30 avril 2027 : l’entrée doit avoir lieu avant."
    ]
    assert admettre(parcours_id=lui.pk, par=session.demandeur, le=LE, debut=DEBUT + UN_JOUR).debut == DEBUT + UN_JOUR


def test_le_dernier_jour_n_est_pas_encore_passe(le_monde, session):
    lui = candidat(le_monde, session)

    assert examiner_l_admission(lui, le=FIN) == []
    lui.debut = DEBUT
    assert en_clair(examiner_l_admission(lui, le=FIN + UN_JOUR)) == [
        "La session s’est terminée le 30 avril 2027 : on n’y admet plus personne."
    ]


def test_une_session_commencee_dit_non_si_sa_progression_ne_le_permet_pas(le_monde):
    session = session_publiee(le_monde, demarree=True)
    lui = candidat(le_monde, session)

    assert refus(lui, le=ENTREE, progression_compatible=False) == [
        "La session a commencé et sa progression ne permet plus de la rejoindre."
    ]


@pytest.mark.parametrize("perdre", ["inactive", "desistee"])
def test_un_poste_qui_ne_tient_plus_ne_s_admet_pas(le_monde, session, perdre):
    """Its employer has withdrawn, or the session holds its intention no more."""
    lui = candidat(le_monde, session)
    if perdre == "inactive":
        session.retenues.update(active=False)
    else:
        IntentionEmbauche.objects.filter(pk=lui.intention_id).update(statut="desistee", organisme_engage=None)

    assert refus(lui) == [SANS_POSTE]
    assert postes_libres_de(session.pk) == []


def test_qui_attend_n_est_pas_admis_tant_que_rien_ne_se_libere_puis_prend_le_poste(le_monde):
    session = session_publiee(le_monde, 1)
    premier = candidat(le_monde, session)
    attend = candidat(le_monde, session, en_attente=True)

    assert refus(attend) == [
        SANS_POSTE,
        "La personne est en liste d’attente : elle sera proposée dès qu’un poste se libère.",
    ]

    with transaction.atomic():
        premier.franchir_pour("ne_pas_retenir", par=session.demandeur, raison="prerequis")
    admis = admettre(parcours_id=attend.pk, par=session.demandeur, le=LE)
    assert (admis.statut, admis.poste, admis.en_liste_d_attente) == (P.ADMIS, 1, False)


def test_une_place_liberee_que_quelqu_un_a_prise_ne_se_remplace_plus(le_monde):
    session = session_publiee(le_monde, 1, 1, effectif=1)
    parti = parcours_de(session, P.ABANDON)
    parcours_de(session, P.ADMIS)
    remplacant = candidat(le_monde, session, remplace=parti)

    dits = refus(remplacant, le=ENTREE, progression_compatible=True)

    assert dits == ["Il ne reste pas de place : celle qui s’était libérée est déjà prise."]


def test_ne_pas_retenir_demande_une_raison_de_la_liste(le_monde, session):
    lui = candidat(le_monde, session)

    with pytest.raises(RegleViolee, match="Choisissez une raison"):
        ne_pas_retenir(parcours_id=lui.pk, raison="malade", par=session.demandeur, le=LE)


def test_la_base_refuse_une_seconde_candidature_et_une_admission_sans_poste(le_monde, session):
    lui = candidat(le_monde, session)
    attend = candidat(le_monde, session, en_attente=True)

    with pytest.raises(IntegrityError, match="une_personne_une_fois_par_session"), transaction.atomic():
        candidat(le_monde, session, stagiaire=lui.stagiaire)
    with pytest.raises(IntegrityError, match="ce parcours n'a pas de poste"), transaction.atomic():
        attend.franchir_pour("admettre", par=None, raison="", debut=DEBUT, fin=FIN, attente_le=None)


def test_admettre_tient_la_session_puis_le_parcours_puis_la_personne(le_monde, session):
    lui = candidat(le_monde, session)

    with CaptureQueriesContext(connection) as requetes:
        admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)

    assert verrous(requetes) == [
        "sessions_formation_session",
        "sessions_formation_parcours",
        "stagiaires_stagiaire",
    ]


def test_les_places_de_plusieurs_sessions_se_lisent_ensemble(le_monde, django_assert_num_queries):
    pleine, vide = session_publiee(le_monde, 5), session_publiee(le_monde, 3)
    amender(le_monde, Composante.objects.get(session=pleine), 420, parcours=1)
    for statut in (P.ADMIS, P.ENTRE, P.TERMINE, P.ABANDON, P.NON_RETENU, P.POSITIONNE, P.PROFIL_VALIDE):
        parcours_de(pleine, statut)
    parcours_de(pleine, en_attente=True)
    # Turned down while it waited: it waits no more.
    with transaction.atomic():
        parcours_de(pleine, P.PROFIL_VALIDE, en_attente=True).franchir_pour(
            "ne_pas_retenir", par=None, raison="prerequis"
        )

    with django_assert_num_queries(1):
        lues = places_de([pleine.pk, vide.pk, 0])

    attendues = Places(capacite=6, prises=3, candidats=2, en_attente=1)
    assert lues == {pleine.pk: attendues, vide.pk: Places(capacite=3), 0: Places()}
    assert places_parmi(pleine.parcours.all(), capacite=6) == attendues
    assert (attendues.libres, Places(capacite=1, prises=2).libres) == (3, 0)
