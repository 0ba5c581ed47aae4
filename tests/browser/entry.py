"""The first days: the list, the desk, the hand-over, the questions."""

from tests.browser.seat import Seat
from tests.browser.story import Story

#: what each part of the grid finds; everything else asked is managed
FOUND: dict[str, dict[str, int]] = {
    "household": {"family": 2},
    "نهلة": {"documents": 3, "coping": 2, "work": 2},
    "بدرية": {"health": 2},
    "أحمد": {"documents": 3},
    "عمر": {"documents": 3},
}
WISHES = "أريد أن أتعلم الخياطة وأن يدخل الأولاد المدرسة"


def the_list_is_imported(story: Story) -> None:
    said = story.home.wasl("import-roster", str(story.roster()), "--json", "--by", "amal")
    assert said.code == 0, said.err
    assert (said.document["families"], said.document["people"]) == (2, 9), said.document


def the_clerk_finds_them(story: Story) -> None:
    """By a name written otherwise than on the list, and in Latin letters."""
    amal = story.as_user("amal")
    for spelling in ("نهله عبدالرحمان", "Nahla Abdulrahman", "نەهلە عەبدولڕەحمان"):
        amal.go("/search/").write(q=spelling).press("Search")
        found = amal.page.locator('main a[href^="/files/"]')
        assert found.count() >= 1, f"{spelling}: {amal.text()}"
        assert "العبيدي" in amal.text(), spelling
    number = found.first.get_attribute("href") or ""
    story.number = number.strip("/").split("/")[1]
    amal.go("/reception/").sees(story.number)


def the_desk_receives_them(story: Story) -> None:
    amal = story.as_user("amal")
    amal.go(f"{story.base}/reception/")
    story.people = who(amal)
    assert set(story.people) >= {"نهلة", "بدرية", "هبة", "أحمد", "سجى", "عمر", "رقية"}

    amal.go(f"{story.base}/reception/notice/")
    assert amal.path.endswith("/notice/")
    amal.write(language="ar", read=True).press("Save")

    a_baby_is_added(story, amal)
    each_is_asked_alone(story, amal)
    amal.go(f"{story.person('نهلة')}/contact/")
    amal.write(phones="0770 123 4567", when="بعد العصر", who_may_answer="أمي فقط", vehicle="بلا علامة").press(
        "Save"
    )

    amal.go(f"{story.base}/reception/urgent/")
    amal.write(yes_ill_now=True, person_ill_now=story.people["رقية"], words_ill_now="حمى منذ يومين").press(
        "Save"
    )
    amal.go(f"{story.base}/documents/?person={story.people['أحمد']}")
    code = amal.names(r"state_.*")[0].removeprefix("state_")
    amal.write({f"state_{code}": "never_had", f"step_{code}": "papers_gathered", f"wanted_{code}": True})
    amal.press("Save and go on")
    amal.go(f"{story.base}/reception/place/")
    amal.write(governorate="IQG16", district="IQG16Q06", local="حي القادسية").press("Save")
    amal.press("Reception is done for today")
    assert amal.path == f"{story.base}/card/"
    amal.sees(story.number)


def a_baby_is_added(story: Story, amal: Seat) -> None:
    """The list was written before she was born."""
    amal.go(f"{story.base}/people/add/")
    amal.write(
        {
            "member-0-given": "مريم", "member-0-father": "عباس", "member-0-grandfather": "خضير",
            "member-0-mother": "نهلة", "member-0-role": "child", "member-0-sex": "f", "member-0-birth_2": "2026",
        }
    )  # fmt: skip
    amal.press("Save")
    story.people = who(amal)
    assert len(story.people) == 8


def each_is_asked_alone(story: Story, amal: Seat) -> None:
    """Choices one by one: Nahla lets the lawyer know, and does not wish to be photographed."""
    for adult in ("نهلة", "بدرية"):
        amal.go(f"{story.person(adult)}/choices/")
        choices = amal.names(r"choice_.*")
        assert len(choices) > 5
        amal.write(dict.fromkeys(choices, "no") | {"choice_legal": "yes"})
        amal.write(language="ar", alone="yes", how="thumbprint").press("Save")
    amal.go(f"{story.base}/choices/")


def a_worker_takes_them(story: Story) -> None:
    """The supervisor offers the family to Salma, who reads and accepts."""
    nadia, salma = story.as_user("nadia"), story.as_user("salma")
    nadia.go("/").sees(story.number)
    assert salma.refuse(f"{story.base}/") == 403
    nadia.go(f"{story.base}/handover/")
    option = nadia.page.locator('main label:has(input[name="to"])').filter(has_text="سلمى").locator("input")
    option.check()
    nadia.write(reason="تفضّل العائلة أن تعمل معها امرأة").press("Send")
    salma.go("/").sees(story.number)
    salma.go(f"{story.base}/handover/").press("Accept")
    salma.sees("نهلة")
    nadia.go(f"{story.base}/looks/").sees("أمل", "سلمى", "نادية")


def who(seat: Seat) -> dict[str, str]:
    """The people on the page of reception, by the first word of the name that is used."""
    seats = seat.page.locator('main #members a[href*="/people/"]:has(bdi)')
    found = {}
    for at in range(seats.count()):
        href = seats.nth(at).get_attribute("href") or ""
        found[seats.nth(at).inner_text().split()[0]] = href.strip("/").split("/")[-1]
    return found


def everybody_is_asked(story: Story) -> None:
    """The household first, then each person alone; the small ones through their mother."""
    salma = story.as_user("salma")
    for part in ("household", *story.people):
        salma.go(f"{story.base}/assessment/{story.people.get(part, part)}/")
        scores = dict.fromkeys(salma.names(r"score_.*"), "0")
        found = {f"score_{domain}": str(score) for domain, score in FOUND.get(part, {}).items()}
        salma.write(scores | found)
        if part == "نهلة":
            salma.write(words_work=WISHES)
        salma.press("Save")
    salma.go(f"{story.base}/").sees("نهلة")
