"""What hangs on sessions made up: what officers ask again, amendments, messages, letters."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.db import models

from comptes.models import Utilisateur
from config.volume.ecriture import copier
from config.volume.fiches import ecrire_les_fiches
from config.volume.histoire import raconter
from noyau.codes import ALPHABET, LONGUEUR
from noyau.courriers import preparer_document
from noyau.journal import LigneJournal
from noyau.lettres import Document
from noyau.pieces import Message
from sessions_formation.actions.annoncer import suivi_par
from sessions_formation.automates import DEMANDE_AVENANT
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant, StatutSession, TransitionSession
from sessions_formation.enums import TransitionDemandeAvenant as Td
from sessions_formation.models import (
    Avenant,
    ChampDemandeSession,
    Composante,
    DemandeAvenant,
    Mouvement,
    Session,
)
from sessions_formation.queries.documents import contexte_bon, contexte_session

# What waits for an officer stays what some people can read, however many files are behind.
DEMANDES_EN_ATTENTE = 80
FRACTION_AMENDEE, FRACTION_ECRITE, FRACTION_LETTREE = 0.12, 0.2, 0.05
HEURES_EN_PLUS = 20
SORTS = ((StatutDemandeAvenant.ACCORDEE, 8), (StatutDemandeAvenant.REFUSEE, 1), (StatutDemandeAvenant.DEPOSEE, 2))
PAROLES = (
    "Bonjour, une des entreprises peut-elle recevoir un stagiaire de plus ?",
    "Le plateau technique est libre à ces dates.",
    "Merci, le calendrier nous convient.",
)


class Faite(NamedTuple):
    """A session already written: when each of its transitions was crossed, what it orders if anything, its author."""

    session: Session
    transitions: Sequence[str]
    instants: Sequence[datetime]
    composante: Composante | None


class Suites:
    """Writes what follows sessions, of one draw and one day."""

    def __init__(self, tirage: Random, *, le: date) -> None:
        self.tirage, self.le = tirage, le
        self.en_attente = DemandeAvenant.objects.a_decider().count()
        self.rangs: dict[int, int] = {}

    def ecrire(self, faites: Sequence[Faite]) -> None:
        """Write all that follows these sessions."""
        self._demander_des_complements(faites)
        self._amender([faite for faite in faites if faite.composante])
        ecrire_les_fiches(faite.session for faite in faites if faite.composante)
        copier(Message, self._messages(faites))
        Document.objects.bulk_create(self._lettres(faites), batch_size=500)

    def _demander_des_complements(self, faites: Sequence[Faite]) -> None:
        ChampDemandeSession.objects.bulk_create(
            ChampDemandeSession(
                session=faite.session,
                champ="debut",
                commentaire="Les employeurs peuvent-ils attendre cette date ?",
                demande_par=faite.session.agent,
                demande_le=faite.instants[-1],
            )
            for faite in faites
            if faite.session.statut == StatutSession.A_COMPLETER
        )

    def _amender(self, faites: Sequence[Faite]) -> None:
        demandes = [(faite, demande) for faite in faites if (demande := self._demande(faite))]
        DemandeAvenant.objects.bulk_create([demande for _, demande in demandes], batch_size=2000)
        accordees = [paire for paire in demandes if paire[1].statut == StatutDemandeAvenant.ACCORDEE]
        avenants = [self._avenant(faite, demande) for faite, demande in accordees]
        Avenant.objects.bulk_create(avenants, batch_size=2000)
        copier(
            Mouvement,
            (
                _mouvement(avenant, faite.composante, demande)
                for avenant, (faite, demande) in zip(avenants, accordees, strict=True)
            ),
        )
        copier(LigneJournal, _lignes(demandes))

    def _demande(self, faite: Faite) -> DemandeAvenant | None:
        """What is asked on a session ordered: its cancellation, hours in addition, or nothing."""
        session = faite.session
        annulee = TransitionSession.ANNULER in faite.transitions
        if not annulee and (session.statut == StatutSession.PUBLIEE or self.tirage.random() >= FRACTION_AMENDEE):
            return None
        statut = StatutDemandeAvenant.ACCORDEE if annulee else self._sort(session)
        heures = {} if annulee else {"parcours": session.effectif, "heures": HEURES_EN_PLUS}
        return DemandeAvenant(
            session=session,
            nature=NatureAvenant.ANNULATION if annulee else NatureAvenant.HEURES,
            statut=statut,
            **heures,
            prix_heure=session.prix_heure if heures else None,
            motif="L’employeur a fermé." if annulee else "Il manque une certification à ces stagiaires.",
            demandeur=session.demandeur,
            deposee_le=faite.instants[-1] - timedelta(hours=1),
            verdict="" if annulee else "eligible",
            jugee_le=None if annulee else faite.instants[-1].date(),
        )

    def _sort(self, session: Session) -> StatutDemandeAvenant:
        etats, parts = zip(*SORTS, strict=True)
        etat = self.tirage.choices(etats, weights=parts)[0]
        if etat != StatutDemandeAvenant.DEPOSEE:
            return etat
        if session.statut != StatutSession.DEMARREE or self.en_attente >= DEMANDES_EN_ATTENTE:
            return StatutDemandeAvenant.ACCORDEE
        self.en_attente += 1
        return etat

    def _avenant(self, faite: Faite, demande: DemandeAvenant) -> Avenant:
        bon = faite.composante.bon
        if bon.pk not in self.rangs:
            self.rangs[bon.pk] = bon.avenants.count()
        self.rangs[bon.pk] += 1
        rang = self.rangs[bon.pk]
        return Avenant(
            bon=bon,
            rang=rang,
            numero=f"{bon.numero}-A{rang}",
            nature=demande.nature,
            demande=demande,
            motif=demande.motif,
            par=faite.session.agent,
            pris_le=faite.instants[-1],
        )

    def _messages(self, faites: Sequence[Faite]) -> Iterator[Message]:
        """A training body writes, its officer answers."""
        for faite in faites:
            session = faite.session
            if not faite.instants or session.agent is None or self.tirage.random() >= FRACTION_ECRITE:
                continue
            for auteur, qualite in ((session.demandeur, session.organisme.nom), (session.agent, "Région")):
                yield self._message(session, auteur, qualite, faite.instants[-1])

    def _message(self, objet: models.Model, auteur: Utilisateur, qualite: str, le: datetime) -> Message:
        return Message(
            objet_type=objet._meta.label_lower,
            objet_id=objet.pk,
            auteur=auteur,
            auteur_nom=auteur.get_full_name(),
            auteur_qualite=qualite,
            texte=self.tirage.choice(PAROLES),
            le=le,
            envoi=UUID(int=self.tirage.getrandbits(128)),
        )

    def _lettres(self, faites: Sequence[Faite]) -> Iterator[Document]:
        """The authorisation and the order of some: each asks its facts of the database."""
        for faite in faites:
            if faite.composante is None or self.tirage.random() >= FRACTION_LETTREE:
                continue
            session, composante, decidee = faite.session, faite.composante, faite.instants[2]
            contexte = {
                **contexte_session(session),
                **contexte_bon(composante),
                **suivi_par(session.agent),
                "motif": "Besoin avéré, conditions remplies",
                "decidee_le": decidee.date().isoformat(),
            }
            for modele, objet, titre, reference in (
                ("autorisation", session, "Autorisation de démarrage", session.numero),
                ("bon_commande", composante.bon, "Bon de commande", f"{composante.bon}, composante {composante.rang}"),
            ):
                document = preparer_document(
                    modele=modele,
                    cle=f"{modele}:volume:{session.pk}",
                    objet=objet,
                    titre=titre,
                    reference=reference,
                    contexte=contexte,
                )
                document.cree_le = decidee
                document.code = "".join(self.tirage.choices(ALPHABET, k=LONGUEUR))
                yield document


def _mouvement(avenant: Avenant, composante: Composante, demande: DemandeAvenant) -> Mouvement:
    annulee = demande.nature == NatureAvenant.ANNULATION
    heures = -composante.parcours * composante.heures if annulee else demande.parcours * demande.heures
    return Mouvement(
        avenant=avenant,
        composante=composante,
        parcours=-composante.parcours if annulee else 0,
        heures=heures,
        prix_heure=composante.prix_heure,
        montant=heures * composante.prix_heure,
    )


def _lignes(demandes: Sequence[tuple[Faite, DemandeAvenant]]) -> Iterator[LigneJournal]:
    passages = {StatutDemandeAvenant.ACCORDEE: Td.ACCORDER, StatutDemandeAvenant.REFUSEE: Td.REFUSER}
    for faite, demande in demandes:
        if transition := passages.get(demande.statut):
            yield from raconter(
                demande,
                DEMANDE_AVENANT,
                (transition,),
                depart=StatutDemandeAvenant.DEPOSEE,
                instants=faite.instants[-1:],
                par=faite.session.agent,
            )
