"""The invoices of what was made up, month after month: prepared by the application itself, then numbered, sent, paid.

What is on them is what ``factures.actions.preparer`` makes of the hours declared: prepared again, a month does not
change. Their facts and their XML are those of any invoice; only the official controls, which take longer than all the
rest, are left out.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from config.volume.ecriture import analyser, copier
from config.volume.histoire import instant, raconter
from config.volume.monde import MARCHE, Monde
from factures.actions.preparer import preparer_factures
from factures.automates import FACTURE
from factures.enums import Controle, NatureFacture, ServiceFait, StatutFacture
from factures.enums import TransitionFacture as T
from factures.facturx.faits import faits_de
from factures.facturx.xml import xml_de
from factures.models import EnvoiFinances, Facture, LigneFacture, Suspension
from heures.enums import MotifCorrection, StatutReleve
from heures.models import CorrectionHeures, HeuresParcours, Releve
from heures.regles.mois import dernier_du_mois
from noyau.codes import ALPHABET, LONGUEUR
from noyau.courriers import preparer_document
from noyau.horloge import horloge_fixee_a, maintenant
from noyau.journal import LigneJournal
from noyau.lettres import Document
from noyau.numeros import numeros_suivants
from referentiels.feries import FERIES
from referentiels.queries.reglement import valeurs_au
from referentiels.regles.jours_ouvres import premier_jour_ouvre
from referentiels.regles.mois import ajouter_mois
from sessions_formation.models import BonDeCommande

# Days after the month, then after each step: issued once all hours are declared, controlled, sent on a Friday,
# mandated, paid; some are paid late.
EMISSION, CONTROLE, MANDAT, PAIEMENT = (10, 26), (3, 10), (2, 6), (3, 12)
FRACTION_SUSPENDUE, SUSPENSION = 0.04, timedelta(days=12)
FRACTION_REJETEE, REJETEES_DEPUIS = 0.03, timedelta(days=75)
FRACTION_CONTESTEE, FRACTION_CORRIGEE = 0.15, 0.003
JOURNEE = 7
VENDREDI = 4
MANQUE = "Le relevé signé du mois manque : joignez-le aux heures de la session."
REJET = "Les heures d’une personne sortie en cours de mois sont comptées jusqu’à la fin du mois."
DOUTE = "Une personne sortie en début de mois semble comptée le mois entier."
_EMISE = ["statut", "numero", "annee", "rang", "emise_le", "echeance", "faits", "xml"]
# What each step writes, with the state it leads to.
SUITES: tuple[tuple[T, list[str]], ...] = (
    (T.CERTIFIER, ["service_fait_le", "envoi"]),
    (T.MANDATER, ["mandatee_le", "mandat"]),
    (T.PAYER, ["payee_le", "montant_paye"]),
    (T.REJETER, ["motif_rejet"]),
)


class Chemin(NamedTuple):
    """The days an invoice would go through its steps, were they all gone by."""

    emise: date
    suspendue: date | None
    controlee: date
    rejetee: bool
    envoyee: date
    mandatee: date
    payee: date


@dataclass(slots=True)
class Suivie:
    """An invoice, and the days of its steps."""

    facture: Facture
    chemin: Chemin
    transitions: list[T]


class Facturation:
    """Writes the invoices of the made-up orders, seen from the day ``le``."""

    def __init__(self, monde: Monde, *, le: date) -> None:
        self.monde, self.le = monde, le
        deja = Facture.objects.count()
        self.tirage = Random(f"factures:{le}:{deja}")  # noqa: S311 - what is drawn must be drawn again
        self.bons = list(BonDeCommande.objects.filter(lot__marche=MARCHE).values_list("pk", flat=True))

    def facturer(self) -> None:
        """Write the invoices of all months that are over, the oldest first; each month is a transaction."""
        declares = Releve.objects.filter(session__composante__bon__in=self.bons, statut=StatutReleve.DECLARE)
        mois = declares.order_by("mois").values_list("mois", flat=True).first()
        rang = 0
        while mois is not None and self._prepare_le(mois) <= self.le:
            rang += 1
            with transaction.atomic():
                self._facturer_le_mois(mois)
            if rang & (rang - 1) == 0:
                analyser()
            mois = ajouter_mois(mois, 1)

    def _prepare_le(self, mois: date) -> date:
        suivant = ajouter_mois(mois, 1)
        return premier_jour_ouvre(suivant.year, suivant.month, feries=FERIES)

    def _facturer_le_mois(self, mois: date) -> None:
        jour = self._prepare_le(mois)
        with horloge_fixee_a(min(instant(jour, 30), maintenant())):
            preparer_factures(mois=mois, le=jour, bons=self.bons)
        projets = Facture.objects.filter(bon__in=self.bons, mois=mois, statut=StatutFacture.PROJET).order_by("pk")
        suivies = [
            Suivie(facture, self._tirer(facture), [])
            for facture in projets.select_related("emetteur__emetteur", "bon__lot", "corrige")
        ]
        emises = sorted(
            (suivie for suivie in suivies if suivie.chemin.emise <= self.le),
            key=lambda suivie: (suivie.chemin.emise, suivie.facture.pk),
        )
        self._verifier([suivie.facture for suivie in suivies if suivie.chemin.emise > self.le])
        self._emettre(emises)
        self._suivre(emises, mois)
        copier(LigneJournal, (ligne for suivie in emises for ligne in self._histoire(suivie)))
        self._corriger(mois)

    def _tirer(self, facture: Facture) -> Chemin:
        tirage = self.tirage
        emise = dernier_du_mois(facture.mois) + timedelta(days=tirage.randint(*EMISSION))
        est_facture = facture.nature == NatureFacture.FACTURE
        suspendue = emise + timedelta(days=2) if est_facture and tirage.random() < FRACTION_SUSPENDUE else None
        controlee = emise + timedelta(days=tirage.randint(*CONTROLE)) + (SUSPENSION if suspendue else timedelta())
        # Later, it would have been taken back by an avoir and invoiced again.
        recente = est_facture and emise > self.le - REJETEES_DEPUIS
        envoyee = controlee + timedelta(days=1 + (VENDREDI - 1 - controlee.weekday()) % 7)
        mandatee = envoyee + timedelta(days=tirage.randint(*MANDAT))
        payee = mandatee + timedelta(days=tirage.randint(*PAIEMENT))
        rejetee = tirage.random() < FRACTION_REJETEE and recente
        return Chemin(emise, suspendue, controlee, rejetee, envoyee, mandatee, payee)

    def _verifier(self, projets: Sequence[Facture]) -> None:
        """Some drafts are confirmed, some have a line in dispute, others were not opened yet."""
        confirmes = [projet.pk for projet in projets if self.tirage.random() < 0.5]
        LigneFacture.objects.filter(facture__in=confirmes).update(controle=Controle.CONFIRMEE)
        contestes = [projet.pk for projet in projets if self.tirage.random() < FRACTION_CONTESTEE]
        LigneFacture.objects.filter(facture__in=contestes, rang=1).update(
            controle=Controle.CONTESTEE, contestation=DOUTE
        )

    def _emettre(self, suivies: Sequence[Suivie]) -> None:
        """Number and freeze, in the order of days: an issuer's series has no gap, and the next number follows."""
        LigneFacture.objects.filter(facture__in=[suivie.facture.pk for suivie in suivies]).update(
            controle=Controle.CONFIRMEE
        )
        series: dict[tuple[int, int], list[Suivie]] = {}
        for suivie in suivies:
            series.setdefault((suivie.facture.emetteur_id, suivie.chemin.emise.year), []).append(suivie)
        for (emetteur, annee), siennes in sorted(series.items(), key=lambda serie: serie[0]):
            rangs = numeros_suivants(f"F{emetteur}", annee, len(siennes))
            for suivie, rang in zip(siennes, rangs, strict=True):
                self._figer(suivie, rang)
        Document.objects.bulk_create([self._document(suivie) for suivie in suivies], batch_size=100)

    def _figer(self, suivie: Suivie, rang: int) -> None:
        facture, le = suivie.facture, suivie.chemin.emise
        (delai,) = valeurs_au(le, "paiement_jours")
        facture.annee, facture.rang, facture.numero = le.year, rang, f"F{le.year}-{rang:05d}"
        facture.emise_le, facture.echeance = le, le + timedelta(days=int(delai))
        facture.faits = faits_de(facture, le)
        facture.xml = xml_de(facture.faits).decode()
        _franchir(suivie, T.EMETTRE)
        facture.save(update_fields=_EMISE)

    def _document(self, suivie: Suivie) -> Document:
        facture = suivie.facture
        document = preparer_document(
            modele="facture",
            cle=f"facture:{facture.pk}",
            objet=facture,
            titre=facture.get_nature_display(),
            reference=facture.numero or "",
            contexte={**facture.faits, "xml_sha256": hashlib.sha256(facture.xml.encode()).hexdigest()},
        )
        document.cree_le = instant(suivie.chemin.emise, 60)
        document.code = "".join(self.tirage.choices(ALPHABET, k=LONGUEUR))
        return document

    def _suivre(self, suivies: Sequence[Suivie], mois: date) -> None:
        """What the Région and its finance department have done of them so far."""
        copier(
            Suspension,
            (self._suspension(s) for s in suivies if s.chemin.suspendue and self._passe(s.chemin.suspendue)),
        )
        controlees = [suivie for suivie in suivies if self._passe(suivie.chemin.controlee)]
        rejetees = [suivie for suivie in controlees if suivie.chemin.rejetee]
        certifiees = [suivie for suivie in controlees if not suivie.chemin.rejetee]
        self._envoyer([suivie for suivie in certifiees if self._passe(suivie.chemin.envoyee)], mois)
        mandatees = [suivie for suivie in certifiees if self._passe(suivie.chemin.mandatee)]
        payees = [suivie for suivie in mandatees if self._passe(suivie.chemin.payee)]
        for suivie in certifiees:
            suivie.facture.service_fait_le = suivie.chemin.controlee
        for suivie in mandatees:
            suivie.facture.mandatee_le = suivie.chemin.mandatee
            suivie.facture.mandat = f"{suivie.chemin.mandatee:%Y}-{suivie.facture.pk:06d}"
        for suivie in payees:
            suivie.facture.payee_le, suivie.facture.montant_paye = suivie.chemin.payee, suivie.facture.montant_ttc
        for suivie in rejetees:
            suivie.facture.motif_rejet = f"Ligne 1 : {REJET}"
        for (transition, champs), siennes in zip(SUITES, (certifiees, mandatees, payees, rejetees), strict=True):
            for suivie in siennes:
                _franchir(suivie, transition)
            Facture.objects.bulk_update([s.facture for s in siennes], ["statut", *champs], batch_size=500)
        _dire_le_service_fait(certifiees, rejetees)

    def _passe(self, jour: date) -> bool:
        return jour <= self.le

    def _suspension(self, suivie: Suivie) -> Suspension:
        debut = suivie.chemin.suspendue or suivie.chemin.emise
        fin = debut + SUSPENSION
        fini = self._passe(fin)
        return Suspension(
            facture=suivie.facture, debut=debut, fin=fin if fini else None, motif=MANQUE, par=self.monde.agent
        )

    def _envoyer(self, suivies: Iterable[Suivie], mois: date) -> None:
        """One sending each Friday."""
        par_jour: dict[date, list[Suivie]] = {}
        for suivie in suivies:
            par_jour.setdefault(suivie.chemin.envoyee, []).append(suivie)
        for jour, siennes in sorted(par_jour.items()):
            envoi = EnvoiFinances.objects.create(
                mois=mois,
                lance_par=self.monde.agent,
                lance_le=instant(jour, 480),
                nombre=len(siennes),
                montant=sum(suivie.facture.montant_ttc for suivie in siennes),
                envoi=UUID(int=self.tirage.getrandbits(128)),
            )
            for suivie in siennes:
                suivie.facture.envoi = envoi

    def _histoire(self, suivie: Suivie) -> list[LigneJournal]:
        chemin = suivie.chemin
        jours = {T.CERTIFIER: chemin.controlee, T.REJETER: chemin.controlee, T.MANDATER: chemin.mandatee}
        jours |= {T.EMETTRE: chemin.emise, T.PAYER: chemin.payee}
        return raconter(
            suivie.facture,
            FACTURE,
            suivie.transitions,
            depart=StatutFacture.PROJET,
            instants=[instant(jours[transition], 60) for transition in suivie.transitions],
            par=self.monde.personnes[suivie.facture.emetteur_id],
        )

    def _corriger(self, mois: date) -> None:
        """Some hours prove wrong once they are invoiced: the next month's invoice takes the difference."""
        jour = ajouter_mois(mois, 2) - timedelta(days=1)
        if jour > self.le or self._prepare_le(ajouter_mois(mois, 1)) > self.le:
            return
        lignes = HeuresParcours.objects.filter(releve__mois=mois, releve__session__composante__bon__in=self.bons)
        faites = list(lignes.filter(faites__gt=2 * JOURNEE).order_by("pk"))
        choisies = [ligne for ligne in faites if self.tirage.random() < FRACTION_CORRIGEE]
        corrections = [
            CorrectionHeures(
                ligne=ligne,
                avant=ligne.faites,
                apres=ligne.faites - JOURNEE,
                motif=MotifCorrection.ABSENCE,
                par_id=ligne.saisie_par_id,
                le=instant(jour, 120),
            )
            for ligne in choisies
        ]
        for ligne in choisies:
            ligne.faites -= JOURNEE
            ligne.absences_injustifiees += JOURNEE
        HeuresParcours.objects.bulk_update(choisies, ["faites", "absences_injustifiees"], batch_size=500)
        copier(CorrectionHeures, corrections)


def _franchir(suivie: Suivie, transition: T) -> None:
    suivie.facture.statut = FACTURE.arrivee(transition, suivie.facture.statut)
    suivie.transitions.append(transition)


def _dire_le_service_fait(certifiees: Iterable[Suivie], rejetees: Iterable[Suivie]) -> None:
    LigneFacture.objects.filter(facture__in=[suivie.facture.pk for suivie in certifiees]).update(
        service_fait=ServiceFait.ACCEPTE
    )
    LigneFacture.objects.filter(facture__in=[suivie.facture.pk for suivie in rejetees], rang=1).update(
        service_fait=ServiceFait.REJETE, motif_rejet=REJET
    )
