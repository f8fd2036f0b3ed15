"""The judge of the reading bench, on readings made up for it. usage: reading_judge_cases.py CASE"""
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
import reading_judge as judge


def fact(field, value, raw=None, confidence=0.95, source="label", box=(0, 0, 50, 20), page=1):
    return {"field": field, "value": value, "raw": raw if raw is not None or value is None else value,
            "confidence": confidence, "source": source, "box": list(box), "page": page}


def true(field, value, raw=None, **more):
    return dict(field=field, value=value, raw=raw or value, box=[0, 0, 50, 20], **more)


def reading(facts, kind="passport", lines=None, language="fra"):
    return {"kind": kind, "kind_confidence": 1, "subject": "person", "facts": facts, "mrz": lines and {"lines": lines, "page": 1},
            "pages": [{"language": language, "words": [{"text": "NOM"}, {"text": "Diallo,"}]}]}


def truth(facts, **more):
    return dict({"kind": "passport", "subject": "person", "languages": ["fra"], "words": ["Nom", "DIALLO"], "facts": facts,
                 "mrz": None, "also": []}, **more)


def judged(want, got, dossier=None, **more):
    return judge.judge_page(truth(want, **more), dossier or {}, reading(got), 1).score


def right(want, got, **more):
    return judged([want], [got], **more)["facts_right"] == 1


NAME, DATE, PLACE, NUMBER = "person.surname", "person.birth_date", "person.birth_place", "document.number"
ZONE = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
CASES = {
    "same-meaning": lambda: all((
        right(true(NAME, "N’Guessan"), fact(NAME, "N'GUESSAN")),
        right(true(NAME, "Keïta"), fact(NAME, "KEITA", source="mrz")),
        right(true(NAME, None, "يوسف"), fact(NAME, None, "يوسف")),
        right(true(PLACE, "Kabul", "کابل"), fact(PLACE, "Kaboul", "کابل")),
        right(true(NUMBER, "04520", "٠٤٥٢٠"), fact(NUMBER, None, "٠٤٥٢٠")),
        right(true(DATE, "1991-03-12", "12/03/1991"), fact(DATE, "1991-03-12", "12 03 1991")),
        right(true("person.full_name", "Diallo Awa"), fact("person.full_name", "DIALLO  Awa")))),
    "other-meaning": lambda: not any((
        right(true(NAME, "Keïta"), fact(NAME, "KEITA")),
        right(true(DATE, "1991-03-12", "12/03/1991"), fact(DATE, "1991-12-03", "12/03/1991")),
        right(true(DATE, "1991-03-12"), fact(DATE, "1991")),
        right(true(NAME, "Diallo"), fact("person.given_names", "Diallo")),
        right(true("person.nationality", "AFG", "afghane"), fact("person.nationality", "IRN", "afghane")))),
    "handwriting": lambda: all((
        right(dict(true(NAME, None), raw=None, handwritten=True), fact(NAME, None)),
        not right(dict(true(NAME, None), raw=None, handwritten=True), fact(NAME, "Diallo")),
        not right(dict(true(NAME, None), raw=None, handwritten=True), fact(NAME, None, box=(400, 400, 9, 9))))),
    "two-sides": lambda: (lambda part: (part[1], len(part[0]["facts"]), len(part[0]["pages"][0]["words"])) == (1, 2, 4))(
        judge.pictures([dict(reading([fact(NAME, "A"), fact(NUMBER, "7", page=2)]), pages=[
            {"path": "card.png", "words": [1, 2]}, {"path": "card.png", "words": [3, 4]}])])["card.png"]),
    "divided": lambda: judged([true("person.full_name", "Awa Diallo")],
                              [fact(NAME, "DIALLO"), fact("person.given_names", "Awa")])["facts_right"] == 1
    and judged([true("person.full_name", "Awa Diallo")], [fact(NAME, "DIALLO")])["facts_right"] == 0,
    "sure": lambda: (lambda s: (s["sure"], s["sure_wrong"]) == (3, 2))(judged(
        [true(NAME, "Diallo")], [fact(NAME, "Barry"), fact(NAME, "BARRY", source="mrz"), fact(DATE, "1990-01-01"),
                                 fact(NAME, "Diallo"), fact(NAME, "Sow", confidence=0.5)])),
    "also": lambda: judged([], [fact(NAME, "Diallo")], also=[true(NAME, "Diallo")])["sure_wrong"] == 0
    and judged([], [fact(NAME, "Diallo")], dossier={NAME: [true(NAME, "Diallo")]})["sure_wrong"] == 0
    and judged([], [fact(NAME, "Diallo")])["sure_wrong"] == 1,
    "zone": lambda: judge.judge_page(truth([], mrz=ZONE), {}, reading([], lines=ZONE), 1).score["mrz_right"] == 1
    and judge.judge_page(truth([]), {}, reading([], lines=ZONE), 1).score["mrz_invented"] == 1,
    "not-read": lambda: (lambda s: (s["pages"], s["facts"], s["facts_right"], s["kinds_right"]) == (1, 1, 0, 0))(
        judge.judge_page(truth([true(NAME, "Diallo")]), {}).score),
    "words": lambda: judge.words_right(["NOM", "Diallo,"], {"words": ["Nom", "DIALLO", "x"]}) == (2, 3),
}
sys.exit(0 if CASES[sys.argv[1]]() else 1)
