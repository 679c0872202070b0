"""What is ordered now: composantes as they were added, and what amendments have changed since."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from noyau.courriers import Document
from sessions_formation.models import BonDeCommande, Composante, Mouvement, Session

ZERO = Decimal("0.00")


class Commande(NamedTuple):
    """Parcours, heures-stagiaires and euros ordered for a session."""

    parcours: int
    heures: int
    montant: Decimal

    def plus(self, autre: "Commande") -> "Commande":
        """The same order once ``autre`` is added to it (signed)."""
        return Commande(self.parcours + autre.parcours, self.heures + autre.heures, self.montant + autre.montant)

    @property
    def negative(self) -> bool:
        """It would take off more than was ordered."""
        return self.parcours < 0 or self.heures < 0 or self.montant < ZERO


RIEN = Commande(0, 0, ZERO)


def a_l_origine(composante: Composante) -> Commande:
    """Give what a composante ordered on the day it was added."""
    return Commande(composante.parcours, composante.parcours * composante.heures, composante.montant)


def commandes(composantes: Iterable[Composante]) -> dict[int, Commande]:
    """Give what each composante orders now, by its id (1 query)."""
    par_id = {composante.pk: a_l_origine(composante) for composante in composantes}
    sommes = (
        Mouvement.objects.filter(composante__in=par_id)
        .values("composante")
        .annotate(p=Sum("parcours"), h=Sum("heures"), m=Sum("montant"))
        .order_by("composante")
    )
    for somme in sommes:
        par_id[somme["composante"]] = par_id[somme["composante"]].plus(Commande(somme["p"], somme["h"], somme["m"]))
    return par_id


def commande_de(session: Session) -> Commande | None:
    """Give what is ordered for a session now, None when nothing ever was (1 query)."""
    composantes = Composante.objects.filter(session=session).annotate(
        en_plus=Coalesce(Sum("mouvements__parcours"), 0),
        heures_en_plus=Coalesce(Sum("mouvements__heures"), 0),
        euros_en_plus=Coalesce(Sum("mouvements__montant"), ZERO),
    )
    composante = composantes.first()
    if composante is None:
        return None
    changement = Commande(composante.en_plus, composante.heures_en_plus, composante.euros_en_plus)
    return a_l_origine(composante).plus(changement)


def par_prix(composantes: Iterable[Composante]) -> dict[int, dict[Decimal, Commande]]:
    """Give what each composante orders now, by its id, then by the price it was ordered at: its own first, then those
    of its amendments in their order (1 query)."""
    totaux = {composante.pk: {composante.prix_heure: a_l_origine(composante)} for composante in composantes}
    mouvements = Mouvement.objects.filter(composante__in=totaux).order_by("pk")
    colonnes = ("composante", "prix_heure", "parcours", "heures", "montant")
    for pk, prix, parcours, heures, montant in mouvements.values_list(*colonnes):
        totaux[pk][prix] = totaux[pk].get(prix, RIEN).plus(Commande(parcours, heures, montant))
    return totaux


def avec_total(bons: QuerySet[BonDeCommande]) -> QuerySet[BonDeCommande]:
    """Add to orders their ``total``, in euros: composantes and amendments, exactly."""
    composantes = Composante.objects.filter(bon=OuterRef("pk")).values("bon")
    mouvements = Mouvement.objects.filter(composante__bon=OuterRef("pk")).values("composante__bon")
    return bons.annotate(total=_somme(composantes) + _somme(mouvements))


def _somme(lignes: QuerySet) -> Coalesce:
    euros: DecimalField = DecimalField(max_digits=14, decimal_places=2)
    somme = lignes.order_by().annotate(somme=Sum("montant")).values("somme")
    return Coalesce(Subquery(somme, output_field=euros), ZERO, output_field=euros)


def total_du_bon(bon: BonDeCommande) -> Decimal:
    """Give what an order amounts to now, in euros (2 queries)."""
    return sum((commande.montant for commande in commandes(bon.composantes.all()).values()), ZERO)


def contenu_du_bon(bon: BonDeCommande) -> dict[str, Any]:
    """Give the composantes of an order, first and now, its amendments, its other documents, its total (5 queries).

    An amendment of this order may move hours to a composante of another year's: it is told with it, and adds to the
    other order's total.
    """
    composantes = list(bon.composantes.select_related("session__organisme").order_by("rang"))
    maintenant = commandes(composantes)
    documents = list(Document.objects.de(bon))
    lettres = {lettre.reference: lettre for lettre in documents if lettre.modele == "avenant"}
    avenants = bon.avenants.prefetch_related("mouvements__composante__session").order_by("rang")
    return {
        "lignes": [
            {"composante": composante, "origine": a_l_origine(composante), "commande": maintenant[composante.pk]}
            for composante in composantes
        ],
        "avenants": [
            {
                "avenant": avenant,
                "mouvements": list(avenant.mouvements.all()),
                "montant": sum((mouvement.montant for mouvement in avenant.mouvements.all()), ZERO),
                "document": lettres.get(avenant.numero),
            }
            for avenant in avenants
        ],
        "documents": [document for document in documents if document.modele != "avenant"],
        "total": sum((commande.montant for commande in maintenant.values()), ZERO),
    }
