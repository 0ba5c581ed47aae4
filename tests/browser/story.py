"""The family of the story, as the ministry's list has it, and what the story learns of it on its way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.seat import Seat
from tests.cli.commands import Place

HEADINGS = (
    "رقم العائلة;الاسم;اسم الأب;اسم الجد;اللقب;اسم الأم;الجنس;تاريخ التولد;صلة القرابة;محافظة العودة;القضاء;"
    "رقم الهاتف;الملاحظات;الموقف الأمني"
)
#: Nahla with the mother of her husband and five children; the sixth was born after the list was written
ROWS = (
    "S7;نهلة;عبد الرحمن;طعمة;العبيدي;خولة;انثى;1/7/1990;رب الأسرة;صلاح الدين;بيجي;٠٧٧٠١٢٣٤٥٦٧;;سليم",
    "S7;بدرية;جاسم;حمود;العبيدي;نوفة;انثى;1958;والدة الزوج;صلاح الدين;بيجي;;;سليم",
    "S7;هبة;عباس;خضير;العبيدي;نهلة;انثى;٣/٤/٢٠١١;ابنة;صلاح الدين;بيجي;;;",
    "S7;أحمد;عباس;خضير;العبيدي;نهلة;ذكر;12/9/2014;ابن;صلاح الدين;بيجي;;;",
    "S7;سجى;عباس;خضير;العبيدي;نهلة;انثى;1/7/2017;ابنة;صلاح الدين;بيجي;;;",
    "S7;عمر;عباس;خضير;العبيدي;نهلة;ذكر;1/7/2020;ابن;صلاح الدين;بيجي;;;",
    "S7;رقية;عباس;خضير;العبيدي;نهلة;انثى;5/10/2023;ابنة;صلاح الدين;بيجي;;;",
    "S8;صبيحة;رشيد;عودة;الدليمي;وضحة;انثى;1971;رب الأسرة;الأنبار;هيت;;;",
    "S8;ثامر;كامل;عودة;الدليمي;صبيحة;ذكر;2009;ابن;الأنبار;هيت;;;",
)

AsUser = Callable[..., Seat]


@dataclass
class Story:
    """Who takes part and what is known so far."""

    home: Place
    as_user: AsUser
    number: str = ""
    people: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/files/{self.number}"

    def person(self, name: str) -> str:
        return f"{self.base}/people/{self.people[name]}"

    def roster(self) -> Path:
        """The list on a memory stick, with a byte-order mark and a column that nobody here may keep."""
        path = self.home.path.parent / "convoy.csv"
        path.write_text("\n".join((HEADINGS, *ROWS)) + "\n", encoding="utf-8-sig")
        return path
