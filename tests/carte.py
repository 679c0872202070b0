"""The map: every address of the service, what its arguments are made from, and who may open it.

Codes are those of a GET: 200 open, 302 sent to sign in (or onwards), 403 no right, 404 not yours, 405 needs a POST.
"""

from tests.carte_aides import AIDES
from tests.carte_codes import CONNECTES, OUVERT, ROLES, seulement
from tests.carte_pilotage import PILOTAGE

ORGANISMES = seulement("organisme", "mandataire", "autre_organisme", sinon=403)
# Who writes for employers. One intention of it is its organisation's alone.
TRANSMETTEURS = ("organisme", "mandataire", "autre_organisme", "referent", "agent")
TRANSMETTENT = seulement(*TRANSMETTEURS, sinon=403)
A_TRANSMIS = {**TRANSMETTENT, **dict.fromkeys(TRANSMETTEURS, 404), "referent": 200}
DECLARENT = {**seulement("organisme", "referent"), "agent": 403}
DECIDE = {**DECLARENT, "referent": 403}
DU_MANDATAIRE = {
    **seulement("mandataire"),
    **dict.fromkeys(("employeur", "referent", "agent", "autre_employeur"), 403),
}
# Name of the address → (what its arguments are made from, code per role).
CARTE = {
    "accueil": ((), OUVERT),
    "simulateur": ((), OUVERT),
    "pages:aide": ((), OUVERT),
    "pages:accessibilite": ((), OUVERT),
    "pages:donnees": ((), OUVERT),
    "pages:mentions": ((), OUVERT),
    "pages:registre": ((), seulement("agent", sinon=403)),
    **PILOTAGE,
    "pages:sources": ((), OUVERT),
    "formations": ((), OUVERT),
    "formation": (("numero_session",), OUVERT),
    "formations_lheo": ((), OUVERT),
    "formations_flux": ((), OUVERT),
    "formations_agenda": ((), OUVERT),
    "formation_agenda": (("numero_session",), OUVERT),
    "robots": ((), OUVERT),
    "plan": ((), OUVERT),
    "plan_section": (("section_du_plan",), OUVERT),
    "organismes": ((), OUVERT),
    "organisme": (("organisme_du_dispositif",), OUVERT),
    "dispositifs": ((), OUVERT),
    "dispositif": (("code_dispositif",), OUVERT),
    "noyau:verifier": ((), OUVERT),
    "noyau:verifier_code": (("code",), OUVERT),
    "noyau:sante": ((), OUVERT),
    "noyau:sante_pret": ((), dict.fromkeys(ROLES, 503)),
    "referentiels:communes": ((), OUVERT),
    "referentiels:metiers": ((), OUVERT),
    # Open in the demonstration only (the tests' settings are not one): tests/noyau/test_boite.py.
    "noyau:composants": ((), dict.fromkeys(ROLES, 404)),
    "noyau:boite": ((), dict.fromkeys(ROLES, 404)),
    "noyau:boite_message": (("message",), dict.fromkeys(ROLES, 404)),
    "noyau:boite_html": (("message",), dict.fromkeys(ROLES, 404)),
    "noyau:boite_piece": (("message",), dict.fromkeys(ROLES, 404)),
    "pilotage_api:simulation": (("nature",), dict.fromkeys(ROLES, 405)),
    "schema": ((), OUVERT),
    "api": ((), OUVERT),
    # Accounts. Each shows the person's own; the objects named are the employer's.
    "comptes:espace": ((), dict.fromkeys(ROLES, 302)),
    "comptes:choisir_espace": ((), dict.fromkeys(ROLES, 302)),
    "comptes:bienvenue": ((), CONNECTES),
    "comptes:compte": ((), CONNECTES),
    "comptes:deconnecter_partout": ((), dict.fromkeys(ROLES, 405) | {"anonyme": 302}),
    "comptes:courriels": ((), CONNECTES),
    # Without an account: the link itself says which address.
    "comptes:courriels_lien": (("jeton_courriels",), OUVERT),
    # Shown only to an officer who still needs a second factor; the others go on to their area.
    "comptes:second_facteur": ((), dict.fromkeys(ROLES, 302)),
    "comptes:etablissements": ((), CONNECTES),
    "comptes:etablissement_ajouter": ((), CONNECTES),
    "comptes:rattachement_repondre": (("attente",), seulement("employeur", "agent")),
    "comptes:rattachement_quitter": (("rattachement",), seulement("employeur")),
    "comptes:collegues": (("rattachement",), seulement("employeur")),
    "comptes:collegue_retirer": (("rattachement", "collegue"), seulement("employeur")),
    # The employer's own.
    "intentions:liste": ((), CONNECTES),
    "intentions:nouvelle": ((), CONNECTES),
    "intentions:secteurs": ((), CONNECTES),
    "intentions:document": (("accuse",), seulement("employeur")),
    "intentions:detail": (("intention",), seulement("employeur")),
    "intentions:reprendre": (("brouillon",), seulement("employeur", code=302)),
    "intentions:etape": (("brouillon", "etape"), seulement("employeur")),
    "intentions:verifier": (("brouillon",), seulement("employeur")),
    "intentions:deposer": (("brouillon",), seulement(*ROLES[1:], code=405)),
    # Nothing is asked of it, it is told so on its own page.
    "intentions:completer": (("intention_libre",), seulement("employeur", code=302)),
    "intentions:corriger": (("intention_libre",), seulement("employeur")),
    "intentions:dupliquer": (("intention_libre",), seulement(*ROLES[1:], code=405)),
    "intentions:retirer": (("intention_libre",), seulement("employeur")),
    "intentions:actualite": (("intention_libre",), seulement("employeur")),
    "intentions:nom_public": (("intention_libre",), seulement(*ROLES[1:], code=405)),
    "reponses:actualite": (("jeton_employeur", "intention_libre"), OUVERT),
    "intentions:confirmer": (("transmise",), seulement(*ROLES[1:], code=405)),
    "intentions:desavouer": (("transmise",), seulement("employeur")),
    "intentions:piece": (("ecrit",), seulement("employeur", "referent", "agent")),
    # By personal link, whoever opens it.
    "reponses:confirmer": (("jeton_transmise",), OUVERT),
    "reponses:refuser": (("jeton_transmise", "transmise"), OUVERT),
    "reponses:nouveau_lien": ((), OUVERT),
    "transmissions:liste": ((), TRANSMETTENT),
    "transmissions:nouvelle": ((), TRANSMETTENT),
    "transmissions:detail": (("transmise",), A_TRANSMIS),
    # Already filed: its first step no longer changes here.
    "transmissions:employeur": (("transmise",), {**A_TRANSMIS, "referent": 302}),
    "transmissions:relancer": (("transmise",), seulement(*ROLES[1:], code=405)),
    "transmissions:ecrit": (("transmise",), A_TRANSMIS),
    "intentions:supprimer": (("brouillon",), seulement("employeur")),
    "intentions:choisir_organisme": (("intention_libre", "interet"), seulement("employeur")),
    # The market of needs. A training body has a list of its own; the mandataire has said its interest already.
    "besoins:liste": (
        (),
        seulement("organisme", "mandataire", "autre_organisme", sinon=403, code=302) | {"referent": 200},
    ),
    "besoins:detail": (("intention_libre",), seulement("referent", sinon=403)),
    "besoins:regroupements": ((), {**ORGANISMES, "referent": 200}),
    "besoins:interet": (
        ("intention_libre",),
        seulement("organisme", sinon=403) | {"mandataire": 302, "autre_organisme": 404},
    ),
    "besoins:interet_retirer": (("interet",), seulement(*ROLES[1:], code=405)),
    # Committees: the Réseau pour l'emploi of the place; officers hold them in the administration.
    "comites:liste": ((), seulement("referent", sinon=403)),
    "comites:detail": (("comite",), seulement("referent", sinon=403)),
    "comites:agenda": (("comite",), seulement("referent", sinon=403)),
    "comites:document": (("comite", "ordre_du_jour"), seulement("referent", sinon=403)),
    "bilan:employeur": (("etablissement",), seulement("employeur", "agent")),
    "intentions:contacts": (("etablissement",), seulement("employeur")),
    # The partners' API: a key is asked of everybody, whoever is signed in. Its rights: tests/api.
    **{
        f"intentions_api:{nom}": (besoins, dict.fromkeys(ROLES, 401))
        for nom, besoins in {
            "intentions": (),
            "intention": ("numero",),
            "retirer": ("numero",),
            "abonnements": (),
            "abonnement": ("intention",),
            "envois": (),
            "rejouer": ("uuid",),
        }.items()
    },
    "transmissions:api": (
        (),
        seulement("organisme", "mandataire", "autre_organisme", "referent", "agent", sinon=403),
    ),
    # The training body's own, and its group's for the mandataire.
    "sessions:intentions": ((), ORGANISMES),
    "sessions:intention": (("intention_libre",), seulement("organisme", "mandataire", "agent")),
    "sessions:liste": ((), ORGANISMES),
    "sessions:nouvelle": ((), ORGANISMES),
    "sessions:demande": (("session",), seulement("organisme", "mandataire", "agent")),
    "sessions:affichage": ((), ORGANISMES),
    "sessions:fiche": (("session",), seulement("organisme", "mandataire", "agent")),
    "sessions:modifier": (("brouillon_session",), seulement("organisme")),
    "sessions:constats": (("brouillon_session",), seulement(*ROLES[1:], code=405)),
    "sessions:abandonner": (("brouillon_session",), seulement("organisme")),
    # Ordered already: it is led back to the request.
    "sessions:retirer": (("session",), seulement("organisme", code=302)),
    "sessions:reprendre": (("session",), seulement(*ROLES[1:], code=405)),
    # The mandataire alone answers, and is led back to the request when nothing is asked of it.
    "sessions:accord": (("session",), seulement("organisme", "agent", code=403) | {"mandataire": 302}),
    "sessions:etape_nouvelle": (("session",), seulement("organisme")),
    "sessions:etape": (("session", "rendez_vous"), seulement("organisme", "mandataire", "agent")),
    "sessions:etape_deplacer": (("session", "rendez_vous"), seulement("organisme")),
    "sessions:etape_annuler": (("session", "rendez_vous"), seulement("organisme")),
    "sessions:etape_inviter": (("session", "rendez_vous"), seulement(*ROLES[1:], code=405)),
    "sessions:etape_presences": (("session", "rendez_vous"), seulement(*ROLES[1:], code=405)),
    "sessions:etape_agenda": (("session", "rendez_vous"), seulement("organisme", "mandataire", "agent")),
    # The employer's own; by the link of the e-mail, whoever holds it.
    "rendez_vous:liste": ((), CONNECTES),
    "rendez_vous:detail": (("invitation",), seulement("employeur")),
    "rendez_vous:agenda": (("invitation",), seulement("employeur")),
    "rendez_vous:lien": (("jeton_etape",), OUVERT),
    "rendez_vous:lien_agenda": (("jeton_etape",), OUVERT),
    # Those who take part in the file: the mandataire of the lot is not one of them.
    "messages:intention": (("intention",), seulement("employeur", "organisme", "agent")),
    "messages:piece": (("piece",), seulement("employeur", "organisme", "agent")),
    # A session's: its training body and the mandataire of its lot.
    "messages_session:session": (("session",), seulement("organisme", "mandataire", "agent")),
    "messages_session:piece": (("piece_de_session",), seulement("organisme", "mandataire", "agent")),
    # The mandataire's own, drafts and issued; an officer reads what is issued.
    "factures:liste": ((), ORGANISMES),
    "factures:facture": (("facture",), seulement("mandataire")),
    "factures:confirmer": (("facture",), seulement(*ROLES[1:], code=405)),
    "factures:contester": (("facture", "ligne_de_facture"), DU_MANDATAIRE),
    "factures:emettre": (("facture",), DU_MANDATAIRE),
    "factures:abandonner": (("facture",), seulement(*ROLES[1:], code=405)),
    "factures:avoir": (("facture_emise",), DU_MANDATAIRE),
    # Not sent back: led to the plain avoir.
    "factures:reprendre": (("facture_emise",), {**DU_MANDATAIRE, "mandataire": 302}),
    "factures:xml": (("facture_emise",), seulement("mandataire", "agent")),
    # Issued here without its PDF: tests/factures/test_pages_facture.py draws one.
    "factures:pdf": (("facture_emise",), seulement()),
    "factures:rapprochement": (("bon",), seulement("mandataire", "agent")),
    "factures:emetteur": ((), seulement("organisme", "mandataire", "autre_organisme", sinon=403, code=302)),
    "factures:emetteur_de": (
        ("le_mandataire",),
        {**ORGANISMES, "organisme": 404, "autre_organisme": 404},
    ),
    "sessions:lots": ((), ORGANISMES),
    "sessions:lot": (("lot",), seulement("organisme", "mandataire", "agent")),
    "sessions:avenant_nouveau": (("session", "nature_avenant"), seulement("organisme")),
    "sessions:avenant_constats": (("session", "nature_avenant"), seulement(*ROLES[1:], code=405)),
    "sessions:avenant_retirer": (("session", "demande_avenant"), seulement("organisme")),
    "sessions:bons": ((), ORGANISMES),
    "sessions:bon": (("bon",), seulement("mandataire", "agent")),
    # Each reads those of its perimeter.
    # After the training: referents answer, officers read; the others by personal link.
    "insertion:suivis": ((), seulement("referent", "agent", sinon=403)),
    "insertion:suivi": (("suivi",), seulement("referent", "agent", sinon=403)),
    # What an employer says of the people on its posts: nobody else says it for it.
    "parcours:employeur": ((), CONNECTES),
    "parcours:avis": (("valide",), seulement("employeur")),
    "parcours:avis_lien": (("jeton_avis",), OUVERT),
    "parcours:nouveau_lien": ((), dict.fromkeys(ROLES, 405)),
    "insertion:embauches": ((), CONNECTES),
    "insertion:embauche": (("fini",), seulement("employeur")),
    "insertion:embauche_lien": (("jeton_embauche",), OUVERT),
    # Personal data: who follows the person and officers; erasing is a right of heads of unit.
    "insertion:donnees": (("parcours",), seulement("referent", "agent") | {"organisme": 403}),
    "insertion:donnees_copie": (("parcours", "sorte_json"), seulement("referent", "agent") | {"organisme": 403}),
    "insertion:donnees_effacer": (("parcours",), seulement("agent", sinon=403)),
    "insertion:donnees_demander": ((), OUVERT),
    "insertion:donnees_lien": (("jeton_donnees",), OUVERT),
    "insertion:donnees_lien_copie": (("jeton_donnees", "sorte_json"), OUVERT),
    "insertion:suivi_lien": (("jeton_suivi",), OUVERT),
    "insertion:suivi_employeur": (("jeton_poste",), OUVERT),
    "insertion:suivi_stop": (("jeton_stop",), OUVERT),
    "insertion:suivi_texto": (("code_texto",), dict.fromkeys(ROLES, 302)),
    # What trainees say: published words for everybody, answered by the training body they are about.
    "insertion:attestation_lien": (("jeton_attestation",), OUVERT),
    "parcours:attestation": (("fini",), seulement("organisme", "referent", "agent")),
    "parcours:bilan": (("session_demarree",), seulement("organisme", "referent", "agent")),
    "insertion:avis": ((), ORGANISMES),
    "insertion:avis_reponse": (("avis",), seulement("organisme") | {"agent": 403}),
    "insertion:avis_organisme": (("organisme",), OUVERT),
    "insertion:avis_lien": (("jeton_avis_stagiaire",), OUVERT),
    # Who certifies it and who follows the person; an officer only with the right to hand it to the paying agency.
    "parcours:remuneration": (("parcours",), seulement("organisme", "referent", "agent")),
    "insertion:resultats": ((), seulement(*TRANSMETTEURS, sinon=403)),
    "sessions:document": (("autorisation",), seulement("organisme", "mandataire", "agent")),
    # The referent's day: officers see the same in the administration.
    "referent:accueil": ((), seulement("referent", sinon=403)),
    "referent:confier": ((), seulement("referent", sinon=403)),
    "referent:appel": (("parcours",), seulement("referent", sinon=403)),
    "referent:suivi": (("suivi",), seulement("referent", sinon=403)),
    "referent:session": (("session",), seulement("referent", sinon=403)),
    # The people of a session: its training body decides and declares, its référent declares, officers read.
    "parcours:groupe": (("session_demarree",), seulement("organisme", "referent", "agent")),
    "parcours:entrees": (("session_demarree",), DECLARENT),
    "parcours:terminer_session": (("session_demarree",), DECLARENT),
    "parcours:admettre": (("a_admettre",), DECIDE),
    "parcours:ecarter": (("a_admettre",), DECIDE),
    "parcours:programme": (("en_formation",), DECIDE),
    "parcours:sortie": (("en_formation",), DECLARENT),
    "parcours:interruption": (("en_formation",), DECLARENT),
    "parcours:poste": (("en_formation",), DECLARENT),
    "parcours:rectifier": (("en_formation",), DECLARENT),
    "parcours:remplacer": (("parti",), DECLARENT),
    # By key alone: tests/heures/test_api.py.
    "heures_api:heures": ((), dict.fromkeys(ROLES, 401)),
    # The hours of a session name its people: its training body writes, the mandataire reads none, officers read.
    "heures:liste": ((), ORGANISMES),
    "heures:ouvrir": ((), seulement(*ROLES[1:], code=405)),
    "heures:releve": (("releve",), seulement("organisme", "agent")),
    "heures:anomalies": (("releve",), seulement(*ROLES[1:], code=405)),
    "heures:declarer": (("releve",), seulement("organisme") | {"agent": 403}),
    # Open: nothing to open again nor to correct.
    "heures:rouvrir": (("releve",), seulement("organisme", code=302) | {"agent": 403}),
    "heures:corriger": (("ligne_d_heures",), seulement("organisme", code=302) | {"agent": 403}),
    "heures:modele": (("releve",), seulement("organisme") | {"agent": 403}),
    "heures:fichier": (("releve",), seulement("organisme") | {"agent": 403}),
    "heures:joindre": (("releve",), seulement(*ROLES[1:], code=405)),
    "heures:emargement": (("releve",), seulement("organisme", "agent")),
    "heures:imprimer": (("releve",), seulement(*ROLES[1:], code=405)),
    "heures:recevoir": (("releve",), seulement(*ROLES[1:], code=405)),
    "heures:scan": (("scan_d_emargement",), seulement("organisme", "agent")),
    "heures:scan_retirer": (("releve", "scan_d_emargement"), seulement("organisme") | {"agent": 403}),
    "heures:piece": (("releve_signe",), seulement("organisme", "agent")),
    "heures:piece_retirer": (("releve", "releve_signe"), seulement("organisme") | {"agent": 403}),
    "parcours:sessions": ((), seulement("referent", "agent", sinon=403)),
    "parcours:session": (("session",), seulement("referent", "agent", sinon=403)),
    "parcours:positionner": (("session",), seulement("referent", sinon=403)),
    "parcours:candidature": (("session", "jeton_candidature"), seulement("referent", sinon=403)),
    "parcours:valider": (("parcours",), seulement("referent", sinon=403)),
    "parcours:retirer": (("parcours",), seulement("referent", sinon=403)),
    # A person's page: short for the employer of its post. Arrangements: who follows it, who trains it.
    "parcours:liste": ((), {**ORGANISMES, "referent": 200}),
    "parcours:fiche": (("valide",), seulement("referent", "organisme", "agent", "employeur")),
    "parcours:note": (("parcours",), seulement(*ROLES[1:], code=405)),
    "parcours:corriger": (("parcours",), seulement("referent", "agent") | {"organisme": 403}),
    "parcours:amenagement": (("parcours",), seulement("referent", "organisme")),
    # Nothing is written there: back to the page.
    "parcours:amenagement_effacer": (("parcours",), seulement("referent", "organisme", code=302)),
    **AIDES,
}
# Django's and allauth's own pages: who may enter is theirs to hold, and tested in tests/comptes and tests/admin.
