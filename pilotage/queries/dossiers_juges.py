"""The files kept, judged twice: under the law of their own day, and under the same law with some values changed.

In batches by key, with what the rules read and nothing else: no model instance is made of an intention.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from aides.automates import CLOSE
from aides.enums import StatutAide
from aides.models import DemandeAide
from aides.regles import dossier as regles_aide
from aides.regles.aide import examiner as examiner_aide
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.regles import dossier as regles_intention
from intentions.regles.intention import examiner as examiner_intention
from pilotage.impact import CHANGENT_UN_VERDICT, Groupe, Nature, Rejuge
from referentiels.queries.reglement import reglements
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.grandeurs import CODES
from referentiels.regles.reglement import Reglement
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.enums import StatutSession
from sessions_formation.models import IntentionRetenue, Session
from sessions_formation.queries.dossier import dossier_de
from sessions_formation.regles import dossier_session as regles_session
from sessions_formation.regles.session import examiner as examiner_session

LOT = 5_000
INTENTIONS_CLOSES = frozenset(
    {
        StatutIntention.SATISFAITE,
        StatutIntention.REFUSEE,
        StatutIntention.DESISTEE,
        StatutIntention.EXPIREE,
        StatutIntention.CLASSEE,
    }
)
# What these rules said that day depended on others' files, or on the lot as it then was: kept, not asked again.
_EXCLUSIVITE = [{"regle": "I-EXCLUSIVITE", "niveau": Niveau.NON_CONFORME.value}]

Lois = Callable[[date], tuple[Reglement, Reglement]]


@dataclass(frozen=True, slots=True)
class Hypothese:
    """Dated values changed, by code. ``le`` is the day of the study: that of files nobody has judged yet."""

    valeurs: Mapping[str, Decimal]
    le: date

    def lois(self) -> Lois:
        """Give the function day → (the law of that day, the same with the values changed). Reads the law once."""
        au = reglements()
        valeurs: dict[str, Any] = {
            code: int(valeur) if CODES[code].genre == "entier" else valeur for code, valeur in self.valeurs.items()
        }

        @cache
        def deux(jour: date) -> tuple[Reglement, Reglement]:
            loi = au(jour)
            return loi, replace(loi, **valeurs) if valeurs else loi

        return deux

    @property
    def natures(self) -> frozenset[Nature]:
        """The kinds of files whose verdict these values decide."""
        return frozenset(CHANGENT_UN_VERDICT[code] for code in self.valeurs if code in CHANGENT_UN_VERDICT)


def combien_de_dossiers(code: str) -> int:
    """Give how many files the study of this value reads (1 query)."""
    lus: dict[Nature, QuerySet] = {
        Nature.INTENTION: IntentionEmbauche.objects.all(),
        Nature.SESSION: Session.objects.all(),
        Nature.AIDE: DemandeAide.objects.all(),
    }
    return lus[CHANGENT_UN_VERDICT[code]].count()


def lots_rejuges(hypothese: Hypothese) -> Iterator[list[Rejuge]]:
    """Give every file that the values concern, judged twice, by batches of ``LOT`` at most (one query each)."""
    lois = hypothese.lois()
    for nature in sorted(hypothese.natures):
        lignes_de, juger = LECTURES[nature]
        for lignes in par_lots(lignes_de()):
            yield [juger(ligne, lois, hypothese.le) for ligne in lignes]


def par_lots(lignes: QuerySet) -> Iterator[list[dict[str, Any]]]:
    """Read rows (with their ``pk``) by batches of ``LOT`` at most, one query each."""
    dernier = 0
    while lot := list(lignes.filter(pk__gt=dernier).order_by("pk")[:LOT]):
        yield lot
        dernier = lot[-1]["pk"]


def _verdicts(
    lois: tuple[Reglement, Reglement], examiner: Callable[[Reglement], list[Constat]]
) -> tuple[Verdict, Verdict]:
    """Judge under both laws, once when they are the same."""
    reelle, changee = lois
    avant = verdict_de(examiner(reelle))
    return avant, avant if changee is reelle else verdict_de(examiner(changee))


def _intentions(*en_plus: str, depuis: QuerySet | None = None) -> QuerySet:
    exclue = ExpressionWrapper(Q(constats__contains=_EXCLUSIVITE), output_field=BooleanField())
    lues = IntentionEmbauche.objects.all() if depuis is None else depuis
    return lues.annotate(exclue=exclue).values(
        "pk", "numero", "statut", "jugee_le", "contrat_type", "duree_mois", "heures_hebdo", "saisonnier",
        "agence_interim", "secteur_id", "departement_id", "nombre_postes", "formation_departement_id",
        "adaptation_boe", "engagement_recruter", "etapes", "ecrit_employeur", "exclue", "employeur__nom",
        "employeur__siret", "employeur__departement_id", "employeur__siae", "employeur__etti", *en_plus,
    )  # fmt: skip


def _intention(ligne: dict[str, Any], lois: Lois, le: date) -> Rejuge:
    dossier, jour = _dossier_intention(ligne), ligne["jugee_le"] or le
    avant, apres = _verdicts(lois(jour), lambda loi: examiner_intention(dossier, reglement=loi, le=jour))
    groupe = Groupe.PASSE if ligne["statut"] in INTENTIONS_CLOSES else Groupe.OUVERT
    if ligne["statut"] == StatutIntention.BROUILLON:
        groupe = Groupe.BROUILLON
    return Rejuge(Nature.INTENTION, groupe, ligne["pk"], ligne["numero"] or "", avant, apres)


def _dossier_intention(ligne: dict[str, Any]) -> regles_intention.DossierIntention:
    """As ``intentions.queries.dossier.dossier_de`` reads a model: tests hold that both say the same."""
    duree = ligne["duree_mois"]
    return regles_intention.DossierIntention(
        employeur=regles_intention.Employeur(
            nom=ligne["employeur__nom"],
            siret=ligne["employeur__siret"],
            departement=ligne["employeur__departement_id"],
            siae=ligne["employeur__siae"],
            etti=ligne["employeur__etti"],
        ),
        contrat=regles_intention.Contrat(
            type=TypeContrat(ligne["contrat_type"]) if ligne["contrat_type"] else None,
            duree_mois=None if duree is None else Decimal(duree),
            heures_hebdo=ligne["heures_hebdo"],
            saisonnier=ligne["saisonnier"],
            agence_interim=ligne["agence_interim"] or None,
        ),
        poste=regles_intention.Poste(
            secteur=ligne["secteur_id"], departement=ligne["departement_id"], nombre=ligne["nombre_postes"]
        ),
        formation=regles_intention.Formation(departement=ligne["formation_departement_id"]),
        adaptation_boe=ligne["adaptation_boe"],
        engagement_recruter=ligne["engagement_recruter"],
        etapes=tuple(regles_intention.Etape(code) for code in ligne["etapes"]),
        ecrit_employeur=ligne["ecrit_employeur"],
        engagee_ailleurs=ligne["exclue"],
    )


def _sessions(*en_plus: str, depuis: QuerySet | None = None) -> QuerySet:
    tient = IntentionRetenue.objects.filter(session=OuterRef("pk"))
    lues = Session.objects.all() if depuis is None else depuis
    return lues.annotate(avec_intention=Exists(tient)).values(
        "pk", "numero", "statut", "jugee_le", "type", "effectif", "heures", "entrees_sorties_permanentes",
        "complement_groupe", "equilibre_financier", "constats", "avec_intention", *en_plus,
    )  # fmt: skip


def _session(ligne: dict[str, Any], lois: Lois, le: date) -> Rejuge:
    if ligne["statut"] == StatutSession.BROUILLON:
        return _brouillon_de_session(ligne["pk"], lois, le)
    jour = ligne["jugee_le"] or le
    dossier = _dossier_session(ligne)
    dits = [examiner_session(dossier, reglement=loi, le=jour) for loi in lois(jour)]
    avant, apres = (verdict_de(constats) for constats in _avec_le_reste(ligne["constats"], *dits))
    groupe = Groupe.OUVERT if ligne["statut"] in PAS_DECIDEE else Groupe.PASSE
    return Rejuge(Nature.SESSION, groupe, ligne["pk"], ligne["numero"] or "", avant, apres)


def _avec_le_reste(
    gardes: list[dict[str, Any]], avant: list[Constat], apres: list[Constat]
) -> Iterator[list[Constat]]:
    """Give the findings before and after: those of the rules that change, and those kept that day for the others.

    What a lot had left, which bodies were habilitated: nothing but what was kept can tell how it was on that day.
    """
    touchees = {constat.regle for constat in set(avant) ^ set(apres)}
    reste = [Constat(c["regle"], Niveau(c["niveau"]), "", "") for c in gardes if c["regle"] not in touchees]
    for dits in (avant, apres):
        yield [*reste, *(constat for constat in dits if constat.regle in touchees)]


def _dossier_session(ligne: dict[str, Any]) -> regles_session.DossierSession:
    """What a request says of itself: the rules that read its lot or its intentions are not asked again."""
    return regles_session.DossierSession(
        type=regles_session.TypeSession(ligne["type"]),
        session=regles_session.Session(
            heures=None if ligne["heures"] is None else Decimal(ligne["heures"]),
            effectif=ligne["effectif"],
            entrees_sorties_permanentes=ligne["entrees_sorties_permanentes"],
            complement_groupe=ligne["complement_groupe"],
            equilibre_financier=ligne["equilibre_financier"],
        ),
        intentions=(regles_session.IntentionAttachee(),) if ligne["avec_intention"] else (),
    )


def _brouillon_de_session(pk: int, lois: Lois, le: date) -> Rejuge:
    """A draft was never judged: it is, today, with its lot as it is."""
    session = Session.objects.select_related("lot", "commune").get(pk=pk)
    dossier = dossier_de(session, le=le)
    avant, apres = (verdict_de(examiner_session(dossier, reglement=loi, le=le)) for loi in lois(le))
    return Rejuge(Nature.SESSION, Groupe.BROUILLON, pk, "", avant, apres)


def _aides() -> QuerySet:
    return DemandeAide.objects.values(
        "pk", "numero", "statut", "jugee_le", "dispositif", "effectif", "public", "offre_diffusee", "contrat_type",
        "duree_mois", "contrat_debut", "demandeur_emploi", "formation_debut", "heures", "cout", "qualiopi",
        "employeur__departement_id",
    )  # fmt: skip


def _aide(ligne: dict[str, Any], lois: Lois, le: date) -> Rejuge:
    """No increase is read: none changes a verdict."""
    dossier, jour = _dossier_aide(ligne), ligne["jugee_le"] or le
    avant, apres = (verdict_de(examiner_aide(dossier, reglement=loi, le=jour)) for loi in lois(jour))
    groupe = Groupe.PASSE if ligne["statut"] in CLOSE else Groupe.OUVERT
    if ligne["statut"] == StatutAide.BROUILLON:
        groupe = Groupe.BROUILLON
    return Rejuge(Nature.AIDE, groupe, ligne["pk"], ligne["numero"] or "", avant, apres)


def _dossier_aide(ligne: dict[str, Any]) -> regles_aide.DossierAide:
    """As ``aides.queries.dossier.dossier_de`` reads a model, increases aside: tests hold that both say the same."""
    duree = ligne["duree_mois"]
    return regles_aide.DossierAide(
        dispositif=regles_aide.Dispositif(ligne["dispositif"]),
        etablissement=regles_aide.Etablissement(
            ligne["employeur__departement_id"], ligne["effectif"], ligne["public"]
        ),
        offre_diffusee=ligne["offre_diffusee"],
        contrat=regles_aide.ContratConclu(
            TypeContrat(ligne["contrat_type"]) if ligne["contrat_type"] else None,
            None if duree is None else Decimal(duree),
            ligne["contrat_debut"],
        ),
        salarie=regles_aide.Salarie(demandeur_emploi=ligne["demandeur_emploi"]),
        formation=regles_aide.FormationPrevue(
            ligne["formation_debut"], ligne["heures"], ligne["cout"], ligne["qualiopi"]
        ),
    )


# What is read of each kind of file, and how a row of it is judged twice.
LECTURES: dict[Nature, tuple[Callable[..., QuerySet], Callable[[dict[str, Any], Lois, date], Rejuge]]] = {
    Nature.INTENTION: (_intentions, _intention),
    Nature.SESSION: (_sessions, _session),
    Nature.AIDE: (_aides, _aide),
}
