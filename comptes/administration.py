"""The administration of the Région: officers only, and with a second factor where it is required."""

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from comptes.second_facteur import second_facteur_manquant

# Codes, keys and tokens of other people have no page: what officers may do to an account is in comptes.admin.
APPLICATIONS_TUES = {"account", "mfa", "socialaccount"}


class SiteDeLaRegion(AdminSite):
    site_header = "1 emploi = 1 formation"
    site_title = "Administration · 1 emploi = 1 formation"
    index_title = "Administration"
    # The width is for the lists and the files; the index is one click away.
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        modeles = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        retenus = [modele for modele in modeles if modele._meta.app_label not in APPLICATIONS_TUES]
        super().register(retenus, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """An officer, and a session that holds the second factor where it is required."""
        return super().has_permission(request) and not second_facteur_manquant(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one way in, the house's own: visitors are sent there, officers without second factor to it."""
        suite = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(suite, {request.get_host()}, request.is_secure()):
            suite = reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(suite)
        if self.has_permission(request):
            return redirect(suite)
        if request.user.is_active and request.user.is_staff:
            return redirect_to_login(suite, reverse("comptes:second_facteur"))
        raise PermissionDenied

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_logout")
