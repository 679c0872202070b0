"""Steps as dates: planned, moved, called off, answered, noted; the e-mails and calendar files that follow."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from intentions.actions.retirer import retirer_intention
from intentions.enums import Etape
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.expedition import composer
from noyau.redaction import objet_et_corps
from sessions_formation.actions.decider import refuser_session
from sessions_formation.actions.etapes import CreneauRefuse, annuler_etape, deplacer_etape, inviter_a_l_etape
from sessions_formation.actions.presences import relancer_etapes
from sessions_formation.models import EtapeSession, Session
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
from tests.factories.scenario import LE, demande, intention_deposee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def session(le_monde):
    return session_a_trois(le_monde)


def agenda_de(courrier):
    """The calendar file of a mail, as a mail reader opens it."""
    [piece] = [p for p in composer(courrier).message().walk() if p.get_content_type() == "text/calendar"]
    lu = Calendar.from_ical(piece.get_payload(decode=True))
    [evenement] = lu.walk("VEVENT")
    return piece.get_param("method"), lu, evenement


def test_fixer_invite_ceux_qui_ont_annonce_l_etape(session):
    etape = etape_planifiee(session)

    assert recus("invitation_etape") == ["claire@heulin.example", "luc@gaborit.example"]
    assert etape.invitations.count() == 2
    assert session.historique[0].libelle == "Jury de fin de formation : date fixée"


def test_d_autres_s_ajoutent_a_la_main_et_personne_deux_fois(session):
    autre = session.retenues.get(intention__employeur__nom="Coteaux").intention
    etape = etape_planifiee(session)

    for _ in range(2):
        inviter_a_l_etape(etape_id=etape.pk, par=session.demandeur, intentions=[autre.pk], maintenant=MAINTENANT)

    assert recus("invitation_etape") == ["ana@coteaux.example", "claire@heulin.example", "luc@gaborit.example"]


def test_une_intention_d_une_autre_session_n_est_pas_invitee(session, le_monde):
    etrangere = intention_deposee(le_monde, nom="Ailleurs")

    etape = etape_planifiee(session, intentions=[etrangere.pk])

    assert etape.invitations.filter(intention=etrangere).count() == 0


def test_double_clic_ne_fixe_qu_une_etape(session):
    premiere, seconde = etape_planifiee(session), etape_planifiee(session)

    assert premiere == seconde
    assert Courrier.objects.filter(modele="invitation_etape").count() == 2


def test_fichier_d_agenda_porte_identite_fuseau_et_methode(session):
    etape = etape_planifiee(session)

    methode, lu, evenement = agenda_de(
        Courrier.objects.get(destinataire="claire@heulin.example", modele="invitation_etape")
    )

    assert methode == str(lu["METHOD"]) == "REQUEST"
    assert evenement["UID"] == f"etapesession-{etape.pk}@emploi-formation.example"
    assert (evenement["SEQUENCE"], evenement["STATUS"]) == (0, "CONFIRMED")
    assert evenement["DTSTART"].params["TZID"] == "Europe/Paris"
    assert evenement["DTSTART"].dt == DEBUT
    assert evenement["ATTENDEE"] == "mailto:claire@heulin.example"
    [fuseau] = lu.walk("VTIMEZONE")
    assert datetime(2027, 7, 1, tzinfo=fuseau.to_tz()).utcoffset() == timedelta(hours=2)
    assert datetime(2026, 12, 1, tzinfo=fuseau.to_tz()).utcoffset() == timedelta(hours=1)


def test_changer_l_heure_previent_et_redemande_une_reponse(session):
    etape = etape_planifiee(session)
    invitation = etape.invitations.get(intention__employeur__nom="Heulin")
    repondre(invitation)

    deplacer_etape(
        etape_id=etape.pk, par=session.demandeur, creneau=creneau(DEBUT + timedelta(days=1)), maintenant=MAINTENANT
    )

    invitation.refresh_from_db()
    methode, _, evenement = agenda_de(
        Courrier.objects.get(modele="etape_deplacee", destinataire="claire@heulin.example")
    )
    assert (invitation.viendra, invitation.repondu_le) == (None, None)
    assert (methode, evenement["SEQUENCE"], evenement["DTSTART"].dt) == ("REQUEST", 1, DEBUT + timedelta(days=1))


def test_changer_le_seul_lieu_garde_les_reponses(session):
    etape = etape_planifiee(session)
    invitation = etape.invitations.get(intention__employeur__nom="Heulin")
    repondre(invitation)

    deplacer_etape(
        etape_id=etape.pk, par=session.demandeur, creneau=replace(creneau(), lieu="Salle 3"), maintenant=MAINTENANT
    )

    invitation.refresh_from_db()
    assert invitation.viendra is True
    assert len(recus("etape_deplacee")) == 2


def test_ne_rien_changer_n_envoie_rien(session):
    etape = etape_planifiee(session)

    etape = deplacer_etape(etape_id=etape.pk, par=session.demandeur, creneau=creneau(), maintenant=MAINTENANT)

    assert (etape.version, recus("etape_deplacee")) == (0, [])


def test_annuler_dit_pourquoi_et_efface_des_agendas(session):
    etape = etape_planifiee(session)

    annuler_etape(etape_id=etape.pk, par=session.demandeur, motif="La salle a brûlé.", maintenant=MAINTENANT)

    courrier = Courrier.objects.get(modele="etape_annulee", destinataire="claire@heulin.example")
    methode, lu, evenement = agenda_de(courrier)
    assert "La salle a brûlé." in objet_et_corps(courrier)[1]
    assert (methode, str(lu["METHOD"]), evenement["STATUS"], evenement["SEQUENCE"]) == (
        "CANCEL", "CANCEL", "CANCELLED", 1,
    )  # fmt: skip
    with pytest.raises(TransitionImpossible):
        annuler_etape(etape_id=etape.pk, par=session.demandeur, motif="Encore.", maintenant=MAINTENANT)


def test_annuler_sans_raison_est_refuse(session):
    etape = etape_planifiee(session)

    with pytest.raises(RegleViolee):
        annuler_etape(etape_id=etape.pk, par=session.demandeur, motif="  ", maintenant=MAINTENANT)


def test_session_refusee_annule_ses_rendez_vous_et_garde_les_passes(session, le_monde):
    avenir = etape_planifiee(session)
    passee = etape_planifiee(session, nature=Etape.STAGE)
    EtapeSession.objects.filter(pk=passee.pk).update(
        debut=MAINTENANT - timedelta(days=3), fin=MAINTENANT - timedelta(days=2)
    )

    refuser_session(session_id=session.pk, par=le_monde.agent, motif="autre", precisions="Trop tard.", le=LE)

    assert list(session.etapes.filter(annulee_le=None)) == [passee]
    assert recus("etape_annulee") == ["claire@heulin.example", "luc@gaborit.example"]
    assert avenir.invitations.tenues().count() == 0


def test_employeur_qui_se_retire_n_est_plus_attendu_et_son_agenda_l_oublie(session):
    etape = etape_planifiee(session)
    intention = etape.invitations.get(intention__employeur__nom="Heulin").intention

    retirer_intention(intention_id=intention.pk, motif="Poste pourvu.", par=intention.deposant, le=LE)

    courrier = Courrier.objects.get(modele="etape_annulee")
    methode, _, evenement = agenda_de(courrier)
    assert (courrier.destinataire, methode, evenement["STATUS"]) == ("claire@heulin.example", "CANCEL", "CANCELLED")
    assert "Vous n’êtes plus attendu" in objet_et_corps(courrier)[1]
    assert relancer_etapes(date(2026, 11, 27)).faites == 1


@pytest.mark.parametrize(
    ("debut", "heures", "champ"),
    [
        pytest.param(DEBUT, -1, "fin", id="fin-avant-le-debut"),
        pytest.param(MAINTENANT - timedelta(minutes=1), 2, "jour", id="deja-passe"),
        pytest.param(datetime(2028, 1, 1, 9, tzinfo=PARIS), 2, "jour", id="annee-mal-tapee"),
    ],
)
def test_creneau_impossible_dit_quel_champ_revoir(session, debut, heures, champ):
    with pytest.raises(CreneauRefuse) as refus:
        etape_planifiee(session, debut=debut, heures=heures)

    assert list(refus.value.champs) == [champ]


def test_une_demande_refusee_ou_un_brouillon_ne_se_datent_pas(le_monde):
    brouillon = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])

    with pytest.raises(TransitionImpossible):
        etape_planifiee(brouillon)


def test_l_etape_d_un_autre_organisme_n_existe_pas(session, le_monde):
    etape = etape_planifiee(session)

    with pytest.raises(Session.DoesNotExist):
        etape_planifiee(session, par=le_monde.au_mandataire)
    with pytest.raises(EtapeSession.DoesNotExist):
        annuler_etape(etape_id=etape.pk, par=le_monde.au_mandataire, motif="Non.", maintenant=MAINTENANT)
