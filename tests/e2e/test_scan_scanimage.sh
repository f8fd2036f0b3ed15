#!/bin/sh
# The virtual scanner under stock scanimage: no program of ours but the SANE back-end. usage: test_scan_scanimage.sh BUILD
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
		sed 's/^/# /' "$tmp/said"
	fi
}
W=240 H=330
sheet() { { printf 'P5\n%d %d\n255\n' $W $H && head -c $((W * H)) /dev/urandom; } >"$1"; }
pixels() { tail -c $((W * H)) "$1"; }
same() { pixels "$1" >"$tmp/a" && pixels "$2" >"$tmp/b" && cmp "$tmp/a" "$tmp/b"; }
tray="$tmp/a tray"
mkdir "$tray" "$tmp/conf" "$tmp/kept" "$tmp/out"
echo folder >"$tmp/conf/dll.conf"
echo "$tray" >"$tmp/conf/folder.conf"
export SANE_CONFIG_DIR="$tmp/conf" LD_LIBRARY_PATH="$B/lib/civilia/sane"
fill() {
	rm -rf "$tray"/* "$tmp"/out/*
	for i in 1 2 3 4; do sheet "$tray/p$i.pgm" && cp "$tray/p$i.pgm" "$tmp/kept/"; done
}
batch() { scanimage -d "folder:$tray" --batch="$tmp/out/%d.pnm" "$@" >"$tmp/log" 2>&1; }
count() { ls "$tmp"/out/*.pnm 2>/dev/null | wc -l; }

scanimage -L >"$tmp/list" 2>&1
check 'scanimage -L shows the scanner' grep -q "folder:$tray' is a Civil.ia folder" "$tmp/list"
fill
batch --source ADF
check 'a batch takes all four sheets' test "$(count)" = 4
for i in 1 2 3 4; do check "page $i is bit-identical" same "$tmp/kept/p$i.pgm" "$tmp/out/$i.pnm"; done
check 'the sheets lie in the output tray' test -e "$tray/scanned/p4.pgm" -a ! -e "$tray/p4.pgm"
check 'the batch ends with "out of documents"' grep -q 'out of documents' "$tmp/log"
fill
echo 'sheet 3: jam 50%' >"$tray/trouble"
batch --source ADF
check 'a jam on sheet 3 is told' grep -q 'feeder jammed' "$tmp/log"
check 'and leaves sheets 3 and 4 in the tray' test -e "$tray/p3.pgm" -a -e "$tray/p4.pgm" -a ! -e "$tray/p2.pgm"
rm "$tray/trouble"
batch --source ADF
check 'and the next batch takes them' same "$tmp/kept/p3.pgm" "$tmp/out/1.pnm"
fill
echo 'cover-open' >"$tray/trouble"
batch --source ADF
check 'an open cover is told' grep -qi 'cover is open' "$tmp/log"
echo 'sheet 1: vanish 50%' >"$tray/trouble"
batch --source ADF
check 'an unplugged scanner is told' grep -qi 'I/O' "$tmp/log"
rm "$tray/trouble"
batch --source 'ADF Duplex' --mode Color
check 'duplex takes both sides, in colour' test "$(count)" = 4 -a "$(head -c 2 "$tmp/out/1.pnm")" = P6
fill
batch --source ADF --resolution 150 --mode Lineart
check 'lineart at 150 dpi is a bitmap of half the size' grep -qax '120 165' "$tmp/out/1.pnm"
fill
scanimage -d "folder:$tray" --source Flatbed >"$tmp/flat.pnm" 2>/dev/null
check 'the flatbed gives the first page' same "$tmp/kept/p1.pgm" "$tmp/flat.pnm"
check 'and leaves it' test -e "$tray/p1.pgm"
scanimage -d "folder:$tray" -A >"$tmp/options" 2>&1
check 'sensors show' grep -q -- '--page-loaded\[=(yes|no)\] \[yes\]' "$tmp/options"
check 'a full conformance run of scanimage passes' scanimage -d "folder:$tray" -T
echo "1..$n"
