"""Plays a person on each channel. A new channel adds a driver and a line here, and must pass the whole suite."""

from tests.channels.drivers.base import Driver, MessengerDriver, Shown
from tests.channels.drivers.console import ConsoleDriver
from tests.channels.drivers.telegram import TelegramDriver
from tests.channels.drivers.webchat import WebChatDriver
from tests.channels.drivers.zalo_bot import ZaloBotDriver
from tests.channels.drivers.zalo_oa import ZaloOaDriver

MESSENGERS = {"telegram": TelegramDriver, "zalo_oa": ZaloOaDriver, "zalo_bot": ZaloBotDriver}
DRIVERS = {"console": ConsoleDriver, "webchat": WebChatDriver, **MESSENGERS}
__all__ = ["DRIVERS", "MESSENGERS", "Driver", "MessengerDriver", "Shown"]
