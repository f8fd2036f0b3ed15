#!/bin/sh
# `civilia scan` as a user runs it: private bus and service, true libsane, virtual scanner. usage: test_scan_cli.sh BUILD
set -u
B=$(cd "$1" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
check() { # check NAME COMMAND...: ok when the command succeeds
	n=$((n + 1))
	name=$1
	shift
	if "$@" >"$tmp/said" 2>&1; then echo "ok $n $name"; else
		echo "not ok $n $name"
		sed 's/^/# /' "$tmp/said" "$tmp/err" 2>/dev/null
	fi
}
W=240 H=330
tray="$tmp/tray" out="$tmp/out"
mkdir "$tray" "$tmp/kept"
fill() {
	rm -rf "$tray"/*
	for i in 1 2 3 4; do
		{ printf 'P5\n%d %d\n255\n' $W $H && head -c $((W * H)) /dev/urandom; } >"$tray/p$i.pgm"
		cp "$tray/p$i.pgm" "$tmp/kept/"
	done
}
scan() { # leaves status, $tmp/json, $tmp/err
	timeout 60 "$B/bin/civilia" scan --device "folder:$tray" --mode gray "$@" >"$tmp/json" 2>"$tmp/err"
	status=$?
}
pages() { ls "$out"/page-*.png 2>/dev/null | wc -l; }
# The virtual scanner decodes our PNG again: pixel for pixel the sheet that went in.
same() {
	rm -rf "$tmp/again" && mkdir -p "$tmp/again/conf" "$tmp/again/tray" && cp "$2" "$tmp/again/tray/"
	echo folder >"$tmp/again/conf/dll.conf"
	SANE_CONFIG_DIR="$tmp/again/conf" LD_LIBRARY_PATH="$B/lib/civilia/sane" \
		scanimage -d "folder:$tmp/again/tray" --source Flatbed 2>/dev/null | tail -c $((W * H)) >"$tmp/a"
	tail -c $((W * H)) "$1" >"$tmp/b"
	cmp "$tmp/a" "$tmp/b"
}
json() { python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); sys.exit(not eval(sys.argv[2]))' "$tmp/json" "$1"; }
none_left() { # no scand with our tray, and so no scanner process, which dies with it
	for p in /proc/[0-9]*; do
		if tr '\0' ' ' <"$p/cmdline" 2>/dev/null | grep -q "civilia-scan.*$tray"; then
			tr '\0' ' ' <"$p/cmdline"
			return 1
		fi
	done
}

fill
scan --to "$out" --json
check 'four sheets are scanned, exit 0' test "$status" = 0 -a "$(pages)" = 4
check 'the JSON has the contract'"'"'s keys' json 'd["outcome"]=="done" and d["problems"]==[] and len(d["pages"])==4 and set(d["pages"][0])>={"path","dpi","width","height","side","sheet"}'
check 'with right values' json 'd["pages"][2]["sheet"]==3 and d["pages"][2]["width"]==240 and d["pages"][2]["dpi"]==300 and d["pages"][2]["path"].endswith("page-0003.png")'
for i in 1 4; do check "page $i holds the very pixels" same "$tmp/kept/p$i.pgm" "$out/page-000$i.png"; done
fill
echo 'sheet 3: jam 50%' >"$tray/trouble"
before=$(cksum <"$out/page-0001.png")
scan --to "$out" --json
check 'a jam on sheet 3: exit 1, two more pages' test "$status" = 1 -a "$(pages)" = 6
check 'the outcome is "jammed", with a sentence' json 'd["outcome"]=="jammed" and d["problems"][0]["error"]=="jammed" and len(d["pages"])==2 and "Bourrage" in d["problems"][0]["sentence"]'
check 'the numbers go on' test -e "$out/page-0006.png" -a "$(cksum <"$out/page-0001.png")" = "$before"
check 'the operator is told what to do' grep -q 'Feuille 3 : Bourrage papier' "$tmp/err"
rm "$tray/trouble"
scan --to "$out"
check 'the rest is scanned afterwards' test "$status" = 0 -a "$(pages)" = 8
check 'the paths are printed' grep -qx "$out/page-0008.png" "$tmp/json"
scan --to "$out" --json
check 'an empty feeder: exit 1, "no_paper"' json 'd["outcome"]=="no_paper"'
fill
echo 'sheet 2: crash 30%' >"$tray/trouble"
scan --to "$out" --ui en --json
check 'a crash of the back-end costs one page' test "$status" = 1 -a "$(pages)" = 9
check 'and is told in English when asked' grep -q 'driver stopped' "$tmp/err"
rm "$tray/trouble"
scan --list
check '--list names the scanner' grep -q "^folder:$tray	" "$tmp/json"
for wrong in '--source tray' '--mode sepia' '--dpi 3' '--dpi many' '--bus none' '--nothing' 'word'; do
	scan --to "$out" $wrong
	check "$wrong: exit 2" test "$status" = 2
done
"$B/bin/civilia" scan --device "folder:$tray" 2>"$tmp/err"
check 'without --to: exit 2' test $? = 2
"$B/bin/civilia" scan --device "folder:$tmp/none" --to "$out" --json >"$tmp/json" 2>"$tmp/err"
check 'a folder that is not there: exit 1' test $? = 1
check 'and "no_device"' json 'd["outcome"]=="no_device" and d["pages"]==[] and d["problems"][0]["error"]=="no_device"'
: >"$tmp/file"
scan --to "$tmp/file/below"
check 'a target that cannot be: exit 74' test "$status" = 74
fill
if unshare -rm sh -c "mkdir -p '$tmp/small' && mount -t tmpfs -o size=96k none '$tmp/small'" 2>/dev/null; then
	unshare -rm sh -c "mount -t tmpfs -o size=96k none '$tmp/small' && timeout 60 '$B/bin/civilia' scan --device 'folder:$tray' --mode gray --to '$tmp/small' --json >'$tmp/json' 2>'$tmp/err'"
	check 'a full disk: exit 74' test $? = 74
	check 'and the page that fitted is told' json 'len(d["pages"])==1 and d["pages"][0]["path"].endswith("page-0001.png")'
else
	n=$((n + 1)) && echo "ok $n a full disk # skip no mounting here"
fi
fill
echo 'slow 20 ms/line' >"$tray/trouble"
"$B/bin/civilia" scan --device "folder:$tray" --to "$out" >"$tmp/json" 2>"$tmp/err" &
pid=$!
sleep 1
kill -INT $pid
wait $pid
check 'Ctrl-C cancels: exit 1' test $? = 1
check 'and says so' grep -q 'Numérisation annulée' "$tmp/err"
"$B/bin/civilia" scan --device "folder:$tray" --to "$out" >"$tmp/json" 2>"$tmp/err" &
pid=$!
sleep 1
kill -KILL $pid
wait $pid 2>/dev/null
sleep 1
check 'no process outlives a killed scan' none_left
rm "$tray/trouble"
scan --to "$out"
check 'and the next scan works' test "$status" = 0
# the service's own configuration
"$B/bin/civilia-scand" --check --virtual "$tray" 2>"$tmp/err"
check 'scand --check: a sound configuration, exit 0' test $? = 0
printf '[slow]\ndevice=x:*\nstal-ms=5\n' >"$tmp/quirks.ini"
"$B/bin/civilia-scand" --check --quirks "$tmp/quirks.ini" 2>"$tmp/err"
check 'an unknown key: exit 78' test $? = 78
check 'with file and line' grep -q "$tmp/quirks.ini:3: \[slow\] stal-ms" "$tmp/err"
for wrong in "--virtual $tmp/none" "--sane-config $tmp/none" "--quirks $tmp/none" '--bus none' '--ui xx' 'word' '--nothing' \
	"--virtual $tray --sane-config $tmp" '--bus session --address unix:path=/x'; do
	timeout 10 "$B/bin/civilia-scand" --check $wrong 2>"$tmp/err"
	check "scand $wrong: exit 78" test $? = 78
done
timeout 10 "$B/bin/civilia-scand" --address "unix:path=$tmp/no-bus" 2>"$tmp/err"
check 'scand without a bus: exit 69' test $? = 69
timeout 10 "$B/bin/civilia-scanner" </dev/null 2>"$tmp/err"
check 'the driver process is not started by hand' test $? = 2
echo "1..$n"
