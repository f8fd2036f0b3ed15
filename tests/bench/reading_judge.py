"""What is right: a page's reading held against the truth of the sample that was drawn (docs/samples.md).

A truth fact is right when a reader reports its field with the same meaning. Per kind of value:
  dates, countries, sexes, civil statuses   the contract's value, exactly
  names        value against value, or the text as written: NFC, without case, one form of apostrophe and hyphen. A name
               from the zone has lost its accents, hyphens and what did not fit. A whole name that was rightly divided
               counts, and so does a truth divided where the reader's fields say the same parts.
  places       the same; and the text as written, since the value may be the gazetteer's spelling
  numbers      letters and figures alone, figures of any script
  authorities  one text holds the other
A handwritten fact is right when it is reported without a value and its box meets the ink.
"""
import collections
import re
import unicodedata

SURE = 0.9
EXACT = ("_date", ".date", "nationality", "birth_country", ".sex", "marital_status")


def plain(text):
    """NFC, no case, one kind of apostrophe, hyphen and space."""
    text = unicodedata.normalize("NFC", text or "").casefold()
    text = re.sub("[’‘ʼ`´]", "'", text)
    text = re.sub("[‐‑–—]", "-", text)
    return " ".join(text.replace("\u200c", " ").replace("i\u0307", "i").split())


