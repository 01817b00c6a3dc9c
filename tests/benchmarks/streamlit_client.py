"""A client that speaks Streamlit's websocket as a browser does, so that many citizens fit into one process."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

TEXTS = ("text_input", "text_area")


class StreamlitClient:
    """One browser tab on one page. After each action `labels` holds what can be filled in or pressed, by label.

    `keys` holds the same by the key that the program gave it.
    """

    def __init__(self, url: str, cookie: str = "") -> None:
        self.parts = urlsplit(url)
        self.cookie = cookie
        self.labels: dict[str, Any] = {}
        self.keys: dict[str, Any] = {}
        self.html: list[str] = []
        self.received_bytes = 0
        self._cached: dict[str, ForwardMsg] = {}
        self._states: dict[str, WidgetState] = {}

    async def open(self) -> "StreamlitClient":
        """Connect and wait for the first run."""
        self._socket = await websockets.connect(
            f"ws://{self.parts.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            max_size=None,
            compression=None,
        )
        await self._run(None)
        return self

    async def close(self) -> None:
        """Close the tab."""
        await self._socket.close()

    def fill(self, label: str, value: Any) -> None:
        """Type or choose something: text, or the number of a radio's option."""
        self.fill_element(*self.labels[label], value)

    def fill_key(self, key: str, value: Any) -> None:
        """Type or choose something in the widget with this key."""
        self.fill_element(*self.keys[key], value)

    def fill_element(self, kind: str, element: Any, value: Any) -> None:
        """Keep what was typed or chosen until a button is pressed."""
        state = WidgetState(id=element.id)
        if kind in TEXTS:
            state.string_value = value
        elif kind == "radio":
            state.string_value = element.options[value]
        else:
            state.bool_value = value
        self._states[element.id] = state

    async def press(self, label: str) -> None:
        """Press a button and wait for the run that follows."""
        _, element = self.labels[label]
        await self._run(WidgetState(id=element.id, trigger_value=True))

    async def _run(self, pressed: WidgetState | None) -> None:
        shown = {element.id for _, element in self.keys.values()}
        states = [state for id_, state in self._states.items() if id_ in shown]
        message = BackMsg()
        message.rerun_script.query_string = self.parts.query
        widgets = WidgetStates(widgets=[*states, *([pressed] if pressed else [])])
        message.rerun_script.widget_states.CopyFrom(widgets)
        self.labels, self.keys, self.html = {}, {}, []
        await self._socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), 30)
            self.received_bytes += len(raw)
            reply = ForwardMsg.FromString(raw)  # type: ignore[arg-type]
            if reply.WhichOneof("type") == "ref_hash":
                reply = self._cached[reply.ref_hash]
            elif reply.hash:
                self._cached[reply.hash] = reply
            if reply.WhichOneof("type") == "delta":
                self._see(reply.delta)
            elif reply.WhichOneof("type") == "script_finished":
                return

    def _see(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind in (*TEXTS, "radio", "checkbox", "button"):
            self.labels[element.label] = (kind, element)
            self.keys[element.id.split("-", 2)[-1]] = (kind, element)
        elif kind == "html":
            self.html.append(element.body)
