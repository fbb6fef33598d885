#!/bin/sh
# Starts the provider with the Node that FAIRLEAD_NODE names, or the one on PATH. Terraform shows what a provider that does not start says on standard output.
node=${FAIRLEAD_NODE:-node}
case $("$node" --version 2>&1) in
  v2[4-9].* | v[3-9][0-9].*) exec "$node" "${0%/*}/dist/main.js" ;;
  *) echo "the provider of Fairlead needs Node 24 or newer, and $node is none: put it on PATH, or name it in FAIRLEAD_NODE" ;;
esac
exit 2
