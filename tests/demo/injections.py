"""One impossible datum for each invariant, in SQL: what the database would refuse, its guards being down.

Written on the demonstration, which has a file in every state; each is undone before the next.
"""

_UN_PARCOURS_ENTRE = "(SELECT min(id) FROM sessions_formation_parcours WHERE statut = 'entre')"
_UNE_AUTORISEE = "(SELECT min(session_id) FROM sessions_formation_composante)"
_UNE_SORTIE = "(SELECT min(id) FROM sessions_formation_parcours WHERE statut = 'termine')"
_UN_SUIVI = "(SELECT min(id) FROM insertion_suivi)"
_UNE_FACTURE = "(SELECT min(id) FROM factures_facture WHERE nature = 'facture' AND statut = 'emise')"
_UNE_LIGNE = f"(SELECT min(id) FROM factures_lignefacture WHERE facture_id = {_UNE_FACTURE})"
_UNE_RECEVABLE = "(SELECT min(id) FROM intentions_intentionembauche WHERE statut = 'recevable')"
_UN_ENVOYE = "(SELECT min(id) FROM noyau_courrier WHERE statut = 'expedie')"
_UNE_AIDE = "(SELECT min(id) FROM aides_demandeaide WHERE statut = 'payee')"
_HEURES = """(
    SELECT min(h.id) FROM heures_heuresparcours h JOIN heures_releve r ON r.id = h.releve_id
    WHERE r.statut = 'declare' AND h.faites > 0
)"""
_UNE_REPONSE = "(SELECT min(id) FROM insertion_reponse)"
_DE = "(SELECT parcours_id FROM heures_heuresparcours WHERE id = " + _HEURES + ")"


# Leased since twenty years, and of a line the journal does not have.
_UN_ENVOI = """
    INSERT INTO intentions_envoiwebhook (identifiant, abonnement_id, ligne_journal, evenement, charge, statut,
        tentatives, prochain_essai_le, derniere_reponse, cree_le)
    VALUES (gen_random_uuid(), 0, -1, 'intention.recevable', '{}', 'en_cours', 1, '2001-01-01', '', '2001-01-01')
"""


def _recevable(changes: str) -> str:
    return f"UPDATE intentions_intentionembauche SET {changes} WHERE id = {_UNE_RECEVABLE}"


def _autorisee(changes: str) -> str:
    return f"UPDATE sessions_formation_session SET {changes} WHERE id = {_UNE_AUTORISEE}"


def _copie(table: str, changes: str, ou: str) -> str:
    """Write a row again under a new key, with ``changes`` (a JSON object in SQL)."""
    return f"""
        INSERT INTO {table} SELECT (jsonb_populate_record(t, {changes} || jsonb_build_object(
            'id', (SELECT max(id) + 1000 FROM {table})))).* FROM {table} t WHERE {ou}
    """


def _etat(table: str, statut: str, ou: str = "true") -> str:
    return f"UPDATE {table} SET statut = '{statut}' WHERE id = (SELECT min(id) FROM {table} WHERE {ou})"


