"""What the withdrawal of an employer does to the people on its posts, said before it is done."""

from typing import Any

from django.db.models import Count, Q

from intentions.models import IntentionEmbauche
from referentiels.regles.typographie import composer, compter
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours


def effets_sur_les_personnes(*, intention: IntentionEmbauche, **_: Any) -> list[str]:
    """Give, in sentences for the employer, what becomes of those proposed and in training on its posts (1 query)."""
    combien = Parcours.objects.filter(intention=intention).aggregate(
        candidats=Count("pk", filter=Q(statut__in=[S.POSITIONNE, S.PROFIL_VALIDE])),
        en_place=Count("pk", filter=Q(statut__in=[S.ADMIS, S.ENTRE])),
    )
    candidats, en_place = combien["candidats"], combien["en_place"]
    phrases = []
    if en_place == 1:
        phrases.append("La personne qui se forme pour vos postes garde sa place : un autre poste lui est cherché.")
    elif en_place:
        qui = compter(en_place, "personne")
        phrases.append(f"Les {qui} qui se forment pour vos postes gardent leur place : d’autres postes sont cherchés.")
    if candidats:
        qui = compter(candidats, "candidature")
        suite = "passe en liste d’attente" if candidats == 1 else "passent en liste d’attente"
        phrases.append(f"{qui} pour vos postes {suite}, jusqu’à un autre poste libre.")
    return [composer(phrase) for phrase in phrases]
