import { formatBytes } from '../cli/progress.ts'
import { fail, pass, warn, type Check } from './check.ts'

/** Credentials of services came with it. */
const SYSTEMD_OLDEST = 247
const DISK_BYTES = 1_500_000_000
const DATA_BYTES = 20_000_000_000
const OPEN_FILES = 65_536
const SLOW_WRITE_MS = 10

/** H1: `user` is the number of who runs this. */
export function judgeRoot(user: number): Check {
  const what = 'right to install'
  return user === 0
    ? pass('H1', what, 'root')
    : fail('H1', what, `user ${user}`, 'run it as root: it makes users and services')
}

/** H1: `says` is what `systemctl --version` prints; `isFirst` whether it is the first process of the host. */
export function judgeSystemd({ says, isFirst }: { says: string; isFirst: boolean }): Check {
  const what = 'systemd'
  const version = Number(/^systemd (\d+)/.exec(says)?.[1])
  if (Number.isNaN(version) || !isFirst)
    return fail('H1', what, 'does not run this host', 'this mode needs systemd: take Kubernetes, or another host')
  if (version < SYSTEMD_OLDEST)
    return fail(
      'H1',
      what,
      String(version),
      `use a distribution with systemd ${SYSTEMD_OLDEST} or newer, which hands secrets to services`,
    )
  return pass('H1', what, String(version))
}

/** H1: room for programs, in bytes. */
export function judgeDisk(free: number, at: string): Check {
  const what = 'free disk for programs'
  return free < DISK_BYTES
    ? fail(
        'H1',
        what,
        `${formatBytes(free)} at ${at}`,
        `make ${formatBytes(DISK_BYTES)} free at ${at}: up to four releases lie there`,
      )
    : pass('H1', what, `${formatBytes(free)} at ${at}`)
}

/** D6 of the bundled database: room for data, in bytes. */
export function judgeDataDisk(free: number, at: string): Check {
  const what = 'free disk for data'
  const seen = `${formatBytes(free)} at ${at}`
  return free < DATA_BYTES
    ? warn('D6', what, seen, `give the database ${formatBytes(DATA_BYTES)}, as a cluster would`)
    : pass('D6', what, seen)
}

/** H1: a port that one of our own units has is ours. `setting` is the place of its number in the site file. */
export function judgePort(port: number, setting: string, state: 'ours' | 'free' | 'taken'): Check {
  const what = `port ${port}`
  return state === 'taken'
    ? fail('H1', what, 'somebody else has it', `set ${setting} to another, or end what listens there`)
    : pass('H1', what, state)
}

/** H1: `enforce` is what the kernel has in `/sys/fs/selinux/enforce`; undefined without SELinux. */
export function judgeSelinux(enforce: string | undefined): Check {
  const what = 'SELinux'
  if (enforce?.trim() === '1')
    return warn(
      'H1',
      what,
      'enforcing',
      'programs below /opt run as the type of their files: if they are refused, give them bin_t with semanage fcontext and restorecon',
    )
  return pass('H1', what, enforce === undefined ? 'off' : 'permissive')
}

/** H1: `limits` is what the kernel has in `/proc/self/limits`. */
export function judgeOpenFiles(limits: string): Check {
  const what = 'open files'
  const hard = Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? Infinity)
  return hard < OPEN_FILES
    ? warn(
        'H1',
        what,
        String(hard),
        `raise DefaultLimitNOFILE in /etc/systemd/system.conf to ${OPEN_FILES}: each browser and agent holds one`,
      )
    : pass('H1', what, hard === Infinity ? 'no limit' : String(hard))
}

/** H1: P99 of small writes that had to reach the disk, in milliseconds each. */
export function judgeWrites(times: readonly number[], at: string): Check {
  const what = 'time of a safe write'
  const p99 = times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? 0
  const seen = `${p99.toFixed(1)} ms for 99 of 100`
  return p99 > SLOW_WRITE_MS
    ? warn('H1', what, seen, `under ${SLOW_WRITE_MS} ms is good: every change waits for the disk of ${at}`)
    : pass('H1', what, seen)
}

/** H2: what the kernel has in `/proc/net/route` and `/proc/net/ipv6_route`. Without a default route, programs that ask for their own address get an error, also on a host that reaches nobody. */
export function judgeRoute(v4: string, v6: string): Check {
  const what = 'default route'
  if (/^\S+\t00000000\t/m.test(v4)) return pass('H2', what, 'IPv4')
  // The kernel keeps one that refuses everything on the loopback device.
  if (/^0{32} 00 .* (?!lo$)\S+$/m.test(v6)) return pass('H2', what, 'IPv6')
  return warn(
    'H2',
    what,
    'none',
    'browsers and agents of other hosts reach this one only through a route: add one, to a dummy interface if need be',
  )
}
