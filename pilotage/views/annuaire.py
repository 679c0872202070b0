"""The public directory of the training bodies of the scheme."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from insertion.models import AvisStagiaire
from insertion.queries.avis import moyennes_de, moyennes_par_organisme
from insertion.queries.resultats import bornes_de
from insertion.regles.resultats import Etat
from insertion.views.taux import affiche
from noyau.listes import Colonne, liste_filtree, page_de, tri_de
from pilotage.forms.annuaire import FiltreOrganismes
from pilotage.queries.annuaire import (
    MONTRES,
    PlaceDansLeLot,
    avec_sessions,
    habilitations_de,
    lots_tenus,
    organismes_a_montrer,
    organismes_du_dispositif,
    sessions_de,
    taux_de,
)
from pilotage.queries.donnees_liees import donnees_de_l_organisme
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import reglement_au
from sessions_formation.forms.formations import FiltreFormations

COLONNES = (
    Colonne("nom", "Organisme"),
    Colonne("ville", "Où"),
    Colonne("", "Secteurs"),
    Colonne("", "Départements"),
    Colonne("sessions", "Sessions ouvertes", nombre=True),
    Colonne("", "Avis"),
)
TRIS = {"nom": "nom_normalise", "ville": "ville", "sessions": "sessions_ouvertes"}
SESSIONS_MONTREES = 10


@login_not_required
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every body that holds an open lot, by name; narrowed, sorted and paged as the address says."""
    le = timezone.localdate()
    filtre = FiltreOrganismes(request.GET, le=le)
    tri, tetes = tri_de(request, COLONNES, defaut="nom")
    sens = "-" if tri.startswith("-") else ""
    organismes = avec_sessions(organismes_du_dispositif(le, filtre.criteres()), le)
    page = page_de(request, organismes.order_by(sens + TRIS[tri.removeprefix("-")], "nom_normalise", "pk"))
    lus = list(page)
    cles = [organisme.pk for organisme in lus]
    places, avis = lots_tenus(cles, le), moyennes_par_organisme(cles)
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "lignes": [
            {"organisme": organisme, "avis": avis.get(organisme.pk), **_resume(places[organisme.pk])}
            for organisme in lus
        ],
    }
    return render(request, "organismes/liste.html", contexte)


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: its lots, what it is habilitated for, its sessions, what is said and known of them.

    One that holds no lot any more keeps its page: sessions, opinions and results outlive a lot.
    """
    le = timezone.localdate()
    organisme = get_object_or_404(organismes_a_montrer(le), pk=pk)
    places = lots_tenus([pk], le).get(pk, [])
    sessions = list(sessions_de(organisme, le)[: SESSIONS_MONTREES + 1])
    taux = taux_de(organisme, bornes_de(reglement_au(le)))
    contexte = {
        "organisme": organisme,
        "donnees": donnees_de_l_organisme(organisme),
        "places": places,
        **_resume(places),
        "habilitations": list(habilitations_de(organisme, le)),
        "sessions": sessions[:SESSIONS_MONTREES],
        "autres_sessions": _toutes_ses_sessions(organisme) if len(sessions) > SESSIONS_MONTREES else "",
        "moyennes": moyennes_de(AvisStagiaire.objects.filter(organisme=organisme)),
        "taux": [affiche(taux[code]) for code in MONTRES],
        "personne_encore": all(taux[code].etat == Etat.PERSONNE for code in MONTRES),
        "deposer": _deposer(organisme, places),
        "le": le,
    }
    return render(request, "organismes/detail.html", contexte)


def _resume(places: list[PlaceDansLeLot]) -> dict[str, Any]:
    """Give what a body does and where, each once: the roles, sectors and départements of all its lots."""
    return {
        "roles": list(dict.fromkeys(place.role.label for place in places)),
        "secteurs": list(dict.fromkeys(capfirst(place.lot.secteur.libelle) for place in places)),
        "departements": sorted({lieu.nom for place in places for lieu in place.lot.departements.all()}),
    }


def _toutes_ses_sessions(organisme: OrganismeFormation) -> str:
    """Give the public list searched by its name, cut to what the question takes: the last word may be a beginning."""
    mots = organisme.nom[: FiltreFormations.base_fields["q"].max_length]
    return f"{reverse('formations')}?{urlencode({'q': mots})}"


def _deposer(organisme: OrganismeFormation, places: list[PlaceDansLeLot]) -> str:
    """Give where an employer files an intention that chooses this body; its sector too when it has one only."""
    if not places:
        return ""
    choix: dict[str, Any] = {"organisme_choisi": organisme.pk}
    secteurs = {place.lot.secteur_id for place in places}
    if len(secteurs) == 1:
        choix["secteur"] = secteurs.pop()
    return f"{reverse('intentions:nouvelle')}?{urlencode(choix)}"
