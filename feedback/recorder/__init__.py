"""The way from a running page into the store: one `Recorder` a process, one `SessionRecorder` a session."""

from feedback.recorder.recording import Recorder, SessionRecorder
from feedback.recorder.vocabulary import Vocabulary

__all__ = ["Recorder", "SessionRecorder", "Vocabulary"]
