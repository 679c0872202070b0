"""A post belongs to one live parcours at most (FAQ §5): the action says it in words, the database holds it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from noyau.erreurs import RegleViolee
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import TransitionParcours
from sessions_formation.models import Session
from tests.factories.candidats import candidat, referent_du_territoire
from tests.factories.scenario import FIN, LE, demande, intention_deposee, session_demandee
from tests.factories.stagiaires import StagiaireFactory
from tests.simultane import ensemble

pytestmark = pytest.mark.django_db


def autorisee(monde, *postes: int) -> tuple[Session, list[int]]:
    """An authorised session of as many parcours as posts, on intentions of ``postes`` each; and their ids."""
    intentions = [
        intention_deposee(monde, nom=f"Tôlerie {rang}", nombre_postes=nombre) for rang, nombre in enumerate(postes)
    ]
    session = demande(monde, intentions, effectif=sum(postes), equilibre_financier=True)
    demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)
    autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)
    return session, [intention.pk for intention in intentions]


def inserer(session: Session, intention_id: int, poste: int) -> None:
    """Write a parcours without the action, as a raw statement would."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO sessions_formation_parcours (stagiaire_id, session_id, intention_id, poste, statut,"
            " situation, projet, motif, verdict, constats, temps_partiel, cree_le, modifie_le)"
            " VALUES (%s, %s, %s, %s, 'positionne', '', '', '', '', '[]', false, now(), now())",
            [StagiaireFactory().pk, session.pk, intention_id, poste],
        )


def test_un_candidat_non_retenu_rend_son_poste(le_monde):
    session, [intention] = autorisee(le_monde, 1)
    parcours = candidat(session, intention)
    with transaction.atomic():
        parcours.franchir(TransitionParcours.NE_PAS_RETENIR, par=session.demandeur)

    assert candidat(session, intention).poste == 1


def test_une_intention_que_la_session_ne_retient_pas_est_refusee(le_monde):
    session, _ = autorisee(le_monde, 5)
    libre = intention_deposee(le_monde)

    with pytest.raises(RegleViolee, match="ne retient pas cette intention"):
        candidat(session, libre.pk)


def test_une_session_pas_encore_autorisee_ou_finie_n_accueille_personne(le_monde):
    finie, [intention] = autorisee(le_monde, 5)
    demandee = session_demandee(le_monde)

    with pytest.raises(Session.DoesNotExist):
        candidat(demandee)
    with pytest.raises(RegleViolee, match=r"s’est terminée le 30\savril 2027"):
        candidat(finie, intention, le=date(2027, 5, 1))
    assert candidat(finie, intention, le=FIN).poste == 1


@pytest.mark.django_db(transaction=True)
def test_vingt_a_la_fois_sur_cinq_postes_cinq_l_obtiennent(le_monde):
    session, _ = autorisee(le_monde, 5)
    par = referent_du_territoire(session)

    rendus = ensemble([lambda: candidat(session, par=par)] * 20)

    assert sorted(rendu.poste for rendu in rendus if rendu.poste) == [1, 2, 3, 4, 5]


def test_la_base_refuse_un_second_parcours_sur_un_poste(le_monde):
    session, [intention] = autorisee(le_monde, 5)
    candidat(session, intention)

    with pytest.raises(IntegrityError, match="un_poste_un_seul_parcours"):
        inserer(session, intention, 1)


def test_la_base_refuse_un_poste_que_l_intention_n_offre_pas(le_monde):
    session, [intention] = autorisee(le_monde, 5)

    with pytest.raises(IntegrityError, match="pas de ceux que la session retient"):
        inserer(session, intention, 6)


def test_la_base_refuse_une_intention_que_la_session_ne_retient_pas(le_monde):
    session, _ = autorisee(le_monde, 5)
    ailleurs, [intention] = autorisee(le_monde, 5)
    libre = intention_deposee(le_monde)

    for etrangere in (libre.pk, intention):
        with pytest.raises(IntegrityError, match="pas de ceux que la session retient"):
            inserer(session, etrangere, 1)
    inserer(ailleurs, intention, 1)
