"""Sessions made up on intentions: their states, what they retain and order, their steps, their parcours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from config.volume.devenir import Devenir
from config.volume.ecriture import copier
from config.volume.equipes import Equipes
from config.volume.heures import HeuresDeclarees
from config.volume.histoire import arrivee, instant, raconter
from config.volume.intentions import Fabrique, Tiree
from config.volume.monde import PRIX, Monde
from config.volume.parcours import PHASES, Stagiaires, Suivie
from config.volume.suites import Faite, Suites
from intentions.enums import TransitionIntention as Ti
from noyau.journal import LigneJournal
from noyau.numeros import numeros_suivants
from sessions_formation.automates import COMMENCEE, PAS_DECIDEE, RETIENT_SES_POSTES, SESSION
from sessions_formation.enums import StatutSession
from sessions_formation.enums import TransitionSession as T
from sessions_formation.models import (
    BonDeCommande,
    Composante,
    EtapeSession,
    IntentionRetenue,
    InvitationEtape,
    Session,
)

INTENTIONS_PAR_SESSION = 4
# Requests no one has answered yet, drafts included: a queue holds some hundred, however many files are behind it.
PAS_DECIDEES_MAX = 500
_INSTRUITE = (T.DEMANDER, T.INSTRUIRE)
_AUTORISEE = (*_INSTRUITE, T.AUTORISER, T.PUBLIER)
_DEMARREE = (*_AUTORISEE, T.DEMARRER)


class Vie(NamedTuple):
    """A life of a session: out of a hundred, its transitions, days from today to its beginning, days asked before."""

    part: int
    transitions: tuple[str, ...]
    debut: tuple[int, int]
    avance: tuple[int, int]
    prise: tuple[str, ...]


VIES = (
    Vie(4, (), (60, 150), (61, 150), ()),
    Vie(6, (T.DEMANDER,), (45, 120), (46, 60), (Ti.ENGAGER,)),
    Vie(2, (T.DEMANDER, T.SOUMETTRE_MANDATAIRE), (45, 120), (46, 60), (Ti.ENGAGER,)),
    Vie(4, _INSTRUITE, (45, 120), (50, 70), (Ti.ENGAGER,)),
    Vie(4, (T.DEMANDER, T.DEMANDER_COMPLEMENT), (45, 120), (50, 70), (Ti.ENGAGER,)),
    Vie(12, _AUTORISEE, (5, 90), (40, 100), (Ti.ENGAGER,)),
    Vie(10, _DEMARREE, (-60, -5), (40, 100), (Ti.ENGAGER,)),
    Vie(15, (*_DEMARREE, T.TERMINER), (-300, -120), (40, 100), (Ti.ENGAGER,)),
    Vie(35, (*_DEMARREE, T.TERMINER, T.SOLDER), (-600, -150), (40, 100), (Ti.ENGAGER, Ti.SATISFAIRE)),
    Vie(6, (*_INSTRUITE, T.REFUSER), (-400, 60), (80, 120), (Ti.ENGAGER, Ti.LIBERER, Ti.EXPIRER)),
    Vie(4, (*_AUTORISEE, T.ANNULER), (-400, 60), (80, 120), (Ti.ENGAGER, Ti.LIBERER, Ti.EXPIRER)),
)
_DECIDENT = {T.AUTORISER, T.REFUSER}
DECIDEES = tuple(vie for vie in VIES if _DECIDENT & {*vie.transitions})


@dataclass(slots=True)
class Groupe:
    """A session made up, and the intentions it is asked for."""

    session: Session
    vie: Vie
    tirees: list[Tiree]
    instants: list

    @property
    def commandee(self) -> bool:
        return T.AUTORISER in self.vie.transitions


class Reunion:
    """Gathers intentions of one job and one training body into sessions, and writes them."""

    def __init__(self, monde: Monde, fabrique: Fabrique, tirage: Random, *, le: date) -> None:
        self.monde, self.fabrique, self.tirage, self.le = monde, fabrique, tirage, le
        conseillere = monde.reseau[0][1]
        self.equipes = Equipes(tirage, monde.structures, conseillere=conseillere)
        self.stagiaires = Stagiaires(tirage, self.equipes, le=le)
        self.devenir = Devenir(le=le, par=conseillere)
        self.suites = Suites(tirage, le=le)
        self.heures = HeuresDeclarees(le=le, personnes=monde.personnes)
        self.pas_decidees = Session.objects.filter(statut__in={StatutSession.BROUILLON, *PAS_DECIDEE}).count()

    def reunir(self, tirees: Iterable[Tiree]) -> list[Groupe]:
        """Give the sessions of these intentions, whose days and states are set to fit; nothing is written."""
        tas: dict[tuple, list[Tiree]] = {}
        groupes = []
        for tiree in tirees:
            organisme = self.fabrique.organisme_de(tiree.intention.employeur, tiree.marche)
            cle = (tiree.marche.lot.pk, organisme.pk, tiree.intention.metier_id)
            tas.setdefault(cle, []).append(tiree)
            if len(tas[cle]) == INTENTIONS_PAR_SESSION:
                groupes.append(self._groupe(organisme, tas.pop(cle)))
        for (_, organisme_pk, _), reste in sorted(tas.items()):
            organisme = next(o for o in reste[0].marche.organismes if o.pk == organisme_pk)
            groupes.append(self._groupe(organisme, reste))
        return groupes

    def _groupe(self, organisme, tirees: list[Tiree]) -> Groupe:
        tirage, premiere = self.tirage, tirees[0]
        vie = self._tirer_la_vie()
        debut = self.le + timedelta(days=tirage.randint(*vie.debut))
        demandee = min(debut - timedelta(days=tirage.randint(*vie.avance)), self.le)
        etat = arrivee(SESSION, vie.transitions, depart=StatutSession.BROUILLON)
        fin = debut + timedelta(days=80)
        if etat == StatutSession.DEMARREE:
            fin = max(fin, self.le + timedelta(days=10))
        instants = self._instants(vie, demandee)
        session = Session(
            statut=etat,
            lot=premiere.marche.lot,
            organisme=organisme,
            demandeur=self.monde.personnes[organisme.pk],
            intitule=f"{premiere.intention.metier.libelle}"[:140],
            metier=premiere.intention.metier,
            lieu=premiere.marche.lieu,
            commune_id=premiere.marche.lieu.commune_id,
            debut=debut,
            fin=fin,
            effectif=sum(tiree.intention.nombre_postes for tiree in tirees),
            heures=400,
            prix_heure=PRIX,
            demandee_le=instants[0] if instants else None,
            complete_le=instants[0] if instants else None,
            verdict="eligible" if instants else "",
            jugee_le=instants[0].date() if instants else None,
        )
        for tiree in tirees:
            self._prendre(tiree, vie, organisme, demandee, retenue=etat in RETIENT_SES_POSTES)
        if T.AUTORISER in vie.transitions:
            departement = premiere.marche.lieu.commune.departement_id
            suivie = self.equipes.de_la_session(departement, a_venir=debut > self.le, places=session.effectif)
            session.structure_referente_id = suivie
        if {T.INSTRUIRE, T.DEMANDER_COMPLEMENT} & {*vie.transitions} or (vie.transitions and tirage.random() < 0.5):
            session.agent = premiere.marche.lot.agent
        return Groupe(session, vie, tirees, instants)

    def _tirer_la_vie(self) -> Vie:
        vies = VIES if self.pas_decidees < PAS_DECIDEES_MAX else DECIDEES
        vie = self.tirage.choices(vies, weights=[vie.part for vie in vies])[0]
        self.pas_decidees += vie not in DECIDEES
        return vie

    def _prendre(self, tiree: Tiree, vie: Vie, organisme, demandee: date, *, retenue: bool) -> None:
        intention = tiree.intention
        if intention.organisme_choisi_id:
            intention.organisme_choisi = organisme
        tiree.transitions += vie.prise
        tiree.organisme_id = organisme.pk
        self.fabrique.dater(tiree, demandee - timedelta(days=self.tirage.randint(3, 60)))
        if retenue:
            intention.organisme_engage = organisme

    def _instants(self, vie: Vie, demandee: date) -> list:
        minutes = self.tirage.randrange(600)
        pas = max(1, min(20, (self.le - demandee).days // max(1, len(vie.transitions))))
        return [
            min(instant(demandee + timedelta(days=pas * rang), minutes), instant(self.le, 0))
            for rang in range(len(vie.transitions))
        ]

    def ecrire(self, groupes: list[Groupe]) -> None:
        """Write sessions whose intentions are written, and all that hangs on them."""
        self._numeroter(groupes)
        copier(Session, [groupe.session for groupe in groupes])
        copier(
            IntentionRetenue,
            (
                IntentionRetenue(
                    session=groupe.session,
                    intention=tiree.intention,
                    postes=tiree.intention.nombre_postes,
                    active=groupe.session.statut in RETIENT_SES_POSTES,
                )
                for groupe in groupes
                for tiree in groupe.tirees
            ),
        )
        composantes = self._commander([groupe for groupe in groupes if groupe.commandee])
        self._inviter([groupe for groupe in groupes if groupe.session.statut in {*COMMENCEE, StatutSession.PUBLIEE}])
        self._former(groupes)
        copier(
            LigneJournal,
            (
                ligne
                for g in groupes
                for ligne in raconter(
                    g.session,
                    SESSION,
                    g.vie.transitions,
                    depart=StatutSession.BROUILLON,
                    instants=g.instants,
                    par=g.session.demandeur,
                )
            ),
        )
        self.suites.ecrire(
            [Faite(g.session, g.vie.transitions, g.instants, composantes.get(g.session.pk)) for g in groupes]
        )

    def _numeroter(self, groupes: list[Groupe]) -> None:
        par_annee: dict[int, list[Groupe]] = {}
        for groupe in groupes:
            if groupe.instants:
                par_annee.setdefault(groupe.instants[0].year, []).append(groupe)
        for annee, siens in sorted(par_annee.items()):
            for groupe, numero in zip(siens, numeros_suivants("SE", annee, len(siens)), strict=True):
                groupe.session.numero = f"SE-{annee}-{numero:05d}"

    def _commander(self, groupes: list[Groupe]) -> dict[int, Composante]:
        bons: dict[tuple[int, int], BonDeCommande] = {}
        rangs: dict[int, int] = {}
        composantes = []
        for groupe in groupes:
            session, le = groupe.session, groupe.instants[2]
            cle = (session.lot_id, le.year)
            if cle not in bons:
                bons[cle] = self._bon(groupe, le)
                rangs[bons[cle].pk] = bons[cle].composantes.count()
            bon = bons[cle]
            rangs[bon.pk] += 1
            composantes.append(
                Composante(
                    bon=bon,
                    rang=rangs[bon.pk],
                    session=session,
                    parcours=session.effectif,
                    heures=session.heures,
                    prix_heure=PRIX,
                    montant=session.effectif * session.heures * PRIX,
                    ajoutee_le=le,
                )
            )
        copier(Composante, composantes)
        return {composante.session_id: composante for composante in composantes}

    def _bon(self, groupe: Groupe, le) -> BonDeCommande:
        lot = groupe.session.lot
        bon = BonDeCommande.objects.filter(lot=lot, annee=le.year).first()
        if bon:
            return bon
        (rang,) = numeros_suivants("BC", le.year, 1)
        mandataire = groupe.tirees[0].marche.organismes[0]
        return BonDeCommande.objects.create(
            numero=f"BC-{le.year}-{rang:05d}", annee=le.year, rang=rang, lot=lot, mandataire=mandataire, emis_le=le
        )

    def _inviter(self, groupes: list[Groupe]) -> None:
        """An information meeting before the session and a jury at its end, with the employers it retains."""
        etapes = []
        for groupe in groupes:
            session = groupe.session
            for nature, jour in (
                ("information_collective", session.debut - timedelta(days=15)),
                ("jury", session.fin),
            ):
                quand = instant(jour, 120)
                etapes.append(
                    EtapeSession(
                        session=session,
                        nature=nature,
                        debut=quand,
                        fin=quand + timedelta(hours=2),
                        lieu=session.lieu_affiche[:200],
                        creee_par=session.demandeur,
                        creee_le=groupe.instants[-1],
                        annoncee_le=groupe.instants[-1],
                    )
                )
        copier(EtapeSession, etapes)
        tirees = {groupe.session.pk: groupe.tirees for groupe in groupes}
        copier(
            InvitationEtape,
            (
                InvitationEtape(etape=etape, intention=tiree.intention, viendra=True, repondu_le=etape.creee_le)
                for etape in etapes
                for tiree in tirees[etape.session_id]
            ),
        )

    def _former(self, groupes: list[Groupe]) -> None:
        suivies = [
            Suivie(groupe.session, [tiree.intention for tiree in groupe.tirees], PHASES[groupe.session.statut])
            for groupe in groupes
            if groupe.session.statut in PHASES
        ]
        self.stagiaires.former(suivies)
        self.devenir.ecrire([suivie.session.pk for suivie in suivies])
        self.heures.ecrire([suivie.session for suivie in suivies])
