"""The outbox: what leaves the house is a row first, born in the transaction that decided it.

The broker is only a hint. A row is claimed with ``FOR UPDATE SKIP LOCKED`` for the length of a lease, sent, then
marked. When a worker dies in between, the lease runs out and the row is in doubt: the relay's log is asked whether it
accepted that Message-ID (``noyau.relais``); where no log can be asked, the same message, with the same Message-ID,
leaves a second time rather than never.

Personal data: an address, a name in the context; erased two years after sending (noyau.conservation).
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Lower
from django.utils.text import slugify

from noyau import horloge
from noyau.lettres import Document
from noyau.preferences import Rythme, rythme_de

ESPACE_DES_IDENTIFIANTS = uuid.uuid5(uuid.NAMESPACE_DNS, "courriers.emploi-formation")
# The digest itself, told apart from the news it gathers.
RECAPITULATIF = "recapitulatif"
ESSAIS_AVANT_QUARANTAINE = 10
ATTENTE_MAXIMALE = timedelta(hours=6)


class StatutCourrier(models.TextChoices):
    A_EXPEDIER = "a_expedier", "À expédier"
    EN_COURS = "en_cours", "En cours d’envoi"
    EXPEDIE = "expedie", "Expédié"
    QUARANTAINE = "quarantaine", "En quarantaine"
    RECAPITULATIF = "recapitulatif", "Attend le récapitulatif"
    REGROUPE = "regroupe", "Parti dans un récapitulatif"
    EFFACE = "efface", "Effacé avant l’envoi"


class CourrierQuerySet(models.QuerySet):
    def dus(self, maintenant):
        """Those to be sent now, and those whose claim ran out, oldest first."""
        return self.filter(
            statut__in=[StatutCourrier.A_EXPEDIER, StatutCourrier.EN_COURS], prochain_essai_le__lte=maintenant
        ).order_by("prochain_essai_le", "pk")

    def en_quarantaine(self):
        return self.filter(statut=StatutCourrier.QUARANTAINE)

    def en_attente_de_recapitulatif(self):
        """The news that wait for the digest of their address, oldest first."""
        return self.filter(statut=StatutCourrier.RECAPITULATIF).order_by("depose_le", "pk")


class Courrier(models.Model):
    cle = models.CharField("clé", max_length=120, unique=True)
    message_id = models.CharField("Message-ID", max_length=120, unique=True, editable=False)
    modele = models.CharField("modèle", max_length=60)
    destinataire = models.EmailField()
    contexte = models.JSONField(encoder=DjangoJSONEncoder, blank=True, default=dict)
    documents = models.ManyToManyField(Document, blank=True, related_name="courriers")
    groupable = models.BooleanField("peut attendre le récapitulatif", default=False)
    regroupe_dans = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="regroupes", verbose_name="parti dans"
    )
    statut = models.CharField(max_length=15, choices=StatutCourrier, default=StatutCourrier.A_EXPEDIER)
    tentatives = models.PositiveSmallIntegerField(default=0)
    prochain_essai_le = models.DateTimeField("prochain essai")
    derniere_erreur = models.TextField("dernière erreur", blank=True)
    depose_le = models.DateTimeField("déposé le")
    expedie_le = models.DateTimeField("expédié le", null=True, blank=True)

    objects = CourrierQuerySet.as_manager()

    class Meta:
        verbose_name = "courrier"
        indexes = [
            models.Index(
                fields=["prochain_essai_le", "id"],
                condition=models.Q(statut__in=["a_expedier", "en_cours"]),
                name="courriers_dus",
            ),
            models.Index(fields=["-depose_le"], name="courriers_recents"),
            models.Index(
                fields=["depose_le", "id"],
                condition=models.Q(statut="recapitulatif"),
                name="courriers_a_recapituler",
            ),
            models.Index(
                fields=["-depose_le"], condition=models.Q(statut="quarantaine"), name="courriers_en_quarantaine"
            ),
            models.Index(Lower("destinataire"), name="courriers_par_adresse"),
        ]
        constraints = [
            models.CheckConstraint(
                name="courrier_expedie_date",
                condition=models.Q(statut="expedie", expedie_le__isnull=False)
                | (~models.Q(statut="expedie") & models.Q(expedie_le__isnull=True)),
            ),
            models.CheckConstraint(
                name="courrier_regroupe_dans_un_autre",
                condition=models.Q(statut="regroupe", regroupe_dans__isnull=False)
                | (~models.Q(statut="regroupe") & models.Q(regroupe_dans__isnull=True)),
            ),
            models.CheckConstraint(
                name="courrier_qui_attend_est_groupable",
                condition=models.Q(groupable=True) | ~models.Q(statut__in=["recapitulatif", "regroupe"]),
            ),
            models.CheckConstraint(
                name="courrier_secret_part_aussitot",
                condition=models.Q(groupable=False) | ~models.Q(modele__startswith="code_"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.modele} à {self.destinataire or 'une adresse effacée'}"

    @property
    def vide(self) -> bool:
        """Its address and its words were erased at the end of their time (noyau.conservation)."""
        return not self.destinataire

    @property
    def porte_un_secret(self) -> bool:
        """Sign-in codes: never shown in the administration, and erased from the row once sent or given up."""
        return self.modele.startswith("code_")


def attente_avant_essai(tentatives: int) -> timedelta:
    """How long to wait after ``tentatives`` failures: 30 s, doubled each time, six hours at most."""
    return min(timedelta(seconds=15 * 2**tentatives), ATTENTE_MAXIMALE)


def deposer_document(
    *, modele: str, cle: str, objet: models.Model, titre: str, reference: str, contexte: Mapping
) -> Document:
    """Freeze the facts of a document in the deciding transaction; the worker draws it when it is needed.

    Who signs that day, and from where, is one of those facts: a later signatory changes no letter already decided.
    """
    document = preparer_document(
        modele=modele, cle=cle, objet=objet, titre=titre, reference=reference, contexte=contexte
    )
    document.save()
    return document


def preparer_document(
    *, modele: str, cle: str, objet: models.Model, titre: str, reference: str, contexte: Mapping
) -> Document:
    """Give the row of ``deposer_document`` without writing it, for who writes many at once in this transaction."""
    _exiger_une_transaction()
    return Document(
        cle=cle,
        modele=modele,
        objet_type=objet._meta.label_lower,
        objet_id=objet.pk,
        titre=titre,
        reference=reference,
        nom_fichier=f"{slugify(f'{reference} {titre}')}.pdf",
        contexte={**_signature(), **contexte},
        cree_le=horloge.maintenant(),
    )


def deposer(
    *,
    modele: str,
    cle: str,
    destinataire: str,
    contexte: Mapping,
    documents: Iterable[Document] = (),
    groupable: bool = False,
) -> Courrier | None:
    """Put an e-mail in the outbox, in the transaction that decides it.

    ``cle`` names the event (``autorisation:1234``, the number being the journal line's): the same event deposited
    twice writes once, and returns None the second time. The Message-ID follows from the key and never changes.
    ``groupable`` says that it is mere news: an address that chose the daily digest then reads it there. What asks the
    reader to act, decides, or carries a code is not news.
    """
    _exiger_une_transaction()
    maintenant = horloge.maintenant()
    if Courrier.objects.filter(cle=cle).exists():
        return None
    attend = groupable and rythme_de(destinataire) == Rythme.QUOTIDIEN
    courrier = Courrier(
        cle=cle,
        message_id=_message_id(cle),
        modele=modele,
        destinataire=destinataire,
        contexte=dict(contexte),
        groupable=groupable,
        statut=StatutCourrier.RECAPITULATIF if attend else StatutCourrier.A_EXPEDIER,
        depose_le=maintenant,
        prochain_essai_le=maintenant,
    )
    try:
        with transaction.atomic():
            courrier.save(force_insert=True)
    except IntegrityError:
        # Deposited by another transaction since it was looked for: what this one decides must not be undone for it.
        if not Courrier.objects.filter(cle=cle).exists():
            raise
        return None
    courrier.documents.set(documents)
    if attend:
        return courrier
    prevenir_un_worker()
    return courrier


def deposer_plusieurs(modele: str, lettres: Iterable[tuple[str, str, Mapping]]) -> int:
    """Put many e-mails that are no mere news in the outbox: (key, address, facts). Give how many were new (2 queries).

    Same promise as ``deposer``: a key already known is written once, and its second letter is dropped.
    """
    _exiger_une_transaction()
    maintenant = horloge.maintenant()
    par_cle = {cle: (destinataire, contexte) for cle, destinataire, contexte in lettres}
    connues = Courrier.objects.filter(cle__in=par_cle).order_by("pk").values_list("cle", flat=True)
    for cle in list(connues):
        del par_cle[cle]
    Courrier.objects.bulk_create(
        Courrier(
            cle=cle,
            message_id=_message_id(cle),
            modele=modele,
            destinataire=destinataire,
            contexte=dict(contexte),
            depose_le=maintenant,
            prochain_essai_le=maintenant,
        )
        for cle, (destinataire, contexte) in par_cle.items()
    )
    if par_cle:
        prevenir_un_worker()
    return len(par_cle)


def prevenir_un_worker() -> None:
    """Hint, once the transaction is committed, that something is to be sent."""
    # One hint for a whole decision: with the broker down each would cost the time of a refused connection.
    if not any(rappel is _signaler for _, rappel, _ in connection.run_on_commit):
        transaction.on_commit(_signaler, robust=True)


def _message_id(cle: str) -> str:
    return f"<{uuid.uuid5(ESPACE_DES_IDENTIFIANTS, cle)}@{settings.COURRIER_DOMAINE}>"


def _signature() -> dict[str, str]:
    return {
        "signataire_nom": settings.SIGNATAIRE_NOM,
        "signataire_qualite": settings.SIGNATAIRE_QUALITE,
        "signataire_pour": settings.SIGNATAIRE_POUR,
        "ville": settings.LETTRE_VILLE,
    }


def _signaler() -> None:
    """Tell a worker that something waits. The broker may be down: beat looks at the table anyway."""
    current_app.send_task("noyau.expedier_courriers", expires=60, retry=False)


def _exiger_une_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Un courrier se dépose dans la transaction qui le décide.")
