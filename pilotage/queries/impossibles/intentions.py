"""What an intention d'embauche, and what is taken of its posts, can never be (domaine.md §3, FAQ §6, §9)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_INTENTION = "intentions.intentionembauche"
_SESSION = "sessions_formation.session"


def _sur(modele: str, cle: str, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=Theme.INTENTIONS, concerne=Concerne.ACHAT, modele=modele, **mots)


INTENTIONS = (
    _sur(
        _INTENTION,
        "intention-satisfaite-poste-libre",
        jamais="Une intention satisfaite n’a plus de poste à pourvoir.",
        pourquoi="L’employeur attend encore quelqu’un, et plus personne ne le cherche : le poste est perdu.",
        que_faire="Comptez les embauches confirmées. S’il en manque, demandez à l’employeur où il en est.",
        requete="""
            SELECT id FROM intentions_intentionembauche
            WHERE statut = 'satisfaite' AND postes_pourvus < nombre_postes
        """,
    ),
    _sur(
        _INTENTION,
        "postes-pourvus-autres-que-les-embauches",
        jamais="Le nombre de postes pourvus d’une intention est celui des embauches confirmées.",
        pourquoi="Les tableaux diraient des embauches qui n’ont pas eu lieu, ou en tairaient.",
        que_faire="Comparez la fiche aux embauches de ses parcours, et faites corriger le compte.",
        requete="""
            SELECT i.id FROM intentions_intentionembauche i LEFT JOIN (
                SELECT p.intention_id, count(*) AS faites
                FROM insertion_embauche e JOIN sessions_formation_parcours p ON p.id = e.parcours_id
                WHERE e.embauche AND p.intention_id IS NOT NULL GROUP BY p.intention_id
            ) f ON f.intention_id = i.id
            WHERE i.postes_pourvus <> least(coalesce(f.faites, 0), coalesce(i.nombre_postes, 0))
        """,
    ),
    _sur(
        _INTENTION,
        "intention-engagee-sans-session",
        jamais="Une intention engagée est retenue par une demande de session.",
        pourquoi="Elle n’est plus proposée à personne, et aucune session ne la prend : l’employeur attend pour rien.",
        que_faire="Cherchez dans son histoire la demande qui l’a rendue, et faites-la redevenir recevable.",
        requete="""
            SELECT i.id FROM intentions_intentionembauche i
            WHERE i.statut = 'engagee' AND NOT EXISTS (
                SELECT FROM sessions_formation_intentionretenue r WHERE r.intention_id = i.id AND r.active
            )
        """,
    ),
    _sur(
        _INTENTION,
        "intention-retenue-sans-etre-engagee",
        jamais="Une intention que retient une demande de session est engagée.",
        pourquoi="Un autre organisme la voit libre et la demande à son tour : deux formations pour un même emploi.",
        que_faire="Voyez quelle session la retient ; l’une des deux doit changer d’état.",
        requete="""
            SELECT i.id FROM sessions_formation_intentionretenue r
            JOIN intentions_intentionembauche i ON i.id = r.intention_id
            WHERE r.active AND i.statut IN
                ('brouillon', 'deposee', 'a_completer', 'derogation_demandee', 'recevable', 'refusee', 'expiree')
        """,
    ),
    _sur(
        _INTENTION,
        "intention-retenue-par-deux-sessions",
        jamais="Une intention n’est retenue que par une session à la fois.",
        pourquoi="Un emploi, une formation : les mêmes postes seraient achetés deux fois.",
        que_faire="Gardez la demande arrivée la première ; l’autre perd ces postes.",
        requete="""
            SELECT intention_id AS id FROM sessions_formation_intentionretenue
            WHERE active GROUP BY intention_id HAVING count(*) > 1
        """,
    ),
    _sur(
        _SESSION,
        "session-close-qui-retient",
        jamais="Une session refusée, annulée ou encore en brouillon ne retient aucune intention.",
        pourquoi="Les postes restent pris par une session qui n’aura pas lieu.",
        que_faire="Rendez ces intentions au marché des besoins.",
        requete="""
            SELECT DISTINCT s.id FROM sessions_formation_intentionretenue r
            JOIN sessions_formation_session s ON s.id = r.session_id
            WHERE r.active AND s.statut IN ('brouillon', 'refusee', 'annulee')
        """,
    ),
    _sur(
        _INTENTION,
        "postes-retenus-en-trop",
        jamais="Une session ne retient pas plus de postes que l’intention n’en offre.",
        pourquoi="Quelqu’un serait formé pour un emploi que personne n’a promis.",
        que_faire="Vérifiez le nombre de postes avec l’employeur, puis corrigez la demande ou l’intention.",
        requete="""
            SELECT i.id FROM sessions_formation_intentionretenue r
            JOIN intentions_intentionembauche i ON i.id = r.intention_id
            WHERE r.active AND r.postes > coalesce(i.nombre_postes, 0)
        """,
    ),
    _sur(
        _INTENTION,
        "intention-engagee-chez-un-autre",
        jamais="Une intention est engagée avec l’organisme de la session qui la retient.",
        pourquoi="L’employeur lirait le nom d’un organisme qui ne forme pas pour lui (FAQ §6).",
        que_faire="Corrigez l’organisme engagé d’après la session.",
        requete="""
            SELECT i.id FROM sessions_formation_intentionretenue r
            JOIN intentions_intentionembauche i ON i.id = r.intention_id
            JOIN sessions_formation_session s ON s.id = r.session_id
            WHERE r.active AND i.statut = 'engagee' AND i.organisme_engage_id IS DISTINCT FROM s.organisme_id
        """,
    ),
    _sur(
        _INTENTION,
        "intention-recevable-non-eligible",
        jamais="Une intention jugée non éligible, ou à compléter, n’est ni recevable ni engagée.",
        pourquoi="La Région financerait une formation que ses règles excluent.",
        que_faire="Relisez les constats de l’intention et décidez : dérogation, complément ou refus.",
        requete="""
            SELECT id FROM intentions_intentionembauche
            WHERE statut IN ('recevable', 'engagee') AND verdict NOT IN ('eligible', 'derogation')
        """,
    ),
    _sur(
        _INTENTION,
        "derogation-sans-accord",
        jamais="Une intention qui demande une dérogation n’est recevable qu’une fois la dérogation accordée.",
        pourquoi="Une exception aux règles aurait été prise par personne.",
        que_faire="Prenez la décision, ou retrouvez qui l’a prise dans l’histoire de l’intention.",
        requete="""
            SELECT i.id FROM intentions_intentionembauche i
            WHERE i.statut = 'recevable' AND i.verdict = 'derogation' AND NOT EXISTS (
                SELECT FROM intentions_derogation d WHERE d.intention_id = i.id AND d.accordee AND d.caduque_le IS NULL
            )
        """,
    ),
    _sur(
        _INTENTION,
        "intention-deposee-demain",
        jamais="Une intention n’est pas déposée dans l’avenir.",
        pourquoi="Les délais se compteraient à l’envers ; l’horloge d’un serveur est peut-être fausse.",
        que_faire="Signalez-le à l’exploitation : l’heure des serveurs est à vérifier d’abord.",
        requete="""
            SELECT id FROM intentions_intentionembauche
            WHERE deposee_le > %(maintenant)s::timestamptz + interval '5 minutes'
        """,
    ),
)
