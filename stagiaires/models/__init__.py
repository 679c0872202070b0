from stagiaires.models.stagiaire import UN_SEUL_IDENTIFIANT, Stagiaire
from stagiaires.models.traces import Appel, Consultation

__all__ = ["UN_SEUL_IDENTIFIANT", "Appel", "Consultation", "Stagiaire"]
