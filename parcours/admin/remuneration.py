"""What the paying agency is handed each month: the officer chooses a month, reads what it holds, takes the file."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from noyau.admin.lecture import LectureSeule
from noyau.tableur import fichier
from parcours.actions.remuneration import transmettre
from parcours.enums import RegimeRemuneration
from parcours.models import Remuneration
from parcours.queries.remuneration import (
    CHANGEE,
    EXPORTER,
    INCHANGEE,
    NOUVELLE,
    Mois,
    a_transmettre,
    etat_de,
    mois_de,
    sans_regime,
)
from referentiels.regles.mois import derniers_mois

MOIS_PROPOSES = 12
COLONNES = (
    "parcours", "état", "nom", "prénom", "date de naissance", "identifiant France Travail", "session", "organisme",
    "régime", "texte", "base mensuelle", "heures par mois", "estimation mensuelle", "barème du", "entrée",
    "fin prévue", "sortie", "issue", "interruptions du mois",
)  # fmt: skip


@admin.register(Remuneration)
class RemunerationAdmin(LectureSeule):
    """No list of people here: one page, counts by month, and the file."""

    def has_view_permission(self, request: HttpRequest, obj: Remuneration | None = None) -> bool:
        return obj is None and request.user.has_perm(EXPORTER)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(EXPORTER)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The counts of the month of the address; its file when it is asked for (POST)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mois = _mois_demande(request)
        if request.method == "POST":
            lignes = transmettre(mois, par=request.user, lue=_lue(request))
            nom = f"remuneration-{mois.debut:%Y-%m}.csv"
            return fichier(nom, [COLONNES, *map(_ligne, lignes)])
        contexte = {**self.admin_site.each_context(request), **_page(mois, request)}
        return TemplateResponse(request, "admin/parcours/remuneration/export.html", contexte)


def _mois_demande(request: HttpRequest) -> Mois:
    """The month of the address, among those proposed; the last one that is over otherwise."""
    proposes = _proposes()
    demande = request.GET.get("mois", "")
    return next((mois for mois in proposes if f"{mois.debut:%Y-%m}" == demande), proposes[1])


def _lue(request: HttpRequest) -> datetime | None:
    """When the page the button was pressed on was shown; nothing when it does not say."""
    try:
        lue = parse_datetime(request.POST.get("lue", ""))
    except ValueError:
        return None
    return lue if lue and lue.tzinfo else None


def _proposes() -> list[Mois]:
    return [mois_de(premier) for premier in derniers_mois(timezone.localdate(), MOIS_PROPOSES)]


def _page(mois: Mois, request: HttpRequest) -> dict[str, Any]:
    lignes = list(a_transmettre(mois))
    etats = Counter(etat_de(ligne) for ligne in lignes)
    regimes = Counter(ligne.regime for ligne in lignes)
    return {
        "title": f"Rémunération des stagiaires, {date_format(mois.debut, 'F Y')}",
        "choix": [
            {
                "texte": date_format(propose.debut, "F Y"),
                "url": f"?mois={propose.debut:%Y-%m}",
                "courant": propose == mois,
            }
            for propose in _proposes()
        ],
        "mois": mois,
        "lue": timezone.now().isoformat(),
        "lignes": len(lignes),
        "nouvelles": etats[NOUVELLE],
        "changees": etats[CHANGEE],
        "inchangees": etats[INCHANGEE],
        "regimes": [
            {"nom": RegimeRemuneration(regime).label, "compte": compte} for regime, compte in sorted(regimes.items())
        ],
        "sans_regime": sans_regime(mois),
        "colonnes": COLONNES,
    }


def _ligne(remuneration: Remuneration) -> list[str]:
    parcours = remuneration.parcours
    lui, session = parcours.stagiaire, parcours.session
    interruptions = [
        f"{_jour(interruption.debut)} au {_jour(interruption.fin) or '…'}"
        for interruption in parcours.interruptions.all()
    ]
    return [
        str(parcours.pk),
        etat_de(remuneration),
        lui.nom,
        lui.prenom,
        _jour(lui.date_naissance),
        lui.identifiant_ft,
        session.reference,
        session.organisme.nom,
        remuneration.get_regime_display(),
        remuneration.texte,
        _decimal(remuneration.base),
        _decimal(remuneration.heures_mois),
        _decimal(remuneration.estimation),
        _jour(remuneration.bareme_au),
        _jour(parcours.entre_le),
        _jour(parcours.fin),
        _jour(parcours.sorti_le),
        parcours.get_statut_display(),
        " ; ".join(interruptions),
    ]


def _jour(jour: Any) -> str:
    return f"{jour:%d/%m/%Y}" if jour else ""


def _decimal(valeur: Any) -> str:
    return "" if valeur is None else f"{valeur:.2f}".replace(".", ",")
