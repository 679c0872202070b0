"""The copy of all that is kept about one person, to be taken away: to be read (PDF), or by a machine (JSON)."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from insertion.queries.a_effacer import terme_de
from insertion.queries.donnees import Section, donnees_de
from insertion.regles.registre import STAGIAIRES
from noyau.documents import dessiner
from stagiaires.models import Stagiaire

FORMATS = ("pdf", "json")


def copie(stagiaire: Stagiaire, *, sorte: str, amenagement: bool) -> HttpResponse:
    """Give the file. It is drawn on the spot and kept nowhere; its name is nobody's."""
    sections = donnees_de(stagiaire, amenagement=amenagement)
    le = timezone.localdate()
    contexte = {
        "sections": sections,
        "le": le,
        "terme": terme_de(stagiaire, le=le),
        "delegue": settings.DPD_EMAIL,
        "traitements": STAGIAIRES,
    }
    octets = _json(sections, contexte) if sorte == "json" else dessiner("donnees_personnelles", contexte)
    return HttpResponse(
        octets,
        content_type="application/json" if sorte == "json" else "application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="donnees-personnelles-{le.isoformat()}.{sorte}"',
            "Cache-Control": "private, no-store",
        },
    )


def _json(sections: list[Section], contexte: dict) -> bytes:
    terme = contexte["terme"]
    dossier = {
        "etabli_le": contexte["le"].isoformat(),
        "efface_au_plus_tot_le": terme.isoformat() if terme else None,
        "donnees": {section.titre: [dict(fiche) for fiche in section.fiches] for section in sections},
    }
    return json.dumps(dossier, ensure_ascii=False, indent=2).encode()
