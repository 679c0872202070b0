"""The lives of a session de formation and of a parcours: domaine.md §3, a table each."""

from noyau.automates import Automate, Passage
from sessions_formation.enums import StatutDemandeAvenant as D
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import StatutSession as S
from sessions_formation.enums import TransitionDemandeAvenant as Td
from sessions_formation.enums import TransitionParcours as Tp
from sessions_formation.enums import TransitionSession as T

A_DECIDER = frozenset({S.DEMANDEE, S.EN_INSTRUCTION})
# Sent and not decided: the training body may still take its request back.
PAS_DECIDEE = A_DECIDER | {S.ATTENTE_MANDATAIRE, S.A_COMPLETER}
AVANT_DEMARRAGE = frozenset(
    {S.DEMANDEE, S.ATTENTE_MANDATAIRE, S.EN_INSTRUCTION, S.A_COMPLETER, S.AUTORISEE, S.PUBLIEE}
)
# Once it has begun a session goes to its end, even if an employer withdraws (FAQ §6).
COMMENCEE = frozenset({S.DEMARREE, S.TERMINEE, S.SOLDEE})
# Attached intentions are engaged in these states: the posts are kept for the session.
RETIENT_SES_POSTES = AVANT_DEMARRAGE | COMMENCEE

SESSION = Automate(
    {
        T.DEMANDER: Passage(frozenset({S.BROUILLON}), S.DEMANDEE, "Demandée"),
        # From « à compléter » too: a member of the groupement may have become its sous-traitant in between.
        T.SOUMETTRE_MANDATAIRE: Passage(
            frozenset({S.DEMANDEE, S.A_COMPLETER}), S.ATTENTE_MANDATAIRE, "Soumise au mandataire"
        ),
        T.ACCORD_MANDATAIRE: Passage(frozenset({S.ATTENTE_MANDATAIRE}), S.EN_INSTRUCTION, "Accord du mandataire"),
        T.REFUSER_MANDATAIRE: Passage(frozenset({S.ATTENTE_MANDATAIRE}), S.REFUSEE, "Refus du mandataire"),
        T.INSTRUIRE: Passage(frozenset({S.DEMANDEE}), S.EN_INSTRUCTION, "Mise en instruction"),
        T.DEMANDER_COMPLEMENT: Passage(A_DECIDER, S.A_COMPLETER, "Complément demandé"),
        T.COMPLETER: Passage(frozenset({S.A_COMPLETER}), S.EN_INSTRUCTION, "Complétée"),
        T.AUTORISER: Passage(A_DECIDER, S.AUTORISEE, "Autorisée"),
        # A complement that never comes must not keep the employers' posts for ever.
        T.REFUSER: Passage(A_DECIDER | {S.A_COMPLETER}, S.REFUSEE, "Refusée"),
        T.PUBLIER: Passage(frozenset({S.AUTORISEE}), S.PUBLIEE, "Publiée"),
        T.DEMARRER: Passage(frozenset({S.PUBLIEE}), S.DEMARREE, "Démarrée"),
        T.TERMINER: Passage(frozenset({S.DEMARREE}), S.TERMINEE, "Terminée"),
        T.SOLDER: Passage(frozenset({S.TERMINEE}), S.SOLDEE, "Soldée"),
        T.ANNULER: Passage(AVANT_DEMARRAGE, S.ANNULEE, "Annulée"),
        T.RETIRER: Passage(PAS_DECIDEE, S.ANNULEE, "Retirée par l’organisme"),
    }
)

# A parcours in one of these states has its post for itself; the others give it back (FAQ §5).
TIENT_SON_POSTE = frozenset({P.POSITIONNE, P.PROFIL_VALIDE, P.ADMIS, P.ENTRE, P.TERMINE, P.SORTIE_EMPLOI})

# The person has a place in the session: it counts in its capacity.
TIENT_SA_PLACE = frozenset({P.ADMIS, P.ENTRE, P.TERMINE, P.SORTIE_EMPLOI})
# Gone to the end, or left before it for a job: those whose situation is asked at 1, 3 and 6 months.
SORTI = frozenset({P.TERMINE, P.SORTIE_EMPLOI})
# It has taken place, whole or in part: its days count against those of another one.
A_EU_LIEU = frozenset({P.ENTRE, P.TERMINE, P.ABANDON, P.SORTIE_EMPLOI, P.EXCLU})

PARCOURS = Automate(
    {
        Tp.VALIDER_PROFIL: Passage(frozenset({P.POSITIONNE}), P.PROFIL_VALIDE, "Profil validé"),
        Tp.ADMETTRE: Passage(frozenset({P.PROFIL_VALIDE}), P.ADMIS, "Admission prononcée"),
        Tp.NE_PAS_RETENIR: Passage(
            frozenset({P.POSITIONNE, P.PROFIL_VALIDE}), P.NON_RETENU, "Candidature non retenue"
        ),
        # Taken back by who proposed it, or by the person: told apart from a refusal in the history.
        Tp.RETIRER: Passage(frozenset({P.POSITIONNE, P.PROFIL_VALIDE}), P.NON_RETENU, "Candidature retirée"),
        Tp.FAIRE_ENTRER: Passage(frozenset({P.ADMIS}), P.ENTRE, "Entrée en formation"),
        Tp.TERMINER: Passage(frozenset({P.ENTRE}), P.TERMINE, "Formation terminée"),
        Tp.ABANDONNER: Passage(frozenset({P.ADMIS, P.ENTRE}), P.ABANDON, "Abandon"),
        Tp.SORTIR_POUR_EMPLOI: Passage(frozenset({P.ENTRE}), P.SORTIE_EMPLOI, "Sortie pour un emploi"),
        Tp.EXCLURE: Passage(frozenset({P.ENTRE}), P.EXCLU, "Exclusion"),
        # A declaration made by mistake: back to where the person truly is, with a reason and for a few days only
        # (parcours.actions.rectifier).
        Tp.REPRENDRE: Passage(
            frozenset({P.TERMINE, P.ABANDON, P.SORTIE_EMPLOI, P.EXCLU}),
            P.ENTRE,
            "Déclaration de sortie annulée",
        ),
        Tp.REVENIR_ADMIS: Passage(
            frozenset({P.ENTRE, P.ABANDON}), P.ADMIS, "Déclaration annulée : la personne n’était pas entrée"
        ),
    }
)

# What a training body asks on a session already ordered: one answer, given once.
DEMANDE_AVENANT = Automate(
    {
        Td.ACCORDER: Passage(frozenset({D.DEPOSEE}), D.ACCORDEE, "Accordée"),
        Td.REFUSER: Passage(frozenset({D.DEPOSEE}), D.REFUSEE, "Refusée"),
        Td.RETIRER: Passage(frozenset({D.DEPOSEE}), D.RETIREE, "Retirée par l’organisme"),
    }
)
