"""A file number is read out over a bad line: one wrong character or two swapped must never open another file."""

import re

from hypothesis import given
from hypothesis import strategies as st

from wasl.kernel import refs
from wasl.kernel.numerals import to_arabic_digits, to_ascii_digits

numbers = st.builds(refs.new_file_number)


def test_a_new_number_has_the_form_that_people_know_and_tells_no_order():
    made = {refs.new_file_number() for _ in range(500)}
    assert len(made) > 490
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}", number) for number in made)
    assert all(refs.is_file_number(number) for number in made)
    assert refs.is_file_number("K7-03F2")
    assert refs.new_id() != refs.new_id()


@given(numbers, st.integers(0, 5), st.sampled_from(refs.ALPHABET))
def test_any_single_wrong_character_is_caught(number, place, char):
    plain = list(number.replace("-", ""))
    if plain[place] == char:
        return
    plain[place] = char
    assert refs.normal_file_number("".join(plain)) is None


@given(numbers, st.integers(0, 4))
def test_any_two_neighbours_swapped_are_caught(number, place):
    plain = list(number.replace("-", ""))
    if plain[place] == plain[place + 1]:
        return
    plain[place], plain[place + 1] = plain[place + 1], plain[place]
    assert refs.normal_file_number("".join(plain)) is None


@given(numbers)
def test_a_number_is_understood_as_people_type_it(number):
    spoken = number.lower().replace("-", "").replace("0", "o").replace("1", "l")
    for typed in (number, spoken, f" {number} ", to_arabic_digits(number), number.replace("-", " – ")):
        assert refs.normal_file_number(typed) == number
    assert not refs.is_file_number(spoken)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_number(text):
    read = refs.normal_file_number(text)
    assert read is None or refs.is_file_number(read)


def test_a_row_of_zeros_is_no_number():
    assert refs.normal_file_number("000000") is None


def test_digits_of_three_scripts_are_one():
    assert to_ascii_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹") == "0123456789 0123456789"
    assert to_arabic_digits("31/12/1999") == "٣١/١٢/١٩٩٩"


codes = st.builds(refs.new_page_code)


@given(codes, st.integers(0, 5), st.sampled_from(refs.ALPHABET))
def test_a_slip_in_the_code_of_a_page_is_caught(code, place, char):
    plain = list(code.removeprefix("P-").replace("-", ""))
    if plain[place] != char:
        plain[place] = char
        assert refs.normal_page_code("".join(plain)) is None


@given(codes)
def test_the_code_of_a_page_is_read_kindly_and_is_never_a_file_number(code):
    plain = code.removeprefix("P-").replace("-", "")
    spellings = (
        code,
        code.lower(),
        code.replace("-", " "),
        code.replace("-", ""),
        plain,
        to_arabic_digits(code),
    )
    assert {refs.normal_page_code(text) for text in spellings} == {code}
    assert refs.normal_file_number(plain) is None


@given(numbers)
def test_a_file_number_is_never_the_code_of_a_page(number):
    assert refs.normal_page_code(number) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_for_a_code_is_read_or_refused(text):
    assert refs.normal_page_code(text) in (None, refs.normal_page_code(text))
