import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { formatBytes } from '../cli/progress.ts'
import type { Phase } from '../install/kube-object.ts'
import { isListening } from '../linux/await-unit.ts'
import { linuxBackend, linuxCluster } from '../linux/linux-plan.ts'
import { UNITS, type Place } from '../linux/place.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { fail, pass, warn, type Check } from './check.ts'

/** Credentials of services came with it. */
const SYSTEMD_OLDEST = 247
const DISK_BYTES = 1_500_000_000
const DATA_BYTES = 20_000_000_000
const OPEN_FILES = 65_536
const WRITES = 100
const SLOW_WRITE_MS = 10

/** H1 and H2: what systemd, the disk, the ports and the network of a host without Kubernetes are like. */
export async function checkLinux(phase: Phase, site: LinuxSite, place: Place): Promise<Check[]> {
  return [
    ...(place.isLive ? [checkRoot(), checkSystemd()] : []),
    checkDisk(place),
    ...(place.isLive ? await checkPorts(phase, site) : []),
    checkSelinux(),
    checkOpenFiles(),
    checkWrites(place),
    ...(phase === 'backend' && linuxBackend(site).database.bundled ? [checkDataDisk(place)] : []),
    checkRoute(),
  ]
}

function checkRoot(): Check {
  return process.getuid?.() === 0
    ? pass('H1', 'right to install', 'root')
    : fail('H1', 'right to install', `user ${process.getuid?.()}`, 'run it as root: it makes users and services')
}

function checkSystemd(): Check {
  const what = 'systemd'
  const { status, stdout } = spawnSync('systemctl', ['--version'], { encoding: 'utf8' })
  const version = Number(/^systemd (\d+)/.exec(stdout ?? '')?.[1])
  if (status !== 0 || !existsSync('/run/systemd/system'))
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

function checkDisk(place: Place): Check {
  let at = place.on('/opt')
  while (!existsSync(at)) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  const free = bavail * bsize
  return free < DISK_BYTES
    ? fail(
        'H1',
        'free disk for programs',
        formatBytes(free),
        `make ${formatBytes(DISK_BYTES)} free at ${at}: two releases lie there at a time`,
      )
    : pass('H1', 'free disk for programs', `${formatBytes(free)} at ${at}`)
}

/** D6 of the bundled database. */
function checkDataDisk(place: Place): Check {
  let at = place.on('/var/lib')
  while (!existsSync(at)) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  const seen = `${formatBytes(bavail * bsize)} at ${at}`
  return bavail * bsize < DATA_BYTES
    ? warn('D6', 'free disk for data', seen, `give the database ${formatBytes(DATA_BYTES)}, as a cluster would`)
    : pass('D6', 'free disk for data', seen)
}

/** A port that one of our own units has is ours. */
async function checkPorts(phase: Phase, site: LinuxSite): Promise<Check[]> {
  const ports: [string, number, string][] =
    phase === 'cluster'
      ? [['fairlead-agent.service', linuxCluster(site).healthPort, 'cluster.healthPort']]
      : [
          ['fairlead.service', linuxBackend(site).listen.port, 'backend.listen.port'],
          ...(linuxBackend(site).database.bundled
            ? [
                [
                  'fairlead-postgresql.service',
                  linuxBackend(site).database.bundled!.port,
                  'backend.database.bundled.port',
                ] as [string, number, string],
              ]
            : []),
        ]
  const checks: Check[] = []
  for (const [unit, port, setting] of ports) {
    const isOurs = existsSync(join(UNITS, unit)) && spawnSync('systemctl', ['is-active', '--quiet', unit]).status === 0
    checks.push(
      !isOurs && (await isListening(port))
        ? fail('H1', `port ${port}`, 'somebody else has it', `set ${setting} to another, or end what listens there`)
        : pass('H1', `port ${port}`, isOurs ? 'ours' : 'free'),
    )
  }
  return checks
}

function checkSelinux(): Check {
  const what = 'SELinux'
  const file = '/sys/fs/selinux/enforce'
  const mode = existsSync(file) ? (readFileSync(file, 'utf8').trim() === '1' ? 'enforcing' : 'permissive') : 'off'
  return mode === 'enforcing'
    ? warn(
        'H1',
        what,
        mode,
        'programs below /opt run as the type of their files: if they are refused, give them bin_t with semanage fcontext and restorecon',
      )
    : pass('H1', what, mode)
}

function checkOpenFiles(): Check {
  const what = 'open files'
  const hard = Number(/^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity)
  return hard < OPEN_FILES
    ? warn(
        'H1',
        what,
        String(hard),
        `raise DefaultLimitNOFILE in /etc/systemd/system.conf to ${OPEN_FILES}: each browser and agent holds one`,
      )
    : pass('H1', what, hard === Infinity ? 'no limit' : String(hard))
}

/** P99 of small writes that have to reach the disk, as the log of a database makes them. */
function checkWrites(place: Place): Check {
  const what = 'time of a safe write'
  let at = place.on('/var/lib')
  while (!existsSync(at)) at = dirname(at)
  const path = join(at, `.fairlead-write-${process.pid}`)
  const times: number[] = []
  try {
    mkdirSync(at, { recursive: true })
    const file = openSync(path, 'wx', 0o600)
    try {
      for (let index = 0; index < WRITES; index++) {
        const started = performance.now()
        writeSync(file, Buffer.alloc(8192))
        fsyncSync(file)
        times.push(performance.now() - started)
      }
    } finally {
      closeSync(file)
      rmSync(path)
    }
  } catch (error) {
    return fail(
      'H1',
      what,
      (error as NodeJS.ErrnoException).code ?? 'refused',
      `${at} cannot be written to: ${(error as Error).message}`,
    )
  }
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(WRITES * 0.99) - 1]!
  const seen = `${p99.toFixed(1)} ms for 99 of 100`
  return p99 > SLOW_WRITE_MS
    ? warn('H1', what, seen, `under ${SLOW_WRITE_MS} ms is good: every change waits for the disk of ${at}`)
    : pass('H1', what, seen)
}

/** Where there is none, programs that ask for their own address get an error, also on a host that reaches nobody. */
function checkRoute(): Check {
  const what = 'default route'
  const v4 = readFileSync('/proc/net/route', 'utf8')
    .split('\n')
    .some((line) => /^\S+\t00000000\t/.test(line))
  const v6 = existsSync('/proc/net/ipv6_route')
    ? readFileSync('/proc/net/ipv6_route', 'utf8')
        .split('\n')
        .some((line) => /^0{32} 00 .* (?!lo$)\S+$/.test(line))
    : false
  return v4 || v6
    ? pass('H2', what, v4 ? 'IPv4' : 'IPv6')
    : warn(
        'H2',
        what,
        'none',
        'browsers and agents of other hosts reach this one only through a route: add one, to a dummy interface if need be',
      )
}
