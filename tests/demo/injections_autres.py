"""Other ways to break the rules of ``injections``: each part of a query that says « or » is there for something."""

from tests.demo.injections import _DE, _UN_ENVOYE, _UN_PARCOURS_ENTRE, _UNE_AIDE, _UNE_LIGNE, _UNE_SORTIE, _autorisee

_DE_L_EFFACEE = f"(SELECT stagiaire_id FROM sessions_formation_parcours WHERE id = {_UNE_SORTIE})"
# Nobody's any more, but for one thing that each of these leaves.
_VIDE = f"""
    UPDATE parcours_noteparcours SET parcours_id = 0; UPDATE parcours_amenagement SET parcours_id = 0;
    UPDATE parcours_remuneration SET parcours_id = 0; UPDATE parcours_avisemployeur SET parcours_id = 0;
    UPDATE insertion_avisstagiaire SET parcours_id = 0; UPDATE stagiaires_appel SET stagiaire_id = 0;
    UPDATE stagiaires_stagiaire SET efface_le = now(), nom = '', prenom = '', nom_normalise = '', courriel = '',
        telephone = '', date_naissance = NULL, commune_id = NULL, identifiant_ft = ''
    WHERE id = {_DE_L_EFFACEE};
"""
_AIDE_VIDE = f"""
    UPDATE aides_majoration SET rqth = NULL; UPDATE aides_demandeaide SET videe_le = now(), nom = '', prenom = '',
        personne = '', iban = '', date_naissance = NULL WHERE id = {_UNE_AIDE};
"""


def _reste(table: str, changes: str = "") -> str:
    return f"{_VIDE} UPDATE {table} SET parcours_id = {_UNE_SORTIE}{changes}"


AUTRES: tuple[tuple[str, str], ...] = (
    *(
        ("efface-mais-pas-tout", f"{_VIDE} UPDATE stagiaires_stagiaire SET {reste} WHERE id = {_DE_L_EFFACEE}")
        for reste in (
            "nom = 'x'",
            "prenom = 'x'",
            "courriel = 'x@x.example'",
            "telephone = '0600000000'",
            "date_naissance = '2001-01-01'",
            "identifiant_ft = 'x'",
        )
    ),
    ("efface-mais-pas-tout", _reste("parcours_noteparcours")),
    ("efface-mais-pas-tout", _reste("parcours_amenagement")),
    ("efface-mais-pas-tout", _reste("parcours_remuneration")),
    ("efface-mais-pas-tout", _reste("parcours_avisemployeur", ", commentaire = 'x'")),
    ("efface-mais-pas-tout", _reste("insertion_avisstagiaire", ", commentaire = 'x', reponse = ''")),
    ("efface-mais-pas-tout", _reste("insertion_avisstagiaire", ", commentaire = '', reponse = 'x'")),
    ("efface-mais-pas-tout", f"{_VIDE} UPDATE stagiaires_appel SET note = 'x', stagiaire_id = {_DE_L_EFFACEE}"),
    *(
        ("aide-videe-mais-pas-tout", f"{_AIDE_VIDE} UPDATE aides_demandeaide SET {reste} WHERE id = {_UNE_AIDE}")
        for reste in ("nom = 'x'", "prenom = 'x'", "personne = 'x'", "iban = 'x'", "date_naissance = '2001-01-01'")
    ),
    (
        "session-annulee-encore-commandee",
        _autorisee("statut = 'annulee'")
        + "; UPDATE sessions_formation_composante SET montant = 0; DELETE FROM sessions_formation_mouvement",
    ),
    ("commande-negative", "UPDATE sessions_formation_composante SET parcours = -1, heures = 0, montant = 90000"),
    ("commande-negative", "UPDATE sessions_formation_composante SET heures = -9000, montant = 90000"),
    (
        "entree-ou-sortie-a-venir",
        (
            "UPDATE sessions_formation_parcours SET entre_le = '2090-01-01', sorti_le = NULL "
            f"WHERE id = {_UN_PARCOURS_ENTRE}"
        ),
    ),
    ("heures-avant-ou-apres", f"UPDATE sessions_formation_parcours SET entre_le = NULL WHERE id = {_DE}"),
    (
        "heures-avant-ou-apres",
        f"UPDATE sessions_formation_parcours SET entre_le = '2090-01-01', sorti_le = NULL WHERE id = {_DE}",
    ),
    ("facture-plus-que-commande", f"UPDATE factures_lignefacture SET montant = 90000000 WHERE id = {_UNE_LIGNE}"),
    ("heures-facturees-deux-fois", "UPDATE factures_detailfacture SET heures = -700"),
    ("avoir-plus-que-sa-facture", "UPDATE factures_facture SET bon_id = 0 WHERE nature = 'avoir'"),
    ("envoi-autre-que-ses-factures", "UPDATE factures_envoifinances SET nombre = nombre + 1"),
    ("envoi-autre-que-ses-aides", "UPDATE aides_envoipaiement SET montant = montant + 1"),
    ("aide-payee-sans-envoi", f"UPDATE aides_demandeaide SET liquidee_le = NULL WHERE id = {_UNE_AIDE}"),
    ("aide-payee-sans-envoi", f"UPDATE aides_demandeaide SET montant_du = NULL WHERE id = {_UNE_AIDE}"),
    (
        "efface-et-encore-en-formation",
        (
            "UPDATE stagiaires_stagiaire SET efface_le = now() WHERE id IN (SELECT p."
            "stagiaire_id FROM sessions_formation_parcours p WHERE p.statut IN ('positionne', 'profil_valide'))"
        ),
    ),
    (
        "journal-d-un-dossier-absent",
        (
            "DELETE FROM intentions_intentionembauche WHERE id = (SELECT min(objet_id) FROM "
            "noyau_lignejournal WHERE objet_type = 'intentions.intentionembauche' AND transition = 'deposer')"
        ),
    ),
    (
        "code-garde-apres-l-envoi",
        (f"UPDATE noyau_courrier SET modele = 'code_connexion', statut = 'quarantaine' WHERE id = {_UN_ENVOYE}"),
    ),
)
# Each of these leaves nothing: what is found after the others is what they put back.
SANS_RIEN = (("efface-mais-pas-tout", _VIDE), ("aide-videe-mais-pas-tout", _AIDE_VIDE))
