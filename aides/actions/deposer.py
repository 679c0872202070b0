"""Filing a request, and filing it again once what was asked is there."""

from datetime import date
from typing import Any

from django.db import transaction

from aides.actions.rediger import relire
from aides.enums import TransitionAide
from aides.models import DemandeAide
from aides.queries.avancement import manques_de
from aides.queries.dossier import Appreciation, apprecier
from aides.queries.lettre import contexte_courriel
from comptes.models import Utilisateur
from noyau import courriers
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.numeros import numero_suivant
from referentiels.regles.constats import Niveau, Verdict
from referentiels.regles.typographie import composer

SERIE = "AI"


@transaction.atomic
def deposer_demande(*, demande_id: int, par: Utilisateur, le: date, attestation: bool, lu: str = "") -> DemandeAide:
    """File a draft (domaine.md § 3): judged by the law of ``le``, numbered, acknowledged.

    Raises ``TransitionImpossible`` when it was filed already, ``DossierModifie`` when it has changed since it was read
    (``lu``), ``RegleViolee`` with every reason when something is missing or when the aid is not possible: such a file
    would only be refused, and who thinks otherwise is told whom to call (choice of the project).
    """
    demande = relire(demande_id, par=par)
    # A second click is told that it is done, before being told that the page is old.
    demande.automate.arrivee(TransitionAide.DEPOSER, demande.statut)
    demande = relire(demande_id, par=par, lu=lu)
    if not attestation:
        raise RegleViolee("Cochez que ce que vous déclarez est exact.")
    appreciation = exiger_complete(demande, le=le)
    instant = maintenant()
    champs = {
        "attestation": True,
        "deposee_le": instant,
        "complete_le": instant,
        "jugee_le": le,
        **_jugement(appreciation),
        "modifie_le": instant,
        # Taken last: whoever files at the same time waits here.
        "numero": f"{SERIE}-{le.year}-{numero_suivant(SERIE, le.year):05d}",
    }
    ligne = demande.franchir(TransitionAide.DEPOSER, par=par, **champs)
    accuser_reception(demande, par=par, cle=f"aide-deposee:{ligne.pk}", completee=False)
    return demande


@transaction.atomic
def completer_demande(*, demande_id: int, par: Utilisateur, le: date, lu: str = "") -> DemandeAide:
    """Send a request back to the officers once all they asked for is there; it keeps its number and its law.

    Errors: as ``deposer_demande``.
    """
    demande = relire(demande_id, par=par)
    demande.automate.arrivee(TransitionAide.COMPLETER, demande.statut)
    demande = relire(demande_id, par=par, lu=lu)
    appreciation = exiger_complete(demande, le=le)
    instant = maintenant()
    champs = {"demandes": [], "complete_le": instant, **_jugement(appreciation), "modifie_le": instant}
    ligne = demande.franchir(TransitionAide.COMPLETER, par=par, **champs)
    accuser_reception(demande, par=par, cle=f"aide-deposee:{ligne.pk}", completee=True)
    return demande


def exiger_complete(demande: DemandeAide, *, le: date) -> Appreciation:
    """Judge a request that is about to leave; raise ``RegleViolee`` with all that stops it."""
    manques = manques_de(demande)
    if manques:
        raise RegleViolee(*(composer(f"Il manque : {manque.phrase}.") for manque in manques))
    appreciation = apprecier(demande, le=le)
    if appreciation.verdict in (Verdict.NON_ELIGIBLE, Verdict.A_COMPLETER):
        genant = Niveau.NON_CONFORME if appreciation.verdict == Verdict.NON_ELIGIBLE else Niveau.A_COMPLETER
        raise RegleViolee(*(constat.message for constat in appreciation.constats if constat.niveau == genant))
    return appreciation


def accuser_reception(demande: DemandeAide, *, par: Utilisateur, cle: str, completee: bool) -> None:
    """Tell who filed that it has arrived. No name of a person goes in the mail."""
    courriers.deposer(
        modele="aide_recue",
        cle=cle,
        destinataire=par.email,
        contexte={
            **contexte_courriel(demande),
            "contact": par.get_full_name(),
            "completee": completee,
            "formation": demande.formation,
            "montant": str(demande.montant_demande),
        },
    )


def _jugement(appreciation: Appreciation) -> dict[str, Any]:
    return {
        "constats": [constat._asdict() for constat in appreciation.constats],
        "verdict": appreciation.verdict,
        "montant_demande": appreciation.calcul.montant,
    }
