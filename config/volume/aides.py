"""Aids asked for after hires made up: one hire in so many, in every state, with plan, proofs and bilan.

Where a request stands follows from the days: filed after the hire, decided after the filing, and so on until today.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from aides.automates import AIDE
from aides.enums import StatutAide, TypeAide
from aides.enums import TransitionAide as T
from aides.models import DemandeAide, Majoration
from aides.regles.aide import examiner
from aides.regles.dossier import ContratConclu, Dispositif, DossierAide, Etablissement, FormationPrevue, Salarie
from aides.regles.montant import calculer
from aides.regles.personne import age_au, cle_de_personne
from comptes.models import Rattachement, Role
from config.volume.aides_suites import Demandee, ecrire_les_suites, envoyer_au_paiement
from config.volume.ecriture import copier
from config.volume.histoire import arrivee, instant, raconter
from config.volume.monde import IBAN, Monde
from insertion.models import Embauche
from noyau.journal import LigneJournal
from noyau.numeros import numeros_suivants
from referentiels.regles.constats import verdict_de
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement

PAR_LOT = 2_000
# A hire in six asks for an aid: those that train on after « 1 emploi = 1 formation ».
UNE_SUR = 6
TYPES, PARTS = (TypeAide.FORMATION, TypeAide.TUTORAT, TypeAide.AFEST), (70, 20, 10)
# What waits for an officer stays what some people can read, however many files are behind.
EN_ATTENTE_MAX = {"instruire": 150, "liquider": 100, "payer": 100}
FRACTION_ABANDONNEE, FRACTION_REFUSEE, FRACTION_SANS_SUITE = 0.03, 0.07, 0.03
FRACTION_A_COMPLETER, FRACTION_RQTH = 0.15, 0.06
FORMATIONS = ("Perfectionnement au poste", "Lecture de plans", "Sécurité et gestes du métier", "Outils numériques")


class Etapes(NamedTuple):
    """Where a request stands: transitions and their instants; the days it was settled and paid, when they are."""

    transitions: tuple[str, ...]
    instants: tuple[datetime, ...]
    liquidee: date | None = None
    payee: date | None = None


@transaction.atomic
def demander_les_aides(monde: Monde, *, le: date, graine: int, reglement: Reglement, apres: int = 0) -> int:
    """Write the aids asked for after the hires whose id is above ``apres``; give how many."""
    tirage = Random(f"aides:{graine}:{DemandeAide.objects.count()}")  # noqa: S311 - what is drawn must be drawn again
    fabrique = _Fabrique(monde, tirage, le=le, reglement=reglement)
    embauches = Embauche.objects.filter(pk__gt=apres, embauche=True, parcours__intention__isnull=False)
    tirees = [pk for pk in embauches.order_by("pk").values_list("pk", flat=True) if fabrique.en_demande()]
    for debut in range(0, len(tirees), PAR_LOT):
        fabrique.ecrire(tirees[debut : debut + PAR_LOT])
    envoyer_au_paiement(monde.agents[-1])
    return len(tirees)


class _Fabrique:
    """Makes requests of one draw and one day."""

    def __init__(self, monde: Monde, tirage: Random, *, le: date, reglement: Reglement) -> None:
        self.tirage, self.le, self.reglement = tirage, le, reglement
        organismes = {organisme for marche in monde.marches.values() for organisme in marche.organismes}
        self.organismes = sorted(organismes, key=lambda organisme: organisme.pk)
        # The last one sends to payment: nobody settles and pays.
        self.agents = monde.agents[:-1]
        self.en_attente = {
            "instruire": DemandeAide.objects.a_instruire().count(),
            "liquider": DemandeAide.objects.a_liquider().count(),
            "payer": DemandeAide.objects.a_payer().count(),
        }

    def en_demande(self) -> bool:
        return self.tirage.randrange(UNE_SUR) == 0

    def ecrire(self, embauches: Sequence[int]) -> None:
        """Write the requests of these hires and all that hangs on them."""
        demandees = [demandee for demandee in self._demandees(embauches) if demandee]
        _numeroter(demandees)
        copier(DemandeAide, [demandee.demande for demandee in demandees])
        copier(
            Majoration,
            (
                Majoration(
                    demande=d.demande,
                    rqth=d.rqth,
                    justificatif_vu_le=d.instants[1].date() if d.rqth and d.decidee else None,
                    vu_par=d.demande.agent if d.rqth and d.decidee else None,
                )
                for d in demandees
            ),
        )
        ecrire_les_suites(demandees)
        copier(LigneJournal, (ligne for demandee in demandees for ligne in _histoire(demandee)))

    def _demandees(self, embauches: Sequence[int]) -> Iterable[Demandee | None]:
        lues = list(
            Embauche.objects.filter(pk__in=embauches)
            .select_related(
                "parcours__stagiaire", "parcours__intention__metier", "parcours__intention__employeur__departement"
            )
            .order_by("pk")
        )
        chez = {embauche.parcours.intention.employeur_id for embauche in lues}
        siens = Rattachement.objects.filter(role=Role.EMPLOYEUR, employeur__in=chez).select_related("utilisateur")
        comptes = {lien.employeur_id: lien.utilisateur for lien in siens.order_by("-pk")}
        for embauche in lues:
            yield self._une(embauche, comptes[embauche.parcours.intention.employeur_id])

    def _une(self, embauche: Embauche, par) -> Demandee | None:
        """One request, or nothing where the hire is too recent for the employer to have begun."""
        tirage, intention, personne = self.tirage, embauche.parcours.intention, embauche.parcours.stagiaire
        ouverte = embauche.debut + timedelta(days=tirage.randint(20, 80))
        if ouverte > self.le:
            return None
        dispositif = tirage.choices(TYPES, weights=PARTS)[0]
        avec_organisme = dispositif == TypeAide.FORMATION
        debut = min(ouverte + timedelta(days=tirage.randint(5, 30)), embauche.debut + timedelta(days=85))
        heures = tirage.randint(60, 220)
        demande = DemandeAide(
            dispositif=dispositif,
            employeur=intention.employeur,
            demandeur=par,
            embauche=embauche,
            effectif=tirage.randint(3, 45),
            public=False,
            offre_diffusee=True,
            offre_ou="France Travail",
            prenom=personne.prenom,
            nom=personne.nom,
            date_naissance=personne.date_naissance,
            personne=cle_de_personne(personne.prenom, personne.nom, personne.date_naissance),
            poste=intention.metier.libelle[:120],
            demandeur_emploi=True,
            contrat_type=TypeContrat.CDI,
            contrat_debut=embauche.debut,
            formation=tirage.choice(FORMATIONS),
            formation_debut=debut,
            formation_fin=debut + timedelta(days=tirage.randint(20, 70)),
            heures=Decimal(heures),
            autre_financement=False if avec_organisme else None,
            iban=IBAN,
            titulaire=intention.employeur.nom,
        )
        if avec_organisme:
            organisme = tirage.choice(self.organismes)
            demande.organisme, demande.organisme_nom = organisme, organisme.nom
            demande.organisme_siret, demande.qualiopi = organisme.siret, True
            demande.cout = Decimal(heures * tirage.randint(11, 18))
        rqth = True if tirage.random() < FRACTION_RQTH else None
        return self._dater(demande, ouverte, rqth=rqth)

    def _dater(self, demande: DemandeAide, ouverte: date, *, rqth: bool | None) -> Demandee:
        """Give the request its state, and what each of its transitions writes."""
        etapes = self._etapes(demande, ouverte)
        transitions, instants = etapes.transitions, etapes.instants
        demande.statut = arrivee(AIDE, transitions, depart=StatutAide.BROUILLON)
        demande.cree_le = instant(ouverte, 0)
        demande.modifie_le = instants[-1] if instants else demande.cree_le
        if T.DEPOSER in transitions:
            montant = self._juger(demande, instants[0], rqth=rqth)
            if T.ACCORDER in transitions or T.REFUSER in transitions:
                demande.decidee_le, demande.agent = instants[1], self.tirage.choice(self.agents)
            if T.ACCORDER in transitions:
                demande.montant_accorde = montant
        if etapes.liquidee:
            nulle = T.CLORE in transitions
            demande.montant_du = Decimal(0) if nulle else demande.montant_accorde
            demande.liquidee_le, demande.liquidee_par = instant(etapes.liquidee, 60), demande.agent
            demande.payee_le = etapes.payee
        return Demandee(demande, rqth, transitions, instants)

    def _juger(self, demande: DemandeAide, deposee: datetime, *, rqth: bool | None) -> Decimal:
        """Judge it as it was when filed, by today's law; give its amount in euros."""
        demande.deposee_le = demande.complete_le = deposee
        demande.attestation, demande.jugee_le = True, timezone.localtime(deposee).date()
        dossier = _dossier(demande, rqth=rqth, reglement=self.reglement)
        constats = examiner(dossier, reglement=self.reglement, le=demande.jugee_le)
        demande.constats = [constat._asdict() for constat in constats]
        demande.verdict = verdict_de(constats)
        demande.montant_demande = calculer(
            dossier, reglement=self.reglement, verdict=verdict_de(constats), autre_financement=Decimal(0)
        ).montant
        return demande.montant_demande

    def _etapes(self, demande: DemandeAide, ouverte: date) -> Etapes:
        tirage, sort = self.tirage, self.tirage.random()
        deposee = ouverte + timedelta(days=tirage.randint(0, 4))
        if deposee > self.le:
            return Etapes((), ())
        faite, decidee = (instant(deposee, 60),), deposee + timedelta(days=tirage.randint(3, 16))
        if decidee > self.le:
            if self._attend("instruire"):
                return Etapes((T.DEPOSER,), faite)
            decidee = self.le
        if self.le - deposee < timedelta(days=45) and tirage.random() < FRACTION_A_COMPLETER:
            demande.demandes = ["iban", "aide_rib"]
            return Etapes((T.DEPOSER, T.DEMANDER_COMPLEMENT), (*faite, instant(decidee, 90)))
        faites = (*faite, instant(decidee, 90))
        if sort < FRACTION_ABANDONNEE:
            return Etapes((T.DEPOSER, T.ABANDONNER), faites)
        if sort < FRACTION_ABANDONNEE + FRACTION_REFUSEE:
            return Etapes((T.DEPOSER, T.REFUSER), faites)
        return self._apres_l_accord(demande, faites, rien=sort > 1 - FRACTION_SANS_SUITE)

    def _apres_l_accord(self, demande: DemandeAide, faites: tuple[datetime, ...], *, rien: bool) -> Etapes:
        tirage, accordee = self.tirage, (T.DEPOSER, T.ACCORDER)
        fin = max(demande.formation_fin or self.le, timezone.localtime(faites[-1]).date())
        bilan = fin + timedelta(days=tirage.randint(2, 40))
        if bilan > self.le:
            return Etapes(accordee, faites)
        realisee, faites = (*accordee, T.DECLARER_REALISEE), (*faites, instant(bilan, 120))
        liquidee = bilan + timedelta(days=tirage.randint(3, 20))
        if liquidee > self.le:
            if self._attend("liquider"):
                return Etapes(realisee, faites)
            liquidee = self.le
        if rien:
            return Etapes((*realisee, T.CLORE), (*faites, instant(liquidee, 150)), liquidee)
        payee = liquidee + timedelta(days=tirage.randint(10, 40))
        if payee > self.le:
            if self._attend("payer"):
                return Etapes(realisee, faites, liquidee)
            payee = self.le
        return Etapes((*realisee, T.PAYER), (*faites, instant(payee, 180)), liquidee, payee)

    def _attend(self, file: str) -> bool:
        """Tell whether a queue has room for one more; it then has one more."""
        place = self.en_attente[file] < EN_ATTENTE_MAX[file]
        self.en_attente[file] += place
        return place


