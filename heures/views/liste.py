"""The relevés of a training body: what is to declare first."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comptes import acces
from heures.actions.ouvrir import ouvrir_releves
from heures.forms.filtres import ETATS, FiltreReleves
from heures.models import Releve
from heures.queries.liste import Contenu, avec_urgence, contenus
from heures.regles.mois import de_mois, ecrire_mois, lire_mois, nommer_mois
from noyau.listes import Colonne, adresse, liste_filtree, page_de, tri_de
from referentiels.regles.mois import derniers_mois
from referentiels.regles.typographie import composer, compter
from sessions_formation.models import Session
from sessions_formation.views.acces import pour_organisme

PAR_DEFAUT = "urgence"
COLONNES = (
    Colonne("mois", "Mois"),
    Colonne("session", "Session"),
    Colonne("", "Personnes", nombre=True),
    Colonne("", "Heures faites", nombre=True),
    Colonne("statut", "État"),
)
TRIS = {"mois": "mois", "session": "session__intitule", "statut": "statut", "urgence": "urgence"}
# A body that joins late, or comes back to an old month, opens it itself.
MOIS_EN_ARRIERE = 12


@require_safe
@pour_organisme
def liste(request: HttpRequest) -> HttpResponse:
    """What is to declare first, then the latest; filters, sort and page are kept in the address."""
    le = timezone.localdate()
    mois = _mois(le)
    filtre = FiltreReleves(request.GET, mois=mois)
    tri, tetes = tri_de(request, COLONNES, defaut=PAR_DEFAUT)
    champ = TRIS[tri.removeprefix("-")]
    siens = Releve.objects.modifiables_par(request.user).select_related("session")
    releves = avec_urgence(filtre.appliquer(siens), le=le)
    page = page_de(request, releves.order_by(f"-{champ}" if tri.startswith("-") else champ, "-mois", "-pk"))
    tenus = contenus(page)
    courant = request.GET.get("etat", "")
    contexte: dict[str, Any] = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "lignes": [
            {
                "releve": releve,
                "mois": nommer_mois(releve.mois).capitalize(),
                "contenu": tenus.get(releve.pk, Contenu()),
            }
            for releve in page
        ],
        "etats": [
            {"texte": texte, "url": adresse(request, etat=code), "courant": code == courant}
            for code, texte in ETATS.items()
        ],
        "mois_possibles": [{"code": code, "nom": nommer_mois(lire_mois(code))} for code in mois],
    }
    return render(request, "heures/liste.html", contexte)


@require_POST
@pour_organisme
def ouvrir(request: HttpRequest) -> HttpResponse:
    """Open the relevés of a month for the sessions of the person's training bodies."""
    code = request.POST.get("mois", "")
    if code not in _mois(timezone.localdate()):
        messages.error(request, "Choisissez un mois dans la liste.")
        return redirect("heures:liste")
    mois = lire_mois(code)
    siennes = Session.objects.filter(organisme__in=acces.organismes_de(request.user))
    ouvertes = ouvrir_releves(mois=mois, sessions=siennes.values_list("pk", flat=True))
    if ouvertes:
        messages.success(
            request, composer(f"C’est ouvert : {compter(ouvertes, 'personne ajoutée', 'personnes ajoutées')}.")
        )
    else:
        messages.info(request, composer(f"Rien à ouvrir : tous les relevés {de_mois(mois)} sont déjà là."))
    return redirect(f"{reverse('heures:liste')}?mois={code}")


def _mois(le: date) -> list[str]:
    """The months that may be opened or shown alone, the latest first."""
    return [ecrire_mois(mois) for mois in derniers_mois(le, MOIS_EN_ARRIERE + 1)]
