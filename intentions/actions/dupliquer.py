"""Starting a new intention from an earlier one."""

from datetime import date, timedelta

from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.redaction import ouvrir_brouillon, relire
from intentions.enums import Canal, StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.confirmation import est_transmise_par
from noyau.horloge import maintenant

REPRISES = (
    "employeur", "contact_nom", "contact_telephone", "contact_courriel",
    "secteur", "metier", "intitule", "commune", "departement", "nombre_postes", "precisions",
    "contrat_type", "duree_mois", "heures_hebdo", "saisonnier", "agence_interim", "adaptation_boe", "motif_derogation",
    "formation_souhaitee", "formation_departement", "organisme_choisi", "engagement_recruter", "etapes",
)  # fmt: skip
DOUBLE_CLIC = timedelta(minutes=1)


@transaction.atomic
def dupliquer_intention(*, intention_id: int, par: Utilisateur, le: date) -> IntentionEmbauche:
    """Open a draft with the answers of an intention of any state; a hiring date that has passed is asked again.

    Its number, its history and the employer's confirmation are not taken over. A second click within the minute gives
    the draft of the first. Raises ``IntentionEmbauche.DoesNotExist`` when ``par`` may not write in it.
    """
    modele = relire(intention_id, par=par)
    champs = {nom: getattr(modele, nom) for nom in REPRISES}
    deja = (
        IntentionEmbauche.objects.filter(
            deposant=par,
            statut=StatutIntention.BROUILLON,
            cree_le__gte=maintenant() - DOUBLE_CLIC,
            **{nom: champs[nom] for nom in ("employeur", "metier", "intitule", "commune", "nombre_postes")},
        )
        .exclude(pk=modele.pk)
        .order_by("pk")
        .first()
    )
    if deja:
        return deja
    passee = modele.embauche_souhaitee is not None and modele.embauche_souhaitee < le
    transmise = est_transmise_par(modele, par)
    return ouvrir_brouillon(
        par=par,
        champs={
            **champs,
            "embauche_souhaitee": None if passee else modele.embauche_souhaitee,
            "partenaire": modele.partenaire if transmise else None,
            "canal": modele.canal if transmise else Canal.EMPLOYEUR,
            # What the employer said since of a disability is not for who transmits.
            **({"adaptation_boe": False, "motif_derogation": ""} if transmise else {}),
        },
    )
