import { readFileSync } from 'node:fs'
import { AirgapError } from '../cli/airgap-error.ts'

/** The numbers of a user that systemd has made. Throws with exit class `cluster` where it has not. */
export function idsOf(user: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined) throw new AirgapError('cluster', `systemd-sysusers has not made the user ${user}`)
  return { uid: Number(uid), gid: Number(gid) }
}
