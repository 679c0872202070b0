"""« Pourquoi ma session n'est-elle pas affichée ? »: the answer of the export itself, session by session."""

from dataclasses import dataclass
from datetime import date, datetime

from sessions_formation.enums import EtatDiffusion
from sessions_formation.models import Diffusion, Session
from sessions_formation.queries.offres import affichees, offres, par_tranches
from sessions_formation.regles.diffusion import (
    Raison,
    fiche_a_ecrire,
    manques,
    raisons_du_cariforef,
    raisons_du_site,
    remarques,
)


@dataclass(frozen=True, slots=True)
class Endroit:
    """A place where sessions are displayed, and why this one is not; no reason: it is."""

    nom: str
    raisons: list[Raison]

    @property
    def affichee(self) -> bool:
        return not self.raisons


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Where a session is displayed; what is told of it otherwise than one would think; when it last changed there."""

    session: Session
    endroits: tuple[Endroit, ...]
    remarques: list[Raison]
    diffusee_le: datetime | None
    etat: str


@dataclass(frozen=True, slots=True)
class ACompleter:
    """A published session that the Cariforef does not have, or has in short (``affichee``), and what it misses."""

    session: Session
    affichee: bool
    raisons: list[Raison]


def diagnostic_de(session: Session, *, le: date) -> Diagnostic:
    """Say of one session where it is displayed on ``le``, and why not (2 queries once it is ordered, none before).

    ``session`` is read with ``queries.offres.LIENS``; otherwise what is missing is read too.
    """
    (offre,) = offres([session])
    diffusion: Diffusion | None = getattr(session, "diffusion", None)
    return Diagnostic(
        session=session,
        endroits=(
            Endroit("La page publique des formations", raisons_du_site(offre, le)),
            Endroit("Le Cariforef (Choisir mon métier, Kairos, Ouiform)", raisons_du_cariforef(offre, le)),
        ),
        remarques=remarques(offre, le),
        diffusee_le=diffusion.change_le if diffusion else None,
        etat=EtatDiffusion(diffusion.etat).label if diffusion else "",
    )


def a_completer(organismes: set[int], *, le: date) -> list[ACompleter]:
    """Give the published sessions of these training bodies that miss something for the Cariforef.

    Those it does not display first, the next to begin first. 4 queries for five hundred sessions: a training body has
    some tens of them.
    """
    trouvees = []
    for tranche in par_tranches(affichees(le).filter(organisme__in=organismes)):
        for session, offre in zip(tranche, offres(tranche), strict=True):
            absents = manques(offre)
            if raisons := [*absents, *fiche_a_ecrire(offre)]:
                trouvees.append(ACompleter(session, not absents, raisons))
    return sorted(trouvees, key=lambda ligne: (ligne.affichee, ligne.session.debut or le, ligne.session.pk))
