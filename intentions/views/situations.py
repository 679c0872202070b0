"""Where a transmitted intention stands, in words for who transmits it."""

from django.utils import timezone

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.views.presentation import Situation
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, jour

# What the employer reads, signed in, of what somebody else wrote for it.
A_CONFIRMER = Situation(
    Verdict.A_COMPLETER,
    "Cette intention attend votre confirmation",
    "Sans votre accord, elle ne compte pas et personne ne la prend en charge.",
)
_TOUTES = {
    StatutIntention.DEPOSEE: Situation("", "Transmise", "Les conditions se vérifient."),
    StatutIntention.A_COMPLETER: Situation(
        Verdict.A_COMPLETER,
        "Il manque des réponses",
        composer("Complétez-les : l’employeur n’est sollicité qu’ensuite."),
    ),
    StatutIntention.DEROGATION_DEMANDEE: Situation(
        Verdict.DEROGATION, "Un agent de la Région va se prononcer", "L’employeur reçoit la réponse par courriel."
    ),
    StatutIntention.RECEVABLE: Situation(
        Verdict.ELIGIBLE, "L’intention est recevable", "Les organismes de formation du secteur peuvent la prendre."
    ),
    StatutIntention.ENGAGEE: Situation(
        Verdict.ELIGIBLE, "Une session de formation compte sur ces postes", "L’employeur en est tenu au courant."
    ),
    StatutIntention.SATISFAITE: Situation(Verdict.ELIGIBLE, "Les postes sont pourvus", ""),
    StatutIntention.REFUSEE: Situation(
        Verdict.NON_ELIGIBLE, "L’intention n’entre pas dans le dispositif", "Les raisons sont ci-dessous."
    ),
    StatutIntention.DESISTEE: Situation("", "Cette intention est retirée", "Elle ne compte plus."),
    StatutIntention.EXPIREE: Situation("", "Cette intention a expiré", "Personne ne l’a prise à temps."),
    StatutIntention.CLASSEE: Situation("", "Cette intention est classée", "Elle reste consultable."),
}


def situation_transmise(intention: IntentionEmbauche, *, attend: bool) -> Situation:
    """Give where it stands; ``attend`` when nothing is missing but the employer's word."""
    if attend and intention.confirmation_demandee_le:
        depuis = jour(timezone.localtime(intention.confirmation_demandee_le).date())
        return Situation(
            Verdict.A_COMPLETER,
            f"Attend l’employeur depuis le {depuis}",
            composer(f"Nous avons écrit à {intention.contact_nom} ({intention.contact_courriel}) pour confirmer."),
        )
    if attend:
        return Situation(
            Verdict.A_COMPLETER, "Attend l’écrit de l’employeur", "Joignez sa lettre ou son courriel ci-dessous."
        )
    return _TOUTES[StatutIntention(intention.statut)]
