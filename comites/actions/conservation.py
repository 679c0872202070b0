"""What is erased of a committee at its term (config.conservation)."""

from datetime import datetime

from comites.models import Comite, PointComite


def vider_comites(avant: datetime) -> int:
    """Empty the committees held before ``avant`` of what people typed and of who noted it; give how many.

    Its date, its points' titles and what came of them stay: they name organisations.
    """
    anciens = Comite.objects.filter(debut__lt=avant)
    points = PointComite.objects.filter(comite__in=anciens.values("pk"))
    vus = set(
        points.exclude(texte="", reserve="", precisions="", hors_tour="", note_par=None)
        .values_list("comite", flat=True)
        .order_by("comite")
    )
    vus |= set(anciens.exclude(compte_rendu="").values_list("pk", flat=True).order_by("pk"))
    vus |= set(
        Comite.agents.through.objects.filter(comite__in=anciens.values("pk"))
        .values_list("comite", flat=True)
        .order_by("comite")
    )
    points.update(texte="", reserve="", precisions="", hors_tour="", note_par=None)
    anciens.update(compte_rendu="")
    Comite.agents.through.objects.filter(comite__in=anciens.values("pk")).delete()
    return len(vus)
