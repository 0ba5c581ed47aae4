"""In running text the words that accuse are found, and daily sentences are left in peace, in three languages.

A hint that comes too often is read by nobody, so precision is measured on everything that the programme and the
practice files say, and on notes as they are written every day.
"""

import time
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from wasl.interfaces.cli.demo.words import every_sentence
from wasl.kernel.text import LANGUAGES
from wasl.programme.forbidden import Lexicon, check_name, check_text, lexicon

ACCUSING = {
    "en": [
        "Her husband joined ISIS in 2014 and has not been seen since.",
        "The boy is suspected of helping the group at the checkpoint.",
        "Neighbours say that his father was a fighter.",
        "He was charged with theft before he came here.",
        "She is on a watch list in her home district.",
        "The mother still seems radicalised and hides it.",
        "This family is dangerous and should be watched.",
        "He poses a threat to the other boys.",
        "His security clearance has not come back yet.",
        "Wanted by the police in Mosul, according to the mukhtar.",
        "Her brother is an informant for the army.",
        "She pledges allegiance to nobody any more.",
        "They are perceived as affiliated families.",
        "The uncle held a rank and had men under him.",
        "She comes from a tribe that is not welcome there.",
        "Her father made the tabriya against his son last year.",
        "He was convicted in Baghdad and served two years.",
        "The son was found guilty of something in Tal Afar.",
        "An alleged member, so nobody wants to sit beside her.",
        "Extremist ideas come up when he talks about school.",
        "Because of what her husband did nobody greets them.",
    ],
    "ar": [
        "زوجها كان مع داعش ولم يُعرف مصيره.",
        "الولد مشتبه به عند الجيران.",
        "يقول الناس إن أباه مقاتل سابق في التنظيم.",
        "عليه تهمة سرقة قبل مجيئه إلى هنا.",
        "وُجّهت إليه التهم الموجهة لأخيه أيضاً.",
        "اسمها في القائمة السوداء في قضائها.",
        "ما زالت متطرفة وتخفي ذلك.",
        "هذه عائلة خطيرة ويجب الحذر منها.",
        "يشكل خطراً على بقية الأولاد.",
        "لم يصل الموقف الأمني للعائلة بعد.",
        "سألوه عن العشيره وعن اسم الشيخ.",
        "من القبيلة التي طُردت من القرية.",
        "وعشيرتها لا تستقبلهم.",
        "أخوها مخبر سري عند الجيش.",
        "بايع التنظيم قبل سنوات.",
        "ولاؤه للجماعة واضح من كلامه.",
        "كانت رتبته عالية وله رجال.",
        "كتب والدها البراءة من ابنه في المحكمة.",
        "ارتكب جريمته في تلعفر ثم هرب.",
        "هو مطلوب للقضاء في نينوى.",
        "صاحب سوابق ولا أنصح بتشغيله.",
        "مذهبهم مختلف عن أهل القرية.",
        "يحمل أفكاراً متشددة عن المدرسة.",
        "بسبب أفعال زوجها لا يسلّم عليهم أحد.",
        "لديه قيد أمني قديم.",
    ],
    "ckb": [
        "مێردەکەی چووە ناو داعش و هەواڵی نییە.",
        "باوکی چەکدار بووە پێش ئەوەی بێن.",
        "تۆمەتی دزیی لەسەرە لە شارەکەی خۆی.",
        "تاوانێکی گەورەی کردووە و هەڵهاتووە.",
        "گومانی لێ دەکرێت لە لایەن دراوسێکانەوە.",
        "هێشتا توندڕەوە و دەیشارێتەوە.",
        "کەسێکی مەترسیدارە و دەبێت لێی دوور بین.",
        "دۆخی ئەمنی خێزانەکە هێشتا نەهاتووەتەوە.",
        "ناوی لە لیستی ڕەشدایە.",
        "براکەی سیخوڕە و کەس قسەی لەگەڵ ناکات.",
        "هۆزەکەی نایانەوێت بگەڕێنەوە.",
        "عەشیرەتەکەیان ڕێگەیان پێ نادات.",
        "مەزهەبیان جیاوازە لە خەڵکی گوندەکە.",
        "بەیعەتی دابوو پێش چەند ساڵێک.",
        "ئاسایش گرتی و پاشان بەری دا.",
        "ڕوتبەی هەبووە لەوێ.",
        "سزادراوە بە دوو ساڵ.",
        "بەهۆی کردەوەی مێردەکەی کەس سڵاویان لێ ناکات.",
        "لەگەڵ ڕێکخراوەکە بوو لە مووسڵ.",
        "داواکراوە لەلایەن دادگا لە نەینەوا.",
    ],
}
DAILY = {
    "en": [
        "The security guard at the gate was kind to the children.",
        "She trusts nobody yet, and that is fine.",
        "Suspected fracture of the left arm, sent to the clinic.",
        "He wants to join the football group on Sunday.",
        "The mother received a threat by telephone and is afraid; safe place found for tonight.",
        "In danger at home: the line for women was called.",
        "Food security is their first wish.",
        "The boy ranks his wishes: school first, then a bicycle.",
        "She fought with cancer for two years and is well now.",
        "The oven was charged to the household budget.",
        "Screened for tuberculosis, result in a week.",
        "He would like to learn about his religion with the teacher.",
        "The course is wanted by six families.",
        "An extremely hot day, so the visit was short.",
        "The sector office asks for the birth notification.",
        "They believe that the roof will hold the winter.",
        "His grandmother tells long stories; the children love them.",
        "The iris in the garden flowers.",
        "She has no charges to pay at the registry.",
    ],
    "ar": [
        "لا تريد الدورة الآن ولا تمانع أن نسألها مرة أخرى.",
        "رُتّب الموعد مع الطبيب يوم الأحد.",
        "رتّبت الأم الغرفة مع بناتها، ورتبها الجميع معاً.",
        "زارت ولاء العيادة مع أمها.",
        "جاء أمير مع أخته وسأل عن المدرسة.",
        "الموضوع يهمها وتهمها صحة ابنها.",
        "أمنيتها أن يعود ابنها إلى المدرسة.",
        "تشعر بالأمان هنا وتخاف على أمن أطفالها في الطريق.",
        "وصلها تهديد بالهاتف فطلبنا لها مكاناً آمناً الليلة.",
        "اشتباه كسر في اليد اليسرى، أُحيل إلى العيادة.",
        "تدقيق الأوراق في دائرة الأحوال يوم الثلاثاء.",
        "المستمسكات المطلوبة: بيان الولادة وبطاقة السكن.",
        "فرز الملابس الشتوية مع المتطوعات.",
        "وقّعت ببصمة لأنها لا تكتب.",
        "تحتاج إلى شاهد على عقد الزواج.",
        "الطفل متعاون مع المعلمة.",
        "والمدرسة قريبة وللبنات مقاعد.",
        "بيعت البقرة وبقيت الأغنام.",
        "ترتيب الأولويات: البيت ثم العمل.",
        "سوابق مرضية: ربو منذ الطفولة.",
        "تريد صحيفة عدم المحكومية لأجل العمل.",
        "عند جدها حزام جديد وقبّعة.",
        "وقبّلت جدتها وجلستا معاً.",
    ],
    "ckb": [
        "دایکەکە دەیەوێت کوڕەکەی بگەڕێتەوە قوتابخانە.",
        "باوەڕی بە خۆی زیاد بووە.",
        "هۆزان لەگەڵ خوشکەکەی هات.",
        "هەڕەشەی تەلەفۆنیی پێگەیشت و شوێنێکی سەلامەتمان بۆ دۆزییەوە.",
        "ئاسایشی خۆراک یەکەم پێویستییانە.",
        "پلەی گەرما بەرز بوو، سەردانەکە کورت بوو.",
        "سیاسەتی تایبەتێتیمان بۆ خوێندەوە.",
        "ڕێنیشاندەری ئایینی هاوکاری دەکات لە پێشوازی.",
        "چاودێریی دواتر لە مانگی داهاتوو دەست پێ دەکات.",
        "پەنجەمۆری کرد چونکە نانووسێت.",
        "مەترسی هەیە سەقفەکە بڕووخێت لە زستاندا.",
        "پێویستی بە بەڵگەنامەی لەدایکبوونە.",
        "گومانی شکانی دەستی هەیە، نێردرا بۆ بنکەی تەندروستی.",
    ],
}


