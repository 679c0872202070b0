"""What an employer reads of the people on its posts: by its account, or by the personal link sent to its contact."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from comptes import acces
from comptes.liens import Lien, Usage, chemin
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from parcours.models import AvisEmployeur
from sessions_formation.automates import SORTI
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

# Before the profile is validated, and once turned down, a person is none of the employer's business.
CACHES = frozenset({StatutParcours.POSITIONNE, StatutParcours.NON_RETENU})
# The pages its links open, by what each is for. Those of a hire are drawn by an application above.
PAGES = {Usage.AVIS_EMPLOYEUR: "parcours:avis_lien", Usage.EMBAUCHE: "insertion:embauche_lien"}


def parcours_de_l_employeur(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """The parcours on the posts of the person's establishments, once the profile is validated."""
    siens = acces.constantes(acces.employeurs_de(utilisateur))
    return Parcours.objects.filter(intention__employeur__in=siens).exclude(statut__in=CACHES)


def adresses_a(lien: Lien) -> QuerySet[Parcours]:
    """The parcours a link opens, none if whoever it was sent to no longer reads for that employer.

    Nor once the person's data is erased: there is nobody left to speak of.
    """
    lu = Parcours.objects.filter(pk=lien.objet, stagiaire__efface_le=None, intention__isnull=False)
    trouve = lu.exclude(statut__in=CACHES).select_related("intention__deposant").first()
    if trouve is None or not lien.courriel or courriel_du(trouve).lower() != lien.courriel:
        return Parcours.objects.none()
    return lu


def courriel_du(parcours: Parcours) -> str:
    """Give where the employer of a parcours' post reads us; empty when nobody is known."""
    return courriel_de_l_employeur(parcours.intention) if parcours.intention else ""


def chemin_personnel(usage: Usage, parcours: Parcours, courriel: str) -> str:
    """Give the path of the page that a link sent to ``courriel`` opens, about one parcours."""
    return chemin(PAGES[usage], usage, courriel, objet=parcours.pk)


def chemin_avis(parcours: Parcours, courriel: str) -> str:
    """Give the path of the page on which whoever reads ``courriel`` says what its establishment thinks of a person."""
    return chemin_personnel(Usage.AVIS_EMPLOYEUR, parcours, courriel)


def qui_attendent(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """Keep those that wait for their employer: its opinion, or its word on the hire."""
    avis = AvisEmployeur.objects.filter(parcours=OuterRef("pk"), employeur=OuterRef("intention__employeur"))
    return parcours.filter(
        Q(statut=StatutParcours.PROFIL_VALIDE) & ~Exists(avis)
        | Q(statut__in=SORTI, embauche=None, stagiaire__efface_le=None)
        & ~Q(intention__statut=StatutIntention.DESISTEE)
    )


def pour_la_page(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """With what the employer's list shows: the latest sessions first (2 queries)."""
    avis = Prefetch("avis_employeurs", AvisEmployeur.objects.order_by("pk"))
    lignes = parcours.select_related(
        "stagiaire", "session__organisme", "session__commune", "session__lieu__commune", "intention__metier",
        "intention__employeur", "embauche",
    )  # fmt: skip
    return lignes.prefetch_related(avis).order_by("-session__debut", "session", "pk")


def son_avis(parcours: Parcours) -> AvisEmployeur | None:
    """Give the opinion of the employer whose post it is, from what ``pour_la_page`` read."""
    employeur = parcours.intention.employeur_id if parcours.intention else None
    return next((avis for avis in parcours.avis_employeurs.all() if avis.employeur_id == employeur), None)


def avis_par_parcours(parcours: Iterable[int]) -> dict[int, list[AvisEmployeur]]:
    """Give the opinions of employers on several parcours, by their id, for ``parcours/_avis_employeur.html`` (1
    query). Those without any are left out."""
    trouves: dict[int, list[AvisEmployeur]] = {}
    for avis in AvisEmployeur.objects.filter(parcours__in=parcours).select_related("employeur"):
        trouves.setdefault(avis.parcours_id, []).append(avis)
    return trouves
