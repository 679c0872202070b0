"""A hire, as its employer declares it: what makes a post filled (domaine.md §2, §3).

The employer's word is its own: nobody declares a hire for it. What a référent or a training body knows of one is an
answer of the follow-up.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from comptes.liens import Lien
from comptes.models import Utilisateur
from insertion.actions.preparer import preparer_ceux_de
from insertion.actions.repondre import Dit, Qui, repondre
from insertion.enums import Echeance, RaisonSansEmbauche, Source, Voie
from insertion.models import Embauche, Suivi
from insertion.queries.embauche import contrat_de, contrat_en_mots, embauche_de, promesse_de
from insertion.queries.suivis import a_preparer
from insertion.regles.ecarts import Contrat, ecarts, situation_de
from intentions.enums import StatutIntention, TransitionIntention, TypeContrat
from intentions.models import IntentionEmbauche
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import PAR_LIEN, LigneJournal, noter
from parcours.actions.verrous import verrouiller_le_parcours
from parcours.queries.employeur import adresses_a, parcours_de_l_employeur
from parcours.queries.interlocuteurs import courriel_de_l_organisme, courriel_du_referent
from referentiels.queries.reglement import reglement_au
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.typographie import composer, jour
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours

# No job is promised further ahead than that: a year typed wrong is the likeliest.
AVANCE_MAX_MOIS = 12
PAS_FINIE = "La formation n’est pas finie : nous vous poserons la question le jour venu."
DEJA = "Vous avez déjà répondu pour cette personne : la page montre ce qui est noté, et vous pouvez le corriger."
CHANGEE = "Quelqu’un a changé cette réponse depuis que vous l’avez lue : relisez-la avant de la corriger."


@transaction.atomic
def declarer_embauche(
    *, parcours_id: int, contrat: Contrat, par: Utilisateur | None, le: date, courriel: str = ""
) -> Embauche:
    """Declare that a person was hired, by an account (``par``) or by the link sent to ``courriel``, on the day ``le``.

    Compared with what the intention promised; the référent and the training body are told; the intention is satisfied
    once its last post is filled. Raises ``Parcours.DoesNotExist`` on a person that is not on a post of theirs,
    ``TransitionImpossible`` while the training lasts or when it was answered already (a double click, a colleague),
    ``RegleViolee`` on a contract that cannot be.
    """
    return _declarer(parcours_id, contrat, par=par, le=le, courriel=courriel)


@transaction.atomic
def declarer_non_embauche(
    *, parcours_id: int, raison: RaisonSansEmbauche, par: Utilisateur | None, le: date, courriel: str = ""
) -> Embauche:
    """Declare that a person is not hired, and why. Same errors as ``declarer_embauche``."""
    return _declarer(parcours_id, raison, par=par, le=le, courriel=courriel)


@transaction.atomic
def corriger_embauche(
    *,
    parcours_id: int,
    dit: Contrat | RaisonSansEmbauche,
    lue: datetime,
    par: Utilisateur | None,
    le: date,
    courriel: str = "",
) -> Embauche:
    """Correct what was declared: another contract, or no hire after all and why.

    The intention follows: a hire taken back gives its post back, a hire added may satisfy it. ``lue`` is when the
    answer that is corrected was written. Raises as ``declarer_embauche``, ``TransitionImpossible`` when there is
    nothing to correct, ``DossierModifie`` when it has changed since ``lue``.
    """
    parcours = _verrouiller(parcours_id, par=par, courriel=courriel)
    embauche = embauche_de(parcours)
    if embauche is None:
        raise TransitionImpossible("Il n’y a pas encore de réponse à corriger.")
    if embauche.le != lue:
        raise DossierModifie(composer(CHANGEE))
    return _ecrire(parcours, embauche, dit, par=par, le=le)


def _declarer(
    parcours_id: int, dit: Contrat | RaisonSansEmbauche, *, par: Utilisateur | None, le: date, courriel: str
) -> Embauche:
    parcours = _verrouiller(parcours_id, par=par, courriel=courriel)
    if embauche_de(parcours):
        raise TransitionImpossible(composer(DEJA))
    return _ecrire(parcours, Embauche(parcours=parcours), dit, par=par, le=le)


def _verrouiller(parcours_id: int, *, par: Utilisateur | None, courriel: str) -> Parcours:
    siens = adresses_a(Lien(courriel.lower(), parcours_id)) if par is None else parcours_de_l_employeur(par)
    parcours = verrouiller_le_parcours(siens, parcours_id)
    if parcours.statut not in SORTI:
        raise TransitionImpossible(composer(PAS_FINIE))
    return parcours


def _ecrire(
    parcours: Parcours,
    embauche: Embauche,
    dit: Contrat | RaisonSansEmbauche,
    *,
    par: Utilisateur | None,
    le: date,
) -> Embauche:
    corrige = embauche.pk is not None
    raison, contrat = ("", dit) if isinstance(dit, Contrat) else (dit.value, Contrat(""))
    if not raison:
        _exiger_un_contrat_possible(contrat, parcours, le=le)
    embauche.embauche = bool(contrat.type)
    embauche.contrat_type, embauche.duree_mois = contrat.type, contrat.duree_mois if contrat.a_un_terme else None
    embauche.debut, embauche.fin, embauche.heures_hebdo = contrat.debut, contrat.fin, contrat.heures_hebdo
    embauche.raison, embauche.ecarts = raison, _ecarts(contrat, parcours, le=le)
    embauche.voie, embauche.par, embauche.le = Voie.COMPTE if par else Voie.LIEN, par, maintenant()
    embauche.save()
    ligne = noter(
        parcours,
        composer(_libelle(embauche, corrige=corrige)),
        par=par or PAR_LIEN,
        transition="embauche",
    )
    if parcours.intention_id is not None:
        _compter(parcours.intention_id, par=par)
    _repondre_au_suivi(parcours, contrat, par=par, le=le)
    _prevenir(parcours, embauche, ligne, corrige=corrige)
    return embauche


def _exiger_un_contrat_possible(contrat: Contrat, parcours: Parcours, *, le: date) -> None:
    if contrat.type in {TypeContrat.CREATION_ENTREPRISE, TypeContrat.INDEPENDANT} or not contrat.type:
        raise RegleViolee("Choisissez le contrat de travail : une activité indépendante n’est pas une embauche.")
    if contrat.debut is None:
        raise RegleViolee("Donnez le premier jour du contrat.")
    if parcours.entre_le and contrat.debut < parcours.entre_le:
        raise RegleViolee(f"Ce jour vient avant l’entrée en formation, le {jour(parcours.entre_le)}.")
    if contrat.debut > ajouter_mois(le, AVANCE_MAX_MOIS):
        raise RegleViolee("Ce jour est à plus d’un an : vérifiez l’année.")
    if contrat.a_un_terme and contrat.duree_mois is None:
        raise RegleViolee("Donnez la durée du contrat, en mois.")


def _ecarts(contrat: Contrat, parcours: Parcours, *, le: date) -> list[str]:
    if not contrat.type:
        return []
    loi, promis = reglement_au(le), promesse_de(parcours)
    if parcours.intention and parcours.intention.adaptation_boe:
        # Hours adapted to a disability: a sentence on them would tell it to who reads the file.
        contrat, promis = replace(contrat, heures_hebdo=None), replace(promis, heures_hebdo=None)
    return ecarts(contrat, promis, duree_min_mois=loi.duree_min_mois, heures_hebdo_min=loi.heures_hebdo_min)


def _libelle(embauche: Embauche, *, corrige: bool) -> str:
    if embauche.debut is None:
        dit = f"Pas d’embauche : {RaisonSansEmbauche(embauche.raison).label.lower()}"
    else:
        dit = f"Embauche confirmée : {TypeContrat(embauche.contrat_type).label}, à partir du {jour(embauche.debut)}"
    return f"Corrigé. {dit}" if corrige else dit


def _compter(intention_id: int, *, par: Utilisateur | None) -> None:
    """Bring the intention in line with its hires: how many posts are filled, satisfied or not."""
    intention = IntentionEmbauche.objects.select_for_update(of=("self",)).get(pk=intention_id)
    faites = Embauche.objects.filter(parcours__intention=intention, embauche=True).count()
    pourvus = min(faites, intention.nombre_postes or 0)
    tous = bool(intention.nombre_postes) and pourvus == intention.nombre_postes
    if intention.statut == StatutIntention.ENGAGEE and tous:
        motif = "L’employeur a confirmé toutes les embauches."
        intention.franchir(TransitionIntention.SATISFAIRE, par=par, motif=motif, postes_pourvus=pourvus)
    elif intention.statut == StatutIntention.SATISFAITE and not tous:
        _rendre(intention, pourvus, par=par)
    elif intention.postes_pourvus != pourvus:
        intention.postes_pourvus = pourvus
        intention.save(update_fields=["postes_pourvus"])


def _rendre(intention: IntentionEmbauche, pourvus: int, *, par: Utilisateur | None) -> None:
    """Give a satisfied intention its post back; close it when the employer works with another training body since."""
    motif = "L’employeur a corrigé une embauche."
    try:
        with transaction.atomic():
            intention.franchir(TransitionIntention.REPRENDRE, par=par, motif=motif, postes_pourvus=pourvus)
    except IntegrityError:
        intention.refresh_from_db()
        ailleurs = f"{motif} Il est engagé avec un autre organisme pour ce métier."
        intention.franchir(TransitionIntention.CLASSER, par=par, motif=ailleurs, postes_pourvus=pourvus)


def _repondre_au_suivi(parcours: Parcours, contrat: Contrat, *, par: Utilisateur | None, le: date) -> None:
    """The employer's word on the hire is its answer to the follow-up of the end: it is not asked twice."""
    if a_preparer(le).filter(pk=parcours.pk).exists():
        preparer_ceux_de(parcours, le=le)
    suivi = Suivi.objects.filter(parcours=parcours, echeance=Echeance.FIN, prevu_le__lte=le).first()
    if suivi is None:
        return
    dit = Dit("autre", chez_l_employeur=False)
    if contrat.type:
        commence = contrat.debut if contrat.debut and contrat.debut <= le else None
        dit = Dit(situation_de(contrat), chez_l_employeur=True, debut=commence)
    repondre(suivi_id=suivi.pk, qui=Qui(Source.EMPLOYEUR, Voie.COMPTE if par else Voie.LIEN, par), dit=dit, le=le)


