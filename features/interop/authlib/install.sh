# Makes the virtual environment, once for each requirements.txt.
set -eu
cmp -s requirements.txt "$WORK/installed" && exit
rm -rf "$WORK/venv"
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt
cp requirements.txt "$WORK/installed"
