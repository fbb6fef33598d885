#!/bin/sh
# Starts PostgreSQL under whatever user the cluster has chosen. This image has a shell and nothing else, so only what the shell itself can do is used.
set -eu
umask 077

uid=65532
gid=65532
while read -r key real _; do
  case $key in
    Uid:) uid=$real ;;
    Gid:) gid=$real ;;
  esac
done </proc/self/status
echo "postgres:x:$uid:$gid::/:/bin/sh" >/run/postgresql/passwd

fail() {
  echo "start-postgresql: $*" >&2
  exit 2
}

isEmpty() {
  for entry in "$1"/*; do
    [ ! -e "$entry" ] || return 1
  done
}

# A first start that was broken off leaves files that nobody has written anything into: the next one takes the folder beside it.
home=$PGDATA
next=2
while [ ! -e "$PGDATA/fairlead.ready" ] && ! isEmpty "$PGDATA"; do
  PGDATA=$home-$next
  next=$((next + 1))
done
export PGDATA

ready=$PGDATA/fairlead.ready
if [ ! -e "$ready" ]; then
  file=${FAIRLEAD_PG_PASSWORD_FILE:-}
  [ -n "$file" ] || fail "the folder $PGDATA is empty and FAIRLEAD_PG_PASSWORD_FILE is not set: name the file with the owner's password"
  [ -r "$file" ] || fail "cannot read $file, which FAIRLEAD_PG_PASSWORD_FILE names"
  IFS= read -r password <"$file" || [ -n "$password" ] || fail "$file is empty"
  case $password in
    *[!A-Za-z0-9._~-]*) fail "the password in $file may hold letters, digits and . _ ~ - alone, so that it fits into a URL" ;;
  esac
  initdb --pgdata="$PGDATA" --username=fairlead_admin --pwfile="$file" --encoding=UTF8 --locale=C.UTF-8 \
    --auth-host=scram-sha-256 --auth-local=scram-sha-256 --data-checksums --no-instructions
  {
    echo "create role fairlead login createrole password '$password'"
    echo "create database fairlead owner fairlead"
  } | postgres --single -D "$PGDATA" postgres >/dev/null
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  : >"$ready"
fi

exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/run/postgresql \
  -c huge_pages=try "$@"
