"""For a device that is new on the network: who this server is, and the certificate of our local authority.

Open to everybody who reaches the server, before signing in; it tells nothing about people.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wasl.kernel.errors import NotFound


def device(request: HttpRequest) -> HttpResponse:
    """The page that a new device opens once."""
    if not settings.WASL_NETWORK:
        raise NotFound
    return render(request, "account/device.html", {"network": settings.WASL_NETWORK})


def device_authority(request: HttpRequest) -> HttpResponse:
    """The authority's certificate, in the form that telephones and computers take."""
    pem = settings.WASL_NETWORK.get("authority", "")
    if not pem:
        raise NotFound
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    der = x509.load_pem_x509_certificate(pem.encode("ascii")).public_bytes(Encoding.DER)
    headers = {"Content-Disposition": 'attachment; filename="wasl-authority.crt"'}
    return HttpResponse(der, content_type="application/x-x509-ca-cert", headers=headers)
