import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Say } from '../programs/ensure-program.ts'
import { UnmetNeed } from '../programs/unmet-need.ts'

/** What a real node needs of this machine, and the Debian package that brings it. */
const NEEDS: readonly { package: string; anyOf: readonly string[] }[] = [
  { package: 'containerd', anyOf: ['/usr/bin/containerd', '/usr/local/bin/containerd'] },
  { package: 'runc', anyOf: ['/usr/sbin/runc', '/usr/bin/runc', '/usr/local/sbin/runc'] },
  { package: 'containernetworking-plugins', anyOf: ['/usr/lib/cni/bridge', '/opt/cni/bin/bridge'] },
  { package: 'iptables', anyOf: ['/usr/sbin/iptables', '/sbin/iptables'] },
  { package: 'iproute2', anyOf: ['/usr/sbin/ip', '/sbin/ip'] },
  { package: 'busybox-static', anyOf: ['/bin/busybox'] },
]

/** Makes sure that a kubelet and a container runtime can run here, installing what is missing where that is possible. Throws {@link UnmetNeed} otherwise. */
export function requireNodeHost(say: Say = () => undefined): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new UnmetNeed('a real node needs Linux and root; a cluster with simulated nodes needs neither')
  if (missing().length === 0) return
  const packages = missing()
  if (!existsSync('/usr/bin/apt-get')) throw new UnmetNeed(`a real node needs ${packages.join(', ')}: install them`)
  say(`installing ${packages.join(' ')} (apt, once)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    encoding: 'utf8',
    env,
  })
  if (missing().length === 0) return
  const why = result.stderr.trim().split('\n').at(-1)
  throw new UnmetNeed(`a real node needs ${missing().join(', ')}, which apt could not install${why ? `: ${why}` : ''}`)
}

/** Where the system keeps its CNI plugins. */
export function cniFolder(): string {
  return existsSync('/usr/lib/cni/bridge') ? '/usr/lib/cni' : '/opt/cni/bin'
}

function missing(): string[] {
  return NEEDS.filter(({ anyOf }) => !anyOf.some((path) => existsSync(path))).map((need) => need.package)
}
