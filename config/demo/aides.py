"""Aids after the hire, in every state, by the acts of those who do them: employers, an officer, the finances."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from aides.actions.abandonner import abandonner_demande
from aides.actions.bilan import enregistrer_bilan, envoyer_bilan
from aides.actions.decider import accorder_aide, refuser_aide
from aides.actions.deposer import deposer_demande
from aides.actions.instruire import demander_complement, noter_justificatif, noter_piece_vue
from aides.actions.liquider import liquider_aide
from aides.actions.payer import envoyer_au_paiement, noter_paiements
from aides.actions.rediger import enregistrer_plan, joindre_piece, ouvrir_brouillon
from aides.enums import CategoriePiece, NatureSequence, TypeAide
from aides.models import BilanFormation, DemandeAide, EnvoiPaiement
from aides.queries.avancement import pieces_de
from aides.regles.pieces import Etape, requises
from comptes.models import Utilisateur
from config.demo.agenda import Acte, Agenda
from config.demo.employeurs import Maison
from noyau import horloge
from noyau.televersement import PieceLue
from referentiels.models import OrganismeFormation

# A bank account of examples, which nobody has.
IBAN = "FR7630006000011234567890189"
Suite = Callable[["Jeu", "Aide", date], object]


@dataclass(frozen=True, slots=True)
class Aide:
    """One request. Days are counted back from today, negative ones are to come; ``suites``: (day, hour, act).

    ``personne``: first name, name, age this year. ``depose`` None leaves it a draft.
    """

    cle: str
    maison: str
    dispositif: str
    personne: tuple[str, str, int]
    poste: str
    formation: str
    heures: int
    cout: int | None
    contrat: int
    debut: int
    fin: int
    depose: int | None = None
    rqth: bool | None = None
    suites: tuple[tuple[int, int, Suite], ...] = field(default=())

    @property
    def avec_organisme(self) -> bool:
        return self.dispositif == TypeAide.FORMATION


def prevoir_aides(agenda: Agenda, maisons: dict[str, Maison], comptes: dict[str, Utilisateur]) -> None:
    """Plan all of them; the payment file last."""
    jeu = Jeu(agenda, maisons, comptes, {})
    for aide in AIDES:
        agenda.prevoir((aide.depose or 5) + 1, 9, jeu.sur(aide, Jeu.ouvrir))
        if aide.depose:
            agenda.prevoir(aide.depose, 10, jeu.sur(aide, Jeu.deposer))
        for jours, heure, suite in aide.suites:
            agenda.prevoir(jours, heure, jeu.sur(aide, suite))


@dataclass(slots=True)
class Jeu:
    """Who plays, and the requests by their key."""

    agenda: Agenda
    maisons: dict[str, Maison]
    comptes: dict[str, Utilisateur]
    ouvertes: dict[str, int]

    def sur(self, aide: Aide, acte: Suite) -> Acte:
        return lambda le: acte(self, aide, le)

    def pk(self, aide: Aide) -> int:
        return self.ouvertes[aide.cle]

    def par(self, aide: Aide) -> Utilisateur:
        return self.maisons[aide.maison].personne

    def jour(self, jours: int) -> date:
        return self.agenda.le - timedelta(days=jours)

    def ouvrir(self, aide: Aide, _: date) -> None:
        """The draft, its plan and its proofs."""
        employeur, par = self.maisons[aide.maison].employeur, self.par(aide)
        prenom, nom, age = aide.personne
        champs: dict[str, Any] = {
            "employeur": employeur, "dispositif": aide.dispositif,
            "effectif": employeur.effectif, "public": False, "offre_diffusee": True,
            "offre_ou": "France Travail", "prenom": prenom, "nom": nom,
            "date_naissance": date(self.agenda.le.year - age, 1, 12),
            "poste": aide.poste, "demandeur_emploi": True, "contrat_type": "cdi",
            "contrat_debut": self.jour(aide.contrat), "formation": aide.formation,
            "formation_debut": self.jour(aide.debut), "formation_fin": self.jour(aide.fin),
            "heures": Decimal(aide.heures), "iban": IBAN, "titulaire": employeur.nom,
        }  # fmt: skip
        if aide.avec_organisme:
            organisme = OrganismeFormation.objects.filter(qualiopi=True).order_by("pk").first()
            assert organisme is not None  # noqa: S101 created before
            champs |= {
                "organisme": organisme, "organisme_nom": organisme.nom, "organisme_siret": organisme.siret,
                "qualiopi": True, "cout": Decimal(aide.cout or 0), "autre_financement": False,
            }  # fmt: skip
        demande = ouvrir_brouillon(par=par, champs=champs, rqth=aide.rqth)
        self.ouvertes[aide.cle] = demande.pk
        enregistrer_plan(demande_id=demande.pk, par=par, champs=_plan(aide), sequences=_sequences(aide))
        if aide.depose:
            self.joindre(aide, Etape.DEMANDE)

    def joindre(self, aide: Aide, etape: Etape) -> None:
        for categorie in requises(aide.dispositif, etape):
            lue = PieceLue(f"{categorie}.pdf", "application/pdf", _page(CategoriePiece(categorie).label, aide))
            joindre_piece(demande_id=self.pk(aide), par=self.par(aide), categorie=categorie, lue=lue)

    def deposer(self, aide: Aide, le: date) -> None:
        deposer_demande(demande_id=self.pk(aide), par=self.par(aide), le=le, attestation=True)

    def accorder(self, aide: Aide, le: date) -> None:
        """An officer who has read every proof."""
        agent = self.comptes["agent"]
        for piece in pieces_de(DemandeAide.objects.get(pk=self.pk(aide))):
            noter_piece_vue(demande_id=self.pk(aide), piece_id=piece.pk, par=agent)
        if aide.rqth:
            noter_justificatif(demande_id=self.pk(aide), vu_le=le, par=agent, le=le)
        accorder_aide(demande_id=self.pk(aide), par=agent, le=le)

    def refuser(self, aide: Aide, le: date) -> None:
        mots = "La formation est celle que la personne vient de suivre dans une session de la Région."
        refuser_aide(demande_id=self.pk(aide), par=self.comptes["agent"], le=le, precisions=mots)

    def completer(self, aide: Aide, le: date) -> None:
        demander_complement(
            demande_id=self.pk(aide),
            champs=[CategoriePiece.RIB, "iban"],
            precisions="Le relevé d’identité bancaire est coupé : on n’y lit pas le nom du titulaire.",
            par=self.comptes["agent"],
            le=le,
        )

    def abandonner(self, aide: Aide, _: date) -> None:
        mots = "L’organisme a annulé la formation, nous n’avons pas trouvé d’autre date."
        abandonner_demande(demande_id=self.pk(aide), par=self.par(aide), motif=mots)

    def rendre(self, aide: Aide, le: date, *, part: Decimal = Decimal(1)) -> None:
        """The bilan: ``part`` of what was planned was done."""
        champs = {
            "debut": self.jour(aide.debut),
            "fin": self.jour(aide.fin),
            "heures": aide.heures * part,
            "cout": aide.cout * part if aide.cout else None,
            "contrat_en_cours": True,
            "deroulement": "La formation s’est passée comme prévu." if part else "L’organisme a fermé avant le début.",
            "acquis": "Travaille seule ou seul sur les tâches du plan." if part else "",
        }
        self.joindre(aide, Etape.BILAN)
        enregistrer_bilan(demande_id=self.pk(aide), par=self.par(aide), champs=champs)
        envoyer_bilan(demande_id=self.pk(aide), par=self.par(aide), le=le)

    def rendre_la_moitie(self, aide: Aide, le: date) -> None:
        self.rendre(aide, le, part=Decimal("0.5"))

    def rendre_rien(self, aide: Aide, le: date) -> None:
        self.rendre(aide, le, part=Decimal(0))

    def liquider(self, aide: Aide, le: date) -> None:
        bilan = BilanFormation.objects.get(demande=self.pk(aide))
        liquider_aide(
            demande_id=self.pk(aide),
            heures=bilan.heures or Decimal(0),
            cout=bilan.cout,
            motif="",
            par=self.comptes["agent"],
            le=le,
        )

    def envoyer(self, aide: Aide, _: date) -> None:
        """What an officer has settled leaves for payment."""
        cle = uuid5(NAMESPACE_URL, f"aides-demo-{aide.cle}")
        envoyer_au_paiement(
            demandes=[self.pk(aide)], envoi=cle, par=self.comptes["finances"], maintenant=horloge.maintenant()
        )

    def payer(self, aide: Aide, le: date) -> None:
        envoi = EnvoiPaiement.objects.get(demandes=self.pk(aide))
        noter_paiements(envoi_id=envoi.pk, demandes=[self.pk(aide)], payee_le=le, par=self.comptes["finances"], le=le)


def _plan(aide: Aide) -> dict[str, str]:
    champs = {
        "objectifs": f"Tenir le poste, {aide.poste.lower()}, sans aide.",
        "depart": "Connaît les gestes de base et les règles de sécurité.",
        "evaluation": "Une mise en situation, notée avec la personne.",
    }
    if aide.dispositif != TypeAide.FORMATION:
        champs |= {
            "tuteur_nom": "Maud Guérineau",
            "tuteur_fonction": "Cheffe d’équipe",
            "tuteur_experience": "Onze ans au même poste",
        }
    if aide.dispositif == TypeAide.AFEST:
        champs["situations"] = "Préparer une commande, la contrôler, la remettre au client."
    return champs


def _sequences(aide: Aide) -> list[dict[str, Any]]:
    """Three lines whose hours add up."""
    natures = {
        TypeAide.FORMATION: (NatureSequence.COURS, NatureSequence.PRATIQUE, NatureSequence.EVALUATION),
        TypeAide.TUTORAT: (
            NatureSequence.DEMONSTRATION, NatureSequence.ACCOMPAGNEMENT, NatureSequence.EVALUATION,
        ),
        TypeAide.AFEST: (NatureSequence.SITUATION, NatureSequence.REFLEXION, NatureSequence.EVALUATION),
    }[TypeAide(aide.dispositif)]  # fmt: skip
    heures = (aide.heures // 2, aide.heures - aide.heures // 2 - 7, 7)
    mots = ("Les gestes du métier", "Le même travail, à son rythme", "Ce qui est acquis")
    return [
        {"contenu": contenu, "nature": nature, "heures": Decimal(combien)}
        for contenu, nature, combien in zip(mots, natures, heures, strict=True)
    ]


def _page(titre: str, aide: Aide) -> bytes:
    """A page of its own for each request: the same file twice would be a signal."""
    image = Image.new("1", (900, 240), 1)
    dessin = ImageDraw.Draw(image)
    for rang, ligne in enumerate((titre, f"Demande d’essai, {aide.cle}")):
        dessin.text((50, 50 + 70 * rang), ligne, fill=0, font_size=36)
    octets = BytesIO()
    image.save(octets, "PDF")
    return octets.getvalue()


PEF, TUTORAT, AFEST = TypeAide.FORMATION, TypeAide.TUTORAT, TypeAide.AFEST
_SOUDURE, _VENTE = "Soudage TIG, perfectionnement", "Conseil et vente en boulangerie"
AIDES = (
    # Paid in full, at the increase of a senior.
    Aide("payee", "heulin", PEF, ("Brigitte", "Marchand", 57), "Soudeuse", _SOUDURE, 140, 2100, 190, 175, 120, 180,
         suites=((174, 11, Jeu.accorder), (110, 10, Jeu.rendre), (102, 15, Jeu.liquider), (95, 9, Jeu.envoyer),
                 (80, 14, Jeu.payer))),
    # Half of it was done; settled, to be sent.
    Aide("due", "toits-heulin", PEF, ("Mehdi", "Garnier", 29), "Couvreur", "Zinguerie", 105, 1900, 110, 95, 40, 100,
         suites=((94, 11, Jeu.accorder), (33, 10, Jeu.rendre_la_moitie), (12, 15, Jeu.liquider))),
    # Nothing was done: closed.
    Aide("rien", "erve", PEF, ("Lucas", "Fourmond", 34), "Maçon", "Enduits à la chaux", 70, 1000, 120, 100, 60, 105,
         suites=((99, 11, Jeu.accorder), (50, 10, Jeu.rendre_rien), (45, 15, Jeu.liquider))),
    # The bilan is in.
    Aide("bilan", "fournil", AFEST, ("Fatou", "Sarr", 41), "Vendeuse", _VENTE, 120, None, 90, 80, 9, 86,
         suites=((82, 11, Jeu.accorder), (4, 10, Jeu.rendre))),
    # Granted, its training runs; the cost was cut by the cap of an hour.
    Aide("accordee", "lathan", PEF, ("Yann", "Leblond", 38), "Tourneur", "Programmation CN", 150, 4200,
         45, 20, -30, 40, suites=((33, 11, Jeu.accorder),)),
    # Granted with the increase whose proof an officer saw.
    Aide("majoree", "gaborit", TUTORAT, ("Solenn", "Hervouet", 26), "Charpentière", "Taille et levage", 160, None,
         40, 25, -40, 35, rqth=True, suites=((30, 11, Jeu.accorder),)),
    # The same person at another employer's, the same days: cannot be granted.
    Aide("double", "coteaux", PEF, ("Solenn", "Hervouet", 26), "Métallière", "Lecture de plans", 70, 1050,
         12, 5, -20, 6),
    # Waits since some days: the cap of the aid cuts it.
    Aide("plafond", "heulin", PEF, ("Nabil", "Costes", 45), "Soudeur", _SOUDURE, 420, 7600, 20, -10, -90, 9),
    Aide("tutorat", "fournil", TUTORAT, ("Enzo", "Picard", 22), "Boulanger", "Pétrissage et cuisson", 200, None,
         15, -3, -60, 4),
    Aide("declaree", "sevre", AFEST, ("Aline", "Douet", 33), "Opératrice", "Réglage de presse", 90, None,
         18, -7, -50, 3, rqth=True),
    Aide("complement", "layon-meca", PEF, ("Paulo", "Mendes", 50), "Mécanicien", "Hydraulique", 84, 1150,
         25, -5, -40, 8, suites=((6, 14, Jeu.completer),)),
    Aide("refusee", "vignoble", PEF, ("Judith", "Amiot", 30), "Cuisinière", "Cuisine de collectivité", 100, 1400,
         60, 40, 5, 55, suites=((48, 11, Jeu.refuser),)),
    Aide("abandonnee", "jouanne", PEF, ("Théo", "Briand", 24), "Couvreur", "Étanchéité", 70, 980, 35, 10, -10, 28,
         suites=((20, 11, Jeu.abandonner),)),
    Aide("brouillon", "heulin", TUTORAT, ("Inaya", "Robert", 27), "Tôlière", "Pliage", 80, None, 10, -4, -40),
)  # fmt: skip
