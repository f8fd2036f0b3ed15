# Sourced by the end-to-end scripts: a private folder, and TAP lines.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
n=0

# check NAME COMMAND...: ok when the command succeeds; what it printed is shown when it does not.
check() {
	n=$((n + 1))
	_name=$1
	shift
	if "$@" >"$tmp/.check" 2>&1; then
		echo "ok $n - $_name"
	else
		echo "not ok $n - $_name"
		sed 's/^/# /' "$tmp/.check" | tail -n 20
	fi
}

# status N COMMAND...: succeeds when the command ends with N.
status() {
	_want=$1
	shift
	"$@" >"$tmp/.status" 2>&1
	_got=$?
	[ $_got = "$_want" ] || { echo "exit $_got instead of $_want"; cat "$tmp/.status"; return 1; }
}

# says PATTERN COMMAND...: succeeds when what the command prints on standard error matches.
says() {
	_pattern=$1
	shift
	"$@" >/dev/null 2>"$tmp/.says"
	grep -qE "$_pattern" "$tmp/.says" || { echo "no /$_pattern/ in:"; cat "$tmp/.says"; return 1; }
}

# gives TEXT COMMAND...: succeeds when standard output is exactly this text.
gives() {
	_text=$1
	shift
	"$@" >"$tmp/.gives" 2>"$tmp/.gives.err"
	[ "$(cat "$tmp/.gives")" = "$_text" ] || { echo "got:"; cat "$tmp/.gives" "$tmp/.gives.err"; return 1; }
}

plan() {
	echo "1..$n"
}
