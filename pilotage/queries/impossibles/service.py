"""What mails, letters, numbers and dated values can never be (noyau.courriers, noyau.numeros, referentiels)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_COURRIER = "noyau.courrier"
# These leave with their letter as PDF, always.
_AVEC_LETTRE = """(
    'accuse_intention', 'autorisation', 'bon_commande', 'avenant', 'refus_session', 'decision_intention',
    'facture_emise', 'aide_decidee', 'aide_due'
)"""


def _sur(cle: str, concerne: Concerne = Concerne.EXPLOITATION, modele: str = _COURRIER, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=Theme.SERVICE, concerne=concerne, modele=modele, **mots)


def _suite(serie: str, quoi: str, table: str, modele: str) -> Invariant:
    """The numbers of one series, « SE-2026-00012 »: read from what they number, not the counter."""
    return _sur(
        f"numeros-{serie.lower()}-a-trou",
        modele=modele,
        jamais=f"Les numéros {quoi} se suivent sans trou, année par année.",
        pourquoi="Un dossier numéroté a disparu : il avait un accusé de réception, des droits, des délais.",
        que_faire="Cherchez le numéro absent dans le journal, puis dans la dernière sauvegarde.",
        requete=f"""
            SELECT id FROM (
                SELECT id, rang, lag(rang, 1, 0) OVER (PARTITION BY annee ORDER BY rang) AS avant FROM (
                    SELECT id, split_part(numero, '-', 2) AS annee, split_part(numero, '-', 3)::integer AS rang
                    FROM {table} WHERE starts_with(numero, '{serie}-')
                ) n
            ) n WHERE rang <> avant + 1
        """,  # noqa: S608 words of the house
    )


SERVICE = (
    _sur(
        "courriel-reserve-pour-toujours",
        jamais="Un courriel n’est pas « en cours d’envoi » depuis plus d’un jour.",
        pourquoi="Le worker qui le tenait est mort, et aucun autre ne l’a repris : quelqu’un attend cette lettre.",
        que_faire="Vérifiez que les workers tournent ; le bail échu, le courriel repart de lui-même.",
        requete="""
            SELECT id FROM noyau_courrier
            WHERE statut = 'en_cours' AND prochain_essai_le < %(maintenant)s::timestamptz - interval '1 day'
        """,
    ),
    _sur(
        "nouvelle-dans-deux-recapitulatifs",
        jamais="Une nouvelle n’est envoyée qu’une fois, dans un seul récapitulatif.",
        pourquoi="La même nouvelle, lue deux fois, fait douter de toutes les autres.",
        que_faire="Cherchez deux workers qui auraient écrit le récapitulatif du même jour.",
        requete="""
            SELECT nouvelle AS id FROM (
                SELECT (n ->> 'courrier')::bigint AS nouvelle, c.id AS recapitulatif
                FROM noyau_courrier c, jsonb_array_elements(c.contexte -> 'nouvelles') n
                WHERE c.modele = 'recapitulatif' AND jsonb_typeof(c.contexte -> 'nouvelles') = 'array'
            ) r WHERE nouvelle IS NOT NULL GROUP BY nouvelle HAVING count(DISTINCT recapitulatif) > 1
        """,
    ),
    _sur(
        "courriel-parti-avant-d-etre-ecrit",
        jamais="Un courriel ne part pas avant d’être déposé.",
        pourquoi="Les horloges des serveurs ne sont pas d’accord : délais et preuves sont faux.",
        que_faire="Mettez les serveurs à l’heure.",
        requete="SELECT id FROM noyau_courrier WHERE expedie_le < depose_le - interval '5 minutes'",
    ),
    _sur(
        "lettre-sans-son-document",
        jamais="Un courriel qui annonce une lettre porte cette lettre.",
        pourquoi="On lirait « vous trouverez ci-joint » sans rien trouver : ni bon de commande, ni décision.",
        que_faire="Rattachez le document et renvoyez le courriel.",
        requete=f"""
            SELECT c.id FROM noyau_courrier c
            WHERE c.modele IN {_AVEC_LETTRE} AND c.destinataire <> ''
              AND NOT EXISTS (SELECT FROM noyau_courrier_documents d WHERE d.courrier_id = c.id)
        """,  # noqa: S608
    ),
    _sur(
        "texto-reserve-pour-toujours",
        modele="noyau.texto",
        jamais="Un texto n’est pas « en cours d’envoi » depuis plus d’un jour.",
        pourquoi="La personne n’a pas reçu son code ou son rappel.",
        que_faire="Vérifiez que les workers tournent.",
        requete="""
            SELECT id FROM noyau_texto
            WHERE statut = 'en_cours' AND prochain_essai_le < %(maintenant)s::timestamptz - interval '1 day'
        """,
    ),
    _sur(
        "envoi-au-partenaire-reserve-pour-toujours",
        modele="intentions.envoiwebhook",
        jamais="Un envoi à un partenaire n’est pas « en cours d’envoi » depuis plus d’un jour.",
        pourquoi="Le partenaire ne sait pas ce que son intention est devenue.",
        que_faire="Vérifiez que les workers tournent.",
        requete="""
            SELECT id FROM intentions_envoiwebhook
            WHERE statut = 'en_cours' AND prochain_essai_le < %(maintenant)s::timestamptz - interval '1 day'
        """,
    ),
    _sur(
        "envoi-de-ce-qui-n-a-pas-eu-lieu",
        modele="intentions.envoiwebhook",
        jamais="Un envoi à un partenaire annonce un passage écrit au journal.",
        pourquoi="Le partenaire apprendrait un changement d’état que personne n’a décidé.",
        que_faire="Prévenez le partenaire, et cherchez ce qui a écrit l’envoi.",
        requete="""
            SELECT e.id FROM intentions_envoiwebhook e
            WHERE NOT EXISTS (SELECT FROM noyau_lignejournal l WHERE l.id = e.ligne_journal)
        """,
    ),
    _suite("IE", "des intentions", "intentions_intentionembauche", "intentions.intentionembauche"),
    _suite("SE", "des sessions", "sessions_formation_session", "sessions_formation.session"),
    _suite("BC", "des bons de commande", "sessions_formation_bondecommande", "sessions_formation.bondecommande"),
    _suite("AI", "des demandes d’aide", "aides_demandeaide", "aides.demandeaide"),
    _sur(
        "parametre-a-deux-valeurs",
        Concerne.MARCHES,
        "referentiels.parametre",
        jamais="Un paramètre des règles n’a qu’une valeur par jour.",
        pourquoi="Deux dossiers du même jour seraient jugés par deux lois.",
        que_faire="Gardez la valeur que son texte justifie.",
        requete="""
            SELECT max(id) AS id FROM referentiels_parametre GROUP BY code, depuis HAVING count(*) > 1
        """,
    ),
    _sur(
        "prix-a-deux-valeurs",
        Concerne.MARCHES,
        "sessions_formation.lot",
        jamais="Un lot n’a qu’un prix de l’heure par jour.",
        pourquoi="Le prix vaut pour tout le groupement (FAQ §8) : deux sessions ne peuvent en avoir deux.",
        que_faire="Gardez le prix de l’avenant signé.",
        requete="""
            SELECT DISTINCT lot_id AS id FROM sessions_formation_prixlot GROUP BY lot_id, depuis HAVING count(*) > 1
        """,
    ),
    _sur(
        "lot-sans-mandataire",
        Concerne.MARCHES,
        "sessions_formation.lot",
        jamais="Le groupement d’un lot a un mandataire.",
        pourquoi="Personne ne recevrait les bons de commande (FAQ §9).",
        que_faire="Désignez le mandataire du groupement.",
        requete="""
            SELECT l.id FROM sessions_formation_lot l WHERE NOT EXISTS (
                SELECT FROM sessions_formation_membregroupement m
                WHERE m.groupement_id = l.groupement_id AND m.role = 'mandataire'
            )
        """,
    ),
)
