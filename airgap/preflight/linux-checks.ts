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
import type { Phase } from '../install/kube-object.ts'
import { AGENT_UNIT } from '../linux/agent-unit.ts'
import { isListening } from '../linux/await-unit.ts'
import { CONTROL_PLANE_UNIT } from '../linux/control-plane-unit.ts'
import { linuxBackend, linuxCluster } from '../linux/linux-plan.ts'
import { UNITS, type Place } from '../linux/place.ts'
import { POSTGRESQL_UNIT } from '../linux/postgresql-unit.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { fail, type Check } from './check.ts'
import {
  judgeDataDisk,
  judgeDisk,
  judgeOpenFiles,
  judgePort,
  judgeRoot,
  judgeRoute,
  judgeSelinux,
  judgeSystemd,
  judgeWrites,
} from './judge-host.ts'

const WRITES = 100

/** H1 and H2: what systemd, the disk, the ports and the network of a host without Kubernetes are like. */
export async function checkLinux(phase: Phase, site: LinuxSite, place: Place): Promise<Check[]> {
  const [programs, data] = [freeAt(place.on('/opt')), freeAt(place.on('/var/lib'))]
  return [
    ...(place.isLive ? [judgeRoot(process.getuid?.() ?? 0), judgeSystemd(systemdOf())] : []),
    judgeDisk(programs.free, programs.at),
    ...(place.isLive ? await checkPorts(phase, site) : []),
    judgeSelinux(readIfThere('/sys/fs/selinux/enforce')),
    judgeOpenFiles(readFileSync('/proc/self/limits', 'utf8')),
    checkWrites(data.at),
    ...(phase === 'backend' && linuxBackend(site).database.bundled ? [judgeDataDisk(data.free, data.at)] : []),
    judgeRoute(readIfThere('/proc/net/route') ?? '', readIfThere('/proc/net/ipv6_route') ?? ''),
  ]
}

function systemdOf(): Parameters<typeof judgeSystemd>[0] {
  const { stdout } = spawnSync('systemctl', ['--version'], { encoding: 'utf8' })
  return { says: stdout ?? '', isFirst: existsSync('/run/systemd/system') }
}

/** Bytes that are free for a folder, which may not be there yet, and the nearest one above it that is. */
function freeAt(folder: string): { free: number; at: string } {
  let at = folder
  while (!existsSync(at)) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  return { free: bavail * bsize, at }
}

async function checkPorts(phase: Phase, site: LinuxSite): Promise<Check[]> {
  const checks: Check[] = []
  for (const [unit, port, setting] of portsOf(phase, site)) {
    const isOurs = existsSync(join(UNITS, unit)) && spawnSync('systemctl', ['is-active', '--quiet', unit]).status === 0
    const state = isOurs ? 'ours' : (await isListening(port)) ? 'taken' : 'free'
    checks.push(judgePort(port, setting, state))
  }
  return checks
}

/** Which unit listens where, and the setting that says so. */
function portsOf(phase: Phase, site: LinuxSite): [unit: string, port: number, setting: string][] {
  if (phase === 'cluster') return [[AGENT_UNIT, linuxCluster(site).healthPort, 'cluster.healthPort']]
  const { listen, database } = linuxBackend(site)
  const { bundled } = database
  return [
    [CONTROL_PLANE_UNIT, listen.port, 'backend.listen.port'],
    ...(bundled === undefined
      ? []
      : [[POSTGRESQL_UNIT, bundled.port, 'backend.database.bundled.port'] as [string, number, string]]),
  ]
}

/** As the log of a database writes. */
function checkWrites(at: string): Check {
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
    return judgeWrites(times, at)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return fail('H1', 'time of a safe write', code ?? 'refused', `${at} cannot be written to: ${message}`)
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
