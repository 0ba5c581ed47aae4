"""Clerks write Ninewa in five ways; old codes name other places today."""

import shutil
from pathlib import Path

import pytest

from wasl.kernel.errors import Invalids
from wasl.programme.places import Places, Telephone, place_key

FOLDER = Path(__file__).parents[2] / "programmes" / "iq-al-amal" / "places"
IRAQ = Places.load(FOLDER)


def test_nineteen_governorates_and_their_districts_are_there():
    assert len(IRAQ.governorates) == 19
    assert len(IRAQ.districts) == 101
    assert sum(len(IRAQ.districts_of(place.code)) for place in IRAQ.governorates) == 101


def test_every_place_is_found_by_its_code_and_by_each_of_its_names():
    for place in IRAQ.governorates:
        for name in (
            place.code,
            place.code.lower(),
            place.name.ar,
            place.name.ckb,
            place.name.en,
            *place.spellings,
        ):
            assert IRAQ.governorate(name) == place, name
    for place in IRAQ.districts:
        for name in (place.code, place.name.ar, place.name.en, *filter(None, [place.name.ckb])):
            assert IRAQ.district(name, place.parent) == place, name


def test_no_spelling_names_two_governorates_or_two_districts_of_one():
    for places in (IRAQ.governorates, *(IRAQ.districts_of(above.code) for above in IRAQ.governorates)):
        owner = {}
        for place in places:
            for name in filter(None, (place.name.ar, place.name.ckb, place.name.en, *place.spellings)):
                assert owner.setdefault(place_key(name), place.code) == place.code, name


def test_the_office_that_looks_after_a_district_is_not_always_the_one_of_its_code():
    akre = IRAQ.by_code("IQG15Q01")
    assert (akre.parent, akre.office) == ("IQG15", "IQG09")
    assert IRAQ.by_code("IQG15Q07").office == "IQG15"
    assert IRAQ.district("حلبجة", "X-IQ-HA").code == "IQG06Q05"


def test_codes_of_an_older_generation_are_told_from_those_of_today():
    assert all(IRAQ.is_obsolete_code(old) for old in ("IQ-G08", "iq-g18", "IQ08096", "IQ-08", "IQ ٠٨٠٩٦"))
    known = [place.code for place in (*IRAQ.governorates, *IRAQ.districts)] + ["IQ-NI", "IQ-HA", "بغداد", ""]
    assert not any(IRAQ.is_obsolete_code(code) for code in known)


def test_names_are_given_in_each_language_and_an_unknown_code_as_it_is():
    assert [IRAQ.name("IQG11", lang) for lang in ("ar", "ckb", "en")] == ["أربيل", "ھەولێر", "Erbil"]
    assert IRAQ.name("IQG02Q01", "ckb") == "أبو الخصيب"
    assert IRAQ.name("L-IQG01-001", "ar") == "L-IQG01-001"


def test_without_rules_for_telephones_a_number_keeps_its_digits():
    assert Telephone().normal("0774 718 6838") == "07747186838"
    assert Telephone().normal("00964 774") == "+964774"
    assert IRAQ.telephone.normal("رقم ٠٧٧٤٧١٨٦٨٣٨") == "+9647747186838"
    assert IRAQ.telephone.normal("بلا") == ""


def test_all_faults_of_a_folder_are_told_at_once(tmp_path):
    folder = tmp_path / "places"
    shutil.copytree(FOLDER, folder)
    (folder / "districts.csv").write_text(
        "pcode,adm1_pcode,name_en,name_ar,name_ckb\nD1,IQG99,A,ا,\nIQG01,IQG01,B,ب,\nD3,IQG01,C,,\n",
        encoding="utf-8",
    )
    (folder / "spellings.csv").write_text("pcode,spelling\nIQG77,س\nIQG01,\n", encoding="utf-8")
    (folder / "administered.csv").write_text("pcode\nD1\n", encoding="utf-8")
    (folder / "places.toml").write_text("obsolete_codes = ['(']", encoding="utf-8")
    with pytest.raises(Invalids) as caught:
        Places.load(folder)
    assert {(fault.field, fault.code) for fault in caught.value} == {
        ("places/districts.csv", "governorate_unknown"),
        ("places", "code_twice"),
        ("places/districts.csv:4", "code_or_name_missing"),
        ("places", "code_unknown"),
        ("places/spellings.csv:3", "spelling_missing"),
        ("places/administered.csv:1", "column_missing"),
        ("places/places.toml", "unreadable"),
    }


def test_a_folder_that_is_empty_says_what_is_missing(tmp_path):
    with pytest.raises(Invalids) as caught:
        Places.load(tmp_path)
    assert {fault.field for fault in caught.value} == {"places/governorates.csv", "places/districts.csv"}
