"""The signal map: who sends which cytokine, who listens, and which drug enters where."""

from immunolearn.signals.element import signal_map

__all__ = ["signal_map"]
