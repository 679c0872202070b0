"""Hours declared month after month and their invoices, in every state: played by the acts of those who do them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from comptes.models import Utilisateur
from config.demo.agenda import Acte
from config.demo.sessions import Sessions
from factures.actions.avoir import reprendre_la_facture
from factures.actions.certifier import controler_service_fait
from factures.actions.controler import confirmer
from factures.actions.emettre import emettre
from factures.actions.envoyer import envoyer_aux_finances
from factures.actions.fiche import CHAMPS, enregistrer_fiche
from factures.actions.mandater import mandater_facture, payer_facture
from factures.actions.preparer import preparer_factures
from factures.actions.suspendre import reprendre_le_delai, suspendre_facture
from factures.enums import RegimeTva, StatutFacture
from factures.models import Facture
from factures.queries.delais import suspension_en_cours
from factures.queries.file import a_envoyer
from heures.actions.attacher import attacher
from heures.actions.declarer import declarer, empechements
from heures.actions.ouvrir import ouvrir_releves
from heures.actions.saisir import saisir
from heures.models import Releve
from heures.queries.tableau import Ligne, Tableau, tableau_de
from heures.regles.anomalies import Heures, jours_de_presence
from noyau import horloge
from noyau.televersement import PieceLue
from referentiels.models import OrganismeFormation
from referentiels.regles.mois import ajouter_mois

# Its hours of last month are still to declare: somebody must be able to.
EN_RETARD = "Câbleur d’armoires électriques"
# The first session began so many days ago.
DEPUIS = 285
# A bank account of examples, which nobody has.
IBAN = "FR7630006000011234567890189"
# Hours missed in a month, one person after the other.
ABSENCES = (0, 0, 7, 0, 0, 14, 0, 3, 0)
REJET = "Les heures d’une personne sortie en cours de mois sont comptées jusqu’à la fin du mois."
REPRISE = "Facture rejetée par la Région : heures d’un stagiaire sorti à reprendre."
SUSPENSION = "Le relevé signé du mois manque : joignez-le aux heures de la session."


@dataclass(frozen=True, slots=True)
class Etape:
    """Something done to the invoice of a month at this hour: so many days after this month, or before today (< 0)."""

    jours: int
    heure: int
    faire: Callable[["Facturation", Facture, date], object]


@dataclass(slots=True)
class Facturation:
    """The invoices of the demonstration; the acts of each month begin with its hours."""

    sessions: Sessions

    def prevoir(self) -> None:
        """Plan all months that are over, oldest first."""
        agenda = self.sessions.agenda
        agenda.prevoir(DEPUIS, 11, self._tenir_les_fiches)
        dernier = ajouter_mois(agenda.le.replace(day=1), -1)
        mois = (agenda.le - timedelta(days=DEPUIS)).replace(day=1)
        while mois <= dernier:
            self._prevoir_le_mois(mois, age=(dernier.year - mois.year) * 12 + dernier.month - mois.month + 1)
            mois = ajouter_mois(mois, 1)
        agenda.prevoir(1, 18, lambda le: self._faire_ce_qui_revient(dernier, le))

    def _faire_ce_qui_revient(self, dernier: date, le: date) -> None:
        """What periodic tasks did until today: months to declare are open, drafts follow hours and orders."""
        for mois in (dernier, ajouter_mois(dernier, 1)):
            ouvrir_releves(mois=mois)
        preparer_factures(mois=dernier, le=le)

    def _prevoir_le_mois(self, mois: date, *, age: int) -> None:
        self._le(mois, 3, 10, lambda le: self._declarer(mois, le, age=age))
        self._le(mois, 3, 12, lambda le: preparer_factures(mois=mois, le=le))
        for numero in sorted(self.sessions.lots):
            for etape in etapes_de(numero, age):
                self._le(mois, etape.jours, etape.heure, self._sur(numero, mois, etape))

    def _le(self, mois: date, jours: int, heure: int, acte: Acte) -> None:
        """Plan ``acte`` so many days after the month, unless this is still to come; or before today."""
        agenda = self.sessions.agenda
        ancien = -jours if jours < 0 else (agenda.le - ajouter_mois(mois, 1)).days - jours
        if ancien > 0:
            agenda.prevoir(ancien, heure, acte)

    def _sur(self, numero: str, mois: date, etape: Etape) -> Acte:
        def faire(le: date) -> None:
            siennes = Facture.objects.filter(bon__lot=self.sessions.lots[numero], mois=mois, corrige=None)
            for facture in siennes.filter(annulee_le=None).order_by("pk"):
                etape.faire(self, facture, le)

        return faire

    def _tenir_les_fiches(self, _: date) -> None:
        mandataires = OrganismeFormation.objects.filter(places__role="mandataire").distinct().order_by("pk")
        for rang, organisme in enumerate(mandataires):
            vides = dict.fromkeys(CHAMPS, "")
            champs = {
                **vides,
                "regime_tva": RegimeTva.EXONERE,
                "attestation_le": date(2020, 3, 2),
                "iban": IBAN if rang == 0 else "",
                "titulaire": organisme.nom,
                "courriel": organisme.courriel,
            }
            enregistrer_fiche(organisme=organisme, champs=champs, par=self.pour(organisme), lu=None)

    def _declarer(self, mois: date, le: date, *, age: int) -> None:
        ouvrir_releves(mois=mois)
        releves = Releve.objects.filter(mois=mois, statut="ouvert").select_related(
            "session__organisme", "session__lot"
        )
        if age == 1:
            releves = releves.exclude(session__intitule=EN_RETARD)
        for releve in releves.order_by("pk"):
            par, tableau = self.pour(releve.session.organisme), tableau_de(releve)
            saisir(releve_id=releve.pk, lignes=dict(_faites(tableau)), par=par)
            releve.refresh_from_db()
            if not empechements(releve, tableau_de(releve), le=le):
                declarer(releve_id=releve.pk, par=par, le=le)
                if _suspendre not in [etape.faire for etape in etapes_de(releve.session.lot.numero, age)]:
                    self.signer(releve)

    def signer(self, releve: Releve) -> None:
        """Attach the statement that everybody signed."""
        lue = PieceLue(f"Relevé signé {releve.mois:%Y-%m}.pdf", "application/pdf", _releve_signe(releve))
        attacher(releve_id=releve.pk, lue=lue, par=self.pour(releve.session.organisme))

    def pour(self, organisme: OrganismeFormation) -> Utilisateur:
        """Give who acts for a training body."""
        return organisme.rattachements.order_by("pk")[0].utilisateur

    @property
    def agent(self) -> Utilisateur:
        """Who certifies."""
        return self.sessions.comptes["agent"]

    @property
    def finances(self) -> Utilisateur:
        """Who sends, and notes what was paid."""
        return self.sessions.comptes["finances"]


def _faites(tableau: Tableau) -> Iterator[tuple[int, Heures]]:
    """Nobody does more than the days it was there can hold; somebody is away now and then."""
    for rang, ligne in enumerate(tableau.lignes):
        yield ligne.parcours.pk, _heures(ligne, tableau, rang)


def _heures(ligne: Ligne, tableau: Tableau, rang: int) -> Heures:
    jours = len(jours_de_presence(ligne.presence, tableau.limites))
    prevues = min(ligne.heures.prevues, Decimal(jours * tableau.limites.heures_jour_max))
    absence = min(prevues, Decimal(ABSENCES[(rang + tableau.limites.mois.month) % len(ABSENCES)]))
    justifiee = rang % 2 == 0
    return Heures(prevues, prevues - absence, absence * justifiee, absence * (not justifiee))


def _releve_signe(releve: Releve) -> bytes:
    image = Image.new("1", (900, 240), 1)
    dessin = ImageDraw.Draw(image)
    for rang, ligne in enumerate(("Relevé d’heures signé", f"{releve.session.reference}, {releve.mois:%m/%Y}")):
        dessin.text((50, 50 + 70 * rang), ligne, fill=0, font_size=36)
    octets = BytesIO()
    image.save(octets, "PDF")
    return octets.getvalue()


def _emettre(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.PROJET and facture.montant_ht > 0:
        par = demo.pour(facture.emetteur)
        confirmer(facture_id=facture.pk, par=par)
        emettre(facture_id=facture.pk, par=par, le=le)


def _certifier(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.EMISE:
        avis = dict.fromkeys(facture.lignes.order_by("rang").values_list("pk", flat=True), "")
        controler_service_fait(facture_id=facture.pk, avis=avis, par=demo.agent, le=le)


def _rejeter(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.EMISE:
        ligne = facture.lignes.order_by("rang")[0]
        controler_service_fait(facture_id=facture.pk, avis={ligne.pk: REJET}, par=demo.agent, le=le)


def _reprendre(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.REJETEE:
        reprendre_la_facture(facture_id=facture.pk, motif=REPRISE, par=demo.pour(facture.emetteur), le=le)
        preparer_factures(mois=facture.mois, le=le, bons=[facture.bon_id])


def _suspendre(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.EMISE:
        suspendre_facture(facture_id=facture.pk, motif=SUSPENSION, par=demo.agent, le=le)


def _completer(demo: Facturation, facture: Facture, le: date) -> None:
    if suspension_en_cours(facture):
        sessions = facture.lignes.values("composante__session")
        releves = Releve.objects.filter(mois=facture.mois, session__in=sessions).select_related("session__organisme")
        for releve in releves.order_by("pk"):
            demo.signer(releve)
        reprendre_le_delai(facture_id=facture.pk, recu_le=le, par=demo.agent, le=le)


def _envoyer(demo: Facturation, facture: Facture, _: date) -> None:
    """All that is ready leaves at once: that of other lots finds itself sent."""
    if facture.statut == StatutFacture.SERVICE_FAIT and facture.envoi_id is None:
        envoyer_aux_finances(
            mois=facture.mois,
            factures=a_envoyer(facture.mois).values_list("pk", flat=True),
            envoi=uuid5(NAMESPACE_URL, f"{facture.emetteur.siret}/{facture.numero}"),
            par=demo.finances,
            maintenant=horloge.maintenant(),
        )


def _mandater(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.SERVICE_FAIT:
        mandat = f"{le:%Y}-{facture.rang:05d}"
        mandater_facture(facture_id=facture.pk, mandat=mandat, par=demo.finances, le=le)


def _payer(demo: Facturation, facture: Facture, le: date) -> None:
    if facture.statut == StatutFacture.MANDATEE:
        payer_facture(facture_id=facture.pk, montant=facture.montant_ttc, par=demo.finances, le=le)


EMISE = (Etape(6, 14, _emettre),)
SUSPENDUE = (*EMISE, Etape(16, 15, _suspendre))
REJETEE_PUIS_REPRISE = (
    *EMISE, Etape(14, 15, _rejeter), Etape(18, 10, _reprendre), Etape(20, 14, _emettre), Etape(30, 15, _certifier),
)  # fmt: skip
# Complete lately, so that neither is late today.
MANDATEE = (
    *SUSPENDUE, Etape(-21, 10, _completer), Etape(-20, 15, _certifier), Etape(-14, 16, _envoyer),
    Etape(-5, 17, _mandater),
)  # fmt: skip
ENVOYEE = (*SUSPENDUE, Etape(-18, 10, _completer), Etape(-10, 15, _certifier), Etape(-6, 16, _envoyer))
A_PAYER = (*EMISE, Etape(12, 15, _certifier), Etape(20, 16, _envoyer), Etape(26, 17, _mandater))
PAYEE = (*A_PAYER, Etape(33, 17, _payer))
PAYEE_TARD = (*A_PAYER, Etape(61, 17, _payer))
# By lot, what became of the invoice of so many months ago; otherwise it is paid, in time.
HISTOIRES: dict[tuple[str, int], tuple[Etape, ...]] = {
    ("12", 1): (),
    ("12", 2): SUSPENDUE,
    ("12", 3): REJETEE_PUIS_REPRISE,
    ("12", 4): MANDATEE,
    ("12", 5): ENVOYEE,
    ("07", 1): EMISE,
    ("24", 5): PAYEE_TARD,
    ("24", 6): PAYEE_TARD,
}


def etapes_de(lot: str, age: int) -> tuple[Etape, ...]:
    """Give what is done to the invoice of a lot of ``age`` months ago (1: the last month)."""
    return HISTOIRES.get((lot, age), PAYEE)
