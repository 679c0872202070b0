"""The daily digest: the news of an address that chose it wait in the outbox, and leave each morning in one e-mail.

The digest is born in the transaction that marks its news as gathered: a worker killed before the commit leaves them
waiting, two workers wait for one another on their rows. What gathers looks at the rows, not at the choice: a row
written while the person was changing rhythm leaves the next morning at the latest. See docs/decisions/0017.
"""

import hashlib
import logging
import re
from datetime import date, datetime, time

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from noyau import courriers
from noyau.courriers import RECAPITULATIF, Courrier, Document, StatutCourrier
from noyau.preferences import PreferenceCourriel, Rythme
from noyau.redaction import objet_et_corps, raison_de

journal = logging.getLogger(__name__)

HEURE_DE_DEPART = time(7)
# Beyond this a news is cut at the end of a paragraph, where a page tells the rest.
LONGUEUR = 1200


@transaction.atomic
def choisir_rythme(*, courriel: str, rythme: Rythme, maintenant: datetime) -> int:
    """Keep how often an address wants to be written to; give how many news that waited leave at once."""
    adresse = courriel.lower()
    PreferenceCourriel.objects.bulk_create(
        [PreferenceCourriel(courriel=adresse, rythme=rythme, modifie_le=maintenant)],
        update_conflicts=True,
        unique_fields=["courriel"],
        update_fields=["rythme", "modifie_le"],
    )
    if rythme == Rythme.QUOTIDIEN:
        return 0
    en_attente = Courrier.objects.en_attente_de_recapitulatif().filter(destinataire__iexact=adresse)
    nombre = en_attente.update(statut=StatutCourrier.A_EXPEDIER, prochain_essai_le=maintenant)
    if nombre:
        courriers.prevenir_un_worker()
    return nombre


def rediger_les_recapitulatifs(*, maintenant: datetime) -> int:
    """Write the digest of each address whose news were waiting at seven this morning, Paris time; give how many.

    Before seven nothing is due. May be run as often as one likes, by several workers: one digest a day per address.
    """
    aujourd_hui = timezone.localdate(maintenant)
    depart = timezone.make_aware(datetime.combine(aujourd_hui, HEURE_DE_DEPART))
    if maintenant < depart:
        return 0
    en_attente = Courrier.objects.en_attente_de_recapitulatif().filter(depose_le__lt=depart).order_by()
    adresses = sorted(en_attente.values_list(Lower("destinataire"), flat=True).distinct())
    ecrits = 0
    for adresse in adresses:
        try:
            ecrits += rediger(adresse, le=aujourd_hui, avant=depart) is not None
        except Exception:  # noqa: BLE001 — one address must not keep the others waiting; its rows stay for the next run
            journal.exception("Un récapitulatif n’a pas pu être écrit.")
    return ecrits


@transaction.atomic
def rediger(adresse: str, *, le: date, avant: datetime) -> Courrier | None:
    """Gather in one e-mail what was deposited for ``adresse`` before the instant ``avant``.

    Gives None when another worker did it first, or when the digest of that day has left: the rest waits for the next.
    """
    attendent = Courrier.objects.en_attente_de_recapitulatif().filter(
        destinataire__iexact=adresse, depose_le__lt=avant
    )
    redigees = {
        courrier: nouvelle
        for courrier in attendent.select_for_update(of=("self",))
        if (nouvelle := _nouvelle(courrier)) is not None
    }
    if not redigees:
        return None
    recapitulatif = courriers.deposer(
        modele=RECAPITULATIF,
        cle=f"{RECAPITULATIF}:{le.isoformat()}:{hashlib.sha256(adresse.encode()).hexdigest()[:32]}",
        destinataire=next(iter(redigees)).destinataire,
        contexte={
            "le": le.isoformat(),
            "nouvelles": list(redigees.values()),
        },
        documents=Document.objects.filter(courriers__in=redigees).order_by("pk").distinct(),
    )
    if recapitulatif is not None:
        Courrier.objects.filter(pk__in=[courrier.pk for courrier in redigees]).update(
            statut=StatutCourrier.REGROUPE, regroupe_dans=recapitulatif
        )
    return recapitulatif


def _nouvelle(courrier: Courrier) -> dict[str, str | int] | None:
    """Give what the digest says of an e-mail; None when it cannot be written, and it then leaves by itself.

    Alone, it fails, waits and ends in quarantine like any other, without keeping the other news from their reader.
    """
    try:
        objet, corps = objet_et_corps(courrier)
        raison = raison_de(courrier).replace("Vous recevez ce courriel", "Vous recevez cette nouvelle", 1)
    except Exception:  # noqa: BLE001 — a mail that cannot be read must not keep the others waiting
        journal.exception("Le courrier %s ne peut pas entrer dans un récapitulatif.", courrier.pk)
        Courrier.objects.filter(pk=courrier.pk).update(statut=StatutCourrier.A_EXPEDIER)
        return None
    texte, suite = resumer(corps)
    le = courrier.depose_le.isoformat()
    # Which news it is: one that must be forgotten is found again in the digest (noyau.effacement).
    return {"courrier": courrier.pk, "objet": objet, "depose_le": le, "texte": texte, "suite": suite, "raison": raison}


def resumer(corps: str, longueur: int = LONGUEUR) -> tuple[str, str]:
    """Give a news as the digest tells it: without its greeting, and cut after ``longueur`` characters.

    The second part is the address of the rest, empty when nothing was cut. A mail that leads nowhere is told whole:
    its reader has no other page to read it on.
    """
    paragraphes = corps.strip().split("\n\n")
    if len(paragraphes) > 1 and re.match(r"Bonjour\b[^\n]*,$", paragraphes[0]):
        del paragraphes[0]
    entier = "\n\n".join(paragraphes)
    liens = re.findall(r"https?://\S+", corps)
    if len(entier) <= longueur or not liens:
        return entier, ""
    gardes = []
    for paragraphe in paragraphes:
        if gardes and sum(map(len, gardes)) + len(paragraphe) > longueur:
            break
        gardes.append(paragraphe)
    debut = "\n\n".join(gardes)
    return (entier, "") if debut == entier else (debut, liens[-1].rstrip(".,;"))
