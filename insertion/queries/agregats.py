"""One line of counts per session, month of entry and month of exit, read from what names nobody.

One statement rather than loops: at 200 000 parcours it reads half a million answers (docs/decisions/0039).
"""

from datetime import date
from typing import Any

from django.db import connection

from insertion.regles.placement import DURABLE, EMBAUCHES, EMPLOI
from insertion.regles.resultats import COMPTES, HORIZONS
from sessions_formation.automates import COMMENCEE, SORTI
from sessions_formation.enums import StatutParcours, StatutSession

CLES = ("session_id", "mois_entree", "mois_sortie")
_COLONNES_DU_SUIVI = ", ".join(
    f"""
    count(*) filter (where echeance = {mois}) as demandes_{mois},
    count(situation) filter (where echeance = {mois}) as reponses_{mois},
    count(*) filter (where echeance = {mois} and situation = any(%(emploi)s)) as emploi_{mois},
    count(*) filter (where echeance = {mois} and situation = any(%(durable)s)) as durable_{mois},
    count(*) filter (where echeance = {mois} and desaccord) as desaccords_{mois}"""
    for mois in HORIZONS
)
_SOMMES_DU_SUIVI = ", ".join(
    f"coalesce(sum({nom}_{mois}), 0)"
    for mois in HORIZONS
    for nom in ("demandes", "reponses", "emploi", "durable", "desaccords")
)
_ZEROS_DU_SUIVI = ", ".join("0" for _ in range(5 * len(HORIZONS)))
# The answers of one follow-up, one column per source; then what ``insertion.regles.placement.retenir`` keeps of them,
# and whether ``insertion.regles.paroles.desaccords`` has something to say. A comparison with an answer that is missing
# is null, hence no disagreement.
AGREGATS = f"""
with dites as (
    select s.parcours_id, s.echeance, bool_or(r.chez_l_employeur) as chez_lui,
        bool_or(r.chez_l_employeur) filter (where r.source <> 'employeur') as le_dit_chez_lui,
        bool_or(r.source = 'employeur' and r.situation <> all(%(embauches)s)) as ne_l_emploie_pas,
        max(r.situation) filter (where r.source = 'stagiaire') as de_lui,
        max(r.situation) filter (where r.source = 'employeur' and r.situation = any(%(embauches)s)) as de_l_employeur,
        max(r.situation) filter (where r.source = 'referent') as du_referent
    from insertion_suivi s
    join sessions_formation_parcours p on p.id = s.parcours_id and p.statut = any(%(sorti)s)
    left join insertion_reponse r on r.suivi_id = s.id
    where s.prevu_le <= %(le)s
    group by s.id
), retenues as (
    select parcours_id, echeance, chez_lui, coalesce(de_lui, de_l_employeur, du_referent) as situation,
        coalesce(de_lui <> de_l_employeur, false) or coalesce(de_lui <> du_referent, false)
            or coalesce(de_l_employeur <> du_referent, false)
            or coalesce(ne_l_emploie_pas and le_dit_chez_lui, false) as desaccord
    from dites
), suivis as (
    select parcours_id, bool_or(chez_lui) as chez_lui, {_COLONNES_DU_SUIVI}
    from retenues group by parcours_id
)
select p.session_id, date_trunc('month', p.entre_le)::date, date_trunc('month', p.sorti_le)::date,
    0, count(*),
    count(*) filter (where avant.entre_le is null),
    count(*) filter (where p.statut = any(%(abandons)s)),
    count(*) filter (where p.statut = 'termine'),
    count(*) filter (where p.statut = 'sortie_emploi'),
    count(*) filter (where promis),
    count(*) filter (where promis and (e.embauche is not null or suivis.chez_lui is not null)),
    count(*) filter (where promis and (e.embauche or suivis.chez_lui)),
    {_SOMMES_DU_SUIVI}
from sessions_formation_parcours p
left join suivis on suivis.parcours_id = p.id
left join sessions_formation_parcours avant on avant.id = p.remplace_id
left join insertion_embauche e on e.parcours_id = p.id
cross join lateral (select p.statut = any(%(sorti)s) and p.intention_id is not null as promis) as poste
where p.entre_le <= %(le)s
group by 1, 2, 3
union all
select s.id, date_trunc('month', s.debut)::date, null, greatest(c.parcours + coalesce(m.parcours, 0), 0),
    0, 0, 0, 0, 0, 0, 0, 0, {_ZEROS_DU_SUIVI}
from sessions_formation_session s
join sessions_formation_composante c on c.session_id = s.id
left join (
    select composante_id, sum(parcours) as parcours from sessions_formation_mouvement group by composante_id
) m on m.composante_id = c.id
where s.debut <= %(le)s and s.statut = any(%(ouvertes)s)
"""  # noqa: S608 - nothing but names of columns and numbers of months


def parametres(le: date) -> dict[str, Any]:
    """Give what ``AGREGATS`` is read with, for the day ``le``: neither entries nor follow-ups of later days count."""
    return {
        "le": le,
        "emploi": sorted(EMPLOI.situations),
        "durable": sorted(DURABLE.situations),
        "embauches": sorted(EMBAUCHES),
        "sorti": sorted(SORTI),
        "abandons": [StatutParcours.ABANDON.value, StatutParcours.EXCLU.value],
        "ouvertes": sorted({StatutSession.AUTORISEE, StatutSession.PUBLIEE} | COMMENCEE),
    }


def comptes_au(le: date) -> dict[tuple[int, date, date | None], dict[str, int]]:
    """Count everything anew, seen from ``le``: every rate of the service follows from these counts (1 query).

    By session, month of entry, month of exit. Beside the places ordered, a key that has no count has no line.
    """
    with connection.cursor() as curseur:
        curseur.execute(AGREGATS, parametres(le))
        lignes = curseur.fetchall()
    comptes: dict[tuple[int, date, date | None], dict[str, int]] = {}
    for session, entree, sortie, *valeurs in lignes:
        somme = comptes.setdefault((session, entree, sortie), dict.fromkeys(COMPTES, 0))
        for nom, valeur in zip(COMPTES, valeurs, strict=True):
            somme[nom] += int(valeur)
    return comptes
