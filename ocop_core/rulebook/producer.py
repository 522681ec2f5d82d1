"""What must be known of a producer to say which papers are needed."""

from dataclasses import dataclass
from typing import Literal

Application = Literal["first", "upgrade", "renewal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """Facts of a producer and a product; what is not known is left as it stands here.

    registered: has a business registration (Điều 2.3). small_scale: grows, catches or only prepares food on a
    small scale, free of the food-safety certificate (NĐ 15/2018, Điều 12.1). certified_system: holds a valid
    GMP, HACCP, ISO 22000, IFS, BRC or FSSC 22000, which stands for that certificate. protected_sign: the
    product bears a protected geographic, collective or certification mark. must_publish: a craft or cloth
    that must declare its quality. licence_required: a soft drink that the law lets make only with a licence.
    advertises: a health product is advertised. serves_food: tourism with meals. controlled_species: a plant
    or animal that needs papers of its species.
    """

    application: Application = "first"
    registered: bool = True
    small_scale: bool = False
    certified_system: bool = False
    protected_sign: bool = False
    must_publish: bool = False
    licence_required: bool = False
    advertises: bool = False
    serves_food: bool = False
    controlled_species: bool = False

    def facts(self) -> frozenset[str]:
        """The names of what is true of it, as the data file writes them."""
        return frozenset({self.application, *(name for name in _YES_NO if getattr(self, name))})


_YES_NO = (
    "registered", "small_scale", "certified_system", "protected_sign", "must_publish", "licence_required",
    "advertises", "serves_food", "controlled_species",
)  # fmt: skip
FACTS = frozenset({"first", "upgrade", "renewal", *_YES_NO})
