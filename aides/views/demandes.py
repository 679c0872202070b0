"""The employer's requests: the list, a new one, and one as it stands."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from aides.actions.rediger import ouvrir_brouillon
from aides.automates import CHEZ_L_EMPLOYEUR
from aides.enums import StatutAide, TransitionAide, TypeAide
from aides.forms.calculateur import CalculateurForm
from aides.forms.liste import ListeForm
from aides.forms.nouvelle import NouvelleForm
from aides.models import DemandeAide
from aides.queries.avancement import libelle_de, pieces_de
from aides.queries.dossier import apprecier
from aides.queries.embauches import embauches_possibles, reponses_connues
from aides.queries.lettre import lignes_du_calcul
from aides.views.accueil import CLE_DE_REPRISE
from aides.views.presentation import (
    chemin,
    demande_de,
    motif_du_complement,
    sections_du_recapitulatif,
    situation_de,
)
from intentions.queries.listes import etablissements_de
from noyau.erreurs import RegleViolee
from noyau.lettres import Document
from noyau.listes import Colonne, liste_filtree, page_de, tri_de
from noyau.messagerie import nouveaux_pour
from referentiels.queries.reglement import reglement_au

_COLONNES = (
    Colonne("", "Demande"),
    Colonne("", "Aide"),
    Colonne("", "Établissement"),
    Colonne("depot", "Créée le"),
    Colonne("", "Montant", nombre=True),
    Colonne("", "État"),
)
# What waits for me, first.
_D_ABORD = Case(When(statut__in=CHEZ_L_EMPLOYEUR, then=Value(0)), default=Value(1), output_field=IntegerField())
_TRIS = {"depot": ("cree_le", "pk"), "-depot": ("-cree_le", "-pk")}


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The requests of the person's establishments: what waits for it first, unless the address sorts otherwise."""
    siennes = DemandeAide.objects.de_l_employeur(request.user)
    etablissements = etablissements_de(request.user)
    filtre = ListeForm(request.GET, etablissements=etablissements)
    tri, tetes = tri_de(request, _COLONNES, defaut="")
    ordre = _TRIS.get(tri, (_D_ABORD, "-cree_le", "-pk"))
    lignes = siennes.filter(**filtre.conditions()).select_related("employeur").order_by(*ordre)
    page = page_de(request, lignes)
    nouveaux = nouveaux_pour(request.user, page.object_list)
    for demande in page:
        demande.nouveaux = nouveaux.get(demande.pk, 0)
    contexte = {**liste_filtree(request, page, filtre=filtre, tetes=tetes), "plusieurs": len(etablissements) > 1}
    return render(request, "aides/liste.html", contexte)


@require_http_methods(["GET", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Choose the aid, and the hire it follows from or the establishment; open the draft with all that is known."""
    repris = _reprises(request)
    form = NouvelleForm(
        request.POST if request.method == "POST" else None,
        embauches=list(embauches_possibles(request.user)[:50]),
        etablissements=list(etablissements_de(request.user)),
        reglement=reglement_au(localdate()),
        initial={"dispositif": request.GET.get("dispositif", ""), "embauche": request.GET.get("embauche", "")},
    )
    if request.method == "POST" and form.is_valid():
        embauche = form.embauche_choisie
        champs: dict[str, Any] = {**repris, "dispositif": form.cleaned_data["dispositif"]}
        if embauche:
            connues = {nom: valeur for nom, valeur in reponses_connues(embauche).items() if valeur not in (None, "")}
            champs |= {**connues, "embauche": embauche}
        else:
            champs["employeur"] = employeur = form.employeur_choisi
            champs.setdefault("effectif", employeur.effectif)
            champs.setdefault("public", employeur.public)
        if champs["dispositif"] != TypeAide.FORMATION:
            champs |= {"cout": None, "qualiopi": None}
        garde = request.session.get(CLE_DE_REPRISE, {})
        try:
            demande = ouvrir_brouillon(par=request.user, champs=champs, rqth=garde.get("rqth"))
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            request.session.pop(CLE_DE_REPRISE, None)
            return redirect("aides:etape", demande.pk, "etablissement")
    contexte = {"form": form, "chemin": chemin(), "repris": bool(repris)}
    return render(request, "aides/nouvelle.html", contexte)


@require_safe
def demande(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a request stands, what is asked, the amount, the letters, the history."""
    lue = demande_de(request.user, pk)
    if lue.statut == StatutAide.BROUILLON:
        return redirect("aides:verifier", pk)
    appreciation = apprecier(lue, le=localdate())
    contexte = {
        "demande": lue,
        "chemin": chemin(),
        "situation": situation_de(lue, le=localdate()),
        "motif": motif_du_complement(lue) if lue.statut == StatutAide.A_COMPLETER else "",
        "demandes": [libelle_de(champ) for champ in lue.demandes],
        "sections": sections_du_recapitulatif(lue),
        "calcul": appreciation.calcul,
        "lignes": lignes_du_calcul(appreciation.calcul),
        "pieces": pieces_de(lue),
        "historique": list(lue.historique),
        "documents": list(Document.objects.de(lue)),
        "bilan": getattr(lue, "bilan", None),
        "nouveaux": nouveaux_pour(request.user, [lue]).get(lue.pk, 0),
        "abandonnable": TransitionAide.ABANDONNER in lue.transitions_possibles,
    }
    return render(request, "aides/demande.html", contexte)


@require_safe
def depuis_embauche(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from a hire to its request: the one that exists, else a new one with the hire chosen."""
    existante = DemandeAide.objects.de_l_employeur(request.user).filter(embauche=pk).order_by("-pk").first()
    if existante:
        return redirect("aides:demande", existante.pk)
    trouvee = get_object_or_404(embauches_possibles(request.user), pk=pk)
    messages.info(request, "Vos réponses sur cette embauche sont reprises : vérifiez-les à chaque page.")
    return redirect(f"{reverse('aides:nouvelle')}?embauche={trouvee.pk}")


def _reprises(request: HttpRequest) -> dict[str, Any]:
    """Give what the calculator's address already answers."""
    if not request.GET:
        return {}
    form = CalculateurForm(QueryDict(request.GET.urlencode()), reglement=reglement_au(localdate()))
    form.is_valid()
    return form.reprises()
