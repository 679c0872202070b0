"""What the administration only shows."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

COMPTE_MAX = 1000


class PaginateurBorne(Paginator):
    """Counts no further than ``COMPTE_MAX`` rows: beyond, one filters or searches rather than turns pages."""

    borne = COMPTE_MAX

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COMPTE_MAX].count()


class LectureSeule(admin.ModelAdmin):
    list_per_page = 50
    paginator = PaginateurBorne
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
