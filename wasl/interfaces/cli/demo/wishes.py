"""How made-up adults wish to be reached, in words such as they would use."""

from wasl.interfaces.cli.demo.families import SyntheticPerson

_AR = {
    "any": "في أي وقت",
    "morning": "صباحاً",
    "afternoon": "بعد الظهر",
    "evening": "مساءً",
    "self_only": "أنا فقط",
    "self_or_adult_family": "أنا أو أحد البالغين من عائلتي",
    "anyone": "أي شخص في البيت",
    "call_first": "نعم، بعد اتصال",
    "yes": "نعم",
    "no": "لا، أفضل أن آتي بنفسي",
    "unmarked_only": "سيارة بلا شعار",
    "any_vehicle": "أي سيارة",
}
_CKB = {
    "any": "ھەر کاتێک بێت",
    "morning": "بەیانیان",
    "afternoon": "دوای نیوەڕۆ",
    "evening": "ئێواران",
    "self_only": "تەنھا خۆم",
    "self_or_adult_family": "خۆم یان گەورەیەکی خێزانەکەم",
    "anyone": "ھەر کەسێک لە ماڵەوە بێت",
    "call_first": "بەڵێ، دوای تەلەفۆن",
    "yes": "بەڵێ",
    "no": "نەخێر، پێم باشترە خۆم بێم",
    "unmarked_only": "ئۆتۆمبێلێکی بێ نیشانە",
    "any_vehicle": "ھەر ئۆتۆمبێلێک",
}


def contact(person: SyntheticPerson, language: str) -> dict[str, object] | None:
    """The document sealed as `identity:contact`; nothing for who has neither a number nor a wish."""
    if not person.phones and person.safe is None:
        return None
    said = _CKB if language == "ckb" else _AR
    safe = {"name_to_use": person.used}
    if person.safe is not None:
        vehicle = "any_vehicle" if person.safe.vehicle == "any" else person.safe.vehicle
        safe |= {"when": said[person.safe.when], "who_may_answer": said[person.safe.answered_by]}
        safe |= {"visit": said[person.safe.visit], "vehicle": said[vehicle]}
    return {"phones": list(person.phones), "safe": safe}
