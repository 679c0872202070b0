"""The life of an intention d'embauche: domaine.md §3, as one table."""

from intentions.enums import StatutIntention as S
from intentions.enums import TransitionIntention as T
from noyau.automates import Automate, Passage

VIVANTES_AVANT_ENGAGEMENT = frozenset({S.DEPOSEE, S.A_COMPLETER, S.DEROGATION_DEMANDEE, S.RECEVABLE})

INTENTION = Automate(
    {
        T.DEPOSER: Passage(frozenset({S.BROUILLON}), S.DEPOSEE, "Déposée"),
        T.COMPLETER: Passage(frozenset({S.A_COMPLETER}), S.DEPOSEE, "Complétée"),
        T.RECEVOIR: Passage(frozenset({S.DEPOSEE}), S.RECEVABLE, "Recevable"),
        # From « déposée » the rules ask; from the two others an officer does, who reads what the rules cannot.
        T.DEMANDER_COMPLEMENT: Passage(
            frozenset({S.DEPOSEE, S.DEROGATION_DEMANDEE, S.RECEVABLE}), S.A_COMPLETER, "À compléter"
        ),
        T.CORRIGER: Passage(frozenset({S.A_COMPLETER, S.RECEVABLE, S.DEROGATION_DEMANDEE}), S.DEPOSEE, "Corrigée"),
        T.DEMANDER_DEROGATION: Passage(frozenset({S.DEPOSEE}), S.DEROGATION_DEMANDEE, "Dérogation demandée"),
        T.ACCORDER_DEROGATION: Passage(frozenset({S.DEROGATION_DEMANDEE}), S.RECEVABLE, "Dérogation accordée"),
        T.REFUSER: Passage(frozenset({S.DEPOSEE, S.DEROGATION_DEMANDEE}), S.REFUSEE, "Refusée"),
        T.ENGAGER: Passage(frozenset({S.RECEVABLE}), S.ENGAGEE, "Engagée dans une demande de session"),
        T.LIBERER: Passage(frozenset({S.ENGAGEE}), S.RECEVABLE, "De nouveau disponible"),
        T.SATISFAIRE: Passage(frozenset({S.ENGAGEE}), S.SATISFAITE, "Satisfaite"),
        # A hire declared by mistake: the post is to be filled again.
        T.REPRENDRE: Passage(frozenset({S.SATISFAITE}), S.ENGAGEE, "Un poste est de nouveau à pourvoir"),
        T.SE_DESISTER: Passage(VIVANTES_AVANT_ENGAGEMENT | {S.ENGAGEE}, S.DESISTEE, "Retirée par l’employeur"),
        T.EXPIRER: Passage(frozenset({S.A_COMPLETER, S.RECEVABLE}), S.EXPIREE, "Expirée"),
        T.CLASSER: Passage(
            frozenset({S.A_COMPLETER, S.RECEVABLE, S.REFUSEE, S.EXPIREE, S.DESISTEE, S.SATISFAITE}),
            S.CLASSEE,
            "Classée",
        ),
    }
)
