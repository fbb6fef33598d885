import type { ProcessIdentity } from '../../lib/process-identity.ts'

/**
 * What stands between the agent and a command, so that neither needs the other to live: it claims the replica, runs the command and
 * writes down how that ended. Arguments: the replica's folder, the boot id, the folder to run in, the command and its arguments.
 *
 * The claim is a hard link that carries the identity of the claimer: it exists whole or not at all, and only one process can
 * make it. So a shim may be started any number of times, by any number of lives of the agent, and the command runs once.
 * Tools are found through the system's own path: the command's variables may say anything.
 */
export const RUN_SHIM = `
dir=$1 boot=$2 work=$3
shift 3
umask 077
trap ':' HUP INT TERM
uptime_of_host() { up=; if [ -r /proc/uptime ]; then read -r up _ </proc/uptime; fi; }
start_of_self() {
  if [ -r "/proc/$$/stat" ]; then
    IFS= read -r line <"/proc/$$/stat"
    set -- \${line##*) }
    start=\${20}
  else
    start=$(command -p ps -o lstart= -p "$$")
  fi
}
start_of_self
uptime_of_host
claim=$dir/.claim.$$
printf '%s\\n' "$$" "$start" "$boot" "$up" >"$claim" || exit 70
command -p ln "$claim" "$dir/process" 2>/dev/null
got=$?
command -p rm -f "$claim"
[ "$got" -eq 0 ] || exit 71
cd "$work" && "$@"
code=$?
uptime_of_host
tries=0
until printf '%s\\n' "$code" "$up" >"$dir/.exit" && command -p mv -f "$dir/.exit" "$dir/exit"; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || exit 72
  command -p sleep 1
done
# What the command left behind in its group ends with it, and so does this shell.
kill -KILL 0
`

/** Content of a claim that was taken so that the command can never start. */
export const VOID_CLAIM = 'void\n'

export type Claim =
  | { kind: 'process'; identity: ProcessIdentity; uptimeMs: number | undefined }
  /** Nobody ever ran, and nobody will. */
  | { kind: 'void' }
  /** The host lost power while it was written: whoever it was is gone. */
  | { kind: 'damaged' }

/** Reads the file `process` of a replica. */
export function parseClaim(text: string): Claim {
  if (text === VOID_CLAIM) return { kind: 'void' }
  const [pid, start, boot, uptime] = text.split('\n')
  if (!/^\d+$/.test(pid ?? '') || start === undefined || start === '' || boot === undefined || boot === '') {
    return { kind: 'damaged' }
  }
  return { kind: 'process', identity: { pid: Number(pid), start: start.trim(), boot }, uptimeMs: msOf(uptime) }
}

/** Reads the file `exit` of a replica: the exit code as a shell counts it, and when the host was how old. */
export function parseExit(text: string): { code: number; uptimeMs: number | undefined } | undefined {
  const [code, uptime] = text.split('\n')
  return /^\d+$/.test(code ?? '') ? { code: Number(code), uptimeMs: msOf(uptime) } : undefined
}

function msOf(seconds: string | undefined): number | undefined {
  const value = Number(seconds)
  return seconds === undefined || seconds === '' || Number.isNaN(value) ? undefined : value * 1000
}
