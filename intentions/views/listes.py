"""Written next."""


def liste(request, **kwargs):
    raise NotImplementedError
