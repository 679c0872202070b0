"""Steps as dates and messages: a meeting that one employer missed, another to come, and what was said in a file."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from config.demo.agenda import PARIS, Acte, Agenda
from config.demo.sessions import Sessions
from intentions.actions.ecrire import ecrire_au_fil
from intentions.enums import Etape
from noyau import horloge
from noyau.televersement import PieceLue
from sessions_formation.actions.etapes import planifier_etape
from sessions_formation.actions.presences import noter_presences, repondre_a_l_invitation
from sessions_formation.enums import Presence
from sessions_formation.models import EtapeSession, InvitationEtape
from sessions_formation.regles.etapes import Creneau

SESSION, INTENTION = "chaudronniers", "chaudron-1"
LIEU = "Plateau technique de Cholet, salle 4"
PRECISIONS = "Demandez Odile Charrier à l’accueil. Le parking est derrière l’atelier."
DIALOGUE = (
    (
        5,
        "organisme",
        "Bonjour, nous préparons le choix des candidats. Faut-il une première expérience en atelier ?",
    ),
    (4, "employeur", "Bonjour, non : l’envie et la rigueur suffisent. Nous formons aussi sur place."),
    (1, "organisme", "Merci. Voici comment venir ; les dossiers des candidats suivront la veille du rendez-vous."),
)
# What comes with the last message: a picture of these lines.
PLAN = ("Plateau technique de Cholet", "14 rue de la Sarthe, salle 4", "Parking derrière l’atelier, bus A et B")


def prevoir_rendez_vous(agenda: Agenda, sessions: Sessions) -> None:
    """Plan the steps of one session once it is authorised, the answers, who came, and a conversation."""
    passe = agenda.jour(2)
    prochain = agenda.semaine(9) + timedelta(days=1)
    agenda.prevoir(7, 10, _planifier(sessions, Etape.INFORMATION_COLLECTIVE, passe))
    agenda.prevoir(6, 11, _planifier(sessions, Etape.RECRUTEMENT, prochain))
    agenda.prevoir(3, 9, _repondre(sessions, Etape.RECRUTEMENT))
    agenda.prevoir(1, 18, _noter(sessions, Etape.INFORMATION_COLLECTIVE))
    for jours, qui, texte in DIALOGUE:
        agenda.prevoir(jours, 15, _ecrire(sessions, qui, texte))


def _planifier(sessions: Sessions, nature: Etape, jour: date) -> Acte:
    def planifier(_: date) -> None:
        session = sessions.par_cle[SESSION]
        debut = datetime.combine(jour, time(9, 30), PARIS)
        planifier_etape(
            session_id=session.pk,
            par=session.demandeur,
            nature=nature,
            creneau=Creneau(debut, debut + timedelta(hours=2), LIEU, PRECISIONS),
            intentions=[retenue.intention_id for retenue in session.retenues.order_by("pk")],
            maintenant=horloge.maintenant(),
        )

    return planifier


def _repondre(sessions: Sessions, nature: Etape) -> Acte:
    """The first employer will come, the second will not, the third has not answered."""

    def repondre(_: date) -> None:
        for invitation, viendra in zip(_invitations(sessions, nature), (True, False), strict=False):
            repondre_a_l_invitation(
                invitation_id=invitation.pk,
                viendra=viendra,
                par=invitation.intention.deposant,
                maintenant=horloge.maintenant(),
            )

    return repondre


def _noter(sessions: Sessions, nature: Etape) -> Acte:
    """All came but the last."""

    def noter(_: date) -> None:
        session = sessions.par_cle[SESSION]
        invitations = _invitations(sessions, nature)
        presences = {invitation.pk: Presence.PRESENT.value for invitation in invitations}
        presences[invitations[-1].pk] = Presence.ABSENT.value
        noter_presences(
            etape_id=_etape(sessions, nature).pk,
            par=session.demandeur,
            presences=presences,
            maintenant=horloge.maintenant(),
        )

    return noter


def _ecrire(sessions: Sessions, qui: str, texte: str) -> Acte:
    def ecrire(_: date) -> None:
        intention = sessions.besoins.intentions[INTENTION]
        auteur = sessions.par_cle[SESSION].demandeur
        if qui == "employeur" and intention.deposant:
            auteur = intention.deposant
        pieces = [PieceLue("Plan d’accès.png", "image/png", _plan())] if texte == DIALOGUE[-1][2] else []
        envoi = uuid5(NAMESPACE_URL, texte)
        ecrire_au_fil(intention_id=intention.pk, par=auteur, texte=texte, envoi=envoi, pieces=pieces)

    return ecrire


def _plan() -> bytes:
    image = Image.new("RGB", (900, 320), "white")
    dessin = ImageDraw.Draw(image)
    for rang, ligne in enumerate(PLAN):
        dessin.text((50, 60 + 70 * rang), ligne, fill="black", font_size=36)
    octets = BytesIO()
    image.save(octets, "PNG")
    return octets.getvalue()


def _etape(sessions: Sessions, nature: Etape) -> EtapeSession:
    return sessions.par_cle[SESSION].etapes.get(nature=nature)


def _invitations(sessions: Sessions, nature: Etape) -> list[InvitationEtape]:
    return list(_etape(sessions, nature).invitations.select_related("intention__deposant").order_by("pk"))
