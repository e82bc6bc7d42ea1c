"""How the server reads requests from the wire."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 65_536
"""Bytes of a request's line and headers that may come in pieces; a browser sends two thousand."""


class ShortHeads(HttpToolsProtocol):
    """Refuses a head that does not end, which uvicorn with httptools would keep in memory whatever its length."""

    _head = 0
    _is_in_head = False

    def on_message_begin(self) -> None:
        self._head, self._is_in_head = 0, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head += len(data)
        if self._is_in_head and self._head > LONGEST_HEAD:
            self._is_in_head = False
            self.send_400_response("The headers of this request are too long.")
