"""What Prometheus reads of requests: how many and how long, by page and by answer. No path, no person.

Each web process counts for itself. Where ``PROMETHEUS_MULTIPROC_DIR`` names a folder, all the processes of the host
write there and any of them answers for all; prometheus-client reads that variable as it is imported.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess, values

NOM = "emploi_formation"
# Seconds. The service promises pages within one second.
PALIERS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_DES_REQUETES = CollectorRegistry()
REQUETES = Counter(
    f"{NOM}_requetes", "Réponses données, par page, méthode et code.", ("vue", "methode", "statut"),
    registry=_DES_REQUETES,
)  # fmt: skip
DUREES = Histogram(
    f"{NOM}_requetes_duree_secondes", "Temps mis à répondre, par page.", ("vue",), buckets=PALIERS,
    registry=_DES_REQUETES,
)  # fmt: skip


def compter_la_requete(*, vue: str, methode: str, statut: int, duree: float) -> None:
    """Count one answer; ``duree`` in seconds, ``vue`` the name of an address (their number is bounded)."""
    REQUETES.labels(vue, methode, statut).inc()
    DUREES.labels(vue).observe(duree)


def registre_des_requetes() -> CollectorRegistry:
    """Give a registry that tells the requests of every process of the host, or of this one if none is shared."""
    registre = CollectorRegistry()
    if values.ValueClass is values.MutexValue:
        registre.register(_Relais(_DES_REQUETES))
    else:
        multiprocess.MultiProcessCollector(registre)
    return registre


class _Relais:
    """Lets a registry of one answer tell what another holds."""

    def __init__(self, source: CollectorRegistry) -> None:
        self.source = source

    def collect(self):
        return self.source.collect()

    def describe(self):
        return []
