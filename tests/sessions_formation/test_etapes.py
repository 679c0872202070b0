"""Steps as dates: planned, moved, called off, answered, noted; the e-mails and calendar files that follow."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from intentions.enums import Etape
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.expedition import composer, objet_et_corps
from noyau.journal import LigneJournal
from sessions_formation.actions.decider import refuser_session
from sessions_formation.actions.etapes import CreneauRefuse, annuler_etape, deplacer_etape, inviter_a_l_etape
from sessions_formation.actions.presences import noter_presences, relancer_etapes, repondre_a_l_invitation
from sessions_formation.models import EtapeSession, InvitationEtape, Session
from tests.factories.etapes import DEBUT, MAINTENANT, PARIS, creneau, etape_planifiee
from tests.factories.scenario import LE, demande, demander_ouverture, intention_deposee, session_demandee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def session(le_monde):
    """A request on three employers: two announced the jury, the third only a stage."""
    intentions = [
        intention_deposee(le_monde, nom="Heulin", nombre_postes=2, contact_courriel="claire@heulin.example"),
        intention_deposee(le_monde, nom="Gaborit", nombre_postes=2, contact_courriel="luc@gaborit.example"),
        intention_deposee(le_monde, nom="Coteaux", etapes=["stage"], contact_courriel="ana@coteaux.example"),
    ]
    brouillon = demande(le_monde, intentions)
    return demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)


def recus(modele):
    return sorted(Courrier.objects.filter(modele=modele).values_list("destinataire", flat=True))


def agenda_de(courrier):
    """The calendar file of a mail, as a mail reader opens it."""
    [piece] = [p for p in composer(courrier).message().walk() if p.get_content_type() == "text/calendar"]
    lu = Calendar.from_ical(piece.get_payload(decode=True))
    [evenement] = lu.walk("VEVENT")
    return piece.get_param("method"), lu, evenement


def repondre(invitation, *, viendra=True, maintenant=MAINTENANT, courriel="claire@heulin.example"):
    return repondre_a_l_invitation(
        invitation_id=invitation.pk, viendra=viendra, par=None, courriel=courriel, maintenant=maintenant
    )


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

    assert relancer_etapes(le) == attendus


def test_rappel_part_une_seule_fois_et_laisse_en_paix_qui_ne_vient_pas(session):
    etape = etape_planifiee(session)
    repondre(etape.invitations.get(intention__employeur__nom="Heulin"), viendra=False)

    partis = [relancer_etapes(date(2026, 11, jour)) for jour in (27, 27, 28, 30)]

    assert partis == [1, 0, 0, 0]
    assert recus("rappel_etape") == ["luc@gaborit.example"]


def test_rappel_repart_pour_une_nouvelle_date_mais_pas_aussitot_annonce(session):
    etape = etape_planifiee(session)
    assert relancer_etapes(date(2026, 11, 27)) == 2
    plus_tard = DEBUT + timedelta(days=14)
    deplacer_etape(etape_id=etape.pk, par=session.demandeur, creneau=creneau(plus_tard), maintenant=MAINTENANT)

    assert relancer_etapes(date(2026, 11, 30)) == 0
    assert relancer_etapes(date(2026, 12, 11)) == 2
    deplacer_etape(
        etape_id=etape.pk,
        par=session.demandeur,
        creneau=creneau(MAINTENANT + timedelta(days=2)),
        maintenant=MAINTENANT,
    )
    assert relancer_etapes(date(2026, 11, 24)) == 0


def test_rappel_saute_feries_et_week_ends(le_monde):
    """11 November 2027 is a Thursday: for a step on Friday 12, two working days before is Tuesday 9."""
    session = session_demandee(le_monde, fin=date(2027, 11, 30))
    etape_planifiee(session, debut=datetime(2027, 11, 12, 9, tzinfo=PARIS))

    assert [relancer_etapes(date(2027, 11, jour)) for jour in (8, 9, 10)] == [0, 1, 0]
