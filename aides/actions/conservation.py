"""What requests for an aid forget at the end of their time (docs/donnees-personnelles.md). Each may be run again."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from aides.actions.rediger import effacer_brouillon
from aides.automates import ENGAGE_LA_REGION
from aides.enums import StatutAide
from aides.models import DemandeAide, Majoration, PieceVue, PlanFormation
from noyau import horloge
from noyau.effacement import effacer_documents
from noyau.journal import LigneJournal, noter
from noyau.lettres import Document
from noyau.pieces import Message
from noyau.televersement import oublier_pieces

FERMEES_SANS_PAYER = (StatutAide.REFUSEE, StatutAide.ABANDONNEE, StatutAide.SANS_PAIEMENT)
EFFACEES = "Données personnelles effacées"
_VIDE = {"prenom": "", "nom": "", "date_naissance": None, "personne": "", "iban": "", "titulaire": ""}
_TUTEUR = {"tuteur_nom": "", "tuteur_fonction": "", "tuteur_experience": ""}


@transaction.atomic
def supprimer_brouillons(avant: datetime) -> int:
    """Throw away the drafts nobody touched since ``avant``, with what was attached to them; give how many."""
    anciens = DemandeAide.objects.filter(statut=StatutAide.BROUILLON, numero=None, modifie_le__lt=avant).order_by("pk")
    nombre = 0
    for brouillon in anciens.select_for_update(of=("self",), skip_locked=True):
        effacer_brouillon(brouillon)
        nombre += 1
    return nombre


@transaction.atomic
def vider_payees(avant: datetime) -> int:
    """Empty the aids paid before ``avant``, and those granted whose training ended before and that nobody claimed;
    give how many. They are pieces of public accounts until then."""
    jour = timezone.localtime(avant).date()
    engagees = DemandeAide.objects.filter(statut__in=ENGAGE_LA_REGION)
    return _vider(engagees.filter(Q(payee_le__lt=jour) | Q(payee_le=None, formation_fin__lt=jour)))


@transaction.atomic
def vider_fermees(avant: datetime) -> int:
    """Empty the requests refused, given up or closed with nothing due before ``avant``; give how many."""
    fermetures = LigneJournal.objects.filter(
        objet_type=DemandeAide._meta.label_lower, objet_id=OuterRef("pk"), arrivee__in=FERMEES_SANS_PAYER
    ).order_by("-le")
    fermees = DemandeAide.objects.filter(statut__in=FERMEES_SANS_PAYER)
    return _vider(fermees.annotate(fermee_le=Subquery(fermetures.values("le")[:1])).filter(fermee_le__lt=avant))


def _vider(demandes: QuerySet[DemandeAide]) -> int:
    """Empty what names somebody, in rows that keep their dates and amounts; letters and proofs go with it."""
    maintenant, nombre = horloge.maintenant(), 0
    dues = demandes.filter(videe_le=None).order_by("pk")
    for demande in dues.select_for_update(of=("self",), skip_locked=True):
        # By the queryset: forgetting is no change of the request.
        DemandeAide.objects.filter(pk=demande.pk).update(**_VIDE, videe_le=maintenant)
        PlanFormation.objects.filter(demande=demande).update(**_TUTEUR)
        Majoration.objects.filter(demande=demande).update(rqth=None, justificatif_vu_le=None, vu_par=None)
        PieceVue.objects.filter(demande=demande).delete()
        oublier_pieces(demande)
        Message.objects.de(demande).delete()
        effacer_documents(Document.objects.de(demande), maintenant=maintenant, libelle=EFFACEES)
        noter(demande, EFFACEES, par=None, transition="effacer")
        nombre += 1
    return nombre
