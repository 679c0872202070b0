"""« Embauche », on the page of a person's parcours."""

from comptes import acces
from comptes.models import Utilisateur
from insertion.enums import RaisonSansEmbauche
from insertion.queries.embauche import contrat_de, contrat_en_mots, embauche_de, promesse_de, se_demande
from parcours.rubriques import Rubrique
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours


def rubrique_embauche(parcours: Parcours, lecteur: Utilisateur) -> Rubrique | None:
    """What the employer promised and what it declared, once the training is over; None before, or without a post.

    Where the hire differs from the promise is for the employer, the référent and officers: not for the training body.
    """
    if parcours.statut not in SORTI or parcours.intention is None:
        return None
    embauche = embauche_de(parcours)
    est_l_employeur = parcours.intention.employeur_id in acces.constantes(acces.employeurs_de(lecteur))
    organisme = parcours.session.organisme_id in acces.constantes(acces.organismes_de(lecteur))
    contexte = {
        "parcours": parcours,
        "embauche": embauche,
        "attendue": se_demande(parcours),
        "promesse": contrat_en_mots(promesse_de(parcours)),
        "contrat": contrat_en_mots(contrat_de(embauche)) if embauche else "",
        "raison": RaisonSansEmbauche(embauche.raison).label if embauche and embauche.raison else "",
        "ecarts": embauche.ecarts if embauche and not organisme else [],
        "est_l_employeur": est_l_employeur,
    }
    return Rubrique("Embauche", "insertion/_rubrique_embauche.html", contexte)
