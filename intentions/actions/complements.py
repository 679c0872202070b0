"""What an intention is still asked: the rows behind « à compléter », written by the rules or by an officer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from comptes.models import Utilisateur
from intentions.models import ChampDemande, IntentionEmbauche
from intentions.queries.dossier import dossier_de
from intentions.regles.champs import question_de
from intentions.regles.dossier import DossierIntention
from noyau.horloge import maintenant
from referentiels.regles.constats import Constat, Niveau


def demandes_d_apres(constats: Iterable[Constat], dossier: DossierIntention) -> dict[str, str]:
    """Give, for each question the findings leave without an answer, the comment to show beside it."""
    demandes: dict[str, str] = {}
    for constat in constats:
        if constat.niveau == Niveau.A_COMPLETER:
            question = question_de(constat.regle, dossier)
            deja = demandes.get(question)
            demandes[question] = f"{deja} {constat.message}" if deja else constat.message
    return demandes


def demander_ce_qui_manque(intention: IntentionEmbauche, constats: Sequence[Constat]) -> bool:
    """Write what the rules miss in a file just judged; what they no longer miss counts as answered.

    Tells whether an officer still waits for an answer of its own: the file is then not complete, whatever the rules.
    The intention is locked by whoever calls.
    """
    instant = maintenant()
    manquantes = demandes_d_apres(constats, dossier_de(intention))
    d_un_agent = False
    for demande in intention.champs_demandes.filter(repondu_le=None):
        phrase = manquantes.pop(demande.champ, None)
        if demande.demande_par_id:
            d_un_agent = True
        elif phrase is None:
            demande.repondu_le = instant
            demande.save(update_fields=["repondu_le"])
        elif phrase != demande.commentaire:
            demande.commentaire = phrase
            demande.save(update_fields=["commentaire"])
    ecrire_demandes(intention, manquantes, par=None, instant=instant)
    return d_un_agent


def ecrire_demandes(
    intention: IntentionEmbauche, demandes: Mapping[str, str], *, par: Utilisateur | None, instant: datetime
) -> list[ChampDemande]:
    """Write one row per question (code → comment); ``par`` is None when the rules ask."""
    return ChampDemande.objects.bulk_create(
        ChampDemande(intention=intention, champ=champ, commentaire=commentaire, demande_par=par, demande_le=instant)
        for champ, commentaire in demandes.items()
    )
