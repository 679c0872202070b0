"""Groups of intentions that could make a session together: what each comes to, what it misses, whom to call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.acces import departements_de, organismes_de
from comptes.models import Role
from intentions.models import IntentionEmbauche
from intentions.models.intention import IntentionQuerySet
from noyau.listes import adresse, page_de, pages
from referentiels.models import Departement, OrganismeFormation, Secteur
from referentiels.regles.typographie import composer, compter, enumerer
from sessions_formation.forms.besoins import FiltreRegroupements
from sessions_formation.models import Lot
from sessions_formation.queries.besoins import Territoire, besoins_du_territoire, organismes_a_appeler, territoire_de
from sessions_formation.queries.intentions import intentions_a_prendre, ouvertes_a
from sessions_formation.queries.regroupements import intentions_des_groupes, regroupements_de
from sessions_formation.regles.regroupement import Groupe, Portee
from sessions_formation.regles.voisinage import Ecart, Proche
from sessions_formation.views.acces import en_referent, pour
from sessions_formation.views.prise import PAIRES_MAX, lieu_de, nom_court

PAR_PAGE = 10
LIEUX_CITES = 3


@require_safe
@pour(Role.ORGANISME, Role.REFERENT)
def liste(request: HttpRequest) -> HttpResponse:
    """The groups of the person's perimeter, the best first, worked out as the page is read."""
    le, referent = timezone.localdate(), en_referent(request)
    filtre = _filtre(request, referent=referent)
    besoins = filtre.appliquer(_perimetre(request, filtre, referent=referent))
    regroupements = regroupements_de(besoins, le=le)
    page = page_de(request, regroupements.groupes, par_page=PAR_PAGE)
    intentions = intentions_des_groupes(page)
    territoires = {_territoire(groupe, intentions) for groupe in page} if referent else set()
    appels = organismes_a_appeler(territoires, le=le) if referent else {}
    contexte = {
        "filtre": filtre,
        "filtree": any(request.GET.get(nom) for nom in filtre.fields if nom != "organisme"),
        "sans_filtre": adresse(request, secteur=None, departement=None),
        "regroupements": regroupements,
        "referent": referent,
        "page": page,
        "pages": pages(request, page),
        "cartes": [_carte(groupe, intentions, appels) for groupe in page],
    }
    return render(request, "besoins/regroupements.html", contexte)


def _filtre(request: HttpRequest, *, referent: bool) -> FiltreRegroupements:
    if referent:
        return FiltreRegroupements(
            request.GET,
            secteurs=Secteur.objects.all(),
            departements=Departement.objects.filter(pk__in=departements_de(request.user)),
            organismes=OrganismeFormation.objects.none(),
        )
    lots = Lot.objects.visibles_pour(request.user).ouverts(timezone.localdate())
    return FiltreRegroupements(
        request.GET,
        secteurs=Secteur.objects.filter(pk__in=lots.values("secteur")),
        departements=Departement.objects.filter(dans_region=True),
        organismes=OrganismeFormation.objects.filter(pk__in=organismes_de(request.user)),
    )


def _perimetre(request: HttpRequest, filtre: FiltreRegroupements, *, referent: bool) -> IntentionQuerySet:
    """What may be pooled: for a training body, what one of its requests may hold; an employer chose one (FAQ §6)."""
    if referent:
        return besoins_du_territoire(request.user, le=timezone.localdate())
    a_prendre = intentions_a_prendre(request.user, le=timezone.localdate())
    return a_prendre.filter(ouvertes_a(filtre.organisme_id or 0))


def _carte(
    groupe: Groupe, intentions: dict[int, IntentionEmbauche], appels: dict[Territoire, list[OrganismeFormation]]
) -> dict[str, Any]:
    membres = [intentions[besoin.id] for besoin in groupe.besoins]
    postes = [nom_court(intention.employeur.nom) for intention in membres for _ in range(intention.nombre_postes)]
    dessinable = len(postes) + groupe.manque <= PAIRES_MAX
    return {
        "titre": _metiers(membres),
        "lieu": _lieu(groupe, membres),
        "phrase": _phrase(groupe),
        "raisons": enumerer(groupe.raisons),
        "manques": groupe.manques,
        "postes": postes if dessinable else [],
        "manque": groupe.manque if dessinable else 0,
        "membres": [{"intention": intention, "lieu": lieu_de(intention)} for intention in membres],
        "proches": [
            {"intention": intentions[p.besoin.id], "lieu": lieu_de(intentions[p.besoin.id]), "ecart": _ecart(p)}
            for p in groupe.proches
        ],
        "organismes": appels.get(_territoire(groupe, intentions), []),
    }


def _phrase(groupe: Groupe) -> str:
    reunis = f"{compter(groupe.employeurs, 'employeur')}, {compter(groupe.postes, 'poste')}"
    return composer(f"{reunis} : il en manque {groupe.manque}" if groupe.manque else f"{reunis} : le compte y est")


def _metiers(membres: list[IntentionEmbauche]) -> str:
    return enumerer(list(dict.fromkeys(membre.metier.libelle for membre in membres if membre.metier)))


def _lieu(groupe: Groupe, membres: list[IntentionEmbauche]) -> str:
    """The EPCI they share, or their communes while they are few, or their département."""
    commune = membres[0].commune
    if groupe.portee == Portee.EPCI and commune and commune.epci:
        return commune.epci.nom
    lieux = list(dict.fromkeys(lieu_de(membre) for membre in membres))
    departement = membres[0].departement
    return enumerer(lieux) if len(lieux) <= LIEUX_CITES or departement is None else departement.nom


def _ecart(proche: Proche) -> str:
    metier = "même métier" if proche.meme_metier else "métier proche"
    if proche.ecart == Ecart.LIEU:
        return f"{metier}, plus loin"
    return f"{metier}, date à rapprocher de {compter(proche.jours, 'jour')}"


def _territoire(groupe: Groupe, intentions: dict[int, IntentionEmbauche]) -> Territoire:
    return territoire_de(intentions[groupe.besoins[0].id])
