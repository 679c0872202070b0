"""What the page of a parcours reads."""

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from noyau.journal import LigneJournal
from parcours.models import AvisEmployeur, NoteParcours
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours, Session
from stagiaires.models import Appel

CANDIDATS = frozenset({StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE})
# An employer's opinion serves until the training begins.
AVIS_UTILES = CANDIDATS | {StatutParcours.ADMIS}
# Beyond, the oldest lines are of no help to anybody.
LIGNES_MAX = 40


def pour_la_fiche(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """Give these parcours with all that their page shows of them, in two queries: one statement joining all these
    tables takes longer to plan than to run."""
    session = Session.objects.select_related(
        "organisme", "lieu__commune", "commune", "structure_referente", "referent"
    )
    return parcours.select_related(
        "stagiaire__commune",
        "stagiaire__structure",
        "stagiaire__referent",
        "intention__employeur",
        "intention__metier",
        "structure",
        "positionne_par",
        "valideur",
    ).prefetch_related(Prefetch("session", session))


def lire_autour(parcours: Parcours, *, appels: bool) -> None:
    """Read what the page shows around a parcours, where its state leaves room for some: notes, opinions of employers,
    programme and days away, calls if ``appels`` (5 queries at most)."""
    autour: list[str | Prefetch] = [Prefetch("notes", NoteParcours.objects.select_related("par"))]
    if parcours.statut in AVIS_UTILES:
        autour.append(Prefetch("avis_employeurs", AvisEmployeur.objects.select_related("employeur")))
    if parcours.statut not in CANDIDATS:
        autour.append("modules")
    if parcours.entre_le:
        autour.append("interruptions")
    if appels:
        autour.append(Prefetch("stagiaire__appels", Appel.objects.select_related("par")))
    prefetch_related_objects([parcours], *autour)


def historique_de(parcours: Parcours) -> list[LigneJournal]:
    """Give what happened to a parcours and to the person's file, newest first (1 query)."""
    du_parcours = Q(objet_type=parcours._meta.label_lower, objet_id=parcours.pk)
    de_la_fiche = Q(objet_type=parcours.stagiaire._meta.label_lower, objet_id=parcours.stagiaire_id)
    return list(LigneJournal.objects.filter(du_parcours | de_la_fiche).order_by("-le", "-pk")[:LIGNES_MAX])


def rang_d_attente(parcours: Parcours) -> int | None:
    """Give the rank on the session's waiting list, from 1; None when the person is not on it."""
    if parcours.attente_le is None or parcours.statut not in CANDIDATS:
        return None
    devant = Q(attente_le__lt=parcours.attente_le) | Q(attente_le=parcours.attente_le, pk__lt=parcours.pk)
    return Parcours.objects.filter(session=parcours.session_id).en_attente().filter(devant).count() + 1
