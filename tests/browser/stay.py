"""The weeks in the centre: the plan with its private line, the page on paper, a service, a review."""

import shutil
import subprocess

from tests.browser.seat import Seat
from tests.browser.story import Story

#: what Nahla tells her worker alone; it may stand on her page and nowhere else
PRIVATE = "أنام الليل وأجد من أكلمه عن حزني"
SEWING = "أتعلم الخياطة وأبيع ما أخيطه"
NO_WISH = "تقول إنهم يتدبرون أمورهم ولا يرغبون الآن"


def the_plan_answers_every_need(story: Story) -> None:
    """Each need gets a goal in her words or a reason; one goal is hers alone."""
    salma = story.as_user("salma")
    salma.go(f"{story.base}/plan/")
    assert not salma.link("Read and agree").count(), "nothing can be agreed while needs owe an answer"
    coping, work, family = (group_of(salma, code) for code in ("SV-MH-02", "SV-LV-01", "SV-CC-01"))
    for take in salma.names(r".*-take"):
        if not take.startswith(family):
            salma.write({take: True})
    salma.write({f"{coping}-0-words": PRIVATE, f"{coping}-0-circle": "own", f"{coping}-0-s-SV-MH-02": True})
    salma.write({f"{work}-0-words": SEWING, f"{work}-0-s-SV-LV-01": True, f"{work}-0-circle": "family"})
    salma.write({f"{family}-reason": "not_wanted", f"{family}-words": NO_WISH})
    salma.press("Save").sees(PRIVATE, SEWING, NO_WISH)


def group_of(seat: Seat, service: str) -> str:
    """The fields of the need for which this service is proposed."""
    return next(name.split("-")[0] for name in seat.names(rf"n[0-9a-f]+-0-s-{service}"))


def each_adult_agrees_to_her_own_page(story: Story) -> None:
    salma = story.as_user("salma")
    for who in ("نهلة", "بدرية", "family"):
        salma.go(f"{story.base}/plan/agree/{story.people.get(who, who)}/")
        assert (PRIVATE in salma.text()) is (who == "نهلة"), who
        salma.write(how="thumbprint", copy_given=True)
        if who != "family":
            salma.write(alone=True)
        salma.press("Agreed: lock this page")
    salma.go(f"{story.base}/").sees(PRIVATE)


def each_page_goes_on_paper(story: Story) -> None:
    """A PDF each; what is Nahla's alone is on hers and on no other."""
    salma = story.as_user("salma")
    for who in ("نهلة", "بدرية", "family"):
        answer = salma.context.request.get(
            f"{salma.address}{story.base}/plan/paper/{story.people.get(who, who)}/"
        )
        paper = answer.body()
        assert (answer.status, paper[:4]) == (200, b"%PDF"), who
        assert answer.headers["cache-control"] == "no-store"
        if words := read(paper):
            # a word without ligatures: readers give those back in another order
            assert ("الليل" in words) is (who == "نهلة"), f"{who}:\n{words}"
            assert "الخياطة" in words or who == "بدرية", f"{who}:\n{words}"


def read(paper: bytes) -> str:
    """The words of a PDF, where this machine has a reader for it."""
    reader = shutil.which("pdftotext")
    if reader is None:
        return ""
    return subprocess.run(
        [reader, "-", "-"], input=paper, capture_output=True, timeout=20, check=True
    ).stdout.decode()


def a_service_is_given(story: Story) -> None:
    """The sewing course, recorded from the goal that it serves."""
    salma = story.as_user("salma")
    salma.go(f"{story.base}/")
    knot = salma.page.locator("#thread tr, #thread li, #thread article").filter(has_text=SEWING)
    url = knot.locator('a[href*="/services/?goal="]').first.get_attribute("href")
    assert url
    salma.go(url).sees(SEWING)
    salma.write(code="SV-LV-01", state="delivered", result="").press("Save")
    salma.go(f"{story.base}/")


def the_urgent_need_is_done(story: Story) -> None:
    """The fever was Amal's task of the first day; with the family it has passed to Salma, who ticks it off."""
    amal, salma = story.as_user("amal"), story.as_user("salma")
    assert story.number not in amal.go("/").text()
    task = salma.go("/").page.locator("#today li.task").filter(has_text=story.number)
    task.locator("form button").first.click()
    # the tick keeps the page where it is: only its lists are drawn anew
    salma.page.locator("#done").get_by_text(story.number).first.wait_for()


def nobody_else_of_the_family_reads_it(story: Story) -> None:
    """Her line is on her page: not on another member's, not on the card, not to be found by its words."""
    salma = story.as_user("salma")
    pages = [f"{story.person(name)}/" for name in story.people if name != "نهلة"]
    pages += [f"{story.base}/{page}/" for page in ("card", "choices", "documents", "way")]
    for path in pages:
        assert PRIVATE not in salma.go(path).page.content(), path
    salma.go("/search/").write(q=PRIVATE).press("Search")
    assert not salma.page.locator('main a[href^="/files/"]').count()


def the_plan_is_reviewed(story: Story) -> None:
    salma = story.as_user("salma")
    salma.go(f"{story.base}/review/").write(text="تحدثنا عن المدرسة والأوراق، وتسير الدورة بشكل جيد")
    salma.press("Save").sees(story.number)
