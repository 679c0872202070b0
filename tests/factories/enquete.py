"""The survey of labour needs: its lines, and which of its jobs are which ROME jobs."""

from referentiels.models import BesoinEnquete, CorrespondanceFap, Departement, Metier

MACONS, SOUDEURS = ("B0Z20", "Maçons"), ("D2Z40", "Soudeurs")


def besoin(departement: Departement, metier=MACONS, *, annee: int = 2026, bassin: str = "ANGERS", **chiffres):
    """One line of the survey; a number not given is a statistical secret."""
    code, nom = metier
    return BesoinEnquete.objects.create(
        annee=annee,
        code_metier=code,
        metier=nom,
        departement=departement,
        code_bassin=bassin[:4],
        bassin=bassin,
        **chiffres,
    )


def correspondance(metier: Metier, code: str = MACONS[0], **champs) -> CorrespondanceFap:
    """Say that a job of the survey is this ROME job (or is not: ``retenue=False``)."""
    return CorrespondanceFap.objects.create(code_metier=code, metier=metier, source="agent", **champs)
