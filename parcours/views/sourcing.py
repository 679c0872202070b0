"""The sessions of a referent's territory that have places to fill, and all one needs to talk of one to a person."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes import acces
from noyau.lecture import lire_ou_404
from noyau.listes import Colonne, liste_filtree, page_de_cles, tri_de
from parcours.actions.valider import suivis_par
from parcours.forms.sourcing import FiltreSessions
from parcours.queries.dossiers import en_cours_d_entree
from parcours.queries.places import CANDIDAT, places_de, places_de_la_session
from parcours.queries.sourcing import (
    avec_places_libres,
    emplois_de,
    emplois_libres_de,
    etapes_a_venir,
    lues_dans_l_ordre,
    sessions_a_pourvoir,
)
from referentiels.models import Departement
from referentiels.regles.typographie import composer, compter
from sessions_formation.models import Parcours, Session
from sessions_formation.views.acces import pour_referent_ou_agent

COLONNES = (
    Colonne("intitule", "Session"),
    Colonne("lieu", "Lieu"),
    Colonne("debut", "Quand"),
    Colonne("places", "Places libres", nombre=True),
    Colonne("", "Emplois au bout"),
)
# The most free places first: that is what one looks for.
TRIS = {"intitule": "intitule", "lieu": "commune__nom_normalise", "debut": "debut", "places": "libres"}
LUE_AVEC = (
    "lot__secteur", "organisme", "commune__departement", "lieu__commune", "metier", "certification",
    "structure_referente", "referent",
)  # fmt: skip


@require_safe
@pour_referent_ou_agent
def liste(request: HttpRequest) -> HttpResponse:
    """The sessions with free places, those that begin soonest first."""
    le = timezone.localdate()
    filtre = FiltreSessions(request.GET, departements=_departements(request))
    tri, tetes = tri_de(request, COLONNES, defaut="debut")
    sens = "-" if tri.startswith("-") else ""
    sessions = filtre.appliquer(avec_places_libres(sessions_a_pourvoir(request.user, le=le)))
    sessions = sessions.order_by(sens + TRIS[tri.removeprefix("-")], "debut", "pk")
    page = page_de_cles(request, sessions.values_list("pk", flat=True))
    places, emplois = places_de(page), emplois_de(page)
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "agent": acces.est_agent(request.user),
        "lignes": [
            {
                "session": session,
                "places": places[session.pk],
                "emplois": emplois.get(session.pk, []),
                "depart": depart_dans(session, le),
                "proposes": proposes(places[session.pk].candidats, places[session.pk].en_attente),
            }
            for session in lues_dans_l_ordre(page)
        ],
    }
    return render(request, "parcours/sessions.html", contexte)


@require_safe
@pour_referent_ou_agent
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: what is taught, where, the jobs behind it, the people one's own structures propose."""
    le = timezone.localdate()
    lue = lire_ou_404(sessions_a_pourvoir(request.user, le=le).select_related(*LUE_AVEC), pk=pk)
    places = places_de_la_session(lue.pk)
    emplois = emplois_libres_de(lue)
    agent = acces.est_agent(request.user)
    # An officer without the right to read people's files reads the session alone.
    lit = not agent or request.user.has_perm("stagiaires.view_stagiaire")
    suivis = Parcours.objects.visibles_pour(request.user) if agent else suivis_par(request.user)
    siens = suivis.filter(session=lue).select_related("stagiaire", "intention__employeur")
    contexte: dict[str, Any] = {
        "session": lue,
        "agent": agent,
        "lit": lit,
        "a_nous": lue.structure_referente_id in acces.constantes(acces.structures_de(request.user)),
        "depart": depart_dans(lue, le),
        "places": places,
        "proposes": proposes(places.candidats, places.en_attente),
        "emplois": emplois,
        "ailleurs": [emploi for emploi in emplois if emploi.ailleurs],
        "attente": places.libres < 1 or (bool(emplois) and not any(emploi.libres for emploi in emplois)),
        "integration": en_cours_d_entree(lue, le),
        "etapes": etapes_a_venir(lue, depuis=timezone.now()),
        "siens": [p for p in siens.order_by("pk") if p.statut in CANDIDAT or p.entre_le] if lit else [],
    }
    return render(request, "parcours/session.html", contexte)


def depart_dans(session: Session, le: date) -> str:
    """« dans 12 jours », « demain », « commencée »."""
    jours = (session.debut - le).days if session.debut else 0
    if jours <= 0:
        return "commence aujourd’hui" if session.debut == le else "a commencé"
    return "demain" if jours == 1 else composer(f"dans {compter(jours, 'jour')}")


def proposes(candidats: int, en_attente: int) -> str:
    """« 3 candidats, 1 en attente », or an empty string when nobody is proposed."""
    mots = [compter(candidats, "candidat")] if candidats else []
    if en_attente:
        mots.append(f"{en_attente} en attente")
    return composer(", ".join(mots))


def _departements(request: HttpRequest):
    tous = Departement.objects.all()
    return tous if acces.est_agent(request.user) else tous.filter(pk__in=acces.departements_de(request.user))
