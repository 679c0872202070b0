"""The employer's word by its personal link: no account, no cookie needed, and nothing happens before a click."""

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from comptes import liens
from comptes.liens import Lien, LienInvalide, LienPerime, Usage
from comptes.views.liens import en_proposer_un_autre, par_lien_personnel, sans_compte
from intentions.actions.confirmer import confirmer_intention, desavouer_intention
from intentions.actions.solliciter import envoyer_nouveau_lien
from intentions.enums import StatutIntention
from intentions.forms.confirmation import DesaveuForm, NouveauLienForm
from intentions.models import IntentionEmbauche
from intentions.queries.confirmation import a_confirmer_a, suivies_a, transmises_a
from intentions.views.presentation import recapitulatif
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.listes import identifiant

SUIVRE = ("employeur", "metier", "secteur", "commune", "departement", "organisme_choisi", "formation_departement")


def _perime(request: HttpRequest, _usage: Usage, _lien: Lien, jeton: str) -> HttpResponse:
    """The address stays in the link: asking for another takes one click."""
    return en_proposer_un_autre(request, adresse=reverse("reponses:nouveau_lien"), jeton=jeton)


par_lien = par_lien_personnel(Usage.INTENTIONS, perime=_perime, invalide="reponses/invalide.html")


@par_lien
def confirmer(request: HttpRequest, lien: Lien, jeton: str) -> HttpResponse:
    """What waits for the person's word, each with all that commits it; a POST confirms one."""
    courriel = lien.courriel
    motifs: tuple[str, ...] = ()
    if request.method == "POST":
        pk = identifiant(request.POST.get("intention", ""))
        try:
            confirmer_intention(
                intention_id=pk or 0, le=localdate(), courriel=courriel, nom_public="nom_public" in request.POST
            )
        except IntentionEmbauche.DoesNotExist:
            raise Http404 from None
        except TransitionImpossible:
            return redirect(_adresse(jeton, deja=pk))
        except RegleViolee as refus:
            motifs = refus.motifs
        else:
            return redirect(_adresse(jeton, fait=pk))
    attendent = list(a_confirmer_a(courriel).select_related(*SUIVRE, "partenaire"))
    contexte = {
        "jeton": jeton,
        "courriel": courriel,
        "motifs": motifs,
        "attendent": [{"intention": i, "sections": recapitulatif(i)} for i in attendent],
        "suivies": list(suivies_a(courriel).select_related("metier", "partenaire")),
        **_venant_d_etre(request, courriel),
    }
    return render(request, "reponses/confirmer.html", contexte)


@par_lien
def refuser(request: HttpRequest, lien: Lien, jeton: str, pk: int) -> HttpResponse:
    """« Ce n’est pas exact, ou pas ma demande »: ask what is wrong, say what follows, then withdraw it."""
    siennes = transmises_a(lien.courriel).select_related("metier", "partenaire", "employeur")
    intention = get_object_or_404(siennes, pk=pk)
    if intention.statut == StatutIntention.DESISTEE:
        return redirect(_adresse(jeton, retiree=pk))
    form = DesaveuForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            desavouer_intention(
                intention_id=pk, motif=form.cleaned_data["motif"], le=localdate(), courriel=lien.courriel
            )
        except TransitionImpossible:
            return redirect(_adresse(jeton, retiree=pk))
        except RegleViolee as refus:
            form.add_error("motif", list(refus.motifs))
        else:
            return redirect(_adresse(jeton, retiree=pk))
    contexte = {"jeton": jeton, "intention": intention, "form": form, "renoncer": _adresse(jeton)}
    return render(request, "reponses/refuser.html", contexte)


@sans_compte
def nouveau_lien(request: HttpRequest) -> HttpResponse:
    """Ask for another link: with an expired one in one click, else by typing the address.

    The answer is the same whether the address is known or not.
    """
    form = NouveauLienForm(request.POST if request.method == "POST" else None)
    courriel = _adresse_du_lien(request)
    if request.method == "POST" and (courriel or form.is_valid()):
        courriel = courriel or form.cleaned_data["courriel"]
        if not ratelimit.consume(request, action="nouveau_lien", key=courriel):
            return render(request, "429.html", status=429)
        envoyer_nouveau_lien(courriel=courriel)
        return render(request, "reponses/lien_envoye.html")
    return render(request, "reponses/nouveau_lien.html", {"form": form})


def _adresse_du_lien(request: HttpRequest) -> str:
    """Give the address of the expired link that was posted, empty when there is none."""
    try:
        return liens.lire(Usage.INTENTIONS, request.POST["jeton"]).courriel
    except LienPerime as perime:
        return perime.courriel
    except (LienInvalide, KeyError):
        return ""


def _venant_d_etre(request: HttpRequest, courriel: str) -> dict[str, IntentionEmbauche | None]:
    """Give the intention that an act on this page has just changed: the address says it, no cookie is needed."""
    noms = ("fait", "deja", "retiree")
    resultat: dict[str, IntentionEmbauche | None] = dict.fromkeys(noms)
    for nom in noms:
        if pk := identifiant(request.GET.get(nom, "")):
            resultat[nom] = transmises_a(courriel).select_related("metier").filter(pk=pk).first()
    return resultat


def _adresse(jeton: str, **suite: int | None) -> str:
    parametres = "&".join(f"{nom}={pk}" for nom, pk in suite.items() if pk)
    adresse = reverse("reponses:confirmer", args=[jeton])
    return f"{adresse}?{parametres}" if parametres else adresse
