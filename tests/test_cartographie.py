"""Every address of the service and who may open it. An address that is not in the map fails the first test.

Codes are those of a GET: 200 open, 302 sent to sign in (or onwards), 403 no right, 404 not yours, 405 needs a POST.
"""

from dataclasses import dataclass
from uuid import uuid4
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from comptes import liens
from comptes.models import Rattachement
from intentions.actions.ecrire import ecrire_au_fil
from intentions.actions.redaction import ouvrir_brouillon
from intentions.queries.confirmation import CATEGORIE_ECRIT
from noyau.boite import MessageRecu
from noyau.courriers import Document
from noyau.horloge import maintenant
from noyau.messagerie import CATEGORIE
from noyau.televersement import PieceLue, joindre
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.queries.etapes import destinataire_de
from tests.factories import comptes
from tests.factories.besoins import interet
from tests.factories.etapes import etape_planifiee
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory
from tests.factories.scenario import LE, demande, intention_deposee, monde, reponses, session_demandee
from tests.factories.transmissions import COURRIEL, transmise

pytestmark = pytest.mark.django_db

ROLES = ("anonyme", "employeur", "organisme", "mandataire", "referent", "agent", "autre_employeur", "autre_organisme")
OUVERT = dict.fromkeys(ROLES, 200)
CONNECTES = {**OUVERT, "anonyme": 302}


def seulement(*roles: str, sinon: int = 404, code: int = 200) -> dict[str, int]:
    """Open to these roles with ``code``; ``sinon`` for the others, the sign-in page for a visitor."""
    return {**dict.fromkeys(ROLES, sinon), "anonyme": 302, **dict.fromkeys(roles, code)}


ORGANISMES = seulement("organisme", "mandataire", "autre_organisme", sinon=403)
# Who writes for employers. One intention of it is its organisation's alone.
TRANSMETTEURS = ("organisme", "mandataire", "autre_organisme", "referent", "agent")
TRANSMETTENT = seulement(*TRANSMETTEURS, sinon=403)
A_TRANSMIS = {**TRANSMETTENT, **dict.fromkeys(TRANSMETTEURS, 404), "referent": 200}

# Name of the address → (what its arguments are made from, code per role).
CARTE = {
    "accueil": ((), OUVERT),
    "simulateur": ((), OUVERT),
    "pages:aide": ((), OUVERT),
    "pages:accessibilite": ((), OUVERT),
    "pages:donnees": ((), OUVERT),
    "pages:mentions": ((), OUVERT),
    "pages:sources": ((), OUVERT),
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
    # Nobody is chosen: it goes back to the intention.
    "intentions:rouvrir_choix": (("intention_libre",), seulement("employeur", code=302)),
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
    "sessions:modifier": (("brouillon_session",), seulement("organisme")),
    "sessions:constats": (("brouillon_session",), seulement(*ROLES[1:], code=405)),
    "sessions:abandonner": (("brouillon_session",), seulement("organisme")),
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
    "sessions:bons": ((), ORGANISMES),
    "sessions:bon": (("bon",), seulement("mandataire", "agent")),
    "sessions:document": (("autorisation",), seulement("organisme", "mandataire", "agent")),
}
# Django's and allauth's own pages: who may enter is theirs to hold, and tested in tests/comptes and tests/admin.
TENUES_AILLEURS = ("admin:", "account_", "mfa_", "socialaccount_", "proconnect_")


@dataclass
class Terrain:
    clients: dict[str, Client]
    arguments: dict[str, object]


def _adresses(resolveur: URLResolver, espace: str = ""):
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            yield from _adresses(motif, ":".join(filter(None, [espace, motif.namespace])))
        elif motif.name:
            yield ":".join(filter(None, [espace, motif.name]))


def test_chaque_adresse_est_dans_la_carte():
    adresses = {nom for nom in _adresses(get_resolver()) if not nom.startswith(TENUES_AILLEURS)}

    assert adresses == set(CARTE)


