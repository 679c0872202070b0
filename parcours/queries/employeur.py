"""What an employer reads of the people on its posts: by its account, or by the personal link sent to its contact."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from comptes import acces
from comptes.liens import Lien, Usage, chemin
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau.parmi import Parmi
from parcours.models import AvisEmployeur
from sessions_formation.automates import SORTI
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

# Before the profile is validated, and once turned down, a person is none of the employer's business.
CACHES = frozenset({StatutParcours.POSITIONNE, StatutParcours.NON_RETENU})
# The pages its links open, by what each is for. Those of a hire are drawn by an application above.
PAGES = {Usage.AVIS_EMPLOYEUR: "parcours:avis_lien", Usage.EMBAUCHE: "insertion:embauche_lien"}
# ``embauche__parcours``, not ``embauche``: PostgreSQL sees that nothing is joined then, and does not read every hire.
_EMBAUCHE_A_DIRE = Q(statut__in=SORTI, embauche__parcours=None, stagiaire__efface_le=None) & ~Q(
    intention__statut=StatutIntention.DESISTEE
)
_ORDRE = ("-session__debut", "session", "pk")
_MONTRES = (
    *("statut", "debut", "fin", "entre_le", "sorti_le"),
    *("stagiaire__nom", "stagiaire__prenom"),
    *("session__intitule", "session__debut", "session__fin", "session__organisme__nom"),
    *("intention__numero", "intention__statut", "intention__intitule", "intention__contrat_type"),
    *("intention__duree_mois", "intention__heures_hebdo", "intention__embauche_souhaitee"),
    *("intention__metier__libelle", "intention__employeur__nom"),
    *("embauche__embauche", "embauche__contrat_type", "embauche__duree_mois", "embauche__debut"),
    *("embauche__heures_hebdo", "embauche__ecarts", "embauche__raison"),
)


def parcours_de_l_employeur(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """The parcours on the posts of the person's establishments, once the profile is validated."""
    siens = acces.constantes(acces.employeurs_de(utilisateur))
    intentions = IntentionEmbauche.objects.filter(employeur__in=siens).order_by().values("pk")
    return Parcours.objects.filter(Parmi("intention", intentions)).exclude(statut__in=CACHES)


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
    return parcours.filter(Q(statut=StatutParcours.PROFIL_VALIDE) & ~Exists(avis) | _EMBAUCHE_A_DIRE)


def dont_l_embauche_est_a_dire(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """Keep those whose employer has not said yet whether it hires them."""
    return parcours.filter(_EMBAUCHE_A_DIRE)


def cles_dans_l_ordre(parcours: QuerySet[Parcours]) -> QuerySet:
    """Give the ids of an employer's list, the latest sessions first: what its rows show is read for a page alone."""
    return parcours.order_by(*_ORDRE).values_list("pk", flat=True)


def lus_pour_la_page(cles: Iterable[int]) -> QuerySet[Parcours]:
    """Give the parcours of a page of an employer's list, in its order, with what it shows and nothing else (1 query):
    the wide rows of sessions and intentions would cost more than all the rest."""
    lignes = Parcours.objects.filter(pk__in=list(cles)).select_related(
        "stagiaire", "session__organisme", "intention__metier", "intention__employeur", "embauche"
    )
    return lignes.only(*_MONTRES).order_by(*_ORDRE)


def avec_les_avis(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """Add the opinions of employers that ``son_avis`` chooses from (1 query)."""
    avis = AvisEmployeur.objects.only("parcours", "employeur", "avis").order_by("pk")
    return parcours.prefetch_related(Prefetch("avis_employeurs", avis))


def son_avis(parcours: Parcours) -> AvisEmployeur | None:
    """Give the opinion of the employer whose post it is, from what ``avec_les_avis`` read."""
    employeur = parcours.intention.employeur_id if parcours.intention else None
    return next((avis for avis in parcours.avis_employeurs.all() if avis.employeur_id == employeur), None)


def avis_par_parcours(parcours: Iterable[int]) -> dict[int, list[AvisEmployeur]]:
    """Give the opinions of employers on several parcours, by their id, for ``parcours/_avis_employeur.html`` (1
    query). Those without any are left out."""
    trouves: dict[int, list[AvisEmployeur]] = {}
    for avis in AvisEmployeur.objects.filter(parcours__in=parcours).select_related("employeur"):
        trouves.setdefault(avis.parcours_id, []).append(avis)
    return trouves
