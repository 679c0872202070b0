"""What hours declared can never be (FAQ §5, §7; heures.regles.anomalies)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_RELEVE = "heures.releve"


def _sur(cle: str, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=Theme.HEURES, concerne=Concerne.ACHAT, modele=_RELEVE, **mots)


# The days a trainee is there, inside the month: its first, its last.
_PRESENCE = """
    SELECT h.id, h.releve_id, h.faites + h.absences_justifiees + h.absences_injustifiees AS presentes,
           greatest(r.mois, p.entre_le) AS premier,
           least((r.mois + interval '1 month' - interval '1 day')::date, p.sorti_le) AS dernier
    FROM heures_heuresparcours h
    JOIN heures_releve r ON r.id = h.releve_id AND r.statut = 'declare'
    JOIN sessions_formation_parcours p ON p.id = h.parcours_id
    WHERE p.entre_le IS NOT NULL
"""

HEURES = (
    _sur(
        "heures-avant-ou-apres",
        jamais="Personne n’a d’heures d’un mois où il n’était pas encore entré, ou déjà sorti.",
        pourquoi="La Région paierait des heures que personne n’a faites.",
        que_faire="Faites corriger les heures du mois par l’organisme : la facture suivante rend la différence.",
        requete="""
            SELECT DISTINCT h.releve_id AS id FROM heures_heuresparcours h
            JOIN heures_releve r ON r.id = h.releve_id AND r.statut = 'declare'
            JOIN sessions_formation_parcours p ON p.id = h.parcours_id
            WHERE h.faites > 0 AND (
                p.entre_le IS NULL OR r.mois + interval '1 month' <= p.entre_le OR r.mois > p.sorti_le
            )
        """,
    ),
    _sur(
        "heures-plus-que-le-jour-n-en-tient",
        jamais="Les heures d’un mois, absences comprises, tiennent dans les jours où la personne était là.",
        pourquoi="Personne ne se forme plus de vingt-quatre heures par jour : c’est une faute de frappe, qui se paie.",
        que_faire="Relisez le relevé avec l’organisme et faites-le corriger.",
        requete=f"""
            SELECT DISTINCT releve_id AS id FROM ({_PRESENCE}) h
            WHERE presentes > 24 * greatest(dernier - premier + 1, 0)
        """,  # noqa: S608 words of the house
    ),
    _sur(
        "mois-declare-d-avance",
        jamais="Les heures d’un mois ne sont pas déclarées avant qu’il commence.",
        pourquoi="La facture compterait des heures qui n’ont pas eu lieu.",
        que_faire="Rouvrez la déclaration.",
        requete="SELECT id FROM heures_releve WHERE statut = 'declare' AND mois > %(le)s",
    ),
    _sur(
        "heures-d-une-session-non-commencee",
        jamais="On ne déclare pas les heures d’une session qui n’a pas démarré.",
        pourquoi="La Région paierait une formation qui n’a pas commencé.",
        que_faire="Faites déclarer les entrées, ou rouvrir le relevé.",
        requete="""
            SELECT r.id FROM heures_releve r JOIN sessions_formation_session s ON s.id = r.session_id
            WHERE r.statut = 'declare' AND s.statut NOT IN ('demarree', 'terminee', 'soldee')
              AND EXISTS (SELECT FROM heures_heuresparcours h WHERE h.releve_id = r.id AND h.faites > 0)
        """,
    ),
    _sur(
        "heures-d-une-autre-session",
        jamais="Les heures d’un relevé sont celles de personnes de sa session.",
        pourquoi="Elles seraient facturées sur une autre commande.",
        que_faire="Signalez-le à l’exploitation : la base l’interdit, elle a été contournée.",
        requete="""
            SELECT DISTINCT r.id FROM heures_heuresparcours h
            JOIN heures_releve r ON r.id = h.releve_id
            JOIN sessions_formation_parcours p ON p.id = h.parcours_id WHERE p.session_id <> r.session_id
        """,
    ),
)
