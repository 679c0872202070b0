"""Numbers without gaps, given inside the transaction that uses them."""

from django.db import connection, models


class Compteur(models.Model):
    """The last number given in a series for a year. Locked by whoever takes the next one."""

    serie = models.CharField(max_length=20)
    annee = models.PositiveSmallIntegerField()
    dernier = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "compteur"
        constraints = [models.UniqueConstraint(fields=["serie", "annee"], name="un_compteur_par_serie_et_annee")]

    def __str__(self) -> str:
        return f"{self.serie}-{self.annee} : {self.dernier}"


def numero_suivant(serie: str, annee: int) -> int:
    """Take the next number of ``serie`` for ``annee``.

    The row stays locked until the transaction ends: a rolled-back decision gives its number back, so the series has
    no gap. Callers take it as late as they can, since two decisions of one series wait for each other here.
    """
    return numeros_suivants(serie, annee, 1)[0]


def numeros_suivants(serie: str, annee: int, combien: int) -> range:
    """Take the next ``combien`` numbers of ``serie`` for ``annee``, in a row: same lock, same promise as for one."""
    if not connection.in_atomic_block:
        raise RuntimeError("Un numéro se prend dans une transaction.")
    Compteur.objects.bulk_create([Compteur(serie=serie, annee=annee)], ignore_conflicts=True)
    compteur = Compteur.objects.select_for_update(of=("self",)).get(serie=serie, annee=annee)
    premier = compteur.dernier + 1
    compteur.dernier += combien
    compteur.save(update_fields=["dernier"])
    return range(premier, premier + combien)
