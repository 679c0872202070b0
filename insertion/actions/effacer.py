"""Forgetting a person: its name, what was written about it and to it. What names nobody stays, and the rates with it.

Everything that must go is named here, at the top of the chain of applications: nothing below knows all of it. The
register (insertion.regles.registre) says the same thing to people, and a test holds both together.
"""

import logging
from datetime import date, datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from insertion.models import AvisStagiaire, Suivi
from insertion.oublis import oublier_ailleurs
from insertion.queries.a_effacer import a_effacer, vivants
from noyau.courriers import Document
from noyau.effacement import (
    CourrierEnRoute,
    effacer_documents,
    oter_les_fichiers,
    oublier_les_courriers,
    oublier_les_textos,
)
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.journal import noter
from noyau.preferences import PreferenceCourriel
from parcours.models import Amenagement, AvisEmployeur, NoteParcours, Remuneration
from sessions_formation.models import Parcours
from stagiaires.enums import MotifEffacement
from stagiaires.models import Appel, Consultation, Stagiaire

journal = logging.getLogger(__name__)

# The key under which letters and documents name people.
CLE = "stagiaires"
LOT = 200
VIDE = {
    "nom": "",
    "prenom": "",
    "nom_normalise": "",
    "date_naissance": None,
    "courriel": "",
    "telephone": "",
    "commune": None,
    "identifiant_ft": "",
    "structure": None,
    "referent": None,
    "sans_relance_le": None,
    "cree_par": None,
}


def effacer_echus(avant: datetime) -> int:
    """Erase those of whom nothing was expected since ``avant``, one transaction each; give how many.

    Killed halfway, the next run takes up the rest: files of documents whose rows are already empty first. Who cannot
    be erased today (a letter is leaving) is told to the log, and waits for tomorrow.
    """
    # A dry run, which is rolled back, takes no file away.
    transaction.on_commit(oter_les_fichiers)
    limite = timezone.localtime(avant).date()
    nombre = apres = 0
    while lot := _lot(limite, apres):
        nombre += sum(_effacer_echu(numero, limite) for numero in lot)
        apres = lot[-1]
    return nombre


@transaction.atomic
def effacer_stagiaire(*, stagiaire_id: int, motif: str, par: Utilisateur) -> Stagiaire:
    """Erase a person before its term, on request. ``motif`` is one of ``MotifEffacement``.

    Raises ``RegleViolee`` while the person is a candidate or in training, when it is done already, and when a letter
    about it is leaving at this moment.
    """
    stagiaire = _verrouiller(stagiaire_id)
    if refus := raison_de_garder(stagiaire):
        raise RegleViolee(refus)
    _effacer(stagiaire, par=par, motif=MotifEffacement(motif).label)
    # Outside of the database too: a backup put back brings the person back, and this number is all that tells of it.
    transaction.on_commit(lambda: journal.info("Stagiaire n° %s : effacé avant son terme.", stagiaire_id))
    return stagiaire


def raison_de_garder(stagiaire: Stagiaire) -> str:
    """Say why a person cannot be erased now, empty when it can."""
    if stagiaire.efface_le:
        return "Ces données sont déjà effacées."
    siens = vivants(Parcours.objects.filter(stagiaire=stagiaire)).order_by("pk")
    statuts = set(siens.values_list("statut", flat=True))
    if {"admis", "entre"} & statuts:
        return (
            "Cette personne est admise ou en formation : ses données servent à sa formation. L’organisme déclare "
            "d’abord sa sortie."
        )
    if statuts:
        return "Cette personne est candidate à une session : retirez d’abord sa candidature."
    return ""


def oublier_consultations(avant: datetime) -> int:
    """Forget who read whose file before ``avant``; give how many lines."""
    return Consultation.objects.filter(le__lt=avant).delete()[0]


def _lot(avant: date, apres: int) -> list[int]:
    echus = a_effacer(avant).filter(pk__gt=apres).order_by("pk")
    return list(echus.values_list("pk", flat=True)[:LOT])


def _effacer_echu(numero: int, avant: date) -> bool:
    try:
        with transaction.atomic():
            # Locked, then looked at again: someone may have proposed the person for a session meanwhile.
            stagiaire = _verrouiller(numero)
            if not a_effacer(avant).filter(pk=numero).exists():
                return False
            _effacer(stagiaire, par=None, motif="")
    except CourrierEnRoute as refus:
        journal.warning("La fiche %s n’est pas effacée aujourd’hui : %s", numero, refus)
        return False
    return True


def _verrouiller(numero: int) -> Stagiaire:
    """Lock the open follow-ups first, as answers and reminders do, then the person: who proposes it for a session at
    this moment waits, or is waited for."""
    ouverts = Suivi.objects.filter(parcours__stagiaire=numero, clos_le=None).order_by("pk")
    list(ouverts.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    # Not its key: who notes a reading, or hands over pay, refers to the row and has no reason to wait.
    return Stagiaire.objects.select_for_update(of=("self",), no_key=True).get(pk=numero)


def _effacer(stagiaire: Stagiaire, *, par: Utilisateur | None, motif: str) -> None:
    le = maintenant()
    parcours = Parcours.objects.filter(stagiaire=stagiaire)
    adresse = stagiaire.courriel if _seule_a_son_adresse(stagiaire) else ""
    oublier_les_courriers(CLE, stagiaire.pk, adresse)
    oublier_les_textos(CLE, stagiaire.pk)
    nommant = {"contexte__has_key": CLE, f"contexte__{CLE}__contains": [stagiaire.pk]}
    effacer_documents(Document.objects.filter(**nommant), maintenant=le, libelle="Contenu effacé à son terme")
    if adresse:
        PreferenceCourriel.objects.filter(courriel=adresse.lower()).delete()
    Appel.objects.filter(stagiaire=stagiaire).exclude(note="").update(note="")
    NoteParcours.objects.filter(parcours__in=parcours).delete()
    Amenagement.objects.filter(parcours__in=parcours).delete()
    Remuneration.objects.filter(parcours__in=parcours).delete()
    AvisEmployeur.objects.filter(parcours__in=parcours).update(commentaire="")
    AvisStagiaire.objects.filter(parcours__in=parcours).update(commentaire="", reponse="")
    Suivi.objects.filter(parcours__in=parcours, clos_le=None).update(clos_le=le)
    fiche = ContentType.objects.get_for_model(Stagiaire)
    LogEntry.objects.filter(content_type=fiche, object_id=str(stagiaire.pk)).update(object_repr="", change_message="")
    Stagiaire.objects.filter(pk=stagiaire.pk).update(**VIDE, efface_le=le)
    # Once it is forgotten: what names several people goes with the last of them.
    oublier_ailleurs(stagiaire.pk)
    noter(stagiaire, "Données effacées", par=par, transition="effacer", motif=motif)


def _seule_a_son_adresse(stagiaire: Stagiaire) -> bool:
    """Tell whether letters sent to the person's address can only be its own: not those of an account, nor of another
    person with the same mailbox."""
    if not stagiaire.courriel:
        return False
    autres = Stagiaire.objects.filter(courriel__iexact=stagiaire.courriel).exclude(pk=stagiaire.pk)
    return not autres.exists() and not Utilisateur.objects.filter(email__iexact=stagiaire.courriel).exists()
