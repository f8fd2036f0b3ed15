#!/bin/sh
# The judge of the reading bench: what counts as right, and what as wrong though sure.
# usage: test_reading_judge.sh BUILD

here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
case_of() { python3 "$here/reading_judge_cases.py" "$1"; }

check "the same meaning in another dress is right" case_of same-meaning
check "another meaning is wrong" case_of other-meaning
check "handwriting is right when reported unreadable where it stands" case_of handwriting
check "a whole name may be divided, not halved" case_of divided
check "what the zone and the print say counts once, and a wrong one as wrong" case_of sure
check "what the page says besides is no error, what nobody says is" case_of also
check "a zone is right to the letter, and an invented one is counted" case_of zone
check "a page that was not read has nothing right" case_of not-read
check "the two sides of a card are one page" case_of two-sides
check "words are compared without case and punctuation" case_of words
refuses() { ! python3 "$here/../bench/reading.py" "$bench" --seed 1 --set held --errors 2>/dev/null; }
bench=$1
check "errors of held-out layouts are not listed" refuses
plan
