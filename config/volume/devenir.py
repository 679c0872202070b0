"""What becomes of the people made up: follow-ups and answers, hires, opinions, calls, who read their files.

In SQL, from a hash of who each person is: these are a million rows, and the same draw writes the same ones.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from comptes.models import Utilisateur
from config.volume.ecriture import copier
from config.volume.histoire import raconter
from insertion.automates import AVIS
from insertion.enums import StatutAvis, TransitionAvis
from insertion.models import AvisStagiaire
from noyau.journal import LigneJournal
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

NOTES_PAR_CENT = 30
# Comments not read yet: a month of them.
A_LIRE = timedelta(days=60)


def _tire(mot: str) -> str:
    """A number under a hundred, drawn from who the person is and from a word (SQL)."""
    return f"(abs(hashtextextended(s.identifiant_ft || {mot}, 5)) %% 100)"


def _des_sessions(debut: str, *, jointures: str = "", ou: str) -> str:
    return f"""{debut}
        from sessions_formation_parcours p join stagiaires_stagiaire s on s.id = p.stagiaire_id {jointures}
        where p.session_id = any(%(sessions)s) and {ou}"""


_SORTI = "p.statut in ('termine', 'sortie_emploi')"
_SUIVIS = _des_sessions(
    """insert into insertion_suivi (parcours_id, echeance, prevu_le, clos_le)
    select p.id, mois, jour, case when jour < %(le)s - 21 then jour + interval '21 days 9 hours' end""",
    jointures="""cross join unnest(array[0, 1, 3, 6]) mois
    cross join lateral (select (p.sorti_le + make_interval(months => mois))::date as jour) prevu""",
    ou=f"{_SORTI} order by p.id, mois",
)
# The three mostly agree, for they tell of the same person at the same date.
_HASARD = f"""case when {_tire("'a' || source || v.echeance")} < 15 then {_tire("source || v.echeance")}
    else {_tire("'s' || v.echeance")} end as tire, {_tire("'chez'")} < 80 as chez_lui"""
_REPONSES = _des_sessions(
    """insert into insertion_reponse (suivi_id, source, situation, chez_l_employeur, debut, voie, par_id, le)
    select v.id, source, dite.situation, chez_lui and dite.situation not in ('recherche', 'formation', 'autre'),
        case when dite.situation in ('recherche', 'formation', 'autre') then null else p.sorti_le + 5 end,
        voie, case when source = 'referent' then %(par)s end, least(v.prevu_le + interval '50 hours', %(instant)s)""",
    jointures=f"""join insertion_suivi v on v.parcours_id = p.id and v.prevu_le <= %(le)s
    cross join (values ('referent', 75, 'compte'), ('stagiaire', 45, 'lien'), ('employeur', 50, 'lien'))
        qui (source, part, voie)
    cross join lateral (select {_HASARD}) du_hasard
    cross join lateral (
        select case when tire < 35 then 'cdi' when tire < 50 then 'cdd_long' when tire < 62 then 'cdd_court'
            when tire < 68 then 'interim_long' when tire < 70 then 'alternance'
            when source = 'employeur' then 'autre' when tire < 72 then 'creation' when tire < 80 then 'formation'
            when tire < 95 then 'recherche' else 'autre' end as situation
    ) dite""",
    ou=f"""{_tire("'b' || source || v.echeance")} < part order by v.id, source""",
)
_EMBAUCHES = _des_sessions(
    """insert into insertion_embauche
        (parcours_id, embauche, contrat_type, debut, heures_hebdo, ecarts, raison, voie, le)
    select p.id, oui, case when oui then 'cdi' else '' end, case when oui then p.sorti_le + 7 end,
        case when oui then 35 end, '[]', case when oui then '' else 'activite' end, 'lien',
        least(p.sorti_le + interval '81 hours', %(instant)s)""",
    # A satisfied intention has hired everybody; one that still waits for somebody, not on its first post.
    jointures=f"""left join intentions_intentionembauche i on i.id = p.intention_id
    cross join lateral (
        select case i.statut when 'satisfaite' then true when 'engagee' then p.poste > 1 and {_tire("'oui'")} < 85
            else {_tire("'oui'")} < 85 end as oui
    ) dit""",
    ou=f"""{_SORTI} and (i.statut = 'satisfaite' or {_tire("'embauche'")} < 60) order by p.id""",
)
# Posts are filled by hires; one whose person gave up, and whom nobody replaced, is still to be filled.
_COMPTE = """(
    select r.intention_id, count(e.id) filter (where e.embauche) as faites
    from sessions_formation_intentionretenue r
    left join sessions_formation_parcours p on p.intention_id = r.intention_id
    left join insertion_embauche e on e.parcours_id = p.id
    where r.active and r.session_id = any(%(sessions)s) group by r.intention_id
) compte"""
_A_POURVOIR = f"""
    insert into noyau_lignejournal
        (objet_type, objet_id, transition, libelle, depart, arrivee, par_nom, motif, le, empreinte)
    select 'intentions.intentionembauche', i.id, 'reprendre', 'Un poste est de nouveau à pourvoir', 'satisfaite',
        'engagee', 'le service', '', %(instant)s, ''
    from intentions_intentionembauche i join {_COMPTE} on compte.intention_id = i.id
    where i.statut = 'satisfaite' and compte.faites < i.nombre_postes order by i.id
