"""What the end of an intention leads to, in words: said before it is done."""

from datetime import date

from intentions import signaux
from intentions.models import IntentionEmbauche
from intentions.queries.interlocuteurs import organismes_concernes
from referentiels.regles.typographie import composer, enumerer


def effets_du_retrait(intention: IntentionEmbauche, *, le: date) -> list[str]:
    """Give what follows a withdrawal: for the session that counts on it, for the bodies that read it, for the file."""
    reponses = signaux.desistement_prevu.send(sender=IntentionEmbauche, intention=intention, le=le)
    effets = [phrase for _, phrases in reponses for phrase in phrases]
    if not effets:
        prevenus = [organisme.nom for organisme in organismes_concernes(intention)]
        tous = enumerer([*prevenus, "la Région"])
        effets.append(f"{tous} sont prévenus par courriel." if prevenus else "La Région est prévenue par courriel.")
        effets.append("Les organismes de formation ne la verront plus.")
    return [*effets, composer("Vous ne pourrez pas la rouvrir : il faudra en déposer une autre.")]
