"""The way from a running page into the store: one `Recorder` a process, one `SessionRecorder` a session."""

from feedback.recorder.abandoning import ABANDONED_MS, end_abandoned
from feedback.recorder.recording import Recorder, SessionRecorder
from feedback.recorder.vocabulary import Vocabulary

__all__ = ["ABANDONED_MS", "Recorder", "SessionRecorder", "Vocabulary", "end_abandoned"]
