"""Going home: the lines of leaving, the decision of somebody else, the office at home, and the end that is no end."""

from datetime import date, timedelta

from tests.browser.story import Story

REASON = "كل ما يلزم موجود، والعائلة تريد العودة قبل بدء الفصل الدراسي"
CALL = "وصلوا بخير، ودخل الأولاد المدرسة"


def the_lines_of_leaving_are_answered(story: Story, today: date) -> None:
    salma = story.as_user("salma")
    salma.go(f"{story.base}/completion/").press("Begin the completion assessment")
    for part in ("household", *story.people):
        salma.go(f"{story.base}/assessment/{story.people.get(part, part)}/")
        salma.write(dict.fromkeys(salma.names(r"score_.*")[:2], "0")).press("Save")
    for adult in ("نهلة", "بدرية"):
        salma.go(f"{story.base}/note/")
        salma.write(
            kind="person", person=story.people[adult], circle="own", text="سُئلت وحدها وتريد العودة إلى تكريت"
        )
        salma.press("Save")
    salma.go(f"{story.base}/departure/")
    salma.write(
        notice_on=today, planned_on=today + timedelta(days=3), governorate="IQG16", district="IQG16Q06"
    )
    salma.write(shortened_because="family_insists", words="سيارة وأوراق ودواء لشهر").press("Save")


def the_office_at_home_accepts(story: Story) -> None:
    """Bushra of Salah al-Din works in Sorani; until she is asked there is nothing there for her."""
    salma, bushra = story.as_user("salma"), story.as_user("bushra", "ckb")
    bushra.go(f"{story.base}/", status=404)
    salma.go(f"{story.base}/office/")
    salma.page.locator('main label:has(input[name="office"])').filter(has_text="صلاح الدين").locator(
        "input"
    ).check()
    salma.press("Send")
    bushra.go("/").sees(story.number)
    bushra.go(f"{story.base}/office/").press("Accept")


def somebody_else_decides(story: Story) -> None:
    """Salma prepares; the manager of the centre reads it in English and decides."""
    salma, zainab = story.as_user("salma"), story.as_user("zainab", "en")
    salma.go(f"{story.base}/completion/")
    for at in range(salma.page.locator('#needs select[name="owner"]').count()):
        form = salma.page.locator("#needs form").nth(at)
        form.locator("select").select_option("aftercare-officer")
        with salma.page.expect_navigation():
            form.get_by_role("button").click()
    links = salma.page.locator('#lines a[href*="/completion/"]')
    for url in [links.nth(at).get_attribute("href") or "" for at in range(links.count())]:
        salma.go(url).write(met="yes", evidence="قالت ذلك كل واحدة على انفراد ووقّعت اليوم").press("Save")
    salma.go(f"{story.base}/completion/").press("Put forward for decision")
    assert not salma.names("approve")
    zainab.go("/")
    zainab.go(f"{story.base}/completion/")
    zainab.write(approve="yes", override="family_insists", reason=REASON).press("Sign")
    salma.go(f"{story.base}/completion/decision/").sees(REASON)


def they_go_home(story: Story, today: date) -> None:
    salma, bushra = story.as_user("salma"), story.as_user("bushra", "ckb")
    salma.go(f"{story.base}/departure/").write(on=today).press("Confirm")
    assert salma.refuse(f"{story.base}/") in (403, 404)
    bushra.go(f"{story.base}/").sees("نهلة")
    the_office_calls(story, today)


def the_office_calls(story: Story, today: date) -> None:
    """How they wish to be reached stands above the form, in the digits that Bushra reads."""
    bushra = story.as_user("bushra", "ckb")
    bushra.go(f"{story.base}/aftercare/contact/").sees("٠١٢٣٤٥٦٧"[-7:], "بعد العصر", "بلا علامة")
    bushra.write(kind="phone", result="reached", on=today, text=CALL).press("Save").sees(CALL)


def the_work_ends_and_can_begin_again(story: Story) -> None:
    """Bushra proposes the end that the family wishes; the governorate's manager signs, and later opens it again."""
    bushra, jamila = story.as_user("bushra", "ckb"), story.as_user("jamila")
    bushra.go(f"{story.base}/closing/?reason=own_wish")
    bushra.write(answered="wish-heard", words="تقول العائلة إنها تتدبر أمورها").press("Send")
    assert not bushra.button("Sign").count()
    jamila.go("/").sees(story.number)
    jamila.go(f"{story.base}/closing/").press("Sign")
    assert bushra.refuse(f"{story.base}/aftercare/contact/") in (200, 409)
    jamila.go(f"{story.base}/closing/").write(because="new_need").press("Open")
    bushra.go("/files/?scope=mine").sees(story.number)
    bushra.go(f"{story.base}/aftercare/contact/")