_INTENTIONS = {
    "intention-satisfaite-poste-libre": "UPDATE intentions_intentionembauche SET postes_pourvus = 0 "
    "WHERE id = (SELECT min(id) FROM intentions_intentionembauche WHERE statut = 'satisfaite')",
    "postes-pourvus-autres-que-les-embauches": "UPDATE intentions_intentionembauche SET postes_pourvus = 7 "
    f"WHERE id = {_UNE_RECEVABLE}",
    "intention-engagee-sans-session": _recevable("statut = 'engagee'"),
    "intention-retenue-sans-etre-engagee": "UPDATE intentions_intentionembauche SET statut = 'recevable' WHERE id = "
    "(SELECT min(intention_id) FROM sessions_formation_intentionretenue WHERE active)",
    "intention-retenue-par-deux-sessions": _copie(
        "sessions_formation_intentionretenue",
        f"jsonb_build_object('session_id', {_UNE_AUTORISEE})",
        "t.id = (SELECT max(id) FROM sessions_formation_intentionretenue WHERE active)",
    ),
    "session-close-qui-retient": "UPDATE sessions_formation_session SET statut = 'annulee' WHERE id = "
    "(SELECT min(session_id) FROM sessions_formation_intentionretenue WHERE active)",
    "postes-retenus-en-trop": "UPDATE sessions_formation_intentionretenue SET postes = 900 WHERE active",
    "intention-engagee-chez-un-autre": "UPDATE intentions_intentionembauche SET organisme_engage_id = 0 "
    "WHERE statut = 'engagee'",
    "intention-recevable-non-eligible": _recevable("verdict = 'non_eligible'"),
    "derogation-sans-accord": _recevable("verdict = 'derogation'"),
    "intention-deposee-demain": _recevable("deposee_le = '2090-01-01'"),
}
_SESSIONS = {
    "session-autorisee-sans-commande": "DELETE FROM sessions_formation_composante "
    f"WHERE session_id = {_UNE_AUTORISEE}",
    "commande-sans-autorisation": _autorisee("statut = 'refusee'"),
    "session-annulee-encore-commandee": _autorisee("statut = 'annulee'"),
    "lot-au-dessus-de-son-maximum": "UPDATE sessions_formation_composante SET montant = 90000000",
    "commande-negative": "UPDATE sessions_formation_composante SET montant = -90000000 "
    f"WHERE session_id = {_UNE_AUTORISEE}",
    "plus-de-personnes-que-de-places": "UPDATE sessions_formation_composante SET parcours = 0",
    "commande-sur-un-autre-lot": _autorisee("lot_id = 0"),
    "premiere-signature-oubliee": "UPDATE sessions_formation_session SET statut = 'refusee' WHERE id = "
    "(SELECT min(session_id) FROM sessions_formation_premierevalidation)",
    "session-commencee-avant-son-jour": "UPDATE sessions_formation_session SET debut = '2090-01-01' "
    "WHERE statut = 'terminee'",
    "session-finie-avec-des-presents": "UPDATE sessions_formation_session SET statut = 'terminee' "
    "WHERE statut = 'demarree'",
    "session-pleine-de-gens-non-demarree": "UPDATE sessions_formation_session SET statut = 'publiee' "
    "WHERE statut = 'demarree'",
    "avenant-accorde-sans-avenant": _etat("sessions_formation_demandeavenant", "accordee", "statut = 'deposee'"),
    "decision-groupee-inachevee": "UPDATE sessions_formation_lignedecisiongroupee SET statut = 'a_faire'",
    "presence-notee-avant-l-etape": "UPDATE sessions_formation_etapesession SET debut = '2090-01-01'",
}
_PARCOURS = {
    "poste-a-deux-parcours": _copie(
        "sessions_formation_parcours", "'{}'", f"t.id = {_UN_PARCOURS_ENTRE} AND t.intention_id IS NOT NULL"
    ),
    "admis-sans-poste": "UPDATE sessions_formation_parcours SET intention_id = NULL, poste = NULL",
    "poste-que-la-session-ne-retient-pas": "UPDATE sessions_formation_intentionretenue SET active = false",
    "poste-au-dela-du-nombre": "UPDATE sessions_formation_parcours SET poste = 900 WHERE intention_id IS NOT NULL",
    "deux-formations-a-la-fois": _copie("sessions_formation_parcours", "'{}'", f"t.id = {_UN_PARCOURS_ENTRE}"),
    "entree-avant-la-session": "UPDATE sessions_formation_parcours SET entre_le = '2001-01-01' "
    f"WHERE id = {_UN_PARCOURS_ENTRE}",
    "entree-ou-sortie-a-venir": "UPDATE sessions_formation_parcours SET sorti_le = '2090-01-01' "
    f"WHERE id = {_UNE_SORTIE}",
    "parcours-d-une-session-close": "UPDATE sessions_formation_session SET statut = 'annulee' "
    f"WHERE id = (SELECT session_id FROM sessions_formation_parcours WHERE id = {_UN_PARCOURS_ENTRE})",
    "remplacant-de-quelqu-un-qui-est-la": f"UPDATE sessions_formation_parcours SET remplace_id = {_UNE_SORTIE} "
    f"WHERE id = {_UN_PARCOURS_ENTRE}",
    "sortie-sans-suivi": "DELETE FROM insertion_suivi; "
    "UPDATE sessions_formation_parcours SET modifie_le = '2001-01-01'",
    "suivi-dit-repondu-a-tort": f"UPDATE insertion_suivi SET repondu = NOT repondu WHERE id = {_UN_SUIVI}",
    "relance-apres-la-reponse": "INSERT INTO insertion_relance (suivi_id, source, rang, le) "
    f"SELECT suivi_id, source, 9, '2090-01-01' FROM insertion_reponse WHERE id = {_UNE_REPONSE}",
    "relance-apres-le-refus": "UPDATE stagiaires_stagiaire SET sans_relance_le = '2001-01-01'; "
    "INSERT INTO insertion_relance (suivi_id, source, rang, le) "
    f"SELECT id, 'stagiaire', 9, '2090-01-01' FROM insertion_suivi WHERE id = {_UN_SUIVI}",
    "relance-avant-la-precedente": "INSERT INTO insertion_relance (suivi_id, source, rang, le) "
    f"SELECT {_UN_SUIVI}, 'stagiaire', 8 + n, date '2030-01-01' - n FROM generate_series(0, 1) n",
    "embauche-avant-l-entree": "UPDATE insertion_embauche SET debut = '2001-01-01' WHERE embauche",
    "embauche-de-qui-n-est-pas-sorti": "UPDATE sessions_formation_parcours SET statut = 'abandon' "
    "WHERE id = (SELECT min(parcours_id) FROM insertion_embauche)",
    "avis-de-qui-n-est-pas-venu": "UPDATE sessions_formation_parcours SET entre_le = NULL "
    "WHERE id = (SELECT min(parcours_id) FROM insertion_avisstagiaire)",
}
_HEURES_ET_FACTURES = {
    "heures-avant-ou-apres": f"UPDATE sessions_formation_parcours SET sorti_le = '2001-01-01' WHERE id = {_DE}",
    "heures-plus-que-le-jour-n-en-tient": f"UPDATE heures_heuresparcours SET faites = 900 WHERE id = {_HEURES}",
    "mois-declare-d-avance": "UPDATE heures_releve SET mois = '2090-01-01' "
    f"WHERE id = (SELECT releve_id FROM heures_heuresparcours WHERE id = {_HEURES})",
    "heures-d-une-session-non-commencee": "UPDATE sessions_formation_session SET statut = 'publiee'",
    "heures-d-une-autre-session": f"UPDATE heures_heuresparcours SET parcours_id = {_UNE_SORTIE}",
    "facture-autre-que-ses-lignes": f"UPDATE factures_facture SET montant_ht = 1 WHERE id = {_UNE_FACTURE}",
    "ligne-autre-que-son-detail": f"DELETE FROM factures_detailfacture WHERE ligne_id = {_UNE_LIGNE}",
    "facture-plus-que-commande": f"UPDATE factures_lignefacture SET quantite = 900000 WHERE id = {_UNE_LIGNE}",
    "facture-d-un-autre-bon": f"UPDATE factures_facture SET bon_id = 0 WHERE id = {_UNE_FACTURE}",
    "heures-facturees-deux-fois": f"UPDATE factures_detailfacture SET heures = 700 WHERE ligne_id = {_UNE_LIGNE}",
    "numeros-de-factures-a-trou": "UPDATE factures_facture SET rang = rang + 1 WHERE rang IS NOT NULL",
    "facture-datee-avant-la-precedente": "UPDATE factures_facture SET emise_le = '2001-01-01' "
    "WHERE id = (SELECT id FROM factures_facture WHERE rang > 1 ORDER BY rang DESC, id LIMIT 1)",
    "facture-d-un-mois-a-venir": f"UPDATE factures_facture SET mois = '2090-01-01' WHERE id = {_UNE_FACTURE}",
    "avoir-plus-que-sa-facture": "UPDATE factures_facture SET montant_ttc = -90000000 "
    "WHERE nature = 'avoir' AND statut <> 'projet'",
    "service-fait-sans-controle": "UPDATE factures_lignefacture SET service_fait = 'attente'",
    "facture-mandatee-sans-envoi": "UPDATE factures_facture SET envoi_id = NULL",
    "envoi-autre-que-ses-factures": "UPDATE factures_envoifinances SET montant = montant + 1",
    "facture-sans-son-pdf": "DELETE FROM noyau_document WHERE modele = 'facture'",
}
_AIDES_ET_PERSONNES = {
    "aide-payee-plus-qu-accordee": f"UPDATE aides_demandeaide SET montant_du = 90000 WHERE id = {_UNE_AIDE}",
    "deux-aides-les-memes-jours": _copie("aides_demandeaide", "'{\"numero\": null}'", f"t.id = {_UNE_AIDE}"),
    "aide-accordee-hors-regles": f"UPDATE aides_demandeaide SET verdict = 'non_eligible' WHERE id = {_UNE_AIDE}",
    "aide-realisee-sans-bilan": "UPDATE aides_bilanformation SET envoye_le = NULL",
    "aide-payee-sans-envoi": f"UPDATE aides_demandeaide SET paiement_id = NULL WHERE id = {_UNE_AIDE}",
    "aide-arretee-et-payee-par-la-meme-personne": "UPDATE aides_demandeaide d SET liquidee_par_id = e.lance_par_id "
    "FROM aides_envoipaiement e WHERE e.id = d.paiement_id",
    "envoi-autre-que-ses-aides": "UPDATE aides_envoipaiement SET nombre = nombre + 1",
    "efface-mais-pas-tout": f"""
        UPDATE stagiaires_stagiaire SET efface_le = now(), nom = '', prenom = '', nom_normalise = '', courriel = '',
            telephone = '', date_naissance = NULL, commune_id = NULL, identifiant_ft = ''
        WHERE id = (SELECT stagiaire_id FROM sessions_formation_parcours WHERE id = {_UNE_SORTIE});
        INSERT INTO parcours_noteparcours SELECT (jsonb_populate_record(n, jsonb_build_object(
            'id', 90000, 'parcours_id', {_UNE_SORTIE}))).* FROM parcours_noteparcours n LIMIT 1
    """,
    "efface-et-encore-en-formation": "UPDATE stagiaires_stagiaire SET efface_le = now() WHERE id = "
    f"(SELECT stagiaire_id FROM sessions_formation_parcours WHERE id = {_UN_PARCOURS_ENTRE})",
    "effacement-en-retard": "UPDATE stagiaires_stagiaire SET cree_le = '2001-01-01'; "
    "UPDATE insertion_suivi SET prevu_le = '2001-01-01'; "
    "UPDATE sessions_formation_parcours SET sorti_le = '2001-01-01'",
    "aide-videe-mais-pas-tout": f"UPDATE aides_demandeaide SET videe_le = now() WHERE id = {_UNE_AIDE}",
    "courriel-plein-apres-son-terme": f"UPDATE noyau_courrier SET expedie_le = '2001-01-01' WHERE id = {_UN_ENVOYE}",
    "code-garde-apres-l-envoi": f"UPDATE noyau_courrier SET modele = 'code_connexion' WHERE id = {_UN_ENVOYE}",
    "lectures-gardees-trop-longtemps": "UPDATE stagiaires_consultation SET le = '2001-01-01'",
}
_SERVICE = {
    "courriel-reserve-pour-toujours": "UPDATE noyau_courrier SET statut = 'en_cours', expedie_le = NULL, "
    f"prochain_essai_le = '2001-01-01' WHERE id = {_UN_ENVOYE}",
    "nouvelle-dans-deux-recapitulatifs": """
        UPDATE noyau_courrier SET modele = 'recapitulatif', contexte = '{"nouvelles": [{"courrier": 1}]}'
    """,
    "courriel-parti-avant-d-etre-ecrit": f"UPDATE noyau_courrier SET depose_le = '2090-01-01' WHERE id = {_UN_ENVOYE}",
    "lettre-sans-son-document": "DELETE FROM noyau_courrier_documents",
    "texto-reserve-pour-toujours": """
        INSERT INTO noyau_texto (cle, modele, destinataire, contexte, statut, tentatives, prochain_essai_le,
            derniere_erreur, depose_le)
        VALUES ('x', 'suivi', '0600000000', '{}', 'en_cours', 1, '2001-01-01', '', '2001-01-01')
    """,
    "envoi-au-partenaire-reserve-pour-toujours": _UN_ENVOI,
    "envoi-de-ce-qui-n-a-pas-eu-lieu": _UN_ENVOI,
    "numeros-ie-a-trou": "DELETE FROM intentions_intentionembauche WHERE numero LIKE 'IE-%-00002'",
    "numeros-se-a-trou": "UPDATE sessions_formation_session SET numero = 'SE-2026-90000' "
    "WHERE id = (SELECT max(id) FROM sessions_formation_session WHERE numero IS NOT NULL)",
    "numeros-bc-a-trou": "UPDATE sessions_formation_bondecommande SET numero = 'BC-2026-90000' "
    "WHERE id = (SELECT max(id) FROM sessions_formation_bondecommande)",
    "numeros-ai-a-trou": f"UPDATE aides_demandeaide SET numero = 'AI-2026-90000' WHERE id = {_UNE_AIDE}",
    "parametre-a-deux-valeurs": _copie(
        "referentiels_parametre", "'{}'", "t.id = (SELECT min(id) FROM referentiels_parametre)"
    ),
    "prix-a-deux-valeurs": _copie(
        "sessions_formation_prixlot", "'{}'", "t.id = (SELECT min(id) FROM sessions_formation_prixlot)"
    ),
    "lot-sans-mandataire": "DELETE FROM sessions_formation_membregroupement WHERE role = 'mandataire'",
    "journal-d-un-dossier-absent": "DELETE FROM sessions_formation_session WHERE id = "
    "(SELECT min(objet_id) FROM noyau_lignejournal WHERE objet_type = 'sessions_formation.session' "
    "AND transition = 'demander')",
    # Another state than the one the journal tells, with nobody to say why.
    "journal-intentionembauche": _etat("intentions_intentionembauche", "classee", "statut = 'recevable'"),
    "journal-session": _etat("sessions_formation_session", "terminee", "statut = 'demarree'"),
    "journal-parcours": _etat("sessions_formation_parcours", "exclu", "statut = 'entre'"),
    "journal-demandeavenant": _etat("sessions_formation_demandeavenant", "refusee", "statut = 'deposee'"),
    "journal-facture": _etat("factures_facture", "payee", "statut = 'emise'"),
    "journal-releve": _etat("heures_releve", "ouvert", "statut = 'declare'"),
    "journal-demandeaide": _etat("aides_demandeaide", "refusee", "statut = 'deposee'"),
    "journal-comite": _etat("comites_comite", "clos", "statut = 'prepare'"),
    "journal-avisstagiaire": _etat("insertion_avisstagiaire", "ecarte", "statut = 'publie'"),
}
INJECTIONS: dict[str, str] = {
    **_INTENTIONS, **_SESSIONS, **_PARCOURS, **_HEURES_ET_FACTURES, **_AIDES_ET_PERSONNES, **_SERVICE,
}  # fmt: skip
