"""What every post of an intention that was filed has become, read from the files themselves: one statement.

Which readings it makes of the files is said in docs/decisions/0054. ``pilotage.actions.compter`` writes what it gives.
"""

from datetime import date
from typing import Any

from django.conf import settings

from intentions.enums import StatutIntention
from pilotage.regles.chaine import Arret
from sessions_formation.automates import SORTI, TIENT_SON_POSTE
from sessions_formation.enums import StatutDemandeAvenant, StatutParcours, StatutSession

CLES = ("intention_id", "rang")
JOURS = ("deposee_le", "demandee_le", "autorisee_le", "entree_le", "fin_le", "emploi_le")
DELAIS = ("j_demande", "j_autorisation", "j_entree", "j_fin", "j_emploi")
VALEURS = (
    "mois", "secteur_id", "departement_id", "territoire_id", "session_id", "lot_id", "organisme_id", "statut", "arret",
    *JOURS, *DELAIS,
)  # fmt: skip

_RANGS = "\n".join(f"left join pilotage_jourouvre o_{jour} on o_{jour}.jour = d.{jour}" for jour in JOURS)
# A step dated before the one it follows (a request completed with posts filed since, say) waited no day.
_DELAIS = ", ".join(
    f"case when o_{jour}.rang < o_{avant}.rang then 0 else o_{jour}.rang - o_{avant}.rang end as {nom}"
    for nom, avant, jour in zip(DELAIS, JOURS[:-1], JOURS[1:], strict=True)
)
_VUS = ", ".join(f"case when {jour} <= %(le)s then {jour} end as {jour}" for jour in JOURS[1:])
FAITS = f"""
with occupants as (
    select distinct on (p.intention_id, p.poste) p.id, p.intention_id, p.poste, p.session_id, p.statut, p.entre_le,
        p.sorti_le
    from sessions_formation_parcours p
    left join sessions_formation_intentionretenue r on r.intention_id = p.intention_id and r.active
    where p.entre_le <= %(le)s and p.intention_id is not null and (r.id is null or r.session_id = p.session_id)
    order by p.intention_id, p.poste, p.statut = any(%(tient)s) desc, p.entre_le desc, p.id desc
), dits as (
    select s.parcours_id, min(coalesce(r.debut, s.prevu_le)) as depuis
    from insertion_suivi s join insertion_reponse r on r.suivi_id = s.id
    where s.prevu_le <= %(le)s and r.chez_l_employeur
    group by s.parcours_id
), postes as (
    select i.id as intention_id, rangs.rang, i.secteur_id, i.departement_id, co.territoire_id, i.statut,
        (i.deposee_le at time zone %(fuseau)s)::date as deposee_le,
        p.id as parcours_id, p.statut as parcours, p.entre_le as entree_le,
        case when p.statut = any(%(sorti)s) then p.sorti_le end as fin_le,
        coalesce(r.session_id, p.session_id) as session_id
    from intentions_intentionembauche i
    cross join lateral generate_series(1, i.nombre_postes) as rangs(rang)
    left join referentiels_commune co on co.code_insee = i.commune_id
    left join sessions_formation_intentionretenue r
        on r.intention_id = i.id and r.active and rangs.rang <= r.postes
    left join occupants p on p.intention_id = i.id and p.poste = rangs.rang
    where (i.deposee_le at time zone %(fuseau)s)::date <= %(le)s
), datees as (
    select postes.*, s.lot_id, s.organisme_id, e.embauche,
        case when s.id is not null then
            greatest((coalesce(da.deposee_le, s.demandee_le) at time zone %(fuseau)s)::date, postes.deposee_le)
        end as demandee_le,
        (case when da.id is null then c.ajoutee_le when da.statut = %(accordee)s then a.pris_le end
            at time zone %(fuseau)s)::date as autorisee_le,
        case when postes.fin_le is not null then coalesce(case when e.embauche then e.debut end, dits.depuis) end
            as emploi_le
    from postes
    left join sessions_formation_session s on s.id = postes.session_id
    left join sessions_formation_intentionretenue r
        on r.session_id = s.id and r.intention_id = postes.intention_id
    left join sessions_formation_demandeavenant da on da.id = r.demande_id
    left join sessions_formation_avenant a on a.demande_id = da.id
    left join sessions_formation_composante c on c.session_id = s.id
    left join insertion_embauche e on e.parcours_id = postes.parcours_id
    left join dits on dits.parcours_id = postes.parcours_id
), d as (
    select intention_id, rang, secteur_id, departement_id, territoire_id, session_id, lot_id, organisme_id, statut,
        parcours, embauche, deposee_le, {_VUS}
    from datees
)
select d.intention_id, d.rang, date_trunc('month', d.deposee_le)::date as mois, secteur_id, departement_id,
    territoire_id, session_id, lot_id, organisme_id, statut,
    case
        when d.emploi_le is not null then ''
        when d.fin_le is null and parcours = any(%(abandons)s) then %(abandon)s
        when statut = any(%(closes)s) then statut
        when embauche is false then %(sans_embauche)s
        when session_id is null and exists (
            select from sessions_formation_intentionretenue r
            join sessions_formation_session s on s.id = r.session_id and s.statut = any(%(tombees)s)
            where r.intention_id = d.intention_id and not r.active
        ) then %(rendue)s
        else ''
    end as arret,
    {", ".join(f"d.{jour}" for jour in JOURS)}, {_DELAIS}
from d
{_RANGS}
"""  # noqa: S608 - nothing but names of columns


def parametres(le: date) -> dict[str, Any]:
    """Give what ``FAITS`` is read with: what bears a day after ``le`` has not happened yet."""
    return {
        "le": le,
        "fuseau": settings.TIME_ZONE,
        "tient": sorted(TIENT_SON_POSTE),
        "sorti": sorted(SORTI),
        "accordee": StatutDemandeAvenant.ACCORDEE.value,
        "abandons": [StatutParcours.ABANDON.value, StatutParcours.EXCLU.value],
        # Their codes are those of ``Arret``.
        "closes": [
            StatutIntention.REFUSEE.value,
            StatutIntention.DESISTEE.value,
            StatutIntention.EXPIREE.value,
            StatutIntention.CLASSEE.value,
        ],
        "tombees": [StatutSession.REFUSEE.value, StatutSession.ANNULEE.value],
        **{arret.value: arret.value for arret in (Arret.ABANDON, Arret.SANS_EMBAUCHE, Arret.RENDUE)},
    }
