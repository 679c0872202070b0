"""Load the measures of the plan from the reference files, and leave alone what officers have written since."""

from collections.abc import Sequence

from django.db.models import F

from pilotage.models import EtatMesure, Mesure, Priorite, ResultatMesure
from pilotage.regles.mesures import composer_du_plan, titre_du_plan

Ligne = dict[str, str]
_IMPRIMES = (
    *("priorite", "titre", "indicateurs", "avancement_imprime"),
    *("etat_imprime", "texte_2019", "remarque_source"),
)


def charger_mesures(lignes: Sequence[Ligne]) -> int:
    """Write what was printed of each measure; where it stands too, unless an officer has said it (5 queries).

    Raises ValueError for a state or a percentage that cannot be read.
    """
    priorites = {
        int(ligne["priorite"]): Priorite(
            numero=int(ligne["priorite"]),
            titre=composer_du_plan(ligne["priorite_titre_corrige"]),
            titre_imprime=composer_du_plan(ligne["priorite_titre"]),
        )
        for ligne in lignes
    }
    Priorite.objects.bulk_create(
        priorites.values(),
        update_conflicts=True,
        unique_fields=["numero"],
        update_fields=["titre", "titre_imprime"],
    )
    Mesure.objects.bulk_create(
        [_mesure(ligne) for ligne in lignes],
        update_conflicts=True,
        unique_fields=["numero"],
        update_fields=list(_IMPRIMES),
    )
    Mesure.objects.filter(maj_le=None).update(avancement=F("avancement_imprime"), etat=F("etat_imprime"))
    return len(lignes)


def charger_resultats(lignes: Sequence[Ligne]) -> int:
    """Write the printed results, but those an officer has corrected or withdrawn, and those whose rank an officer's
    own result holds (2 queries)."""
    gardes = set(ResultatMesure.objects.exclude(maj_le=None, du_plan=True).values_list("mesure", "ordre"))
    ResultatMesure.objects.bulk_create(
        [
            ResultatMesure(mesure_id=mesure, ordre=ordre, fait=composer_du_plan(ligne["fait"]), du_plan=True)
            for ligne in lignes
            for mesure, ordre in [(int(ligne["numero"]), int(ligne["ordre"]))]
            if (mesure, ordre) not in gardes
        ],
        update_conflicts=True,
        unique_fields=["mesure", "ordre"],
        update_fields=["fait"],
    )
    return len(lignes)


def _mesure(ligne: Ligne) -> Mesure:
    avancement = int(ligne["avancement_pct"]) if ligne["avancement_pct"] else None
    etat = EtatMesure(ligne["statut_2019"])
    return Mesure(
        numero=int(ligne["numero"]),
        priorite_id=int(ligne["priorite"]),
        titre=titre_du_plan(ligne["titre"]),
        indicateurs=[composer_du_plan(mot) for mot in ligne["indicateurs"].split("|") if mot.strip()],
        avancement_imprime=avancement,
        etat_imprime=etat,
        texte_2019=composer_du_plan(ligne["texte_2019"]),
        remarque_source=composer_du_plan(ligne["remarque"]),
        avancement=avancement,
        etat=etat,
    )