def texts(value: Any) -> Iterator[str]:
    """Every text of a TOML table, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def programme_texts(root: Any) -> list[str]:
    return [
        text
        for path in sorted((root / "programmes" / "iq-al-amal").glob("*.toml"))
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.requirement("R002", "P11")
@pytest.mark.parametrize(
    ("lang", "sentence"), [(lang, one) for lang, several in ACCUSING.items() for one in several]
)
def test_an_accusing_sentence_is_found_with_its_words_and_a_remedy(lang, sentence):
    hints = check_text(sentence)
    assert hints
    for hint in hints:
        assert sentence[slice(*hint.span)] == hint.term
        assert hint.remedy.missing == ()
        assert hint.code in lexicon().names
    assert (
        {hint.lang for hint in hints} == {"en"}
        if lang == "en"
        else {hint.lang for hint in hints} <= {"ar", "ckb"}
    )


@pytest.mark.parametrize("sentence", [one for several in DAILY.values() for one in several])
def test_a_daily_sentence_is_left_in_peace(sentence):
    assert check_text(sentence) == []


def test_what_the_programme_and_the_practice_files_say_gets_no_hint(request):
    """Justified: one promise of the code of conduct, that nobody is asked for what they believe."""
    justified = {"معتقداته"}
    said = [*programme_texts(request.config.rootpath), *every_sentence()]
    hinted = {hint.term: text for text in said for hint in check_text(text)}
    assert len(said) > 1500
    assert set(hinted) <= justified, hinted


def test_what_the_hints_themselves_say_gets_no_hint():
    for code, remedy in lexicon().remedies.items():
        assert remedy != lexicon().names[code]
        assert [check_text(remedy.in_(lang)) for lang in LANGUAGES] == [[], [], []], code


def test_with_an_empty_lexicon_no_accusing_sentence_is_found():
    empty = Lexicon.of({"never": []})
    assert not any(check_text(one, empty) for several in ACCUSING.values() for one in several)


@pytest.mark.parametrize(
    "word",
    [
        "العشيرة",
        "بالعشيرة",
        "والعشيره",
        "للعشيرة",
        "عشيرتهم",
        "وعشيرته",
        "العَشيرة",
        "العـشيرة",
        "ﺍﻟﻌﺸﻴﺮﺓ",
        "فالقبيلة",
    ],
)
def test_particles_article_pronouns_and_typing_do_not_hide_a_word(word):
    assert [hint.code for hint in check_text(f"سألوها عن {word} أمس")] == ["tribe"]


def test_a_name_is_asked_more_strictly_than_a_sentence():
    for word in ("suspect", "religion", "فرز", "أمنية", "سوابق", "ئاسایش", "ولاء", "بصمة"):
        assert check_name(word) is not None, word
        assert check_text(word) == [], word


def test_words_that_only_look_alike_are_no_names_either():
    for name in ("ولا", "تاريخ ولا يوم", "رُتّب الموعد", "ترتيب الأسرة", "رتب الأولويات", "مني", "منى"):
        assert check_name(name) is None, name


def test_twenty_thousand_letters_are_read_in_the_blink_of_an_eye(request):
    text = " ".join(programme_texts(request.config.rootpath))[:20_000]
    check_text(text)
    begun = time.perf_counter()
    check_text(text)
    assert time.perf_counter() - begun < 0.3
