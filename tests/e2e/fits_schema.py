"""Holds a JSON file against docs/contract.schema.json; says where it does not fit."""
import json
import pathlib
import sys

import jsonschema

schema = json.loads((pathlib.Path(__file__).parents[2] / "docs/contract.schema.json").read_text())
document = json.loads(pathlib.Path(sys.argv[1]).read_text())
# 0.97 is not a binary multiple of 0.01: compare the printed figure instead.
def two_decimals(validator, step, value, _):
    if isinstance(value, float) and len(repr(value).split(".")[1]) > 2:
        yield jsonschema.ValidationError(f"{value} has more than two decimals")
validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"multipleOf": two_decimals})
errors = list(validator(schema).iter_errors(document))
for error in errors[:10]:
    print("/".join(map(str, error.absolute_path)), error.message[:200])
sys.exit(bool(errors))
