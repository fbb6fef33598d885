#!/bin/sh
# Fairlead @VERSION@ for @ARCHITECTURE@. Starts a program of this bundle with the Node that its images bring, so that this machine needs sh, tar and gzip alone.
# Hashes are checked first where sha256sum is there. Exit codes: 3 for a bundle that is not whole, 4 for something that this machine lacks.
set -eu

case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac
here=$(CDPATH='' cd -- "$here" && pwd -P)

say() {
  echo "@NAME@: $*" >&2
}

if [ -n "$(command -v sha256sum)" ]; then
  if ! report=$(cd -- "$here" && sha256sum -c SHA256SUMS 2>&1); then
    say "this bundle is not whole: $here"
    echo "$report" | while IFS= read -r line; do
      case $line in
        *': OK') ;;
        *) echo "  $line" >&2 ;;
      esac
    done
    say "copy it again from the medium; nothing was done"
    exit 3
  fi
fi

layers=$here
if [ -n "@BASE@" ] && [ ! -f "$here/images/blobs/sha256/@NODE@" ]; then
  layers=${FAIRLEAD_AIRGAP_BASE:-$here/../@BASE@}
  if [ ! -f "$layers/images/blobs/sha256/@NODE@" ]; then
    say "this is a delta to @BASE@, and that bundle is not at $layers: unpack it there, or name its folder in FAIRLEAD_AIRGAP_BASE"
    exit 4
  fi
  if [ -n "$(command -v sha256sum)" ]; then
    for layer in @LIBRARIES@ @NODE@; do
      report=$(echo "$layer  $layers/images/blobs/sha256/$layer" | sha256sum -c 2>&1) || {
        say "the bundle at $layers is not whole"
        exit 3
      }
    done
  fi
fi

unpack() {
  gzip -dc "$layers/images/blobs/sha256/$1" | tar -xof - -C "$work"
}

# A folder where this user may write and where programs may run.
umask 077
found=
work=
trap '[ -z "$work" ] || rm -rf "$work"; exit 130' INT TERM
for place in "${FAIRLEAD_AIRGAP_WORK:-}" "${TMPDIR:-}" /tmp "${HOME:-}" "$here"; do
  [ -n "$place" ] && [ -d "$place" ] && [ -w "$place" ] || continue
  work=$place/fairlead-airgap.$$
  # There may be no /dev/null: what is not to be seen goes into a variable.
  report=$(mkdir "$work" 2>&1) || continue
  if report=$(unpack @LIBRARIES@ 2>&1 && "$work/@LOADER@" --version 2>&1); then
    found=yes
    break
  fi
  rm -rf "$work"
done
if [ -z "$found" ]; then
  say "found no folder to unpack 130 MB into and run a program for @ARCHITECTURE@ from: name one in FAIRLEAD_AIRGAP_WORK, on a file system that is mounted without noexec"
  exit 4
fi
if ! unpack @NODE@; then
  rm -rf "$work"
  say "could not unpack 130 MB into $work: make room there, or name another folder in FAIRLEAD_AIRGAP_WORK"
  exit 4
fi
umask 022

# The program itself removes the folder when it ends.
FAIRLEAD_AIRGAP_BUNDLE=$here FAIRLEAD_AIRGAP_RUNTIME=$work exec "$work/@LOADER@" \
  --library-path "$work/lib/@TRIPLET@:$work/usr/lib/@TRIPLET@" "$work/usr/local/bin/node" "$here/@PROGRAM@" "$@"
