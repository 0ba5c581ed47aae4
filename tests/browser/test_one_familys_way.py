"""One family from the list to the last signature, and how the file can be opened again.

 1. The evening before, the ministry sends a list with a column that nobody here may keep. It is imported by command.
 2. Amal finds Nahla at the desk by a spelling that is not the list's, in Arabic, in Sorani and in Latin letters.
 3. She reads the notice aloud, writes down the baby who was born after the list, asks each adult alone (the lawyer yes,
    a photograph no), how Nahla may be reached, what cannot wait (a fever, her own task of today), the papers, and
    where the family wishes to live: Tikrit. The card is printed.
 4. Nadia, who supervises, offers the family to Salma. Until she accepts Salma reads nothing of it; Karim of the other
    section finds nothing at all, then and later.
 5. Salma asks the household together and each person alone.
 6. The plan answers every need: goals in their words, one that is Nahla's alone, and one reason why there is no goal.
    Each adult hears her own page and agrees with her thumb; the family's page carries what everybody may read.
    Each page goes on paper. Nahla's line stands on her page and on no other member's page, print or search.
 7. The fever, which passed to Salma with the family, is ticked off; the sewing course is given, for the goal that it
    serves; the plan is reviewed.
 8. The lines of leaving: the same questions again, each adult asked alone, the day of departure nearer than two weeks
    because the family wishes it. The office in Salah al-Din is asked, and Bushra accepts in Sorani.
 9. Salma puts it forward. Zainab, who manages the centre, decides in English; Salma may not.
10. They go home. Bushra telephones, as Nahla said she may be called. The centre reads nothing any more.
11. The family wishes no more visits: Bushra proposes to end, Jamila of the governorate signs. A new need comes up and
    she opens the file again.
12. Everybody who looked stands on the list of looks, and the record is proved whole.
"""

from datetime import date

import pytest

from tests.browser import entry, leaving, stay
from tests.browser.served import Instance
from tests.browser.story import AsUser, Story


@pytest.mark.requirement("J1", "R013", "R054", "R061", "R072", "R073", "R082", "R088")
def test_a_family_goes_from_the_list_to_the_last_signature(
    demo_instance: Instance, as_user: AsUser, today: date
):
    story = Story(demo_instance.place, as_user)
    entry.the_list_is_imported(story)
    entry.the_clerk_finds_them(story)
    a_stranger_finds_nothing(story)
    entry.the_desk_receives_them(story)
    entry.a_worker_takes_them(story)
    entry.everybody_is_asked(story)

    stay.the_plan_answers_every_need(story)
    stay.each_adult_agrees_to_her_own_page(story)
    stay.each_page_goes_on_paper(story)
    stay.nobody_else_of_the_family_reads_it(story)
    stay.the_urgent_need_is_done(story)
    stay.a_service_is_given(story)
    stay.the_plan_is_reviewed(story)
    a_stranger_finds_nothing(story)

    leaving.the_lines_of_leaving_are_answered(story, today)
    leaving.the_office_at_home_accepts(story)
    leaving.somebody_else_decides(story)
    leaving.they_go_home(story, today)
    leaving.the_work_ends_and_can_begin_again(story)
    a_stranger_finds_nothing(story)
    every_look_is_on_record(story)


def a_stranger_finds_nothing(story: Story) -> None:
    """What Karim is told of this file is what he is told of a number that nobody has."""
    karim = story.as_user("karim")
    pages = ("", "plan/", "people/", "looks/", "aftercare/", "completion/", "closing/")
    assert {karim.refuse(f"{story.base}/{page}") for page in pages} == {404}
    karim.go("/search/").write(q="نهلة عبد الرحمن").press("Search")
    assert not karim.page.locator('main a[href^="/files/"]').count()
    assert story.number not in karim.text()


def every_look_is_on_record(story: Story) -> None:
    jamila = story.as_user("jamila")
    jamila.go(f"{story.base}/looks/").sees("زينب", "بشرى", "جميلة")
    proved = story.home.wasl("audit", "verify", "--json")
    assert proved.code == 0, proved.out
    assert proved.document["ok"] is True
    assert proved.document["rows"] > 100
