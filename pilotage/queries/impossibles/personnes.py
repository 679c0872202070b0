"""What the service can never keep of people (docs/donnees-personnelles.md, config.conservation)."""

from datetime import timedelta
from typing import Any

from insertion.queries.a_effacer import a_effacer, duree_de_conservation
from pilotage.regles.impossibles import Concerne, Instant, Invariant, Theme
from referentiels.regles.mois import ajouter_mois

_STAGIAIRE = "stagiaires.stagiaire"
# Erasing comes each day; who could not be erased that day (a letter was leaving) has some more.
GRACE = timedelta(days=7)


def _echus(instant: Instant) -> Any:
    """The people whose data is at its end since more than a week: the very query that erasing reads."""
    limite = ajouter_mois(instant.le, -duree_de_conservation(instant.le)) - GRACE
    return a_effacer(limite).order_by().values("pk")


def _sur(cle: str, concerne: Concerne = Concerne.CHEFS, modele: str = _STAGIAIRE, **mots: Any) -> Invariant:
    return Invariant(cle=cle, theme=Theme.PERSONNES, concerne=concerne, modele=modele, **mots)


PERSONNES = (
    _sur(
        "efface-mais-pas-tout",
        jamais="D’une personne effacée, il ne reste ni nom, ni note, ni commentaire, ni rémunération.",
        pourquoi="On lui a dit que tout était effacé : ce n’est pas vrai (RGPD, article 17).",
        que_faire="Signalez-le à l’exploitation et à la déléguée à la protection des données.",
        requete="""
            SELECT g.id FROM stagiaires_stagiaire g WHERE g.efface_le IS NOT NULL AND (
                g.nom <> '' OR g.prenom <> '' OR g.courriel <> '' OR g.telephone <> ''
                OR g.date_naissance IS NOT NULL OR g.identifiant_ft <> ''
                OR EXISTS (SELECT FROM stagiaires_appel a WHERE a.stagiaire_id = g.id AND a.note <> '')
                OR EXISTS (
                    SELECT FROM sessions_formation_parcours p WHERE p.stagiaire_id = g.id AND (
                        EXISTS (SELECT FROM parcours_noteparcours n WHERE n.parcours_id = p.id)
                        OR EXISTS (SELECT FROM parcours_amenagement m WHERE m.parcours_id = p.id)
                        OR EXISTS (SELECT FROM parcours_remuneration r WHERE r.parcours_id = p.id)
                        OR EXISTS (
                            SELECT FROM parcours_avisemployeur v WHERE v.parcours_id = p.id AND v.commentaire <> '')
                        OR EXISTS (
                            SELECT FROM insertion_avisstagiaire o
                            WHERE o.parcours_id = p.id AND (o.commentaire <> '' OR o.reponse <> ''))
                    )
                )
            )
        """,
    ),
    _sur(
        "efface-et-encore-en-formation",
        jamais="Une personne effacée n’est ni candidate à une session ouverte, ni admise, ni en formation.",
        pourquoi="Plus personne ne peut la joindre, alors qu’on l’attend.",
        que_faire="Demandez son nom à l’organisme, et rouvrez-lui une fiche.",
        requete="""
            SELECT DISTINCT g.id FROM stagiaires_stagiaire g
            JOIN sessions_formation_parcours p ON p.stagiaire_id = g.id
            JOIN sessions_formation_session s ON s.id = p.session_id
            WHERE g.efface_le IS NOT NULL AND (p.statut = 'entre'
                OR (p.statut IN ('positionne', 'profil_valide', 'admis')
                    AND s.statut NOT IN ('annulee', 'refusee', 'terminee', 'soldee')))
        """,
    ),
    _sur(
        "effacement-en-retard",
        jamais="Les données d’une personne ne sont pas gardées plus d’une semaine après leur terme.",
        pourquoi="Le service promet un terme à chacun, et la loi l’exige (RGPD, article 5).",
        que_faire="Signalez-le à l’exploitation : la purge de chaque jour ne passe plus.",
        requete=_echus,
    ),
    _sur(
        "aide-videe-mais-pas-tout",
        modele="aides.demandeaide",
        jamais="D’une demande d’aide vidée, il ne reste ni nom, ni date de naissance, ni compte bancaire.",
        pourquoi="On a dit à la personne que tout était effacé : ce n’est pas vrai.",
        que_faire="Signalez-le à l’exploitation et à la déléguée à la protection des données.",
        requete="""
            SELECT d.id FROM aides_demandeaide d WHERE d.videe_le IS NOT NULL AND (
                d.nom <> '' OR d.prenom <> '' OR d.personne <> '' OR d.iban <> '' OR d.date_naissance IS NOT NULL
                OR EXISTS (SELECT FROM aides_majoration m WHERE m.demande_id = d.id AND m.rqth IS NOT NULL)
            )
        """,
    ),
    _sur(
        "courriel-plein-apres-son-terme",
        Concerne.EXPLOITATION,
        "noyau.courrier",
        jamais="Un courriel parti depuis plus de deux ans ne garde ni adresse ni contenu.",
        pourquoi="L’adresse et ce qui a été écrit sont des données personnelles, gardées deux ans au plus.",
        que_faire="Lancez « manage.py purger » et cherchez pourquoi la purge ne passe plus.",
        requete="""
            SELECT id FROM noyau_courrier
            WHERE destinataire <> '' AND expedie_le < %(maintenant)s::timestamptz - interval '2 years 7 days'
        """,
    ),
    _sur(
        "code-garde-apres-l-envoi",
        Concerne.EXPLOITATION,
        "noyau.courrier",
        jamais="Un code de connexion parti n’est plus écrit dans la base.",
        pourquoi="Qui lirait la base pourrait se connecter à la place de quelqu’un.",
        que_faire="Videz ces courriels, et cherchez qui les a écrits.",
        requete="""
            SELECT id FROM noyau_courrier
            WHERE starts_with(modele, 'code_') AND statut IN ('expedie', 'quarantaine') AND contexte <> '{}'::jsonb
        """,
    ),
    _sur(
        "lectures-gardees-trop-longtemps",
        Concerne.EXPLOITATION,
        jamais="Qui a lu la fiche d’une personne est oublié après douze mois.",
        pourquoi="C’est le terme promis dans le registre.",
        que_faire="Lancez « manage.py purger » et cherchez pourquoi la purge ne passe plus.",
        requete="""
            SELECT DISTINCT stagiaire_id AS id FROM stagiaires_consultation
            WHERE le < %(maintenant)s::timestamptz - interval '12 months 7 days'
        """,
    ),
)
