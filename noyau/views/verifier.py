"""Is this document genuine, and unchanged? Asked by anybody who holds it, answered without an account.

The pages change nothing, so that no cookie is needed. What is sent to be compared is read as it arrives and kept
nowhere: only its hash comes out.
"""

import hashlib
from io import BytesIO

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.throttling import SimpleRateThrottle

from noyau.authenticite import Faits, faits_de
from noyau.codes import afficher_code, lire_code
from noyau.discretion import discrete
from noyau.lettres import Document
from noyau.preuve import document_intact

TAILLE_MAX_MO = 10
# A form is a little longer than its file. Announced as longer than this, it is not even read.
CORPS_MAX = 2 * TAILLE_MAX_MO * 1024 * 1024
TROP_LOURD = f"Ce fichier dépasse {TAILLE_MAX_MO}\u00a0Mo\u00a0: ce n’est pas l’un de nos documents."


class DebitParAdresse(SimpleRateThrottle):
    """How many checks one address may ask for (its rate, and the proxies to look past: ``REST_FRAMEWORK``)."""

    scope = "verification"

    def get_cache_key(self, request: HttpRequest, _view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code du document",
        help_text="Douze lettres et chiffres, en bas de la lettre. Par exemple\u00a0: K7PM-2X4T-9RQD.",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Écrivez le code imprimé en bas du document."},
    )

    def clean_code(self) -> str:
        """Give the code as it is kept, whatever the case and the separators it was typed with."""
        if code := lire_code(self.cleaned_data["code"]):
            return code
        raise forms.ValidationError(
            "Ce n’est pas un code entier\u00a0: il compte douze lettres ou chiffres. Relisez-le en bas du document."
        )


class FichierForm(forms.Form):
    pdf = forms.FileField(
        label="Le fichier PDF que vous avez reçu",
        help_text=f"{TAILLE_MAX_MO}\u00a0Mo au plus. Nous le lisons sans le garder.",
        widget=forms.FileInput({"accept": ".pdf,application/pdf"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


class Condensateur(FileUploadHandler):
    """Hashes what arrives and forgets it; gives up beyond the limit."""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.condense, self.octets = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.octets += len(raw_data)
        if self.octets > TAILLE_MAX_MO * 1024 * 1024:
            raise StopUpload(connection_reset=False)
        self.condense.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        lu = UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
        lu.sha256 = self.condense.hexdigest()
        return lu

    @property
    def trop_lourd(self) -> bool:
        return getattr(self, "octets", 0) > TAILLE_MAX_MO * 1024 * 1024


@login_not_required
@never_cache
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """Ask for a code; lead to its page. A GET form: the address may be kept, nothing is sent twice."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("noyau:verifier_code", afficher_code(form.cleaned_data["code"]))
    return discrete(render(request, "noyau/verifier.html", {"form": form}))


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the document of that code is genuine and unchanged; compare a file with ours (POST)."""
    if not DebitParAdresse().allow_request(request, None):
        return discrete(render(request, "noyau/verifier_trop.html", status=429))
    lu = lire_code(code)
    trouve = Document.objects.filter(code=lu).first() if lu else None
    if trouve is None:
        contexte = {"form": CodeForm({"code": code}), "inconnu": afficher_code(lu)}
        return discrete(render(request, "noyau/verifier.html", contexte, status=404))
    if code != trouve.code_affiche and request.method != "POST":
        return redirect("noyau:verifier_code", trouve.code_affiche)
    intact = document_intact(trouve.pk)
    contexte = {
        "document": trouve,
        "intact": intact,
        "faits": _faits(trouve) if intact else None,
        "contact": settings.CONTACT_EMAIL,
        **(_comparer(request, trouve) if request.method == "POST" else {"form": FichierForm()}),
    }
    return discrete(render(request, "noyau/verifier_document.html", contexte))


def _faits(trouve: Document) -> Faits:
    """Nothing is told of a document whose facts were erased at their term, but that it was ours."""
    return Faits() if trouve.efface_le else faits_de(trouve, le=timezone.localdate())


def _comparer(request: HttpRequest, trouve: Document) -> dict[str, object]:
    """Give the form and what is to be said of the file that was sent: its hash, and whether it is ours."""
    if _annonce_trop(request):
        return {"form": _trop_lourd(FichierForm({}, {}))}
    condensateur = Condensateur(request)
    # Before anything reads the body: neither memory nor disk ever holds the file.
    request.upload_handlers = [condensateur]
    form = FichierForm(request.POST, request.FILES)
    if condensateur.trop_lourd:
        _trop_lourd(form)
    if not form.is_valid():
        return {"form": form}
    sha256 = form.cleaned_data["pdf"].sha256
    return {"form": FichierForm(), "compare": {"sha256": sha256, "identique": sha256 == trouve.empreinte}}


def _annonce_trop(request: HttpRequest) -> bool:
    longueur = request.META.get("CONTENT_LENGTH") or "0"
    return not longueur.isdecimal() or int(longueur[:18]) > CORPS_MAX


def _trop_lourd(form: FichierForm) -> FichierForm:
    form.errors["pdf"] = form.error_class([TROP_LOURD], renderer=form.renderer)
    return form
