from comites.models.comites import Comite
from comites.models.points import PointComite

__all__ = ["Comite", "PointComite"]
