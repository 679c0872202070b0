"""Saying on what basis a trainee is paid, and handing it to the agency that pays (normes.md §5). Nothing is paid here.

The journal is kept for good: it says that the regime was said or corrected, never which one, for some tell of a
person's life.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from parcours.enums import RegimeRemuneration
from parcours.models import Remuneration
from parcours.queries.remuneration import SE_DIT, Mois, a_transmettre, remise_connue, remunerations_modifiables
from parcours.regles.remuneration import SANS_BASE, age_au, estimer, regime_propose
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import qualite_de
from stagiaires.actions.verrous import verrouiller_la_personne
from stagiaires.enums import Lecture
from stagiaires.models import Consultation

R = RegimeRemuneration
# Those a person's age alone decides.
PAR_AGE = frozenset({R.MOINS_18, R.DE_18_A_25, R.DES_26})


def version_de(remuneration: Remuneration | None) -> str:
    """What tells that it has not changed since it was read."""
    return remuneration.saisie_le.isoformat() if remuneration else ""


def jour_du_bareme(parcours: Parcours) -> date:
    """Give the day whose scale applies: the one the training opens (CT D6341-24-6)."""
    jour = parcours.session.debut or parcours.debut or parcours.entre_le
    if jour is None:
        raise RegleViolee("La session n’a pas encore de date : le barème n’est pas connu.")
    return jour


def proposer(parcours: Parcours, *, allocataire: bool = False) -> str | None:
    """Give the regime that the person's age on its entry leads to; None while its age is not known."""
    entree = parcours.entre_le or parcours.debut or jour_du_bareme(parcours)
    return regime_propose(
        naissance=parcours.stagiaire.date_naissance, entree=entree, allocataire=allocataire, majoree=False
    )


@transaction.atomic
def declarer_remuneration(
    *, parcours_id: int, regime: str, salaire: Decimal | None, par: Utilisateur, lue: str
) -> Remuneration:
    """Say or correct the regime of a person (``salaire``: euros a month, for the former wage), and estimate its pay.

    ``lue``: the version its author had read. The same said again writes nothing. Raises ``Parcours.DoesNotExist`` for
    who may not, ``DossierModifie`` when somebody else has just written, ``RegleViolee`` when the age does not allow
    the regime or the data is erased, ``TransitionImpossible`` before the admission.
    """
    lignes = remunerations_modifiables(par).select_related("session", "stagiaire")
    parcours = lignes.select_for_update(of=("self",), no_key=True).get(pk=parcours_id)
    _verifier(parcours, regime)
    verrouiller_la_personne(parcours.stagiaire_id)
    connue = Remuneration.objects.filter(parcours=parcours).first()
    valeurs = _valeurs(parcours, regime, salaire)
    if connue and all(getattr(connue, nom) == valeur for nom, valeur in valeurs.items()):
        return connue
    if version_de(connue) != lue:
        raise DossierModifie("Quelqu’un vient de l’enregistrer : relisez avant de corriger.")
    remuneration = connue or Remuneration(parcours=parcours)
    for nom, valeur in {**valeurs, "saisie_par": par}.items():
        setattr(remuneration, nom, valeur)
    remuneration.save()
    libelle = "Rémunération : régime corrigé" if connue else "Rémunération : régime déclaré"
    journal.noter(parcours, composer(libelle), par=par, transition="remuneration")
    return remuneration


def _verifier(parcours: Parcours, regime: str) -> None:
    if parcours.statut not in SE_DIT:
        raise TransitionImpossible("La rémunération se dit une fois la personne admise.")
    propose, naissance = proposer(parcours), parcours.stagiaire.date_naissance
    if naissance is None or propose is None:
        return
    age = age_au(naissance, parcours.entre_le or parcours.debut or jour_du_bareme(parcours))
    if (regime in PAR_AGE and regime != propose) or (regime == R.SITUATION_MAJOREE and propose == R.DES_26):
        raise RegleViolee(
            composer(f"À son entrée, cette personne a {age} ans : le régime est « {R(propose).label} ».")
        )


def _valeurs(parcours: Parcours, regime: str, salaire: Decimal | None) -> dict[str, object]:
    jour = jour_du_bareme(parcours)
    trouve = estimer(
        regime,
        reglement=reglement_au(jour),
        heures_hebdo=parcours.heures_hebdo,
        temps_partiel=parcours.temps_partiel,
        salaire=salaire,
    )
    return {
        "regime": regime,
        "base": None if regime in SANS_BASE else trouve.base,
        "heures_mois": trouve.heures_mois,
        "estimation": trouve.montant,
        "bareme_au": jour,
        "texte": trouve.texte,
    }


@transaction.atomic
def transmettre(mois: Mois, *, par: Utilisateur, lue: datetime | None = None) -> Sequence[Remuneration]:
    """Give what the paying agency is handed for a month, and note that it was: on each line, and in what was read of
    each person. Who exports at the same time waits. ``lue``: see ``a_transmettre``; the last request of a button
    pressed twice is the one whose file is kept, and it says the same."""
    lignes = list(a_transmettre(mois, lue=lue).select_for_update(of=("self",), no_key=True))
    le = maintenant()
    # Not by ``save``: what is handed is not corrected.
    Remuneration.objects.filter(pk__in=[ligne.pk for ligne in lignes]).update(
        exportee_avant_le=remise_connue(lue), exportee_le=le
    )
    if lignes:
        qualite = qualite_de(par, lignes[0].parcours.stagiaire)
        Consultation.objects.bulk_create(
            Consultation(stagiaire=ligne.parcours.stagiaire, par=par, page=Lecture.LISTE, le=le, qualite=qualite)
            for ligne in lignes
        )
    return lignes
