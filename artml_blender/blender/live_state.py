"""How it stands with live materials."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..client.job import Job
from ..contract.messages import GenerateTexture
from .live_unloading import Unloading

Maps = dict[str, np.ndarray[Any, Any]]


@dataclass
class Followed:
    """A material whose sliders were changed."""

    changed: float  # when they were
    shown: GenerateTexture | None = None  # what its previews show; None: the packed pictures are shown
    is_smaller: bool = False  # whether they are than the final pictures
    waiting: Maps = field(default_factory=dict)  # maps that are still to be shown


@dataclass
class Sent:
    """A request on its way."""

    uid: int
    request: GenerateTexture
    job: Job
    is_final: bool
    is_cancelled: bool = False  # by us, for something newer


@dataclass
class State:
    followed: dict[int, Followed] = field(default_factory=dict)  # by session_uid
    sent: Sent | None = None
    known: tuple[int, Maps] = (
        0,
        {},
    )  # the material that had the last preview, and that: what equals it is not shown again
    unloading: Unloading = field(default_factory=Unloading)
    loaded: dict[int, str | None] = field(default_factory=dict)  # the recipe of what materials that were changed show
    problems: dict[int, str] = field(default_factory=dict)  # why a material's pictures do not follow
