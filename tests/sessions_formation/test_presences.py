"""What employers answer to an invitation, whether they came, and the reminder two working days before."""

from datetime import date, datetime, timedelta

import pytest

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from noyau.redaction import objet_et_corps
from sessions_formation.actions.etapes import annuler_etape, deplacer_etape
from sessions_formation.actions.presences import noter_presences, relancer_etapes
from sessions_formation.models import InvitationEtape
from tests.factories.etapes import (
    DEBUT,
    MAINTENANT,
    PARIS,
    creneau,
    etape_planifiee,
    recus,
    repondre,
    session_a_trois,
)
from tests.factories.scenario import session_demandee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def session(le_monde):
    return session_a_trois(le_monde)


def test_repondre_previent_l_organisme_une_fois_par_reponse(session):
    invitation = etape_planifiee(session).invitations.get(intention__employeur__nom="Heulin")

    repondre(invitation)
    repondre(invitation)
    repondre(invitation, viendra=False)

    objets = [
        objet_et_corps(courrier)[0] for courrier in Courrier.objects.filter(modele="reponse_etape").order_by("pk")
    ]
    assert objets == ["Heulin viendra le 1er décembre 2026", "Heulin ne pourra pas venir le 1er décembre 2026"]
    assert [ligne.libelle for ligne in invitation.intention.historique[:2]] == [
        "Jury de fin de formation : ne pourra pas venir",
        "Jury de fin de formation : viendra",
    ]


def test_repondre_avec_un_lien_d_une_autre_adresse_ne_trouve_rien(session):
    invitation = etape_planifiee(session).invitations.get(intention__employeur__nom="Heulin")

    with pytest.raises(InvitationEtape.DoesNotExist):
        repondre(invitation, courriel="luc@gaborit.example")


@pytest.mark.parametrize("cas", ["annulee", "passee", "retiree"])
def test_repondre_trop_tard_dit_pourquoi(session, cas):
    etape = etape_planifiee(session)
    invitation = etape.invitations.get(intention__employeur__nom="Heulin")
    maintenant = MAINTENANT
    if cas == "annulee":
        annuler_etape(etape_id=etape.pk, par=session.demandeur, motif="Grève.", maintenant=MAINTENANT)
    elif cas == "passee":
        maintenant = DEBUT + timedelta(minutes=1)
    else:
        session.retenues.filter(intention=invitation.intention).update(active=False)

    with pytest.raises(RegleViolee) as refus:
        repondre(invitation, maintenant=maintenant)

    assert {"annulee": "annulé", "passee": "passé", "retiree": "plus attendu"}[cas] in refus.value.motifs[0]


def test_presence_se_note_apres_et_se_corrige_avec_sa_trace(session):
    etape = etape_planifiee(session)
    invitation = etape.invitations.get(intention__employeur__nom="Heulin")
    apres = DEBUT + timedelta(hours=3)
    with pytest.raises(TransitionImpossible):
        noter_presences(
            etape_id=etape.pk, par=session.demandeur, presences={invitation.pk: "absent"}, maintenant=MAINTENANT
        )

    for presence in ("absent", "absent", "present"):
        noter_presences(
            etape_id=etape.pk, par=session.demandeur, presences={invitation.pk: presence}, maintenant=apres
        )

    invitation.refresh_from_db()
    assert (invitation.presence, invitation.presence_notee_par) == ("present", session.demandeur)
    assert [ligne.libelle for ligne in invitation.intention.historique[:2]] == [
        "Jury de fin de formation : présent",
        "Jury de fin de formation : absent",
    ]


def test_l_histoire_des_presences_ne_se_reecrit_pas(session):
    etape = etape_planifiee(session)
    invitation = etape.invitations.get(intention__employeur__nom="Heulin")
    for presence in ("absent", ""):
        noter_presences(
            etape_id=etape.pk,
            par=session.demandeur,
            presences={invitation.pk: presence},
            maintenant=DEBUT + timedelta(hours=3),
        )

    invitation.refresh_from_db()
    assert (invitation.presence, invitation.presence_notee_le) == ("", None)
    assert LigneJournal.objects.de(invitation.intention).filter(libelle__endswith=": absent").count() == 1


# The step is on Tuesday 1 December 2026: two working days before is Friday 27 November.
@pytest.mark.parametrize(
    ("le", "attendus"),
    [
        pytest.param(date(2026, 11, 26), 0, id="trop-tot"),
        pytest.param(date(2026, 11, 27), 2, id="deux-jours-ouvres-avant"),
        pytest.param(date(2026, 11, 30), 2, id="la-veille-si-le-jour-a-ete-manque"),
        pytest.param(date(2026, 12, 1), 0, id="pas-le-jour-meme"),
    ],
)
def test_rappel_part_deux_jours_ouvres_avant(session, le, attendus):
    etape_planifiee(session)

    assert relancer_etapes(le) == (attendus, 0)


def test_rappel_part_une_seule_fois_et_laisse_en_paix_qui_ne_vient_pas(session):
    etape = etape_planifiee(session)
    repondre(etape.invitations.get(intention__employeur__nom="Heulin"), viendra=False)

    partis = [relancer_etapes(date(2026, 11, jour)).faites for jour in (27, 27, 28, 30)]

    assert partis == [1, 0, 0, 0]
    assert recus("rappel_etape") == ["luc@gaborit.example"]


def test_rappel_repart_pour_une_nouvelle_date_mais_pas_aussitot_annonce(session):
    etape = etape_planifiee(session)
    assert relancer_etapes(date(2026, 11, 27)).faites == 2
    plus_tard = DEBUT + timedelta(days=14)
    deplacer_etape(etape_id=etape.pk, par=session.demandeur, creneau=creneau(plus_tard), maintenant=MAINTENANT)

    assert relancer_etapes(date(2026, 11, 30)).faites == 0
    assert relancer_etapes(date(2026, 12, 11)).faites == 2
    deplacer_etape(
        etape_id=etape.pk,
        par=session.demandeur,
        creneau=creneau(MAINTENANT + timedelta(days=2)),
        maintenant=MAINTENANT,
    )
    assert relancer_etapes(date(2026, 11, 24)).faites == 0


def test_rappel_saute_feries_et_week_ends(le_monde):
    """11 November 2027 is a Thursday: for a step on Friday 12, two working days before is Tuesday 9."""
    session = session_demandee(le_monde, fin=date(2027, 11, 30))
    etape_planifiee(session, debut=datetime(2027, 11, 12, 9, tzinfo=PARIS))

    assert [relancer_etapes(date(2027, 11, jour)).faites for jour in (8, 9, 10)] == [0, 1, 0]
