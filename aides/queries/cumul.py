"""What is known around a request that may be paid twice: other aids, sessions, proofs, bank account."""

from decimal import Decimal

from aides.automates import CLOSE, ENGAGE_LA_REGION
from aides.enums import CategoriePiece, StatutAide
from aides.models import BilanFormation, DemandeAide
from aides.queries.dossier import autre_montant, autre_montant_paye
from aides.regles.cumul import Alerte, AutreAide, Faits, SessionSuivie, alertes
from aides.regles.personne import cle_de_personne
from noyau.pieces import Piece
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from stagiaires.models import Stagiaire

# Nothing was, or is to be, paid for those.
SANS_FORMATION = (StatutParcours.POSITIONNE, StatutParcours.NON_RETENU)
PAS_ENCORE = (StatutParcours.PROFIL_VALIDE, StatutParcours.ADMIS)
# An aid closed without granting, or given up, pays nothing.
SANS_EFFET = tuple(sorted((CLOSE | {StatutAide.BROUILLON}) - ENGAGE_LA_REGION))


def alertes_de(demande: DemandeAide, *, reglement: Reglement) -> list[Alerte]:
    """Give the alerts on a request, those that block first (7 queries at most). Once a bilan was sent, by what was
    done."""
    return alertes(faits_de(demande), reglement=reglement)


def faits_de(demande: DemandeAide) -> Faits:
    """Gather what the guard reads; the days and hours of the bilan once it was sent."""
    bilan = bilan_envoye(demande)
    stagiaires = stagiaires_de(demande)
    autre = autre_montant_paye(demande, bilan) if bilan else autre_montant(demande)
    # Announced without an amount yet, or paid; a bilan that says zero ends it.
    finance = demande.autre_financement and (autre or not bilan)
    return Faits(
        formation=demande.formation,
        debut=(bilan and bilan.debut) or demande.formation_debut,
        fin=(bilan and bilan.fin) or demande.formation_fin,
        heures=_heures(demande, bilan),
        autres=tuple(_autres(demande, stagiaires)),
        sessions=tuple(_sessions(stagiaires)),
        autre_financeur=demande.autre_financeur if finance else "",
        autre_montant=autre or None,
        memes_preuves=tuple(_memes_preuves(demande)),
        iban_change=_iban_change(demande),
    )


def bilan_envoye(demande: DemandeAide) -> BilanFormation | None:
    """Give the bilan of a request once it was sent; None while it is being written."""
    bilan = BilanFormation.objects.filter(demande=demande, envoye_le__isnull=False).first()
    return bilan if demande.statut in {StatutAide.FORMATION_REALISEE, StatutAide.PAYEE} else None


def stagiaires_de(demande: DemandeAide) -> list[int]:
    """Give the ids of the trainees' files that are this person's: that of its hire, those of its name and birth."""
    trouves: set[int] = set()
    if demande.embauche_id:
        trouves.update(Parcours.objects.filter(embauche=demande.embauche_id).values_list("stagiaire", flat=True))
    if demande.personne and demande.date_naissance:
        meme_jour = Stagiaire.objects.presents().filter(date_naissance=demande.date_naissance)
        trouves.update(
            stagiaire.pk
            for stagiaire in meme_jour
            if cle_de_personne(stagiaire.prenom, stagiaire.nom, stagiaire.date_naissance) == demande.personne
        )
    return sorted(trouves)


def _autres(demande: DemandeAide, stagiaires: list[int]) -> list[AutreAide]:
    # Two searches, each by its index: « or » across tables would read every request.
    trouvees = DemandeAide.objects.filter(embauche__parcours__stagiaire__in=stagiaires).values("pk")
    if demande.personne:
        trouvees = trouvees.union(DemandeAide.objects.filter(personne=demande.personne).values("pk"))
    autres = DemandeAide.objects.filter(pk__in=trouvees).exclude(pk=demande.pk).exclude(statut__in=SANS_EFFET)
    return [
        AutreAide(
            reference=autre.reference,
            dispositif=autre.get_dispositif_display(),
            engagee=autre.statut in ENGAGE_LA_REGION,
            debut=autre.formation_debut,
            fin=autre.formation_fin,
            heures=autre.heures,
            meme_contrat=_meme_contrat(demande, autre),
        )
        for autre in autres.order_by("deposee_le", "pk")
    ]


def _meme_contrat(une: DemandeAide, autre: DemandeAide) -> bool:
    if une.embauche_id and une.embauche_id == autre.embauche_id:
        return True
    return une.employeur_id == autre.employeur_id and une.contrat_debut == autre.contrat_debut


def _sessions(stagiaires: list[int]) -> list[SessionSuivie]:
    """The trainings bought by the Région that the person follows, is to follow, or followed."""
    if not stagiaires:
        return []
    suivis = (
        Parcours.objects.filter(stagiaire__in=stagiaires)
        .exclude(statut__in=SANS_FORMATION)
        .select_related("session")
        .order_by("pk")
    )
    return [
        SessionSuivie(
            reference=suivi.session.reference,
            formation=suivi.session.intitule,
            debut=suivi.entre_le or suivi.debut or suivi.session.debut,
            fin=suivi.sorti_le or suivi.fin or suivi.session.fin,
            en_cours=suivi.statut == StatutParcours.ENTRE,
            a_eu_lieu=suivi.statut not in PAS_ENCORE,
        )
        for suivi in suivis
    ]


def _memes_preuves(demande: DemandeAide) -> list[str]:
    # One statement of account serves every request of an establishment.
    miennes = Piece.objects.de(demande).exclude(categorie=CategoriePiece.RIB).order_by().values("empreinte")
    ailleurs = (
        Piece.objects.filter(objet_type=demande._meta.label_lower, empreinte__in=miennes)
        .exclude(objet_id=demande.pk)
        .order_by()
        .values("objet_id")
    )
    autres = DemandeAide.objects.filter(pk__in=ailleurs, numero__isnull=False).order_by("numero")
    return [numero for numero in autres.values_list("numero", flat=True) if numero]


def _iban_change(demande: DemandeAide) -> bool:
    """The account is not that of the establishment's latest request filed before it."""
    if not demande.iban or demande.deposee_le is None:
        return False
    precedente = (
        DemandeAide.objects.filter(employeur=demande.employeur_id, deposee_le__lt=demande.deposee_le)
        .exclude(pk=demande.pk)
        .exclude(iban="")
        .order_by("-deposee_le", "-pk")
        .values_list("iban", flat=True)
        .first()
    )
    return precedente is not None and precedente != demande.iban


def _heures(demande: DemandeAide, bilan: BilanFormation | None) -> Decimal | None:
    if bilan is None:
        return demande.heures
    return bilan.heures_retenues if bilan.heures_retenues is not None else bilan.heures
