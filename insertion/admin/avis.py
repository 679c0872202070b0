"""The moderation of opinions: one page, the words to read, what is ticked published or set aside, a result by line."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime

from insertion.actions.moderer import MODERER, Lu, Resultat, moderer_plusieurs
from insertion.enums import TransitionAvis
from insertion.forms.avis import EcartForm
from insertion.models import AvisStagiaire
from insertion.queries.avis import A_LIRE, ECARTES, PUBLIES, REPONSES, comptes_des_files, file_de, lus_dans_l_ordre
from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from noyau.listes import adresse, page_de_cles, pages

ACTES = {"publier": "Publié", "ecarter": "Écarté"}
FILES = {
    A_LIRE: "Commentaires à lire",
    REPONSES: "Réponses à lire",
    PUBLIES: "Publiés",
    ECARTES: "Écartés",
}


@admin.register(AvisStagiaire)
class AvisAdmin(LectureSeule):
    """No list of marks by person, no name: the words, the training, the month."""

    def has_view_permission(self, request: HttpRequest, obj: AvisStagiaire | None = None) -> bool:
        return obj is None and request.user.has_perm(MODERER)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERER)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """One queue of the address; what is ticked is published or set aside (POST), and its result said."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = request.GET.get("file", A_LIRE)
        file = file if file in FILES else A_LIRE
        form = EcartForm(request.POST or None)
        resultats = self._moderer(request, form, reponses=file == REPONSES) if request.method == "POST" else []
        page = page_de_cles(request, file_de(AvisStagiaire.objects.visibles_pour(request.user), file))
        lus = lus_dans_l_ordre(page, file)
        coches = set() if resultats else set(request.POST.getlist("lu"))
        raisons = _raisons(lus) if file == ECARTES else {}
        contexte = {
            **self.admin_site.each_context(request),
            "title": "Avis des stagiaires",
            "filtres": _filtres(request, file),
            "lignes": [_ligne(avis, reponse=file == REPONSES, coches=coches, raisons=raisons) for avis in lus],
            "page": page,
            "pages": pages(request, page),
            "file": file,
            "reponses": file == REPONSES,
            "form": form,
            "resultats": resultats,
        }
        return TemplateResponse(request, "admin/insertion/avisstagiaire/moderer.html", contexte)

    def _moderer(self, request: HttpRequest, form: EcartForm, *, reponses: bool) -> list[dict[str, str]]:
        lus = list(_lus(request.POST.getlist("lu"), reponses=reponses))
        acte = request.POST.get("acte", "")
        if not form.is_valid() or acte not in ACTES:
            return []
        if not lus:
            form.add_error(None, "Cochez au moins un texte.")
            return []
        try:
            faits = moderer_plusieurs(lus, acte=acte, raison=form.cleaned_data["raison"], par=request.user)
        except RegleViolee as refus:
            form.add_error("raison", list(refus.motifs))
            return []
        return [_dit(resultat, acte) for resultat in faits]


def _filtres(request: HttpRequest, file: str) -> list[dict[str, Any]]:
    comptes = comptes_des_files()
    return [
        {
            "texte": texte,
            "url": adresse(request, file=nom, page=None),
            "courant": nom == file,
            "compte": comptes.get(nom),
        }
        for nom, texte in FILES.items()
    ]


def _ligne(avis: AvisStagiaire, *, reponse: bool, coches: set[str], raisons: dict[int, str]) -> dict[str, Any]:
    """One line, the value of its box (which words these are), ticked still after an error; why it was set aside."""
    ecrit_le = avis.repondu_le if reponse else avis.le
    valeur = f"{avis.pk}@{ecrit_le.isoformat() if ecrit_le else ''}"
    return {"avis": avis, "valeur": valeur, "coche": valeur in coches, "raison": raisons.get(avis.pk, "")}


def _raisons(lus: Iterable[AvisStagiaire]) -> dict[int, str]:
    """Give why comments were set aside, the last time (1 query)."""
    lignes = LigneJournal.objects.filter(
        objet_type=AvisStagiaire._meta.label_lower,
        objet_id__in=[avis.pk for avis in lus],
        transition=TransitionAvis.ECARTER,
    )
    return dict(lignes.order_by("pk").values_list("objet_id", "motif"))


def _lus(valeurs: Iterable[str], *, reponses: bool) -> Iterable[Lu]:
    for valeur in valeurs:
        numero, _, quand = valeur.partition("@")
        ecrit_le = _instant(quand)
        if numero.isdecimal() and ecrit_le:
            yield Lu(int(numero[:18]), ecrit_le, reponses)


def _instant(texte: str) -> datetime | None:
    try:
        return parse_datetime(texte)
    except ValueError:
        return None


def _dit(resultat: Resultat, acte: str) -> dict[str, str]:
    return {"titre": f"Avis n° {resultat.avis}", "dit": resultat.motif or ACTES[acte], "refuse": resultat.motif}
