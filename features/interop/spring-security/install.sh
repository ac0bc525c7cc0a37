# Builds the jar, once for each state of the sources.
set -eu
now=$(cat pom.xml $(find src -type f | sort) | sha256sum)
[ "$now" = "$(cat "$WORK/built" 2>/dev/null)" ] && exit
mvn --quiet --batch-mode package
echo "$now" >"$WORK/built"
