"""What is locked to issue, and in which order: sessions, then the lot, then invoices, then counters."""

from factures.models import Facture
from sessions_formation.actions.commander import verrouiller_le_lot
from sessions_formation.models import Session


def verrouiller_la_facture(facture_id: int) -> Facture:
    """Lock an invoice with its sessions, its lot and the invoice it corrects, until the transaction ends (5 queries).

    So hours of these sessions, orders on the lot and the other invoices of its orders stand still meanwhile.
    """
    lue = Facture.objects.select_related("bon").get(pk=facture_id)
    sessions = Session.objects.filter(composante__lignes_de_facture__facture=lue).order_by("pk").values_list("pk")
    # Not with the join: a lock is taken on rows, and the rows come twice.
    list(Session.objects.select_for_update(of=("self",)).filter(pk__in=sessions).order_by("pk").values_list("pk"))
    verrouiller_le_lot(lue.bon.lot_id)
    cles = [cle for cle in (lue.corrige_id, lue.pk) if cle]
    a_verrouiller = Facture.objects.select_for_update(of=("self",)).filter(pk__in=cles).order_by("pk")
    list(a_verrouiller.values_list("pk"))
    return Facture.objects.select_related(
        "emetteur__emetteur", "bon__lot__agent", "corrige", "emetteur__departement"
    ).get(pk=facture_id)
