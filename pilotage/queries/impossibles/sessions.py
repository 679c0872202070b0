"""What a session, its order and its lot can never be (domaine.md §3, §5, FAQ §7, §8, §9)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_SESSION = "sessions_formation.session"
# What is ordered of a composante: its own line and its amendments.
_COMMANDE = """
    SELECT c.id, c.session_id, c.bon_id, c.parcours + coalesce(m.parcours, 0) AS parcours,
           c.parcours::integer * c.heures + coalesce(m.heures, 0) AS heures,
           c.montant + coalesce(m.montant, 0) AS montant
    FROM sessions_formation_composante c LEFT JOIN (
        SELECT composante_id, sum(parcours) AS parcours, sum(heures) AS heures, sum(montant) AS montant
        FROM sessions_formation_mouvement GROUP BY composante_id
    ) m ON m.composante_id = c.id
"""


def _sur(modele: str, cle: str, concerne: Concerne = Concerne.ACHAT, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=Theme.SESSIONS, concerne=concerne, modele=modele, **mots)


SESSIONS = (
    _sur(
        _SESSION,
        "session-autorisee-sans-commande",
        jamais="Une session autorisée a sa ligne dans un bon de commande.",
        pourquoi="L’organisme formerait sans commande : rien ne pourrait lui être payé.",
        que_faire="Reprenez l’autorisation : la décision et la commande s’écrivent ensemble.",
        requete="""
            SELECT s.id FROM sessions_formation_session s
            WHERE s.statut IN ('autorisee', 'publiee', 'demarree', 'terminee', 'soldee')
              AND NOT EXISTS (SELECT FROM sessions_formation_composante c WHERE c.session_id = s.id)
        """,
    ),
    _sur(
        _SESSION,
        "commande-sans-autorisation",
        jamais="Une ligne de bon de commande est celle d’une session autorisée.",
        pourquoi="La Région aurait commandé ce que personne n’a autorisé.",
        que_faire="Lisez l’histoire de la session : la décision manque, ou elle a été défaite sans la commande.",
        requete="""
            SELECT s.id FROM sessions_formation_composante c
            JOIN sessions_formation_session s ON s.id = c.session_id
            WHERE s.statut IN
                ('brouillon', 'demandee', 'attente_mandataire', 'en_instruction', 'a_completer', 'refusee')
        """,
    ),
    _sur(
        _SESSION,
        "session-annulee-encore-commandee",
        jamais="Une session annulée n’a plus rien de commandé.",
        pourquoi="Le lot compte des euros que personne ne dépensera : d’autres sessions sont refusées à cause d’eux.",
        que_faire="Prenez l’avenant qui retire la commande.",
        requete=f"""
            SELECT s.id FROM ({_COMMANDE}) c JOIN sessions_formation_session s ON s.id = c.session_id
            WHERE s.statut = 'annulee' AND (c.montant > 0 OR c.parcours > 0)
        """,  # noqa: S608 words of the house
    ),
    _sur(
        "sessions_formation.lot",
        "lot-au-dessus-de-son-maximum",
        Concerne.MARCHES,
        jamais="Ce qui est commandé sur un lot ne dépasse pas son maximum du jour.",
        pourquoi="Le marché ne permet pas cette commande (FAQ §8) : elle peut être contestée.",
        que_faire="Vérifiez le maximum daté du lot, puis les dernières commandes : un avenant est nécessaire.",
        requete=f"""
            SELECT l.id FROM sessions_formation_lot l
            JOIN sessions_formation_bondecommande b ON b.lot_id = l.id
            JOIN ({_COMMANDE}) c ON c.bon_id = b.id
            GROUP BY l.id
            HAVING sum(c.montant) > coalesce((
                SELECT d.montant_max FROM sessions_formation_borneslot d
                WHERE d.lot_id = l.id AND d.depuis <= %(le)s ORDER BY d.depuis DESC LIMIT 1
            ), l.montant_max)
        """,  # noqa: S608
    ),
    _sur(
        _SESSION,
        "commande-negative",
        jamais="Les avenants ne retirent pas plus de parcours, d’heures ou d’euros qu’il n’en a été commandé.",
        pourquoi="Une commande en dessous de zéro fausse le compte du lot et le reste à facturer.",
        que_faire="Relisez les avenants de la session, et corrigez par un nouvel avenant.",
        requete=f"SELECT session_id AS id FROM ({_COMMANDE}) c WHERE parcours < 0 OR heures < 0 OR montant < 0",  # noqa: S608
    ),
    _sur(
        _SESSION,
        "plus-de-personnes-que-de-places",
        jamais="Une session n’a pas plus de personnes admises ou entrées que de places commandées.",
        pourquoi="Une personne suivrait une formation que personne ne paiera.",
        que_faire="Vérifiez les admissions ; s’il faut une place de plus, l’organisme la demande par avenant.",
        requete=f"""
            SELECT c.session_id AS id FROM ({_COMMANDE}) c JOIN (
                SELECT session_id, count(*) AS prises FROM sessions_formation_parcours
                WHERE statut IN ('admis', 'entre', 'termine', 'sortie_emploi') GROUP BY session_id
            ) p ON p.session_id = c.session_id
            WHERE p.prises > c.parcours
        """,  # noqa: S608
    ),
    _sur(
        _SESSION,
        "commande-sur-un-autre-lot",
        jamais="Une session est commandée sur son propre lot.",
        pourquoi="Le prix, le maximum et le mandataire seraient ceux d’un autre marché.",
        que_faire="Signalez-le aux marchés : la commande est à refaire sur le bon lot.",
        requete="""
            SELECT s.id FROM sessions_formation_composante c
            JOIN sessions_formation_session s ON s.id = c.session_id
            JOIN sessions_formation_bondecommande b ON b.id = c.bon_id
            WHERE b.lot_id <> s.lot_id
        """,
    ),
    _sur(
        _SESSION,
        "premiere-signature-oubliee",
        jamais="Une première signature n’attend la seconde que sur une demande encore à décider.",
        pourquoi="Un achat serait engagé avec une signature sur deux, ou la file montrerait un dossier déjà clos.",
        que_faire="Lisez qui a signé dans l’histoire de la demande, et retirez la signature restée seule.",
        requete="""
            SELECT s.id FROM sessions_formation_premierevalidation v
            JOIN sessions_formation_session s ON s.id = v.session_id
            WHERE s.statut NOT IN ('demandee', 'en_instruction')
        """,
    ),
    _sur(
        _SESSION,
        "session-commencee-avant-son-jour",
        jamais="Une session n’est pas démarrée avant son premier jour.",
        pourquoi="On ne pourrait plus l’annuler alors qu’elle n’a pas commencé, et ses délais seraient faux.",
        que_faire="Vérifiez les dates avec l’organisme.",
        requete="""
            SELECT id FROM sessions_formation_session
            WHERE statut IN ('demarree', 'terminee', 'soldee') AND debut > %(le)s
        """,
    ),
    _sur(
        _SESSION,
        "session-finie-avec-des-presents",
        jamais="Personne n’est encore en formation, ni attendu, dans une session terminée.",
        pourquoi="Ces personnes n’auraient ni attestation ni suivi après leur formation.",
        que_faire="Demandez à l’organisme leur dernier jour, et comment elles sont parties.",
        requete="""
            SELECT DISTINCT s.id FROM sessions_formation_session s
            JOIN sessions_formation_parcours p ON p.session_id = s.id AND p.statut IN ('entre', 'admis')
            WHERE s.statut IN ('terminee', 'soldee')
        """,
    ),
    _sur(
        _SESSION,
        "session-pleine-de-gens-non-demarree",
        jamais="Une session où quelqu’un est entré est démarrée.",
        pourquoi="Elle pourrait être annulée pendant que des gens s’y forment (FAQ §6).",
        que_faire="Faites déclarer le démarrage par l’organisme.",
        requete="""
            SELECT DISTINCT s.id FROM sessions_formation_session s
            JOIN sessions_formation_parcours p ON p.session_id = s.id
            WHERE s.statut IN ('autorisee', 'publiee')
              AND p.statut IN ('entre', 'termine', 'sortie_emploi', 'exclu')
        """,
    ),
    _sur(
        "sessions_formation.demandeavenant",
        "avenant-accorde-sans-avenant",
        jamais="Une demande d’avenant accordée a donné un avenant.",
        pourquoi="L’organisme croit sa demande acceptée, et rien de plus n’est commandé.",
        que_faire="Prenez l’avenant, ou dites à l’organisme que sa demande n’a pas été suivie.",
        requete="""
            SELECT d.id FROM sessions_formation_demandeavenant d
            WHERE d.statut = 'accordee'
              AND NOT EXISTS (SELECT FROM sessions_formation_avenant a WHERE a.demande_id = d.id)
        """,
    ),
    _sur(
        "sessions_formation.decisiongroupee",
        "decision-groupee-inachevee",
        jamais="Une décision groupée terminée a traité chacune de ses demandes.",
        pourquoi="Une demande serait restée sans réponse alors que l’agent la croit décidée.",
        que_faire="Décidez ces demandes une à une.",
        requete="""
            SELECT DISTINCT g.id FROM sessions_formation_decisiongroupee g
            JOIN sessions_formation_lignedecisiongroupee l ON l.groupee_id = g.id AND l.statut = 'a_faire'
            WHERE g.terminee_le IS NOT NULL
        """,
    ),
    _sur(
        _SESSION,
        "presence-notee-avant-l-etape",
        jamais="La présence d’un employeur à une étape n’est pas notée avant que l’étape ait commencé.",
        pourquoi="L’employeur serait dit absent d’un rendez-vous qui n’a pas eu lieu.",
        que_faire="Demandez à l’organisme ce qu’il voulait noter.",
        requete="""
            SELECT DISTINCT e.session_id AS id FROM sessions_formation_invitationetape i
            JOIN sessions_formation_etapesession e ON e.id = i.etape_id
            WHERE i.presence_notee_le < e.debut
        """,
    ),
)
