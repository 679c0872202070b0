"""What a trainee's way through a session, and what follows it, can never be (domaine.md §3, §4, §6, FAQ §5)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_PARCOURS = "sessions_formation.parcours"
_TIENT_SON_POSTE = "('positionne', 'profil_valide', 'admis', 'entre', 'termine', 'sortie_emploi')"
_A_SES_JOURS = "('admis', 'entre', 'termine', 'abandon', 'sortie_emploi', 'exclu')"


def _sur(theme: Theme, cle: str, modele: str = _PARCOURS, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=theme, concerne=Concerne.ACHAT, modele=modele, **mots)


PARCOURS = (
    _sur(
        Theme.PARCOURS,
        "poste-a-deux-parcours",
        jamais="Un poste n’a pas deux parcours vivants : un emploi, une formation.",
        pourquoi="Deux personnes seraient formées pour un seul emploi, et l’une n’en aura pas (FAQ §5).",
        que_faire="Voyez laquelle a été admise la première ; l’autre change de poste.",
        requete=f"""
            SELECT id FROM (
                SELECT id, count(*) OVER (PARTITION BY intention_id, poste) AS combien FROM sessions_formation_parcours
                WHERE intention_id IS NOT NULL AND statut IN {_TIENT_SON_POSTE}
            ) p WHERE combien > 1
        """,  # noqa: S608 words of the house
    ),
    _sur(
        Theme.PARCOURS,
        "admis-sans-poste",
        jamais="Personne n’est admis sans poste dans une session ouverte sur intention d’embauche.",
        pourquoi="La Région ne finance une formation que si un emploi attend au bout (FAQ §5).",
        que_faire="Trouvez-lui un poste de la session, ou retirez l’admission.",
        requete="""
            SELECT p.id FROM sessions_formation_parcours p
            JOIN sessions_formation_session s ON s.id = p.session_id
            WHERE p.intention_id IS NULL AND s.type = 'intention'
              AND p.statut IN ('admis', 'entre', 'termine', 'sortie_emploi')
        """,
    ),
    _sur(
        Theme.PARCOURS,
        "poste-que-la-session-ne-retient-pas",
        jamais="Le poste d’un candidat est celui d’une intention que sa session retient.",
        pourquoi="Il serait formé pour un employeur qui ne l’attend pas.",
        que_faire="Proposez-lui un autre poste de la session.",
        requete="""
            SELECT p.id FROM sessions_formation_parcours p
            WHERE p.intention_id IS NOT NULL AND p.statut IN ('positionne', 'profil_valide')
              AND NOT EXISTS (
                SELECT FROM sessions_formation_intentionretenue r
                WHERE r.intention_id = p.intention_id AND r.session_id = p.session_id AND r.active
              )
        """,
    ),
    _sur(
        Theme.PARCOURS,
        "poste-au-dela-du-nombre",
        jamais="Le rang d’un poste ne dépasse pas le nombre de postes de l’intention.",
        pourquoi="Quelqu’un serait formé pour un emploi que l’employeur n’a pas promis.",
        que_faire="Vérifiez le nombre de postes avec l’employeur.",
        requete=f"""
            SELECT p.id FROM sessions_formation_parcours p
            JOIN intentions_intentionembauche i ON i.id = p.intention_id
            WHERE p.statut IN {_TIENT_SON_POSTE} AND p.poste > coalesce(i.nombre_postes, 0)
        """,  # noqa: S608
    ),
    _sur(
        Theme.PARCOURS,
        "deux-formations-a-la-fois",
        jamais="Une personne ne suit pas deux formations les mêmes jours.",
        pourquoi="L’une des deux serait payée sans être suivie.",
        que_faire="Demandez aux deux organismes qui elle suit vraiment, et faites corriger les dates.",
        requete=f"""
            SELECT p.id FROM sessions_formation_parcours p
            WHERE p.statut IN {_A_SES_JOURS} AND p.debut IS NOT NULL AND p.fin IS NOT NULL AND EXISTS (
                SELECT FROM sessions_formation_parcours q
                WHERE q.stagiaire_id = p.stagiaire_id AND q.id <> p.id AND q.statut IN {_A_SES_JOURS}
                  AND q.debut <= p.fin AND q.fin >= p.debut
            )
        """,  # noqa: S608
    ),
    _sur(
        Theme.PARCOURS,
        "entree-avant-la-session",
        jamais="Personne n’entre en formation avant le premier jour de sa session.",
        pourquoi="Des heures seraient déclarées et payées avant que la formation commence.",
        que_faire="Faites corriger le jour d’entrée par l’organisme.",
        requete="""
            SELECT p.id FROM sessions_formation_parcours p
            JOIN sessions_formation_session s ON s.id = p.session_id WHERE p.entre_le < s.debut
        """,
    ),
    _sur(
        Theme.PARCOURS,
        "entree-ou-sortie-a-venir",
        jamais="Une entrée ou une sortie notée a déjà eu lieu.",
        pourquoi="Les heures, la rémunération et le suivi partiraient d’un jour qui n’existe pas encore.",
        que_faire="Faites corriger le jour par l’organisme.",
        requete="SELECT id FROM sessions_formation_parcours WHERE entre_le > %(le)s OR sorti_le > %(le)s",
    ),
    _sur(
        Theme.PARCOURS,
        "parcours-d-une-session-close",
        jamais="Personne n’est candidat, admis ou en formation dans une session refusée ou annulée.",
        pourquoi="La personne attend une formation qui n’aura pas lieu, et son poste reste pris.",
        que_faire="Prévenez son référent : elle est à proposer ailleurs.",
        requete="""
            SELECT p.id FROM sessions_formation_session s
            JOIN sessions_formation_parcours p ON p.session_id = s.id
            WHERE s.statut IN ('annulee', 'refusee')
              AND p.statut IN ('positionne', 'profil_valide', 'admis', 'entre')
        """,
    ),
    _sur(
        Theme.PARCOURS,
        "remplacant-de-quelqu-un-qui-est-la",
        jamais="On ne remplace pas quelqu’un qui tient encore sa place.",
        pourquoi="Deux personnes occuperaient une place commandée une fois.",
        que_faire="Vérifiez auprès de l’organisme lequel des deux est en formation.",
        requete="""
            SELECT p.id FROM sessions_formation_parcours p
            JOIN sessions_formation_parcours r ON r.id = p.remplace_id
            WHERE p.statut IN ('admis', 'entre', 'termine', 'sortie_emploi')
              AND r.statut IN ('admis', 'entre', 'termine', 'sortie_emploi')
        """,
    ),
)

SUIVI = (
    _sur(
        Theme.SUIVI,
        "sortie-sans-suivi",
        jamais="Une personne sortie de formation a ses quatre dates de suivi : à la fin, à 1, 3 et 6 mois.",
        pourquoi="On ne lui demanderait jamais ce qu’elle est devenue, et le taux d’insertion l’oublierait.",
        que_faire="Signalez-le à l’exploitation : la préparation du suivi ne passe plus.",
        requete="""
            SELECT p.id FROM sessions_formation_parcours p
            LEFT JOIN (SELECT parcours_id, count(*) AS combien FROM insertion_suivi GROUP BY 1) s
              ON s.parcours_id = p.id
            WHERE p.statut IN ('termine', 'sortie_emploi') AND coalesce(s.combien, 0) <> 4
              AND p.modifie_le < %(maintenant)s::timestamptz - interval '2 days'
        """,
    ),
    _sur(
        Theme.SUIVI,
        "suivi-dit-repondu-a-tort",
        jamais="Un suivi est dit « répondu » si, et seulement si, son référent a répondu.",
        pourquoi="La liste de la journée du référent oublierait quelqu’un, ou le redemanderait.",
        que_faire="Signalez-le à l’exploitation : cette marque est écrite par la base elle-même.",
        requete="""
            SELECT s.parcours_id AS id FROM insertion_suivi s
            LEFT JOIN insertion_reponse r ON r.suivi_id = s.id AND r.source = 'referent'
            WHERE s.repondu <> (r.id IS NOT NULL)
        """,
    ),
    _sur(
        Theme.SUIVI,
        "relance-apres-la-reponse",
        jamais="On ne relance pas, après sa réponse, qui a déjà répondu.",
        pourquoi="Qui a pris le temps de répondre reçoit encore un courriel, et ne répondra plus la prochaine fois.",
        que_faire="Signalez-le à l’exploitation, avec le jour de la relance.",
        requete="""
            SELECT s.parcours_id AS id FROM insertion_relance l
            JOIN insertion_reponse r ON r.suivi_id = l.suivi_id AND r.source = l.source
            JOIN insertion_suivi s ON s.id = l.suivi_id
            WHERE l.le > (r.le AT TIME ZONE 'Europe/Paris')::date
        """,
    ),
    _sur(
        Theme.SUIVI,
        "relance-apres-le-refus",
        jamais="On n’écrit plus, pour le suivi, à une personne qui a demandé à ne plus l’être.",
        pourquoi="C’est son droit d’opposition (RGPD, article 21).",
        que_faire="Excusez-vous auprès d’elle, et signalez-le à l’exploitation le jour même.",
        requete="""
            SELECT DISTINCT s.parcours_id AS id FROM stagiaires_stagiaire g
            JOIN sessions_formation_parcours p ON p.stagiaire_id = g.id
            JOIN insertion_suivi s ON s.parcours_id = p.id
            JOIN insertion_relance l ON l.suivi_id = s.id AND l.source = 'stagiaire'
            WHERE l.le > (g.sans_relance_le AT TIME ZONE 'Europe/Paris')::date
        """,
    ),
    _sur(
        Theme.SUIVI,
        "relance-avant-la-precedente",
        jamais="Une relance ne part pas avant celle qui la précède, ni une relance avant la question.",
        pourquoi="La hiérarchie serait prévenue d’un silence alors que rien n’avait encore été demandé.",
        que_faire="Signalez-le à l’exploitation.",
        requete="""
            SELECT DISTINCT s.parcours_id AS id FROM (
                SELECT suivi_id, le, lag(le) OVER (PARTITION BY suivi_id, source ORDER BY rang) AS avant
                FROM insertion_relance
            ) l JOIN insertion_suivi s ON s.id = l.suivi_id WHERE l.le < l.avant
        """,
    ),
    _sur(
        Theme.SUIVI,
        "embauche-avant-l-entree",
        jamais="Une embauche ne commence pas avant l’entrée en formation.",
        pourquoi="La formation n’aurait pas mené à cet emploi : le taux d’insertion serait faux.",
        que_faire="Demandez à l’employeur le premier jour du contrat.",
        requete="""
            SELECT p.id FROM insertion_embauche e JOIN sessions_formation_parcours p ON p.id = e.parcours_id
            WHERE e.embauche AND e.debut < p.entre_le
        """,
    ),
    _sur(
        Theme.SUIVI,
        "embauche-de-qui-n-est-pas-sorti",
        jamais="Une embauche est déclarée pour une personne allée au bout, ou partie plus tôt pour un emploi.",
        pourquoi="Le poste serait dit pourvu pendant que la personne se forme encore, ou après son abandon.",
        que_faire="Vérifiez auprès de l’organisme comment la personne est partie.",
        requete="""
            SELECT p.id FROM insertion_embauche e JOIN sessions_formation_parcours p ON p.id = e.parcours_id
            WHERE p.statut NOT IN ('termine', 'sortie_emploi')
        """,
    ),
    _sur(
        Theme.SUIVI,
        "avis-de-qui-n-est-pas-venu",
        jamais="Seule une personne entrée en formation donne son avis sur elle.",
        pourquoi="La note de l’organisme serait faite par quelqu’un qui n’y est pas allé.",
        que_faire="Écartez l’avis, et signalez-le à l’exploitation.",
        requete="""
            SELECT p.id FROM insertion_avisstagiaire a JOIN sessions_formation_parcours p ON p.id = a.parcours_id
            WHERE p.entre_le IS NULL
        """,
    ),
)
