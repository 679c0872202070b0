"""What the administration only shows."""

from django.contrib import admin
from django.http import HttpRequest

from noyau.listes import PaginateurBorne


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
