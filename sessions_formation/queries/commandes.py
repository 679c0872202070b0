"""What is ordered now: composantes as they were added, and what amendments have changed since."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from sessions_formation.models import Composante, Mouvement, Session

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
    """Give what is ordered for a session now, None when nothing ever was (2 queries)."""
    composante = Composante.objects.filter(session=session).first()
    return commandes([composante])[composante.pk] if composante else None


def par_prix(composante: Composante) -> Mapping[Decimal, tuple[int, int]]:
    """Give the parcours and the heures-stagiaires a composante orders now, by the price they were ordered at."""
    totaux = {composante.prix_heure: (composante.parcours, composante.parcours * composante.heures)}
    for prix, parcours, heures in composante.mouvements.order_by("pk").values_list("prix_heure", "parcours", "heures"):
        avant = totaux.get(prix, (0, 0))
        totaux[prix] = (avant[0] + parcours, avant[1] + heures)
    return totaux
