#!/bin/sh
# Fairlead @VERSION@ for @ARCHITECTURE@. Starts a program of this bundle with the Node that its images bring, so that this machine needs sh, tar and gzip alone.
# Hashes are checked first where sha256sum is there. Exit codes: 3 for a bundle that is not whole, 4 for something that this machine lacks.
set -eu

case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac
here=$(CDPATH='' cd -P -- "$here/@UP@" && pwd -P)

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

# Where a part of this bundle lies: here, in the bundle that this one builds on, or in what is kept of the release that was accepted last. Answers in `at`.
kept=${FAIRLEAD_AIRGAP_STATE:-${XDG_STATE_HOME:-${HOME:-}/.local/state}/fairlead-airgap}/kept
part() {
  at=$here
  [ ! -f "$here/$1" ] || return 0
  if [ -z "@BASE@" ]; then
    say "this bundle is not whole: $here/$1 is missing"
    exit 3
  fi
  base=${FAIRLEAD_AIRGAP_BASE:-$here/../@BASE@}
  at=$base
  [ -f "$at/$1" ] || at=$kept
  if [ ! -f "$at/$1" ]; then
    say "this is a delta to @BASE@. What starts it is neither in that bundle at $base nor kept in $kept: unpack that bundle there, or name its folder in FAIRLEAD_AIRGAP_BASE"
    exit 4
  fi
  if [ -n "$(command -v sha256sum)" ]; then
    report=$(echo "$2  $at/$1" | sha256sum -c 2>&1) || {
      say "the bundle at $at is not whole: $1 is another file"
      exit 3
    }
  fi
}

unpack() {
  part "images/blobs/sha256/$1" "$1"
  gzip -dc "$at/images/blobs/sha256/$1" | tar -xof - -C "$work"
}

# Programs, of which a delta brings what is new alone: hash and name of each piece.
programs=$here
for piece in @PIECES@; do
  part "@PROGRAMS@/${piece#*:}" "${piece%%:*}"
  [ "$at" = "$here" ] || programs=
done
for layer in @LIBRARIES@ @NODE@; do
  part "images/blobs/sha256/$layer" "$layer"
done

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
if [ -z "$programs" ]; then
  programs=$work
  tar -cf - -C "$here" "@FOLDER@" | tar -xof - -C "$work"
  for piece in @PIECES@; do
    part "@PROGRAMS@/${piece#*:}" "${piece%%:*}"
    [ "$at" = "$here" ] || tar -cf - -C "$at" "@PROGRAMS@/${piece#*:}" | tar -xof - -C "$work"
  done
fi
umask 022

# The program itself removes the folder when it ends.
FAIRLEAD_AIRGAP_BUNDLE=$here FAIRLEAD_AIRGAP_RUNTIME=$work exec "$work/@LOADER@" \
  --library-path "$work/lib/@TRIPLET@:$work/usr/lib/@TRIPLET@" "$work/usr/local/bin/node" "$programs/@PROGRAMS@/@PROGRAM@" "$@"
