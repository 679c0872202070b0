"""« Après la formation », on the page of a person's parcours: for referents and officers."""

from django.utils import timezone

from comptes import acces
from comptes.models import Utilisateur
from insertion.queries.liste_suivis import avec_leurs_reponses
from insertion.views.presentation_suivi import ligne_de
from parcours.rubriques import Rubrique
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours


def rubrique_suivi(parcours: Parcours, lecteur: Utilisateur) -> Rubrique | None:
    """Give the four follow-ups with what each source said; None before the end, and for other readers."""
    lit = acces.est_agent(lecteur) or acces.constantes(acces.structures_de(lecteur))
    if parcours.statut not in SORTI or not lit:
        return None
    le = timezone.localdate()
    suivis = avec_leurs_reponses(parcours.suivis.all()).order_by("prevu_le", "pk")
    contexte = {
        "lignes": [ligne_de(suivi, le=le) for suivi in suivis],
        "efface": parcours.stagiaire.efface_le is not None,
    }
    return Rubrique("Après la formation", "insertion/_rubrique_suivi.html", contexte)
