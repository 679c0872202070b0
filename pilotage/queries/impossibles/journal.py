"""The journal and the files say the same thing: the last line written of a file leads to the state it is in."""

from typing import NamedTuple

from pilotage.regles.impossibles import Concerne, Invariant, Theme


class _Suivi(NamedTuple):
    """A kind of file that has a life: its label, in words, the state it is born in."""

    modele: str
    table: str
    quoi: str
    naissance: str


_SUIVIS = (
    _Suivi("intentions.intentionembauche", "intentions_intentionembauche", "une intention d’embauche", "brouillon"),
    _Suivi("sessions_formation.session", "sessions_formation_session", "une session", "brouillon"),
    _Suivi("sessions_formation.parcours", "sessions_formation_parcours", "un parcours", "positionne"),
    _Suivi(
        "sessions_formation.demandeavenant", "sessions_formation_demandeavenant", "une demande d’avenant", "deposee"
    ),
    _Suivi("factures.facture", "factures_facture", "une facture", "projet"),
    _Suivi("heures.releve", "heures_releve", "un relevé d’heures", "ouvert"),
    _Suivi("aides.demandeaide", "aides_demandeaide", "une demande d’aide", "brouillon"),
    _Suivi("comites.comite", "comites_comite", "un comité", "prepare"),
    _Suivi("insertion.avisstagiaire", "insertion_avisstagiaire", "un avis de stagiaire", "a_moderer"),
)


def _invariant(suivi: _Suivi) -> Invariant:
    return Invariant(
        cle=f"journal-{suivi.modele.partition('.')[2]}",
        theme=Theme.JOURNAL,
        concerne=Concerne.EXPLOITATION,
        modele=suivi.modele,
        jamais=f"L’état d’{suivi.quoi} est celui où mène la dernière ligne de son journal.",
        pourquoi="Un état a changé sans dire qui, ni pourquoi : l’histoire du dossier ne prouve plus rien.",
        que_faire="Comparez à la dernière sauvegarde, puis lancez « manage.py verifier_journal ».",
        # The last line of each, whole table at once: a look-up per file costs ten times as much.
        requete=f"""
            SELECT t.id FROM {suivi.table} t LEFT JOIN (
                SELECT DISTINCT ON (objet_id) objet_id, arrivee FROM noyau_lignejournal
                WHERE objet_type = '{suivi.modele}' ORDER BY objet_id, le DESC, id DESC
            ) j ON j.objet_id = t.id
            WHERE t.statut <> coalesce(j.arrivee, '{suivi.naissance}')
        """,  # noqa: S608 words of the house
    )


JOURNAL = (
    *(_invariant(suivi) for suivi in _SUIVIS),
    Invariant(
        cle="journal-d-un-dossier-absent",
        theme=Theme.JOURNAL,
        concerne=Concerne.EXPLOITATION,
        modele="noyau.lignejournal",
        jamais="Une ligne du journal parle d’un dossier qui existe encore.",
        pourquoi="Un dossier déposé a été supprimé de la base : rien n’efface un dossier, hors les brouillons.",
        que_faire="Retrouvez-le dans la dernière sauvegarde.",
        requete="""
            SELECT l.id FROM noyau_lignejournal l
            LEFT JOIN intentions_intentionembauche i ON i.id = l.objet_id
            WHERE l.objet_type = 'intentions.intentionembauche' AND l.transition = 'deposer' AND i.id IS NULL
            UNION ALL
            SELECT l.id FROM noyau_lignejournal l LEFT JOIN sessions_formation_session s ON s.id = l.objet_id
            WHERE l.objet_type = 'sessions_formation.session' AND l.transition = 'demander' AND s.id IS NULL
        """,
    ),
)
