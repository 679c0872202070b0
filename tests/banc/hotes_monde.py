"""What the bench of hosts is played on, and what is read of it at the end.

Run on the hosts' own database, outside of pytest (``manage.py shell``). Everything is reached through the actions, so
that the invariants must hold from the first line to the last.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import time_machine
from celery import current_app
from django.core.management import call_command
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from intentions.actions.redaction import ouvrir_brouillon
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier, Document
from noyau.journal import LigneJournal
from noyau.scellement import ASceller, sceller
from pilotage.queries.impossibles.lecture import chercher
from pilotage.regles.impossibles import Instant
from referentiels.actions.charger import charger_referentiels
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.models import Composante, Session
from tests.factories import comptes
from tests.factories.partenaires import PartenaireFactory, cle_de
from tests.factories.referentiels import EmployeurFactory
from tests.factories.scenario import Monde, demande, intention_deposee, monde, reponses

BROUILLONS, DEMANDES, ANCIENNES = 120, 30, 10
MAXIMUM = "9000000.00"


def preparer() -> dict[str, Any]:
    """Drafts to file, requests to decide, old intentions that must be reminded of; give how to reach them."""
    aujourd_hui = timezone.localdate()
    le_monde = monde(montant_max=MAXIMUM)
    charger_referentiels(annoncer=lambda *_: None)
    # Waits since forty working days: its reminders are due as soon as a worker looks.
    with time_machine.travel(datetime.now(UTC) - timedelta(days=56)):
        for rang in range(ANCIENNES):
            intention_deposee(le_monde, nom=f"Ancienne {rang}", le=timezone.localdate())
    partenaire = PartenaireFactory()
    _, cle = cle_de(partenaire)
    etablissement = EmployeurFactory(nom="Grande Tôlerie", departement=le_monde.commune.departement)
    employeur = comptes.employeur(etablissement)
    return {
        "cle": cle,
        "metier": le_monde.metier.code_rome,
        "commune": le_monde.commune.pk,
        "sessions": {"employeur": _entrer(employeur), "agent": _entrer(le_monde.agent)},
        "brouillons": [_brouillon(le_monde, employeur, etablissement, rang) for rang in range(BROUILLONS)],
        "demandes": [_demande(le_monde, rang, aujourd_hui) for rang in range(DEMANDES)],
    }


def lire() -> dict[str, Any]:
    """Everything the bench compares with what was answered."""
    while ASceller.objects.exists():
        sceller()
    maintenant = timezone.now()
    trouvees = chercher(Instant(timezone.localdate(), maintenant))
    depots = LigneJournal.objects.filter(objet_type="intentions.intentionembauche", transition="deposer")
    doubles = Document.objects.values("modele", "objet_type", "objet_id", "reference").annotate(n=Count("pk"))
    return {
        "references": Counter(
            IntentionEmbauche.objects.exclude(reference_externe="").values_list("reference_externe", flat=True)
        ),
        "deposees": list(IntentionEmbauche.objects.exclude(statut="brouillon").values_list("pk", flat=True)),
        "depots_doubles": len(depots.values("objet_id").annotate(n=Count("pk")).filter(n__gt=1)),
        "autorisees": list(Composante.objects.values_list("session_id", flat=True)),
        "courriers": dict(Courrier.objects.values_list("message_id", "statut")),
        "modeles": Counter(Courrier.objects.values_list("modele", flat=True)),
        "documents": Document.objects.count(),
        "documents_dessines": Document.objects.exclude(empreinte="").count(),
        "documents_doubles": doubles.filter(n__gt=1).count(),
        "impossibles": [[une.cle, une.nombre, une.erreur] for une in trouvees if une.nombre or une.erreur],
        "journal": _verifier_le_journal(),
    }


def relancer() -> dict[str, int]:
    """Ask both workers for the reminders of the hour, several times over: each is due once."""
    for _ in range(4):
        current_app.send_task("config.relancer")
    return {}


def reste() -> dict[str, int]:
    """What workers still have to do."""
    return {
        "courriers": Courrier.objects.filter(statut__in=["a_expedier", "en_cours"]).count(),
        "documents": Document.objects.filter(empreinte="", efface_le=None).count(),
    }


def _verifier_le_journal() -> str:
    sortie = StringIO()
    call_command("verifier_journal", stdout=sortie, stderr=StringIO())
    return " ".join(sortie.getvalue().split())


def _entrer(personne: Any) -> str:
    navigateur = Client()
    navigateur.force_login(personne)
    return navigateur.cookies["sessionid"].value


def _brouillon(le_monde: Monde, employeur: Any, etablissement: Any, rang: int) -> int:
    # Another title each: two that look alike would be asked about.
    champs = {"employeur": etablissement, **reponses(le_monde, intitule=f"Poste d’essai n° {rang}")}
    return ouvrir_brouillon(par=employeur, champs=champs).pk


def _demande(le_monde: Monde, rang: int, le: Any) -> dict[str, int]:
    intention = intention_deposee(le_monde, nom=f"Employeur {rang}", nombre_postes=5, le=le)
    dates = {"debut": le + timedelta(days=60), "fin": le + timedelta(days=180)}
    session: Session = demande(le_monde, [intention], **dates)
    demander_ouverture(session_id=session.pk, par=session.demandeur, le=le)
    derniere = session.historique.first()
    return {"pk": session.pk, "version": derniere.pk}


ACTES: dict[str, Callable[[], dict[str, Any]]] = {
    "preparer": preparer,
    "lire": lire,
    "relancer": relancer,
    "reste": reste,
}


def jouer(acte: str) -> None:
    """Do one act; what it gives is written as JSON, on the last line."""
    sys.stdout.write(f"\n{json.dumps(ACTES[acte]())}\n")