def zone_form(text):
    """What a machine-readable zone leaves of a name."""
    text = unicodedata.normalize("NFD", text or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold().replace("ı", "i")
    for letter, zone in (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("ø", "oe"), ("đ", "d"), ("ł", "l")):
        text = text.replace(letter, zone)
    return " ".join(re.sub("[^a-z ]", "", text.replace("-", " ")).split())


def figures(text):
    """Letters and figures alone, figures as 0-9."""
    out = []
    for c in plain(text):
        if unicodedata.category(c) == "Nd":
            out.append(str(unicodedata.decimal(c)))
        elif c.isalnum():
            out.append(c)
    return "".join(out)


def same(fact, truth):
    """Does a reported fact say what the truth says of the same field?"""
    field, value, raw = truth["field"], fact.get("value"), fact.get("raw")
    if field.endswith(EXACT):
        return value is not None and value == truth["value"]
    if value is None and raw is None:
        return False
    pairs = [(value, truth["value"]), (raw, truth["raw"])]
    pairs = [(a, b) for a, b in pairs if a and b]
    if any(plain(a) == plain(b) for a, b in pairs):
        return True
    if field.endswith("issuing_authority"):
        return any(plain(a) in plain(b) or plain(b) in plain(a) for a, b in pairs)
    if field.endswith("number"):
        return any(figures(a) == figures(b) for a, b in pairs)
    if fact.get("source") == "mrz" and truth["value"]:
        read, want = zone_form(value), zone_form(truth["value"])
        return read == want or (len(read) >= 12 and want.startswith(read))
    return False


def whole_name(parts, subject):
    return sorted(zone_form(" ".join((parts.get(f"{subject}.given_names") or "", parts.get(f"{subject}.surname") or ""))).split())


def said_in_parts(facts, truth):
    """The whole name, where the reader divides it."""
    subject, ending = truth["field"].split(".", 1)
    if ending != "full_name" or not truth["value"]:
        return False
    parts = {f["field"]: f["value"] for f in facts if f["value"]}
    return (f"{subject}.given_names" in parts and f"{subject}.surname" in parts and
            whole_name(parts, subject) == sorted(zone_form(truth["value"]).split()))


def overlap(a, b):
    return (min(a[0] + a[2], b[0] + b[2]) > max(a[0], b[0]) and
            min(a[1] + a[3], b[1] + b[3]) > max(a[1], b[1]))


def unreadable_seen(facts, truth):
    return any(f["field"] == truth["field"] and f["value"] is None and f["raw"] is None and f.get("box") and
               overlap(f["box"], truth["box"]) for f in facts)


def zone_truths(lines):
    """What the zone's lines say beside the print, as truth facts."""
    if not lines:
        return []
    if len(lines) == 3:
        number, birth, sex, expiry, nationality, names = (lines[0][5:14], lines[1][0:6], lines[1][7], lines[1][8:14],
                                                          lines[1][15:18], lines[2])
        optional = lines[0][15:30] + lines[1][18:29]
    else:
        second = lines[1]
        number, nationality, birth, sex, expiry = second[0:9], second[10:13], second[13:19], second[20], second[21:27]
        names, optional = lines[0][5:], second[28:42] if len(second) == 44 else second[28:35]
    surname, _, given = names.partition("<<")
    texts = {"document.number": number, "person.nationality": nationality, "person.sex": sex, "person.surname": surname,
             "person.given_names": given, "person.national_number": optional, "file.foreigner_number": optional}
    out = []
    for field, text in texts.items():
        text = " ".join(text.replace("<", " ").split())
        if text:
            out.append({"field": field, "raw": text, "value": text})
    for field, text, centuries in (("person.birth_date", birth, ("19", "20")), ("document.expiry_date", expiry, ("20",))):
        for century in centuries:
            if text.isdigit():
                out.append({"field": field, "raw": text, "value": f"{century}{text[:2]}-{text[2:4]}-{text[4:]}"})
            elif text[:2].isdigit():
                out.append({"field": field, "raw": text, "value": century + text[:2]})
    return out


def pictures(documents):
    """Path of a picture -> (document, page number): what was read of it. Several items on one glass (the two sides of a
    card) count as one page, of the kind of the first."""
    parts = collections.defaultdict(list)
    for document in documents:
        for number, page in enumerate(document["pages"], 1):
            parts[page["path"]].append((document, number))
    found = {}
    for path, some in parts.items():
        if len(some) == 1:
            found[path] = some[0]
            continue
        first = some[0][0]
        facts = [dict(f, page=1) for d, n in some for f in d["facts"] if f["page"] == n]
        zones = [dict(d["mrz"], page=1) for d, n in some if d["mrz"] and d["mrz"].get("page", n) == n]
        words = [word for d, n in some for word in d["pages"][n - 1].get("words", [])]
        page = dict(first["pages"][some[0][1] - 1], words=words)
        found[path] = (dict(first, facts=facts, mrz=zones[0] if zones else None, pages=[page]), 1)
    return found


class Page:
    """The scores of one page: counters, and the errors for whoever may see them."""

    def __init__(self):
        self.score = collections.Counter()
        self.bins = []  # (confidence, right) of every reported fact that can be judged
        self.errors = []

    def note(self, *words):
        self.errors.append(" ".join(str(w) for w in words))


def by_field(facts):
    fields = collections.defaultdict(list)
    for fact in facts:
        fields[fact["field"]].append(fact)
    return fields


def judge_truth_facts(page, truth, facts):
    """Each field that the page shows counts once, however often it is shown."""
    for field, wanted in by_field(truth["facts"]).items():
        page.score["facts"] += 1
        written = [t for t in wanted if t.get("handwritten")]
        if written and len(written) == len(wanted):
            right = any(unreadable_seen(facts, t) for t in wanted)
            page.score["hand"] += 1
            page.score["hand_right"] += right
        else:
            typed = [t for t in wanted if not t.get("handwritten")]
            right = any(f["field"] == field and any(same(f, t) for t in typed) for f in facts)
            right = right or any(said_in_parts(facts, t) for t in typed)
            page.score["typed"] += 1
            page.score["typed_right"] += right
        page.score["facts_right"] += right
        if not right:
            got = [(f["raw"], f["value"], f["source"], f["confidence"]) for f in facts if f["field"] == field]
            page.note("missed", field, [(t["raw"], t.get("value")) for t in wanted], "got", got)


def judge_reported_facts(page, truth, facts, dossier):
    """Every value given, by its confidence; the zone and the print saying the same count once."""
    known = by_field(truth["facts"] + truth.get("also", []) + zone_truths(truth.get("mrz")))
    told = {}
    for fact in facts:
        if fact["value"] is None:
            continue
        field = fact["field"]
        if not known[field] and field == "document.issuing_authority":
            continue  # many texts of a page name its authority; only a labelled one is in the truth
        readable = [t for t in known[field] if not t.get("handwritten")]
        right = any(same(fact, t) for t in readable)
        if not known[field]:
            right = right or any(same(fact, t) for t in dossier.get(field, []))
        if field.endswith(("given_names", "surname")) and not right:
            subject = field.split(".")[0]
            whole = known[f"{subject}.full_name"]
            right = any(said_in_parts(facts, t) for t in whole if not t.get("handwritten"))
        key = (field, plain(fact["value"]))
        told[key] = (max(fact["confidence"], told.get(key, (0, False))[0]), right)
        if fact["confidence"] >= SURE and not right:
            page.note("SURE", field, repr(fact["raw"]), repr(fact["value"]), fact["source"], fact["confidence"], "truth",
                      [(t["raw"], t.get("value")) for t in known[field]])
    for confidence, right in told.values():
        page.bins.append((confidence, right))
        if confidence >= SURE:
            page.score["sure"] += 1
            page.score["sure_wrong"] += not right


def bag(words):
    """Words as compared: no case, no punctuation around them."""
    counted = collections.Counter()
    for word in words:
        word = unicodedata.normalize("NFKC", word).casefold().strip(".,;:!?()[]«»\"'’·…_-–—/|☐☒")
        if any(c.isalnum() for c in word):
            counted[word] += 1
    return counted


def words_right(words, truth):
    """Words of the page that were read, and how many there are."""
    want, got = bag(truth["words"]), bag(words)
    return sum((want & got).values()), sum(want.values())


def judge_zone(page, truth, document, number):
    read = document["mrz"]["lines"] if document["mrz"] and document["mrz"].get("page", number) == number else None
    if truth.get("mrz"):
        page.score["mrz"] += 1
        page.score["mrz_right"] += read == truth["mrz"]
        if read != truth["mrz"]:
            page.note("zone", truth["mrz"], "got", read)
    else:
        page.score["no_mrz"] += 1
        page.score["mrz_invented"] += read is not None


def judge_page(truth, dossier, document=None, number=0):
    """document: the reader's, of which this is page number; None: the page was not read. dossier: the truth of all pages,
    field -> facts, for what a page says without being asked."""
    page = Page()
    page.score["pages"] = 1
    facts = []
    if document is not None:
        facts = [f for f in document["facts"] if f["page"] == number]
        read = document["pages"][number - 1]
        right, total = words_right((w["text"] for w in read.get("words", [])), truth)
        page.score["words"], page.score["words_right"] = total, right
        page.score["kinds_right"] = document["kind"] == truth["kind"]
        page.score["subjects_right"] = document["subject"] == truth["subject"]
        page.score["languages_right"] = read.get("language") in truth["languages"]
        if document["kind"] != truth["kind"]:
            page.note("kind", truth["kind"], "got", document["kind"], document["kind_confidence"])
        if read.get("language") not in truth["languages"]:
            page.note("language", truth["languages"], "got", read.get("language"))
        judge_zone(page, truth, document, number)
    else:
        page.score["words"] = sum(bag(truth["words"]).values())
        page.score["mrz"] = bool(truth.get("mrz"))
        page.note("not read")
    judge_truth_facts(page, truth, facts)
    judge_reported_facts(page, truth, facts, dossier)
    return page
