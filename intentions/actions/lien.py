"""Acting on an intention with an account, by the personal link sent to its contact (comptes.liens), or by API."""

from comptes.models import Utilisateur
from intentions.actions.redaction import relire
from intentions.models import IntentionEmbauche, Partenaire


def relire_pour(
    intention_id: int, *, par: Utilisateur | None, courriel: str = "", partenaire: Partenaire | None = None
) -> IntentionEmbauche:
    """Lock an intention that ``par`` may write in or, without an account, whose contact reads mail at ``courriel``.

    ``partenaire``: whose machine acts, on what it transmits.

    Raises ``IntentionEmbauche.DoesNotExist`` when it is not theirs.
    """
    if par is not None:
        return relire(intention_id, par=par)
    if partenaire is not None:
        return IntentionEmbauche.objects.select_for_update(of=("self",)).get(pk=intention_id, partenaire=partenaire)
    siennes = IntentionEmbauche.objects.exclude(contact_courriel="")
    return siennes.select_for_update(of=("self",)).get(pk=intention_id, contact_courriel__iexact=courriel)


def signer_par_lien(motif: str, par: Utilisateur | None, *, partenaire: Partenaire | None = None) -> str:
    """Give what the journal says of an act: without an account, by whose link or whose machine it was done."""
    if par is not None:
        return motif
    qui = f"Par {partenaire.nom}, par l’API." if partenaire else "Par l’employeur, avec son lien personnel."
    return "\n".join(filter(None, [motif, qui]))
