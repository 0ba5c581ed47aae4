"""A field that nobody can fill: the words that would harm people are found in three languages, and only those."""

import csv

import pytest

from wasl.kernel.names_latin import listed_names
from wasl.programme.forbidden import Lexicon, check_name, check_names, lexicon

PLANTED = {
    "affiliation": ["perceived_affiliation", "الانتماء", "ئینتیما", "ISIS family", "صلته بداعش"],
    "rank": ["rank", "militaryRank", "الرتبة", "پلەی سەربازی"],
    "security": [
        "securityStatus",
        "vetting_date",
        "screening result",
        "الموقف الأمني",
        "نتيجة التدقيق",
        "دۆخی ئەمنی",
    ],
    "accusation": ["alleged_offence", "criminal record", "التهمة", "سوابق", "تۆمەت", "جرائم سابقة"],
    "danger": [
        "risk_level",
        "high-risk",
        "dangerousness",
        "درجة الخطورة",
        "متطرف",
        "ئاستی مەترسی",
        "deradicalisation",
    ],
    "watch_list": ["watchlist", "on watch list", "قائمة المراقبة", "مطلوب أمنياً", "لیستی چاودێری"],
    "informant": ["informant_name", "المخبر السري", "سیخوڕ"],
    "biometrics": ["fingerprint", "irisScan", "بصمة", "بصمات الأصابع", "بایۆمەتری"],
    "sect": ["sect", "religion", "المذهب", "الديانة", "مەزهەب", "ئایینزا"],
    "politics": ["political_party", "الحزب", "التوجه السياسي", "حیزب"],
    "social_media": ["facebook_url", "social media handle", "حساب فيسبوك", "فەیسبووک"],
    "device": ["imei", "device_identifier", "simserial", "معرف الجهاز", "ئایمی"],
    "coordinates": ["gps", "home_latitude", "geopoint", "إحداثيات المنزل", "پۆتانی ماڵ"],
    "tribe": ["tribe", "tribal_name", "العشيرة", "اسم العشيره", "والعشيرة", "عشيرته", "هۆز", "عەشیرەت"],
    "relatives_deeds": ["tabriya", "disavowal", "التبرئة", "تبرية", "تەبرییە"],
    "trauma_events": ["trauma_event_list", "traumatic events", "الأحداث الصادمة", "ڕووداوی تراومایی"],
}
INNOCENT = [
    *("section", "sector", "sectional", "intersect", "insecurity", "bank", "ranking", "frankly", "classroom"),
    *("threat_received", "food security", "social security card", "row_level_security", "health screening"),
    *(
        "extremely",
        "extreme poverty",
        "tribal reconciliation",
        "shared_device_id",
        "lattice",
        "longest",
        "party",
    ),
    *(
        "relationship",
        "support_level",
        "waiting_reason",
        "entry_clearance",
        "cleared_for_programme",
        "certificate",
    ),
    *(
        "الأمن الغذائي",
        "أمنيات الطفل",
        "الشعور بالأمان",
        "بصمة الإبهام",
        "تدقيق إداري",
        "فرز صحي",
        "مطلوب",
        "القضاء",
    ),
    *("صلة القرابة", "الحالة الاجتماعية", "اللقب", "الموصل", "شيخ العشيرة", "تنظيم الأسرة", "التعرض للتهديد"),
    *(
        "پەنجەمۆر",
        "ئاسایشی خۆراک",
        "ڕێنیشاندەری ئایینی",
        "چاودێری دواتر",
        "سیاسەتی تایبەتێتی",
        "هۆزان",
        "ڕوتبە",
    ),
]


@pytest.mark.requirement("R002", "R009", "R017", "R026", "P11")
@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, names in PLANTED.items() for name in names]
)
def test_a_planted_name_is_found_and_says_what_it_would_hold(code, name):
    found = check_name(name)
    assert found is not None
    assert found.code == code
    assert found.text == name
    assert found.name.missing == ()


@pytest.mark.parametrize("name", INNOCENT)
def test_an_innocent_name_is_left_in_peace(name):
    assert check_name(name) is None


def test_every_kind_has_a_planted_word_in_each_script_and_without_the_lexicon_none_is_found():
    assert set(PLANTED) == set(lexicon().names)
    empty = Lexicon.of({"never": []})
    for names in PLANTED.values():
        assert any(name.isascii() for name in names)
        assert not all(name.isascii() for name in names)
        assert check_names(names, empty) == []


def test_disguises_do_not_help():
    for disguised in (
        "الـعـشـيـرة",
        "العَشِيرَة",
        "\u202bالعشيرة\u202c",
        "TRIBE",
        "Tribe:",
        "the-tribe-of",
        "tribeName",
        "ھۆز",
    ):
        assert check_name(disguised) is not None, disguised


def test_an_allowed_phrase_excuses_only_itself():
    assert check_name("threat received") is None
    assert check_name("threat received, threat posed").term == "threat*"
    assert (
        check_name("بصمة الإبهام وبصمة العين") is None
        or check_name("بصمة الإبهام وبصمة العين").code == "biometrics"
    )
    assert check_name("بصمة الإبهام و بصمة العين").code == "biometrics"


def test_every_finding_of_many_names_is_told():
    assert [finding.code for finding in check_names(["tribe and sect", "name", "الرتبة"])] == [
        "tribe",
        "sect",
        "rank",
    ]


def test_no_listed_name_and_no_place_is_a_forbidden_word(request):
    places = request.config.rootpath / "programmes" / "iq-al-amal" / "places"
    words = [word for entry in listed_names() for word in (entry.name, *entry.variants)]
    for table in ("governorates.csv", "districts.csv"):
        with (places / table).open(encoding="utf-8", newline="") as lines:
            words += [
                line[column]
                for line in csv.DictReader(lines)
                for column in ("name_en", "name_ar", "name_ckb")
            ]
    assert [finding for finding in check_names(words) if finding.code != "affiliation"] == []


def test_a_term_without_a_word_is_a_mistake_in_the_lexicon():
    kind = {"code": "x", "name": {"ar": "", "ckb": "", "en": ""}, "en": ["*"]}
    with pytest.raises(ValueError, match="without a word"):
        Lexicon.of({"never": [kind]})
