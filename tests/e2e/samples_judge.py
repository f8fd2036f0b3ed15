"""Judges drawn sample dossiers: is the truth what the contract allows and what the pages can show?

usage: samples_judge.py FOLDER        (FOLDER/LEVEL/DOSSIER/truth.json)
Prints each fault; exit 1 when there is one."""
import json, os, re, struct, sys

KINDS = set('''passport identity_card residence_permit travel_document asylum_attestation asylum_form family_form interview
decision birth_record marriage_record death_record court_judgment registry_extract family_booklet tazkira translation
other'''.split())
ZONED = {'passport', 'identity_card', 'residence_permit', 'travel_document', 'tazkira'}
VERDICTS = {'same', 'variant', 'conflict', 'missing', 'unreadable'}
DAY = r'\d{4}-\d\d-\d\d'
EDTF = re.compile(rf'^({DAY}|\d{{4}}-\d\d|\d{{4}}|{DAY}/{DAY})$')
faults = []


def fault(where, what):
    faults.append(f'{where}: {what}')


def digit(text):
    value = lambda c: 0 if c == '<' else int(c, 36)
    return str(sum(value(c) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def size(path):
    """Width and height by the file's own header."""
    data = open(path, 'rb').read()
    if data[:8] == b'\x89PNG\r\n\x1a\n':
        return struct.unpack('>II', data[16:24])
    at = 2
    while data[at] == 0xff:
        marker, length = data[at + 1], struct.unpack('>H', data[at + 2:at + 4])[0]
        if marker in (0xc0, 0xc2):
            return struct.unpack('>HH', data[at + 5:at + 9])[::-1]
        at += 2 + length
    return 0, 0


def checked(where, text, at):
    if digit(text) != at:
        fault(where, f'a check digit of the zone is wrong: {text}')


def judge_mrz(where, lines):
    shape = [len(line) for line in lines]
    if shape not in ([44, 44], [36, 36], [30, 30, 30]) or not re.match(r'^[A-Z0-9<]+$', ''.join(lines)):
        return fault(where, f'the zone has lines of {shape}')
    first, second = lines[:2]
    if len(lines) == 3:
        checked(where, first[5:14], first[14])
        checked(where, second[0:6], second[6])
        checked(where, second[8:14], second[14])
        checked(where, first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29])
        return
    for start, end in ((0, 9), (13, 19), (21, 27)):
        checked(where, second[start:end], second[end])
    if len(first) == 44:
        checked(where, second[28:42], second[42])
    checked(where, second[0:10] + second[13:20] + second[21:-1], second[-1])


def judge_fact(path, page, fact, text, width, height):
    field, raw, value = fact['field'], fact['raw'], fact['value']
    x, y, w, h = fact['box']
    # a worn page may have moved its edge off the glass
    if w < 5 or h < 5 or x + w < 0 or y + h < 0 or x > width or y > height or w * h > width * height / 2:
        fault(path, f'{field}: box {fact["box"]} on a page of {width} x {height}')
    if fact.get('handwritten'):
        if raw is not None or value is not None:
            fault(path, f'{field}: handwriting with a value')
        return
    if ' '.join(raw.split()) not in text:
        fault(path, f'{field}: "{raw}" does not stand on the page')
    if re.search(r'(_date|\.date)$', field) and not EDTF.match(value):
        fault(path, f'{field}: {value} is no date')
    if field.endswith('.sex') and value not in ('M', 'F', 'X'):
        fault(path, f'{field}: {value}')
    if re.search(r'(nationality|birth_country)$', field) and not re.match('^[A-Z]{3}$', value):
        fault(path, f'{field}: {value}')
    if value is None and re.match(r'^[ -~]+$', raw):
        fault(path, f'{field}: Latin letters without a value')


def judge_page(folder, page):
    path = os.path.join(folder, page['path'])
    if page['kind'] not in KINDS:
        fault(path, f'kind {page["kind"]}')
    if page['set'] != ('held' if page['layout'].startswith('held/') else 'seen'):
        fault(path, f'set {page["set"]} of layout {page["layout"]}')
    width, height = size(path)
    upright = page['rotation'] in (0, 180)
    want = (round(210 / 25.4 * page['dpi']), round(297 / 25.4 * page['dpi']))
    if (width, height) != (want if upright else want[::-1]):
        fault(path, f'{width} x {height} at {page["dpi"]} dpi, rotation {page["rotation"]}')
    text = ' '.join(page['words'])
    for fact in page['facts']:
        judge_fact(path, page, fact, text, width, height)
    if page['mrz'] is None and page['kind'] == 'passport':
        fault(path, 'a passport without a zone')
    if page['mrz'] and page['kind'] not in ZONED:
        fault(path, 'a zone where none should be')
    if page['mrz']:
        judge_mrz(path, page['mrz'])


def judge(folder):
    with open(os.path.join(folder, 'truth.json'), encoding='utf-8') as file:
        truth = json.load(file)
    if truth['level'] != folder.split(os.sep)[-2] or truth['dossier'] != folder.split(os.sep)[-1]:
        fault(folder, 'another level or dossier')
    on_disk = sorted(name for name in os.listdir(folder) if name != 'truth.json')
    if on_disk != sorted(page['path'] for page in truth['pages']):
        fault(folder, f'files are {on_disk}')
    for page in truth['pages']:
        judge_page(folder, page)
    borne = {seen_from(fact['field'], page['subject']) for page in truth['pages'] for fact in page['facts']}
    for row in truth['verdicts']:
        if row['verdict'] not in VERDICTS or (row['verdict'] == 'missing') != (not row_borne(row['field'], borne)):
            fault(folder, f'verdict {row}')
        if row['verdict'] in ('conflict', 'missing', 'unreadable') and row['field'] not in truth['draft_open']:
            fault(folder, f'{row["field"]} should be open')
    return len(truth['pages'])


def seen_from(field, subject):
    """The field seen from the person of the dossier."""
    if subject == 'person':
        return field
    return field.replace('person.', subject + '.') if field.startswith('person.') else None


def row_borne(field, borne):
    subject, ending = field.split('.')
    return field in borne or ending == 'full_name' and (
        f'{subject}.surname' in borne or f'{subject}.given_names' in borne)


pages = 0
for root, _, names in sorted(os.walk(sys.argv[1])):
    if 'truth.json' in names:
        pages += judge(root)
print('\n'.join(faults[:40]))
print(f'{pages} pages, {len(faults)} faults')
sys.exit(1 if faults or pages == 0 else 0)
