"""What the public page of a session shows beside the session itself, and what its neighbours are."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.formats import date_format

from intentions.enums import Etape
from noyau.agenda import Journee
from noyau.templatetags.maison import periode
from sessions_formation.enums import ModaliteEnseignement
from sessions_formation.models import EtapeSession, Session
from sessions_formation.queries.publiees import sessions_publiees, vitrines_ouvertes

SIMILAIRES_MAX = 3
REUNIONS_MAX = 5
# Levels of the national framework of certifications (code du travail, D. 6113-19), in the words people use.
NIVEAUX = {
    "3": "niveau 3 (CAP, BEP)",
    "4": "niveau 4 (bac)",
    "5": "niveau 5 (bac + 2)",
    "6": "niveau 6 (bac + 3 ou 4)",
    "7": "niveau 7 (bac + 5)",
    "8": "niveau 8 (doctorat)",
}
# schema.org, courseMode, as search engines read it.
MODES = {
    ModaliteEnseignement.PRESENTIEL: "Onsite",
    ModaliteEnseignement.MIXTE: "Blended",
    ModaliteEnseignement.DISTANCE: "Online",
}


def reunions_a_venir(session: Session, maintenant: datetime) -> list[EtapeSession]:
    """Give the information meetings still to come: their hour and place alone, never who is invited (1 query)."""
    reunions = EtapeSession.objects.filter(
        session=session, nature=Etape.INFORMATION_COLLECTIVE, annulee_le=None, debut__gt=maintenant
    )
    return list(reunions.only("debut", "fin", "lieu").order_by("debut", "pk")[:REUNIONS_MAX])


def similaires(session: Session, le: date) -> list[Session]:
    """Give up to three sessions one may enter on ``le`` instead: same trade, else same sector; the nearest, then the
    next to begin, first (1 query, on the row searches read: docs/decisions/0050)."""
    meme_metier = Q(metier=session.metier_id) if session.metier_id else Q(pk=None)
    pareilles = vitrines_ouvertes(le).filter(meme_metier | Q(secteur=session.lot.secteur_id)).exclude(pk=session.pk)
    commune = session.commune
    proches = pareilles.annotate(
        autre_metier=_sinon(meme_metier),
        loin=_sinon(Q(departement=commune.departement_id)) if commune else Value(0),
    ).select_related("session__organisme", "session__commune__departement")
    return [vitrine.session for vitrine in proches.order_by("autre_metier", "loin", "debut", "pk")[:SIMILAIRES_MAX]]


def nouvelles(le: date, *, secteur: str = "", departement: str = "") -> QuerySet[Session]:
    """Give the sessions one may enter on ``le``, the latest published first, with ``publiee_le``.

    ``secteur`` and ``departement`` are codes; empty: all of them.
    """
    sessions = sessions_publiees(le).filter(composante__isnull=False)
    criteres = {"lot__secteur": secteur, "commune__departement": departement}
    return (
        sessions.filter(**{champ: code for champ, code in criteres.items() if code})
        .annotate(publiee_le=F("composante__ajoutee_le"))
        .select_related("organisme", "commune__departement", "lot__secteur", "lieu__commune", "certification")
        .order_by("-publiee_le", "-pk")
    )


def titre_public(session: Session) -> str:
    """« Soudeur assembleur industriel, Cholet, janvier 2027 »: what a search engine and a shared link show."""
    commune = session.commune.nom if session.commune else ""
    quand = date_format(session.debut, "F Y") if session.debut else ""
    return ", ".join(filter(None, [session.intitule, commune, quand]))


def adresse_publique(session: Session) -> str:
    """Give the address of its page, as it is shared."""
    return settings.SITE_URL + reverse("formation", args=[session.numero])


def journee_de(session: Session) -> Journee:
    """Give the first day of a published session for a calendar: a block of four months would hide everything else."""
    debut, _ = _dates(session)
    suite = f"{str(periode(session.debut, session.fin)).capitalize()}, {session.heures} h. {session.organisme.nom}."
    return Journee(
        uid=f"session-{session.pk}@{settings.COURRIER_DOMAINE}",
        le=debut,
        modifiee_le=session.modifie_le,
        titre=f"Début de la formation : {session.intitule}",
        lieu=session.lieu_affiche,
        description=f"{suite} Numéro {session.numero}.",
        adresse=adresse_publique(session),
    )


def donnees_de_la_formation(session: Session, *, libres: int, fiche: Any = None) -> dict[str, Any]:
    """Give what a session is for search engines (schema.org: Course and CourseInstance). Only what the page shows.

    The Région pays: it is free for whoever follows it.
    """
    debut, fin = _dates(session)
    organisme = {"@type": "EducationalOrganization", "name": session.organisme.nom}
    lieu: dict[str, Any] = {"@type": "Place", "name": session.lieu_affiche}
    if session.commune:
        lieu["address"] = {
            "@type": "PostalAddress",
            "addressLocality": session.commune.nom,
            "addressRegion": "Pays de la Loire",
            "addressCountry": "FR",
        }
    cours = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": session.intitule,
        "description": fiche.objectif if fiche else titre_public(session),
        "url": adresse_publique(session),
        "courseCode": session.numero,
        "inLanguage": "fr",
        "provider": organisme,
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": MODES[fiche.modalite] if fiche else "Onsite",
            "startDate": debut.isoformat(),
            "endDate": fin.isoformat(),
            "courseWorkload": f"PT{session.heures}H",
            "maximumAttendeeCapacity": session.effectif,
            "remainingAttendeeCapacity": libres,
            "location": lieu,
            "organizer": organisme,
        },
    }
    if session.prerequis:
        cours["coursePrerequisites"] = session.prerequis
    if session.certification:
        cours["educationalCredentialAwarded"] = session.certification.intitule
    return cours


def _dates(session: Session) -> tuple[date, date]:
    """What is published has both: a request cannot be sent without them."""
    if session.debut is None or session.fin is None:
        raise ValueError("Une session publiée a un début et une fin.")
    return session.debut, session.fin


def _sinon(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())