def _prevenir(parcours: Parcours, embauche: Embauche, ligne: LigneJournal, *, corrige: bool) -> None:
    """Tell the référent and the training body; where it differs from the promise, the référent alone."""
    session, intention = parcours.session, parcours.intention
    contexte = {
        "stagiaires": [parcours.stagiaire_id],
        "personne": parcours.stagiaire.nom_complet,
        "employeur": str(intention.employeur) if intention else "",
        "embauche": embauche.embauche,
        "contrat": contrat_en_mots(contrat_de(embauche)),
        "debut": embauche.debut.isoformat() if embauche.debut else "",
        "raison": RaisonSansEmbauche(embauche.raison).label if embauche.raison else "",
        "corrige": corrige,
        "session": session.intitule,
        "session_numero": session.numero,
        "chemin": f"/parcours/{parcours.pk}/",
    }
    organisme, referent = courriel_de_l_organisme(session), courriel_du_referent(parcours)
    for qui, adresse, siens in (("referent", referent, embauche.ecarts), ("organisme", organisme, [])):
        if adresse:
            courriers.deposer(
                modele="embauche_declaree",
                cle=f"embauche:{ligne.pk}:{qui}",
                destinataire=adresse,
                contexte={**contexte, "ecarts": siens},
                groupable=True,
            )
