"""A request, as the rules read it, and what they say of it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from aides.models import BilanFormation, DemandeAide, Majoration
from aides.regles import aide
from aides.regles.dossier import ContratConclu, Dispositif, DossierAide, Etablissement, FormationPrevue, Salarie
from aides.regles.montant import Calcul, calculer
from aides.regles.personne import age_au
from aides.regles.realise import Realise, montant_du
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement

_SANS = Decimal(0)


@dataclass(frozen=True, slots=True)
class Appreciation:
    """What the law of a day says of a request: findings, verdict, amount line by line."""

    constats: list[Constat]
    verdict: Verdict
    calcul: Calcul


def rqth_declaree(demande: DemandeAide) -> bool | None:
    """Tell whether the employer declared the person recognised disabled (1 query); None when it did not say."""
    return Majoration.objects.filter(demande=demande).values_list("rqth", flat=True).first()


def dossier_de(demande: DemandeAide, *, reglement: Reglement) -> DossierAide:
    """Return the file the rules judge, the increase as the employer declares it. ``employeur`` must be loaded.

    « Senior » is an age on the first day of the contract (``aide_senior_age``, choice of the project).
    """
    return DossierAide(
        dispositif=Dispositif(demande.dispositif),
        etablissement=Etablissement(demande.employeur.departement_id, demande.effectif, demande.public),
        offre_diffusee=demande.offre_diffusee,
        contrat=ContratConclu(
            TypeContrat(demande.contrat_type) if demande.contrat_type else None,
            None if demande.duree_mois is None else Decimal(demande.duree_mois),
            demande.contrat_debut,
        ),
        salarie=Salarie(demande.demandeur_emploi, rqth_declaree(demande), _senior(demande, reglement)),
        formation=FormationPrevue(demande.formation_debut, demande.heures, demande.cout, demande.qualiopi),
    )


def dossier_prouve(demande: DemandeAide, *, reglement: Reglement) -> DossierAide:
    """Return the same file, without the increase whose proof no officer has seen (choice of the project)."""
    dossier = dossier_de(demande, reglement=reglement)
    vu = Majoration.objects.filter(demande=demande, rqth=True, justificatif_vu_le__isnull=False).exists()
    return replace(dossier, salarie=replace(dossier.salarie, rqth=vu))


def apprecier(demande: DemandeAide, *, le: date, reglement: Reglement | None = None) -> Appreciation:
    """Judge a request by the law of the day it was first filed, of ``le`` while it is a draft."""
    jour = demande.jugee_le or le
    loi = reglement or reglement_au(jour)
    dossier = dossier_de(demande, reglement=loi)
    constats = aide.examiner(dossier, reglement=loi, le=jour)
    verdict = verdict_de(constats)
    calcul = calculer(dossier, reglement=loi, verdict=verdict, autre_financement=autre_montant(demande))
    return Appreciation(constats, verdict, sans_gain_de_l_age(calcul, dossier))


def sans_gain_de_l_age(calcul: Calcul, dossier: DossierAide) -> Calcul:
    """Leave out what an age would add once the person's is known: it will not change."""
    if dossier.salarie.senior is None:
        return calcul
    return replace(calcul, gains=tuple(gain for gain in calcul.gains if gain.code != "senior"))


def autre_montant(demande: DemandeAide) -> Decimal:
    """Return the euros another funder pays, zero when there is none."""
    return (demande.autre_montant or _SANS) if demande.autre_financement else _SANS


def realise_de(demande: DemandeAide, bilan: BilanFormation) -> Realise:
    """Return what was done, as an officer kept it, else as the employer says it."""
    heures = bilan.heures if bilan.heures_retenues is None else bilan.heures_retenues
    cout = bilan.cout if bilan.cout_retenu is None else bilan.cout_retenu
    return Realise(heures=heures, cout=cout, debut=bilan.debut, autre=autre_montant_paye(demande, bilan))


def autre_montant_paye(demande: DemandeAide, bilan: BilanFormation) -> Decimal:
    """Return the euros another funder paid, as the bilan says; what the request announced while it says nothing."""
    return autre_montant(demande) if bilan.autre_montant is None else bilan.autre_montant


def du_de(demande: DemandeAide, realise: Realise) -> Calcul:
    """Count what is due for what was done, by the law of the request, never above the grant. It was granted."""
    reglement = reglement_au(demande.jugee_le or timezone.localtime(demande.deposee_le).date())
    dossier = dossier_prouve(demande, reglement=reglement)
    return montant_du(dossier, realise=realise, reglement=reglement, accorde=demande.montant_accorde or _SANS)


def _senior(demande: DemandeAide, reglement: Reglement) -> bool | None:
    if demande.date_naissance is None or demande.contrat_debut is None:
        return None
    return age_au(demande.date_naissance, demande.contrat_debut) >= reglement.aide_senior_age
