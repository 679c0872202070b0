"""What an aid after the hire can never be (domaine.md §4, « Aids after hiring »)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_AIDE = "aides.demandeaide"


def _sur(cle: str, concerne: Concerne = Concerne.ACHAT, modele: str = _AIDE, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=Theme.AIDES, concerne=concerne, modele=modele, **mots)


AIDES = (
    _sur(
        "aide-payee-plus-qu-accordee",
        Concerne.FINANCES,
        jamais="Ce qui est dû d’une aide ne dépasse pas ce qui a été accordé.",
        pourquoi="La Région paierait plus que sa décision.",
        que_faire="Arrêtez le paiement ; s’il est fait, demandez le remboursement.",
        requete="SELECT id FROM aides_demandeaide WHERE montant_du > coalesce(montant_accorde, 0)",
    ),
    _sur(
        "deux-aides-les-memes-jours",
        jamais="Une personne n’a pas deux aides accordées pour les mêmes jours.",
        pourquoi="Les mêmes heures de formation seraient payées deux fois.",
        que_faire="Gardez la première accordée, et revenez sur l’autre avec l’employeur.",
        requete="""
            SELECT a.id FROM aides_demandeaide a
            WHERE a.statut IN ('accordee', 'formation_realisee', 'payee') AND a.personne <> '' AND EXISTS (
                SELECT FROM aides_demandeaide b
                WHERE b.personne = a.personne AND b.personne <> '' AND b.id <> a.id
                  AND b.statut IN ('accordee', 'formation_realisee', 'payee')
                  AND b.formation_debut <= a.formation_fin AND b.formation_fin >= a.formation_debut
            )
        """,
    ),
    _sur(
        "aide-accordee-hors-regles",
        jamais="Une aide n’est pas accordée à une demande jugée non éligible ou à compléter.",
        pourquoi="La Région paierait une aide que son règlement exclut.",
        que_faire="Relisez les constats de la demande et la décision.",
        requete="""
            SELECT id FROM aides_demandeaide
            WHERE statut IN ('accordee', 'formation_realisee', 'payee') AND verdict NOT IN ('eligible', 'derogation')
        """,
    ),
    _sur(
        "aide-realisee-sans-bilan",
        jamais="Une formation aidée n’est dite réalisée qu’une fois son bilan envoyé.",
        pourquoi="Le montant dû serait arrêté sans savoir ce qui a été fait.",
        que_faire="Demandez le bilan à l’employeur avant tout paiement.",
        requete="""
            SELECT d.id FROM aides_demandeaide d LEFT JOIN aides_bilanformation b ON b.demande_id = d.id
            WHERE d.statut IN ('formation_realisee', 'payee') AND b.envoye_le IS NULL
        """,
    ),
    _sur(
        "aide-payee-sans-envoi",
        Concerne.FINANCES,
        jamais="Une aide payée est partie dans un envoi au paiement, son montant arrêté.",
        pourquoi="De l’argent serait sorti sans que personne ait lancé le paiement.",
        que_faire="Retrouvez l’envoi avec la personne qui a noté le paiement.",
        requete="""
            SELECT id FROM aides_demandeaide
            WHERE (statut = 'payee' AND paiement_id IS NULL)
               OR (paiement_id IS NOT NULL AND (liquidee_le IS NULL OR montant_du IS NULL))
        """,
    ),
    _sur(
        "aide-arretee-et-payee-par-la-meme-personne",
        Concerne.CHEFS,
        jamais="Qui a arrêté le montant d’une aide ne l’envoie pas au paiement.",
        pourquoi="Personne ne décide seul d’une dépense : c’est la séparation de l’ordonnateur et du payeur.",
        que_faire="Faites revoir le dossier par une autre personne.",
        requete="""
            SELECT d.id FROM aides_demandeaide d JOIN aides_envoipaiement e ON e.id = d.paiement_id
            WHERE d.liquidee_par_id = e.lance_par_id
        """,
    ),
    _sur(
        "envoi-autre-que-ses-aides",
        Concerne.FINANCES,
        modele="aides.envoipaiement",
        jamais="Le total d’un envoi au paiement est celui des aides qu’il porte.",
        pourquoi="La somme partie au paiement n’est pas celle qui a été lue et lancée.",
        que_faire="Comparez l’envoi au fichier reçu par l’outil de paiement.",
        requete="""
            SELECT e.id FROM aides_envoipaiement e LEFT JOIN (
                SELECT paiement_id, count(*) AS nombre, sum(montant_du) AS montant FROM aides_demandeaide
                WHERE paiement_id IS NOT NULL GROUP BY paiement_id
            ) d ON d.paiement_id = e.id
            WHERE e.nombre <> coalesce(d.nombre, 0) OR e.montant <> coalesce(d.montant, 0)
        """,
    ),
)
