"""What an intention is asked, in words, and which of its answers are open again."""

from dataclasses import dataclass
from datetime import datetime

from intentions.models import IntentionEmbauche
from intentions.regles.champs import ECRIT, LIBELLES, QUESTIONS
from noyau.journal import nom_de


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


@dataclass(frozen=True, slots=True)
class Obtenue:
    """One answer an officer asked for and was given."""

    libelle: str
    commentaire: str
    par: str
    repondu_le: datetime | None


def reponses_donnees(intention: IntentionEmbauche) -> list[Obtenue]:
    """Give what officers asked and was answered, latest first (1 query)."""
    demandes = (
        intention.champs_demandes.filter(repondu_le__isnull=False, demande_par__isnull=False)
        .select_related("demande_par")
        .order_by("-repondu_le", "pk")
    )
    return [
        Obtenue(LIBELLES[demande.champ], demande.commentaire, nom_de(demande.demande_par), demande.repondu_le)
        for demande in demandes
    ]
