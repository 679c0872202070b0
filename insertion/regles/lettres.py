"""What each mail about a person is, in the words it reads in the copy of its data (RGPD, article 15)."""

NATURES: dict[str, str] = {
    "avis_employeur": "Avis de l’employeur sur la candidature",
    "candidat_propose": "Candidature proposée à l’organisme de formation",
    "candidats_liberes": "Session annulée : candidature à réorienter",
    "candidature_retiree": "Candidature retirée",
    "declarations_attendues": "Rappel à l’organisme : entrée ou fin de formation à déclarer",
    "embauche_declaree": "Réponse de l’employeur sur l’embauche",
    "lien_donnees": "Lien vers les données personnelles",
    "lien_employeur": "Nouveau lien personnel de l’employeur",
    "lien_stagiaire": "Nouveau lien personnel",
    "parcours_admission": "Décision de l’organisme sur l’admission",
    "parcours_correction": "Déclaration corrigée",
    "parcours_entrees": "Entrée en formation",
    "parcours_interruption": "Formation interrompue",
    "parcours_poste": "Changement de poste",
    "parcours_reprise": "Reprise de la formation",
    "parcours_sortie": "Fin ou arrêt de la formation",
    "place_proposee": "Place libérée, proposée depuis la liste d’attente",
    "profil_valide": "Profil validé, pour l’organisme de formation",
    "profil_valide_employeur": "Profil validé, pour l’employeur",
    "suivi_employeur": "Question à l’employeur : la personne travaille-t-elle chez lui ?",
    "suivi_referent": "Nouvelles à donner par le référent",
    "suivi_remonte": "Suivi resté sans réponse du référent",
    "suivi_stagiaire": "Question sur la situation après la formation",
}
AUTRE = "Autre courriel"


def nature_de(modele: str) -> str:
    """Give what a mail is, from the code of its model; « Autre courriel » for one that is not about a person."""
    return NATURES.get(modele, AUTRE)