@pytest.fixture
def terrain():
    """One of each object, and one person of each role; those of « autre » own nothing of it."""
    le_monde = monde()
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    employeur = session.retenues.get().intention.employeur
    chef = comptes.employeur(employeur)
    brouillon = _brouillon(le_monde, employeur, chef)
    attente = Rattachement.objects.create(
        utilisateur=comptes.UtilisateurFactory(), role="employeur", employeur=employeur, actif=False
    )
    message = MessageRecu.objects.create(
        message_id="<1@exemple>", destinataire="a@exemple.fr", objet="Essai", corps="", recu_le=maintenant()
    )
    personnes = {
        "employeur": chef,
        "organisme": le_monde.au_cotraitant,
        "mandataire": le_monde.au_mandataire,
        "referent": comptes.referent(le_monde.reseau),
        "agent": le_monde.agent,
        "autre_employeur": comptes.employeur(EmployeurFactory()),
        "autre_organisme": comptes.organisme(OrganismeFormationFactory()),
    }
    collegue = comptes.employeur(employeur).rattachements.get()
    clients = {"anonyme": Client()} | {role: Client() for role in personnes}
    for role, personne in personnes.items():
        clients[role].force_login(personne)
    intention_libre = intention_deposee(le_monde, employeur=employeur, par=chef)
    return Terrain(
        clients,
        {
            "nature": "intention",
            "numero": intention_libre.numero,
            "uuid": uuid4(),
            "jeton_employeur": liens.jeton(liens.Usage.INTENTIONS, intention_libre.contact_courriel),
            "jeton_courriels": liens.jeton(liens.Usage.COURRIELS, chef.email),
            "message": message.pk,
            "attente": attente.pk,
            "rattachement": chef.rattachements.get().pk,
            "brouillon": brouillon.pk,
            "etape": "poste",
            "collegue": collegue.pk,
            "etablissement": session.retenues.get().intention.employeur_id,
            "intention": session.retenues.get().intention_id,
            "intention_libre": intention_libre.pk,
            "interet": interet(intention_libre, le_monde.au_mandataire).pk,
            "accuse": Document.objects.get(modele="accuse_intention", objet_id=intention_libre.pk).pk,
            "session": session.pk,
            "brouillon_session": demande(le_monde, [intention_libre]).pk,
            **_rendez_vous_et_messages(session, chef),
            **_transmise(personnes["referent"], employeur),
            "bon": session.composante.bon_id,
            "autorisation": Document.objects.get(modele="autorisation").pk,
        },
    )


def _rendez_vous_et_messages(session, chef) -> dict[str, object]:
    invitation = etape_planifiee(session).invitations.get()
    message = ecrire_au_fil(intention_id=invitation.intention_id, par=chef, texte="Bonjour.", envoi=uuid4())
    lue = PieceLue("plan.pdf", "application/pdf", b"%PDF-1.4 %%EOF")
    return {
        "rendez_vous": invitation.etape_id,
        "invitation": invitation.pk,
        "jeton_etape": liens.jeton(liens.Usage.ETAPE, destinataire_de(invitation), objet=invitation.pk),
        "piece": joindre(invitation.intention, lue, categorie=CATEGORIE, par=chef, message=message).pk,
    }


def _transmise(referent, employeur) -> dict[str, object]:
    intention = transmise(referent, employeur)
    lue = PieceLue("lettre.pdf", "application/pdf", b"%PDF-1.4 %%EOF")
    return {
        "transmise": intention.pk,
        "jeton_transmise": liens.jeton(liens.Usage.INTENTIONS, COURRIEL),
        "ecrit": joindre(intention, lue, categorie=CATEGORIE_ECRIT, par=referent).pk,
    }


def _brouillon(le_monde, employeur, par):
    return ouvrir_brouillon(par=par, champs={"employeur": employeur, **reponses(le_monde)})


def test_qui_ouvre_quoi(terrain):
    """One world for the whole map: opening a page changes nothing, so the pages can share it."""
    ecarts = {}
    for nom, (besoins, attendus) in CARTE.items():
        adresse = reverse(nom, args=[terrain.arguments[besoin] for besoin in besoins])
        obtenus = {role: terrain.clients[role].get(adresse).status_code for role in ROLES}
        if obtenus != attendus:
            ecarts[nom] = {role: (obtenus[role], attendus[role]) for role in ROLES if obtenus[role] != attendus[role]}

    assert ecarts == {}


def test_sans_compte_on_est_conduit_a_la_connexion_puis_ramene(terrain):
    adresse = reverse("intentions:detail", args=[terrain.arguments["intention"]])

    reponse = terrain.clients["anonyme"].get(adresse)

    assert reponse.headers["Location"] == f"{reverse('account_login')}?next={adresse}"
