#!/bin/sh
# call.sh METHOD PATH: asks the control plane, with BODY as JSON. What is there already is as good as what was made. The token is in no argument, and so in no list of processes.
# With SAVE_JOIN the join token of a new cluster goes into that file, for its owner alone.
set -eu
umask 077
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
status=$(
  printf 'authorization: Bearer %s\n' "$(cat "$FAIRLEAD_TOKEN_FILE")" |
    curl --silent --show-error --output "$answer" --write-out '%{http_code}' ${FAIRLEAD_CA_FILE:+--cacert "$FAIRLEAD_CA_FILE"} \
      --request "$1" --header @- --header 'content-type: application/json' --data "$BODY" "$FAIRLEAD_URL/api/v1$2"
)
case $1$status in
  *2??) ;;
  POST409 | DELETE404) exit 0 ;;
  *)
    echo "$1 $2: $status $(cat "$answer")" >&2
    exit 1
    ;;
esac
if [ -n "${SAVE_JOIN:-}" ]; then
  sed -n 's/.*"token":"\([^"]*\)".*/\1/p' "$answer" >"$SAVE_JOIN"
fi
