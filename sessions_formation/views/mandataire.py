from django.http import Http404


def accord(request, **kwargs):
    raise Http404
