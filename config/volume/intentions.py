"""Intentions made up in true proportions: their employers, their answers, their states and all that hangs on them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from comptes.models import Rattachement, Role, Utilisateur
from config.demo.sirets import siret_invente
from config.volume.ecriture import copier
from config.volume.histoire import arrivee, instant, raconter
from config.volume.monde import DOMAINE, RANG_DES_EMPLOYEURS, Marche, Monde, tirer_place
from intentions.actions.complements import demandes_d_apres
from intentions.actions.deposer import numeroter
from intentions.automates import INTENTION
from intentions.enums import Canal, OrigineEcrit, StatutIntention, TypeContrat
from intentions.enums import TransitionIntention as T
from intentions.models import ChampDemande, Derogation, IntentionEmbauche, Interet
from intentions.queries.dossier import dossier_de
from intentions.regles.echeances import echeances
from intentions.regles.intention import examiner
from noyau.journal import LigneJournal
from referentiels.models import Employeur
from referentiels.regles.constats import verdict_de
from referentiels.regles.reglement import Reglement

INTENTIONS_PAR_EMPLOYEUR = 4
SIRETS_PAR_RANG = 40_000
# Out of a hundred intentions: their life, how many, and how many days ago at most they were filed.
VIES: tuple[tuple[str, int, int], ...] = (
    ("prise", 60, 0), ("libre", 12, 150), ("incomplete", 4, 50), ("attend_employeur", 3, 30), ("derogation", 1, 15),
    ("accordee", 2, 120), ("refusee", 5, 720), ("retiree", 4, 720), ("expiree", 4, 720), ("classee", 3, 720),
    ("brouillon", 2, 60),
)  # fmt: skip
_RECUE = (T.DEPOSER, T.RECEVOIR)
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "prise": _RECUE,
    "libre": _RECUE,
    "incomplete": (T.DEPOSER, T.DEMANDER_COMPLEMENT),
    "attend_employeur": (T.DEPOSER, T.DEMANDER_COMPLEMENT),
    "derogation": (T.DEPOSER, T.DEMANDER_DEROGATION),
    "accordee": (T.DEPOSER, T.DEMANDER_DEROGATION, T.ACCORDER_DEROGATION),
    "refusee": (T.DEPOSER, T.REFUSER),
    "retiree": (*_RECUE, T.SE_DESISTER),
    "expiree": (*_RECUE, T.EXPIRER),
    "classee": (T.DEPOSER, T.REFUSER, T.CLASSER),
    "brouillon": (),
}
# What makes the rules say what the life needs.
REPONSES: dict[str, dict[str, Any]] = {
    "incomplete": {"heures_hebdo": None},
    "derogation": {"contrat_type": TypeContrat.CDD, "duree_mois": 4, "motif_derogation": "La saison."},
    "accordee": {"contrat_type": TypeContrat.CDD, "duree_mois": 4, "motif_derogation": "La saison."},
    "refusee": {"engagement_recruter": False},
    "classee": {"engagement_recruter": False},
}
FRACTION_TRANSMISE, FRACTION_ADRESSEE, FRACTION_INTERESSANTE = 0.25, 0.2, 0.15


@dataclass(slots=True)
class Tiree:
    """An intention made up: its life, where it could be trained, and its author."""

    intention: IntentionEmbauche
    vie: str
    marche: Marche
    par: Utilisateur
    transitions: tuple[str, ...] = ()
    organisme_id: int | None = None
    instants: list = field(default_factory=list)


class Fabrique:
    """Makes intentions of one world, one draw and one day."""

    def __init__(self, monde: Monde, tirage: Random, *, le: date, reglement: Reglement) -> None:
        self.monde, self.tirage, self.le, self.reglement = monde, tirage, le, reglement
        self._lieux = [(code, commune) for code, communes in monde.communes.items() for commune in communes]

    def employeurs(self, combien: int) -> list[tuple[Employeur, Utilisateur]]:
        """Record establishments and the person who acts for each."""
        debut = Employeur.objects.filter(nom__startswith="Employeur de volume").count()
        lieux = [self._lieux[tirer_place(self.tirage, tuple(self._lieux))] for _ in range(combien)]
        employeurs = Employeur.objects.bulk_create(
            (
                Employeur(
                    siret=siret_invente(RANG_DES_EMPLOYEURS + rang % SIRETS_PAR_RANG, 1 + rang // SIRETS_PAR_RANG),
                    nom=f"Employeur de volume {rang + 1}",
                    ville=commune.nom,
                    code_postal=commune.code_postal,
                    departement_id=departement,
                    commune=commune,
                    siae=False,
                    etti=False,
                )
                for rang, (departement, commune) in enumerate(lieux, start=debut)
            ),
            batch_size=2000,
        )
        # None: nobody signs in as them.
        mot_de_passe = make_password(None)
        personnes = Utilisateur.objects.bulk_create(
            (
                Utilisateur(email=f"employeur{rang}{DOMAINE}", prenom="Personne", nom=f"{rang}", password=mot_de_passe)
                for rang in range(debut + 1, debut + 1 + combien)
            ),
            batch_size=2000,
        )
        paires = list(zip(employeurs, personnes, strict=True))
        Rattachement.objects.bulk_create(
            (Rattachement(utilisateur=qui, role=Role.EMPLOYEUR, employeur=employeur) for employeur, qui in paires),
            batch_size=2000,
        )
        return paires

    def tirer(self, employeur: Employeur, par: Utilisateur, vie: str, jours_max: int) -> Tiree:
        """Make one intention up, judged by the law of the day; not written yet."""
        monde, tirage = self.monde, self.tirage
        secteur = monde.secteurs[tirer_place(tirage, monde.secteurs)]
        metiers = monde.metiers[secteur.pk]
        marche = monde.marches[secteur.pk, employeur.departement_id]
        commune = employeur.commune
        transmise = vie == "attend_employeur" or (vie != "brouillon" and tirage.random() < FRACTION_TRANSMISE)
        partenaire, deposant = tirage.choice(monde.reseau) if transmise else (None, par)
        intention = IntentionEmbauche(
            canal=Canal.RESEAU if transmise else Canal.EMPLOYEUR,
            partenaire=partenaire,
            deposant=deposant,
            employeur=employeur,
            contact_nom=par.get_full_name(),
            contact_courriel=par.email,
            secteur=secteur,
            metier=metiers[tirer_place(tirage, metiers)],
            commune=commune,
            departement=commune.departement,
            nombre_postes=tirage.choice((1, 1, 2, 2, 3, 4)),
            contrat_type=TypeContrat.CDI,
            heures_hebdo=Decimal(35),
            saisonnier=False,
            embauche_souhaitee=self.le + timedelta(days=tirage.randint(30, 200)),
            engagement_recruter=True,
            etapes=["stage", "jury"] if tirage.random() < 0.6 else ["information_collective"],
            # One employer in three agrees, for all it files.
            nom_public=int(employeur.siret[3:8]) % 3 == 0,
        )
        for nom, valeur in REPONSES.get(vie, {}).items():
            setattr(intention, nom, valeur)
        if tirage.random() < FRACTION_ADRESSEE:
            intention.organisme_choisi = self.organisme_de(employeur, marche)
        tiree = Tiree(intention, vie, marche, intention.deposant, TRANSITIONS[vie])
        if vie != "brouillon":
            self.dater(tiree, self.le - timedelta(days=tirage.randint(1, max(1, jours_max))))
        return tiree

    def organisme_de(self, employeur: Employeur, marche: Marche):
        """Give the one training body that an employer works with on a lot (FAQ §6: one only for one job)."""
        return marche.organismes[int(employeur.siret[3:8]) % len(marche.organismes)]

    def dater(self, tiree: Tiree, deposee: date) -> None:
        """Set the day it was filed: what follows comes the same day, or spread until today."""
        minutes = self.tirage.randrange(600)
        ecart = (self.le - deposee).days
        suites = len(tiree.transitions) - 2
        tiree.instants = [instant(deposee, minutes), instant(deposee, minutes)]
        tiree.instants += [
            instant(deposee + timedelta(days=ecart * (rang + 1) // (suites + 1)), minutes) for rang in range(suites)
        ]
        tiree.intention.deposee_le = tiree.instants[0]

    def juger(self, tiree: Tiree) -> dict[str, str]:
        """Give its findings and dates to an intention filed; return the questions they leave."""
        intention = tiree.intention
        intention.statut = arrivee(INTENTION, tiree.transitions, depart=StatutIntention.BROUILLON)
        if intention.statut == StatutIntention.SATISFAITE:
            intention.postes_pourvus = intention.nombre_postes
        if tiree.vie == "brouillon":
            return {}
        deposee = tiree.instants[0].date()
        if tiree.vie != "attend_employeur":
            intention.ecrit_employeur = True
            intention.ecrit_origine = OrigineEcrit.LIEN if intention.partenaire_id else OrigineEcrit.DEPOT
        if intention.partenaire_id:
            intention.confirmation_demandee_le = tiree.instants[0]
            intention.confirmee_le = tiree.instants[0] if intention.ecrit_employeur else None
        dossier = dossier_de(intention, ailleurs=False)
        constats = examiner(dossier, reglement=self.reglement, le=deposee)
        intention.constats = [constat._asdict() for constat in constats]
        intention.verdict = verdict_de(constats)
        intention.jugee_le = deposee
        dates = echeances(intention.statut, reglement=self.reglement, le=max(deposee, self.le - timedelta(days=30)))
        intention.valable_jusqu_au, intention.attend_depuis = dates
        return demandes_d_apres(constats, dossier)

    def ecrire(self, tirees: list[Tiree]) -> None:
        """Write intentions already judged, with their questions, derogations, marks of interest and journal."""
        demandes = {id(tiree): self.juger(tiree) for tiree in tirees}
        par_annee: dict[int, list[Tiree]] = {}
        for tiree in tirees:
            if tiree.instants:
                par_annee.setdefault(tiree.instants[0].year, []).append(tiree)
        for annee, siennes in sorted(par_annee.items()):
            for tiree, numero in zip(siennes, numeroter(len(siennes), date(annee, 1, 1)), strict=True):
                tiree.intention.numero = numero
        copier(IntentionEmbauche, [tiree.intention for tiree in tirees])
        copier(
            ChampDemande,
            (
                ChampDemande(intention=t.intention, champ=champ, commentaire=phrase, demande_le=t.instants[0])
                for t in tirees
                if t.intention.statut == StatutIntention.A_COMPLETER
                for champ, phrase in demandes[id(t)].items()
            ),
        )
        copier(
            Derogation,
            (
                Derogation(
                    intention=t.intention,
                    accordee=True,
                    motif="Un besoin saisonnier, avéré.",
                    regles=["I-DUREE"],
                    decidee_par=self.monde.agent,
                    decidee_le=t.instants[-1],
                )
                for t in tirees
                if t.vie == "accordee"
            ),
        )
        copier(Interet, self._interets(tirees))
        copier(
            LigneJournal,
            (
                ligne
                for t in tirees
                for ligne in raconter(
                    t.intention,
                    INTENTION,
                    t.transitions,
                    depart=StatutIntention.BROUILLON,
                    instants=t.instants,
                    par=t.par,
                )
            ),
        )

    def _interets(self, tirees: list[Tiree]) -> list[Interet]:
        return [
            Interet(
                intention=tiree.intention,
                organisme=organisme,
                message="Nous formons à ce métier.",
                declare_par=self.monde.personnes[organisme.pk],
                declare_le=tiree.instants[0],
            )
            for tiree in tirees
            if tiree.vie == "libre" and self.tirage.random() < FRACTION_INTERESSANTE
            for organisme in [self.tirage.choice(tiree.marche.organismes)]
        ]
