"""Sending an employer's personal link again, to the address that had it."""

from django.db import transaction

from comptes.liens import Lien, Usage
from noyau import courriers
from noyau.horloge import maintenant
from parcours.queries.employeur import adresses_a, chemin_personnel


@transaction.atomic
def envoyer_nouveau_lien(*, usage: Usage, courriel: str, parcours_id: int) -> None:
    """Send a new link about one parcours to ``courriel``, if that address still reads for the employer of its post.

    Says nothing to the caller. Whoever calls limits how often this is asked. The mail names nobody.
    """
    parcours = adresses_a(Lien(courriel, parcours_id)).select_related("intention").first()
    if parcours is None or parcours.intention is None:
        return
    courriers.deposer(
        modele="lien_employeur",
        cle=f"lien-{usage.value}:{parcours.pk}:{maintenant().isoformat()}",
        destinataire=courriel,
        contexte={
            "stagiaires": [parcours.stagiaire_id],
            "embauche": usage == Usage.EMBAUCHE,
            "contact": parcours.intention.contact_nom,
            "intention": parcours.intention.reference,
            "poste": parcours.intention.intitule_affiche,
            "chemin": chemin_personnel(usage, parcours, courriel),
        },
    )
