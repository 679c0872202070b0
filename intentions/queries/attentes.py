"""What an intention is asked, in words, and which of its answers are open again."""

from dataclasses import dataclass

from intentions.models import ChampDemande, IntentionEmbauche
from intentions.regles.champs import ECRIT, LIBELLES, QUESTIONS


@dataclass(frozen=True, slots=True)
class Attente:
    """One question asked: its code and words, the comment beside it, who asks (None: the rules)."""

    champ: str
    libelle: str
    commentaire: str
    par: str | None


def attentes_de(intention: IntentionEmbauche) -> list[Attente]:
    """Give what is asked of an intention and not answered yet, in the order of the form (1 query)."""
    demandes = intention.champs_demandes.filter(repondu_le=None).select_related("demande_par").order_by("pk")
    rangs = {champ: rang for rang, champ in enumerate(LIBELLES)}
    return sorted(
        (
            Attente(
                demande.champ,
                LIBELLES[demande.champ],
                demande.commentaire,
                demande.demande_par.nom_public if demande.demande_par else None,
            )
            for demande in demandes
        ),
        key=lambda attente: rangs[attente.champ],
    )


def champs_ouverts(intention: IntentionEmbauche) -> set[str]:
    """Give the answers that the questions asked open again (1 query); the reason of a derogation always may be given,
    since an answer may need one."""
    demandes = intention.champs_demandes.filter(repondu_le=None).exclude(champ=ECRIT).values_list("champ", flat=True)
    ouverts = {champ for demande in demandes for champ in QUESTIONS[demande].champs}
    return (ouverts - {"insertion"}) | ({"motif_derogation"} if ouverts else set())


def reponses_donnees(intention: IntentionEmbauche) -> list[ChampDemande]:
    """Give what officers asked and that was answered, latest first (1 query); each carries its ``libelle``."""
    demandes = (
        intention.champs_demandes.filter(repondu_le__isnull=False, demande_par__isnull=False)
        .select_related("demande_par")
        .order_by("-repondu_le", "pk")
    )
    donnees = list(demandes)
    for demande in donnees:
        demande.libelle = LIBELLES[demande.champ]
    return donnees
