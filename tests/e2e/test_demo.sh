#!/bin/sh
# The main job end to end, on the shortest sample dossier: what arrives, what is left, what a second demo and a cut do.
B=$(realpath "$1")
here=$(dirname "$0")
. "$here/tap.sh"
civilia=$B/bin/civilia
mkdir "$tmp/samples"
cp -r "$B"/samples/clean/4-* "$tmp/samples/"
sheets=$(ls "$tmp"/samples/*/*.png | wc -l)
folder=$tmp/demo
arrived() { python3 "$here/soak_judge.py" "$B/bin/civilia-central" "$folder/central" "$sheets"; }
none_left() { ! grep -lzF -- "$folder" /proc/[0-9]*/cmdline 2>/dev/null; }

$civilia demo --samples "$tmp/samples" --to "$folder" >"$tmp/out" 2>"$tmp/err" &
demo=$!
# a second one at the same time: as soon as the first holds the folder
while [ ! -e "$folder/station" ] && kill -0 $demo 2>/dev/null; do sleep 0.05; done
sleep 0.5
check "a second demo in the same folder is refused in one sentence" sh -c "$civilia demo --samples '$tmp/samples' --to '$folder' >/dev/null 2>'$tmp/second'; [ \$? = 74 ] && grep -q 'civilia demo:' '$tmp/second'"
wait $demo
check "the demo ends well" test $? = 0
check "the act has arrived once, with its pages" arrived
check "it says where the files are" grep -q "$folder" "$tmp/out"
check "the draft is there, in French, as a project" sh -c "pdftotext '$folder'/out/4-*/acte-naissance.pdf - | grep -q 'Certificat de naissance'"
check "each page is there with its facts" sh -c "[ \$(ls '$folder'/out/4-*/page-*.png | wc -l) = $sheets ]"
check "the dossier keeps to the schema" sh -c "python3 '$here/fits_schema.py' '$folder'/out/4-*/dossier.json"
check "the station holds nothing of it any more" sh -c "$civilia queue --state '$folder/station' --json | grep -q accepted; ! $civilia dossier --state '$folder/station' show \$($civilia dossier --state '$folder/station' --json list | sed -n 's/.*\"file_number\": \"\\(.*\\)\".*/\\1/p') 2>/dev/null"
check "no process of it is left" none_left
check "the same folder again finds the work done" sh -c "$civilia demo --samples '$tmp/samples' --to '$folder' --json 2>/dev/null | python3 -c 'import json,sys; d=json.load(sys.stdin); assert d[\"accepted\"] >= 1 and d[\"left\"] == 0, d'"
check "and nothing arrives twice" arrived

# cut off in the middle, and taken up again
folder=$tmp/cut
$civilia demo --samples "$tmp/samples" --to "$folder" >/dev/null 2>&1 &
demo=$!
sleep 2
kill -9 $demo
wait $demo 2>/dev/null
sleep 0.3
check "its services die with it" none_left
check "a demo that was killed goes on where it was" status 0 $civilia demo --samples "$tmp/samples" --to "$folder"
check "the act has arrived once, whole" arrived

# a scanner that jams on sheet 3: what was scanned stays, the next call goes on
jam=$tmp/jam
mkdir -p "$jam/tray"
cp "$tmp"/samples/*/*.png "$jam/tray/"
echo "sheet 3: jam 50%" >"$jam/tray/trouble"
check "a jam on sheet 3 is told in the operator's words" sh -c "$civilia scan --device 'folder:$jam/tray' --source adf --to '$jam/pages' 2>'$tmp/jam.err'; [ \$? = 1 ] && grep -qi 'bourrage' '$tmp/jam.err'"
check "the two sheets before it are kept" sh -c "[ \$(ls '$jam'/pages/page-*.png | wc -l) = 2 ]"

# a disk without room: one sentence, nothing lost
if [ "$(id -u)" = 0 ] && mkdir "$tmp/small" && mount -t tmpfs -o size=3m none "$tmp/small" 2>/dev/null; then
	check "a full disk is told in one sentence" sh -c "$civilia demo --samples '$tmp/samples' --to '$tmp/small/demo' >/dev/null 2>'$tmp/full'; [ \$? = 74 ] && grep -q 'civilia demo:' '$tmp/full'"
	check "what was kept before is whole" sh -c "$civilia dossier --state '$tmp/small/demo/station' list >/dev/null"
	mount -o remount,size=200m none "$tmp/small"
	check "with room again the demo goes on" status 0 $civilia demo --samples "$tmp/samples" --to "$tmp/small/demo"
	folder=$tmp/small/demo
	check "and the act arrives once" arrived
	umount "$tmp/small"
else
	n=$((n + 1))
	echo "ok $n - a full disk is told in one sentence # SKIP a small file system cannot be mounted here"
fi
plan
