"""Judges drawn sample dossiers: is the truth what the contract allows and what the pages can show?

usage: samples_judge.py FOLDER        (FOLDER/LEVEL/DOSSIER/truth.json)
Prints each fault; exit 1 when there is one."""
import json, os, re, struct, sys

KINDS = set('''passport identity_card residence_permit travel_document asylum_attestation asylum_form family_form interview
decision birth_record marriage_record death_record court_judgment registry_extract family_booklet tazkira translation
other'''.split())
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


def judge_mrz(where, lines):
    first, second = lines
    if len(first) != 44 or len(second) != 44 or not re.match(r'^[A-Z0-9<]+$', first + second):
        return fault(where, 'the zone is not two lines of 44')
    for start, end, at in ((0, 9, 9), (13, 19, 19), (21, 27, 27), (28, 42, 42)):
        if digit(second[start:end]) != second[at]:
            fault(where, f'check digit {at + 1} of the zone is wrong')
    if digit(second[0:10] + second[13:20] + second[21:43]) != second[43]:
        fault(where, 'the composite check digit is wrong')


def judge_page(folder, page):
    path = os.path.join(folder, page['path'])
    if page['kind'] not in KINDS:
        fault(path, f'kind {page["kind"]}')
    width, height = size(path)
    upright = page['rotation'] in (0, 180)
    want = (round(210 / 25.4 * page['dpi']), round(297 / 25.4 * page['dpi']))
    if (width, height) != (want if upright else want[::-1]):
        fault(path, f'{width} x {height} at {page["dpi"]} dpi, rotation {page["rotation"]}')
    text = ' '.join(page['words'])
    for fact in page['facts']:
        if ' '.join(fact['raw'].split()) not in text:
            fault(path, f'{fact["field"]}: "{fact["raw"]}" does not stand on the page')
        if fact['field'].endswith('_date') and not EDTF.match(fact['value']):
            fault(path, f'{fact["field"]}: {fact["value"]} is no date')
        if fact['field'].endswith('.sex') and fact['value'] not in ('M', 'F', 'X'):
            fault(path, f'{fact["field"]}: {fact["value"]}')
        if re.search(r'(nationality|birth_country)$', fact['field']) and not re.match('^[A-Z]{3}$', fact['value']):
            fault(path, f'{fact["field"]}: {fact["value"]}')
        if fact['value'] is None and re.match(r'^[ -~]+$', fact['raw']):
            fault(path, f'{fact["field"]}: Latin letters without a value')
    if (page['mrz'] is not None) != (page['kind'] == 'passport'):
        fault(path, 'a zone where none should be, or none')
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
    borne = {fact['field'] for page in truth['pages'] for fact in page['facts']}
    for row in truth['verdicts']:
        if row['verdict'] not in VERDICTS or (row['verdict'] == 'missing') != (not row_borne(row['field'], borne)):
            fault(folder, f'verdict {row}')
        if row['verdict'] in ('conflict', 'missing') and row['field'] not in truth['draft_open']:
            fault(folder, f'{row["field"]} should be open')
    return len(truth['pages'])


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