def _dossier(demande: DemandeAide, *, rqth: bool | None, reglement: Reglement) -> DossierAide:
    """What the rules read of a request that is not written yet: what ``aides.queries.dossier`` then reads of it."""
    naissance, embauchee = demande.date_naissance, demande.contrat_debut
    senior = age_au(naissance, embauchee) >= reglement.aide_senior_age if naissance and embauchee else None
    return DossierAide(
        dispositif=Dispositif(demande.dispositif),
        etablissement=Etablissement(demande.employeur.departement_id, demande.effectif, demande.public),
        offre_diffusee=demande.offre_diffusee,
        contrat=ContratConclu(TypeContrat(demande.contrat_type), None, embauchee),
        salarie=Salarie(demande.demandeur_emploi, rqth, senior),
        formation=FormationPrevue(demande.formation_debut, demande.heures, demande.cout, demande.qualiopi),
    )


def _numeroter(demandees: Sequence[Demandee]) -> None:
    """Number those filed, in the order they were, year by year."""
    par_annee: dict[int, list[Demandee]] = {}
    for demandee in sorted((d for d in demandees if d.instants), key=lambda d: d.instants[0]):
        par_annee.setdefault(demandee.instants[0].year, []).append(demandee)
    for annee, siennes in sorted(par_annee.items()):
        for demandee, numero in zip(siennes, numeros_suivants("AI", annee, len(siennes)), strict=True):
            demandee.demande.numero = f"AI-{annee}-{numero:05d}"


def _histoire(demandee: Demandee) -> list[LigneJournal]:
    demande = demandee.demande
    return raconter(
        demande,
        AIDE,
        demandee.transitions,
        depart=StatutAide.BROUILLON,
        instants=demandee.instants,
        par=demande.demandeur,
    )
