"""The questionnaires that come with Probelauf."""

from feedback.instruments.ease import EASE
from feedback.instruments.sus import SUS
from feedback.instruments.trust import TRUST
from feedback.instruments.ueq_s import UEQ_S
from feedback.instruments.umux_lite import UMUX_LITE

SHIPPED = {instrument.id: instrument for instrument in (EASE, UMUX_LITE, SUS, UEQ_S, TRUST)}
