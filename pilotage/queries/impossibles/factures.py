"""What an invoice, its lines and its sending can never be (domaine.md §5, FAQ §7, decision 0047)."""

from pilotage.regles.impossibles import Concerne, Invariant, Theme

_FACTURE = "factures.facture"


def _sur(cle: str, concerne: Concerne = Concerne.FINANCES, modele: str = _FACTURE, **mots: str) -> Invariant:
    return Invariant(cle=cle, theme=Theme.FACTURES, concerne=concerne, modele=modele, **mots)


FACTURES = (
    _sur(
        "facture-autre-que-ses-lignes",
        jamais="Le montant d’une facture est la somme de ses lignes.",
        pourquoi="La Région paierait une somme que rien ne justifie.",
        que_faire="Ne la payez pas : rejetez-la, et signalez-la à l’exploitation.",
        requete="""
            SELECT f.id FROM factures_facture f LEFT JOIN (
                SELECT facture_id, sum(montant) AS montant FROM factures_lignefacture GROUP BY facture_id
            ) l ON l.facture_id = f.id
            WHERE f.montant_ht <> coalesce(l.montant, 0)
        """,
    ),
    _sur(
        "ligne-autre-que-son-detail",
        jamais="Les heures d’une ligne de facture sont la somme de celles de ses stagiaires.",
        pourquoi="On ne saurait plus de qui sont les heures payées.",
        que_faire="Ne la payez pas : rejetez-la, et signalez-la à l’exploitation.",
        requete="""
            SELECT DISTINCT l.facture_id AS id FROM factures_lignefacture l LEFT JOIN (
                SELECT ligne_id, sum(heures) AS heures FROM factures_detailfacture GROUP BY ligne_id
            ) d ON d.ligne_id = l.id
            WHERE l.quantite <> coalesce(d.heures, 0)
        """,
    ),
    _sur(
        "facture-plus-que-commande",
        jamais="Ce qui est facturé d’une session ne dépasse pas ce qui en est commandé, ni en heures ni en euros.",
        pourquoi="La Région paierait plus que son bon de commande (FAQ §7).",
        que_faire="Arrêtez le paiement ; un avenant ou un avoir est nécessaire.",
        requete="""
            SELECT s.facture_id AS id FROM (
                SELECT l.composante_id, sum(l.quantite) AS heures, sum(l.montant) AS euros, max(f.id) AS facture_id
                FROM factures_lignefacture l JOIN factures_facture f ON f.id = l.facture_id
                WHERE f.statut <> 'projet' GROUP BY l.composante_id
            ) s JOIN sessions_formation_composante c ON c.id = s.composante_id LEFT JOIN (
                SELECT composante_id, sum(heures) AS heures, sum(montant) AS euros
                FROM sessions_formation_mouvement GROUP BY composante_id
            ) m ON m.composante_id = c.id
            WHERE s.heures > c.parcours::integer * c.heures + coalesce(m.heures, 0)
               OR s.euros > c.montant + coalesce(m.euros, 0)
        """,
    ),
    _sur(
        "facture-d-un-autre-bon",
        jamais="Une facture ne compte que des sessions de son bon de commande.",
        pourquoi="L’argent d’un lot paierait la formation d’un autre.",
        que_faire="Rejetez-la : l’organisme en émet une par bon de commande.",
        requete="""
            SELECT DISTINCT f.id FROM factures_facture f
            JOIN factures_lignefacture l ON l.facture_id = f.id
            JOIN sessions_formation_composante c ON c.id = l.composante_id WHERE c.bon_id <> f.bon_id
        """,
    ),
    _sur(
        "heures-facturees-deux-fois",
        jamais="Les heures d’une personne et d’un mois ne sont pas facturées au-delà de ce qui a été déclaré.",
        pourquoi="Les mêmes heures seraient payées deux fois.",
        que_faire="Arrêtez le paiement, et demandez un avoir à l’organisme.",
        requete="""
            SELECT d.facture_id AS id FROM (
                SELECT d.parcours_id, d.mois, sum(d.heures) AS heures, max(f.id) AS facture_id
                FROM factures_detailfacture d
                JOIN factures_lignefacture l ON l.id = d.ligne_id
                JOIN factures_facture f ON f.id = l.facture_id
                WHERE f.statut <> 'projet' GROUP BY d.parcours_id, d.mois
            ) d LEFT JOIN (
                SELECT h.parcours_id, r.mois, max(greatest(h.faites, c.avant, c.apres)) AS faites
                FROM heures_heuresparcours h JOIN heures_releve r ON r.id = h.releve_id
                LEFT JOIN heures_correctionheures c ON c.ligne_id = h.id
                GROUP BY h.parcours_id, r.mois
            ) h ON h.parcours_id = d.parcours_id AND h.mois = d.mois
            WHERE d.heures < 0 OR d.heures > coalesce(h.faites, 0)
        """,
    ),
    _sur(
        "numeros-de-factures-a-trou",
        jamais="Les numéros de factures d’un organisme se suivent sans trou, année par année.",
        pourquoi="Une facture manque : la loi veut une suite continue (CGI, annexe II, article 242 nonies A).",
        que_faire="Cherchez la facture absente avec l’organisme ; signalez-le à l’exploitation.",
        requete="""
            SELECT id FROM (
                SELECT id, rang, lag(rang, 1, 0) OVER (PARTITION BY emetteur_id, annee ORDER BY rang) AS avant
                FROM factures_facture WHERE rang IS NOT NULL
            ) f WHERE rang <> avant + 1
        """,
    ),
    _sur(
        "facture-datee-avant-la-precedente",
        jamais="Une facture n’est pas datée avant celle qui porte le numéro précédent.",
        pourquoi="Une suite de factures antidatées est le signe d’une fraude.",
        que_faire="Signalez-le à l’exploitation : l’horloge d’un serveur est peut-être fausse.",
        requete="""
            SELECT id FROM (
                SELECT id, emise_le, lag(emise_le) OVER (PARTITION BY emetteur_id, annee ORDER BY rang) AS avant
                FROM factures_facture WHERE rang IS NOT NULL
            ) f WHERE emise_le < avant
        """,
    ),
    _sur(
        "facture-d-un-mois-a-venir",
        jamais="Une facture n’est pas émise avant le mois qu’elle compte.",
        pourquoi="Elle demande le prix d’heures qui n’ont pas eu lieu.",
        que_faire="Rejetez-la.",
        requete="SELECT id FROM factures_facture WHERE statut <> 'projet' AND mois > emise_le",
    ),
    _sur(
        "avoir-plus-que-sa-facture",
        jamais="Les avoirs d’une facture n’en reprennent pas plus qu’elle, sur le même bon de commande.",
        pourquoi="L’organisme devrait de l’argent qu’il n’a jamais reçu.",
        que_faire="Signalez-le à l’organisme et à l’exploitation.",
        requete="""
            SELECT f.id FROM factures_facture f JOIN factures_facture a ON a.corrige_id = f.id
            WHERE a.statut <> 'projet' GROUP BY f.id
            HAVING f.montant_ttc + sum(a.montant_ttc) < 0 OR bool_or(a.bon_id <> f.bon_id)
                OR f.nature <> 'facture'
        """,
    ),
    _sur(
        "service-fait-sans-controle",
        jamais="Une facture certifiée ou payée a chacune de ses lignes contrôlée, et aucune rejetée.",
        pourquoi="La Région attesterait des heures que personne n’a lues.",
        que_faire="Revenez sur la certification, et contrôlez chaque ligne.",
        requete="""
            SELECT DISTINCT f.id FROM factures_facture f JOIN factures_lignefacture l ON l.facture_id = f.id
            WHERE f.nature = 'facture' AND f.statut IN ('service_fait', 'mandatee', 'payee')
              AND l.service_fait <> 'accepte'
        """,
    ),
    _sur(
        "facture-mandatee-sans-envoi",
        jamais="Une facture mandatée ou payée est partie aux finances.",
        pourquoi="Elle serait payée sans figurer dans aucun envoi lu par quelqu’un.",
        que_faire="Retrouvez l’envoi dans le journal des finances.",
        requete="SELECT id FROM factures_facture WHERE statut IN ('mandatee', 'payee') AND envoi_id IS NULL",
    ),
    _sur(
        "envoi-autre-que-ses-factures",
        modele="factures.envoifinances",
        jamais="Le total d’un envoi aux finances est celui des factures et avoirs qu’il porte.",
        pourquoi="Ce que les finances ont reçu n’est pas ce qui a été lu et lancé.",
        que_faire="Comparez l’envoi au fichier reçu par les finances.",
        requete="""
            SELECT e.id FROM factures_envoifinances e LEFT JOIN (
                SELECT envoi_id, count(*) AS nombre, sum(montant_ttc) AS montant FROM factures_facture
                WHERE envoi_id IS NOT NULL GROUP BY envoi_id
            ) f ON f.envoi_id = e.id
            WHERE e.nombre <> coalesce(f.nombre, 0) OR e.montant <> coalesce(f.montant, 0)
        """,
    ),
    _sur(
        "facture-sans-son-pdf",
        Concerne.EXPLOITATION,
        jamais="Une facture émise a son document, prêt à être dessiné.",
        pourquoi="L’organisme et la Région n’auraient pas de facture à montrer.",
        que_faire="Restaurez le document depuis la sauvegarde : il s’écrit dans la transaction qui émet.",
        requete="""
            SELECT f.id FROM factures_facture f LEFT JOIN noyau_document d
              ON d.objet_type = 'factures.facture' AND d.objet_id = f.id AND d.modele = 'facture'
            WHERE f.statut <> 'projet' AND d.id IS NULL
        """,
    ),
)
