"""The people a référent or a training body follows, as a list."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from noyau.parmi import Parmi
from sessions_formation.models import Parcours, Session

# What a line of the list says.
MONTRES = (
    "statut", "debut", "fin", "attente_le", "stagiaire__prenom", "stagiaire__nom", "structure__nom",
    "session__intitule", "session__numero", "session__debut", "session__fin", "session__organisme__nom",
    "intention__employeur__nom",
)  # fmt: skip


def suivis_par(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """Give the parcours ``visibles_pour`` gives a référent and a training body, each arm read by its own index.

    One « or » over three tables reads all parcours (200 000); here PostgreSQL reads those of each arm, then their
    union. An employer's people are not in it: they have their own list.
    """
    tous = Parcours.objects.order_by()
    structures = acces.constantes(acces.structures_de(utilisateur))
    organismes = acces.constantes(acces.organismes_de(utilisateur))
    bras = []
    if structures:
        sessions = Session.objects.filter(Q(structure_referente__in=structures) | Q(referent=utilisateur.pk))
        bras += [
            tous.filter(structure__in=structures),
            tous.filter(stagiaire__structure__in=structures),
            tous.filter(session__in=sessions.order_by().values("pk")),
        ]
    if organismes:
        bras.append(tous.filter(session__organisme__in=organismes))
    if not bras:
        return tous.none()
    cles = [un.values("pk") for un in bras]
    return Parcours.objects.filter(Parmi("pk", cles[0].union(*cles[1:]) if len(cles) > 1 else cles[0]))


def lus_dans_l_ordre(cles: Iterable[int]) -> list[Parcours]:
    """Give the parcours of one page with what a list shows, in the order of their ids (1 query): those ids are found
    first, on narrow rows, then only they are joined. Whole, the rows of these tables have 250 columns."""
    voulues = list(cles)
    lus = {parcours.pk: parcours for parcours in Parcours.objects.filter(pk__in=voulues).pour_liste().only(*MONTRES)}
    return [lus[cle] for cle in voulues if cle in lus]
