"""Files that people send stay in memory: nothing of them is ever written to the server's disk in clear."""

from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_LARGE = "wasl.upload_too_large"


class InMemory(FileUploadHandler):
    """Takes a file into memory up to a limit; what is larger is read away and not there."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._taken = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.WASL_UPLOAD_BYTES:
            request = cast(HttpRequest, self.request)
            request.META[TOO_LARGE] = True
            self._taken = BytesIO()
            raise SkipFile
        self._taken.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._taken.seek(0)
        return InMemoryUploadedFile(
            file=self._taken,
            field_name=self.field_name,
            name=str(self.file_name),
            content_type=str(self.content_type),
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was left out for its size."""
    return bool(request.META.get(TOO_LARGE))