"""  # noqa: S608 words of the house
_POURVUS = f"""
    update intentions_intentionembauche i set postes_pourvus = least(compte.faites, i.nombre_postes),
        statut = case when i.statut = 'satisfaite' and compte.faites < i.nombre_postes then 'engagee' else i.statut end
    from {_COMPTE} where compte.intention_id = i.id
        and i.postes_pourvus <> least(compte.faites, i.nombre_postes)
"""  # noqa: S608
_AVIS_D_EMPLOYEURS = _des_sessions(
    f"""insert into parcours_avisemployeur (parcours_id, employeur_id, avis, commentaire, le)
    select p.id, i.employeur_id, case when {_tire("'avis'")} < 80 then 'favorable' else 'reserve' end,
        case when s.efface_le is null then 'Rencontre utile, nous restons en contact.' else '' end,
        p.cree_le + interval '3 days'""",
    jointures="join intentions_intentionembauche i on i.id = p.intention_id",
    ou=f"""p.statut <> 'positionne' and {_tire("'rencontre'")} < 50 order by p.id""",
)
_APPELS = _des_sessions(
    f"""insert into stagiaires_appel (stagiaire_id, par_id, le, resultat, rappeler_le, note, envoi)
    select s.id, %(par)s, least(p.cree_le + rang * interval '3 days', %(instant)s - (4 - rang) * interval '1 day'),
        (array['joint', 'injoignable', 'joint', 'a_rappeler'])[1 + {_tire("'appel' || rang")} / 25],
        case when {_tire("'appel' || rang")} >= 75 then %(le)s + rang end, '',
        md5(s.identifiant_ft || 'appel' || rang || s.id)::uuid""",
    jointures="cross join generate_series(1, 3) rang",
    ou=f"""p.statut in ('positionne', 'profil_valide', 'admis') and rang <= {_tire("'appels'")} / 25
        order by s.id, rang""",
)
_LECTURES = _des_sessions(
    """insert into stagiaires_consultation (stagiaire_id, par_id, qualite, page, le)
    select s.id, %(par)s, 'Référent', 'fiche', least(p.cree_le + rang * interval '2 days', %(instant)s)""",
    jointures="cross join generate_series(1, 2) rang",
    ou="""s.efface_le is null and p.statut in ('positionne', 'profil_valide', 'admis', 'entre')
        order by s.id, rang""",
)
_BILANS = """
    insert into parcours_bilansession (session_id, deroulement, acquis, suites, par_id, le)
    select id, 'La session s’est tenue comme prévu.', 'Les gestes du métier.', '', demandeur_id,
        fin + interval '10 days 9 hours'
    from sessions_formation_session where id = any(%(sessions)s) and statut in ('terminee', 'soldee') order by id
"""
ECRITURES = (_SUIVIS, _REPONSES, _EMBAUCHES, _A_POURVOIR, _POURVUS, _AVIS_D_EMPLOYEURS, _APPELS, _LECTURES, _BILANS)


class Devenir:
    """Writes what follows the parcours of sessions, seen from one day; ``par`` calls and answers."""

    def __init__(self, *, le: date, par: Utilisateur) -> None:
        self.le, self.par = le, par
        self.instant = timezone.make_aware(datetime.combine(le, time(8)))

    def ecrire(self, sessions: Sequence[int]) -> None:
        """Write all that follows the people of these sessions."""
        parametres = {"sessions": list(sessions), "le": self.le, "instant": self.instant, "par": self.par.pk}
        with connection.cursor() as curseur:
            for ecriture in ECRITURES:
                curseur.execute(ecriture, parametres)
        avis = copier(AvisStagiaire, self._avis(sessions))
        copier(LigneJournal, (ligne for un in avis if un.statut == StatutAvis.PUBLIE for ligne in self._lu(un)))

    def _lu(self, avis: AvisStagiaire) -> list[LigneJournal]:
        return raconter(
            avis,
            AVIS,
            [TransitionAvis.PUBLIER],
            depart=StatutAvis.A_MODERER,
            instants=[avis.le],
            par=self.par,
        )

    def _avis(self, sessions: Sequence[int]) -> list[AvisStagiaire]:
        """Three in ten of those who ended give five marks, half of them a comment."""
        finis = Parcours.objects.filter(session__in=sessions, statut=StatutParcours.TERMINE, sorti_le__isnull=False)
        lus = finis.order_by("pk").values_list("pk", "sorti_le", "stagiaire__identifiant_ft")
        return [
            self._un_avis(parcours, sorti_le, int(identifiant[:-1]))
            for parcours, sorti_le, identifiant in lus
            if int(identifiant[:-1]) * 37 % 100 < NOTES_PAR_CENT
        ]

    def _un_avis(self, parcours: int, sorti_le: date, rang: int) -> AvisStagiaire:
        commente = rang % 2 == 0
        lu = not commente or sorti_le < self.le - A_LIRE
        return AvisStagiaire(
            parcours_id=parcours,
            statut=StatutAvis.PUBLIE if lu else StatutAvis.A_MODERER,
            accueil=3 + rang % 3,
            contenu=2 + rang % 4,
            formateurs=4 + rang % 2,
            moyens=1 + rang % 5,
            accompagnement=3 + rang // 7 % 3,
            commentaire="La formation m’a donné confiance." if commente else "",
            le=timezone.make_aware(datetime.combine(min(sorti_le + timedelta(days=4), self.le), time(9))),
        )
