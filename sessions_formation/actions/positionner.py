"""Opening a parcours on a post: 1 job = 1 training, and a post belongs to one live parcours at most (FAQ §5)."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau import journal
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer, jour
from sessions_formation.automates import TIENT_SON_POSTE
from sessions_formation.enums import StatutSession
from sessions_formation.models import IntentionRetenue, Parcours, Session
from stagiaires.models import Stagiaire

ACCUEILLE = frozenset({StatutSession.AUTORISEE, StatutSession.PUBLIEE, StatutSession.DEMARREE})


@transaction.atomic
def ouvrir_parcours(
    *, session_id: int, intention_id: int, stagiaire: Stagiaire, par: Utilisateur, le: date
) -> Parcours:
    """Open a parcours of a session for a person, on the lowest free post of an intention the session holds.

    Those who ask for the same intention at the same moment pass one after the other. Raises ``Session.DoesNotExist``
    on another's session, ``RegleViolee`` when the session takes nobody, does not hold the intention (or only asks to:
    an amendment not granted yet), or when every post of it is taken already.
    """
    # Before what it holds: who cancels it, or takes an intention back, locks it first too (and the row inserted below
    # would wait for them at the end, while they wait for us).
    session = Session.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=session_id)
    _exiger_accueil(session, le)
    intention = _verrouiller_retenue(session, intention_id)
    poste = _poste_libre(intention)
    parcours = Parcours.objects.create(stagiaire=stagiaire, session=session, intention=intention, poste=poste)
    libelle = composer(f"Ouvert sur le poste {poste} de {intention.employeur}")
    journal.noter(parcours, libelle[:120], par=par, transition="ouvrir")
    return parcours


def _exiger_accueil(session: Session, le: date) -> None:
    if session.statut not in ACCUEILLE:
        raise RegleViolee(
            composer(
                f"Cette session est « {session.get_statut_display().lower()} » : on n’y positionne personne. "
                "Il faut que la Région l’ait autorisée, et qu’elle ne soit pas finie."
            )
        )
    if session.fin and session.fin < le:
        raise RegleViolee(f"Cette session s’est terminée le {jour(session.fin)} : on n’y positionne plus personne.")


def _verrouiller_retenue(session: Session, intention_id: int) -> IntentionEmbauche:
    """Lock what the session holds, then the intention: in the order of who lets them go, so that neither waits for
    the other."""
    tenues = IntentionRetenue.objects.filter(session=session, intention=intention_id, active=True)
    if not list(tenues.select_for_update(of=("self",), no_key=True).order_by("pk")):
        raise RegleViolee("La session ne retient pas cette intention : choisissez un poste d’une intention retenue.")
    if not tenues.acquises().exists():
        raise RegleViolee("La Région n’a pas encore accordé ces parcours supplémentaires : attendez sa réponse.")
    intentions = IntentionEmbauche.objects.select_related("employeur")
    return intentions.select_for_update(of=("self",), no_key=True).get(pk=intention_id)


def _poste_libre(intention: IntentionEmbauche) -> int:
    postes = intention.nombre_postes or 0
    pris = set(
        Parcours.objects.filter(intention=intention, statut__in=TIENT_SON_POSTE).values_list("poste", flat=True)
    )
    libre = next((poste for poste in range(1, postes + 1) if poste not in pris), None)
    if libre is None:
        combien = "Le poste" if postes == 1 else f"Les {postes} postes"
        deja = "est déjà attribué" if postes == 1 else "sont déjà attribués"
        raise RegleViolee(composer(f"{combien} de {intention.employeur} {deja} : un emploi, une formation."))
    return libre
