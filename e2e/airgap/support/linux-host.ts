import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, readdirSync, rmdirSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../../tools/processes/child.ts'
import type { Ran } from './site.ts'

/** Its own systemd must not touch the kernel that it shares with this machine. */
const MASKED = [
  'systemd-sysctl.service',
  'systemd-modules-load.service',
  'systemd-binfmt.service',
  'proc-sys-fs-binfmt_misc.automount',
  'systemd-udevd.service',
  'systemd-tmpfiles-setup-dev.service',
  'systemd-remount-fs.service',
  'systemd-networkd-wait-online.service',
]

/** Puts this machine's files under a layer that takes all writes, and starts systemd in them as process 1. Argument: a folder for all that. */
const BOOT = `
set -e
work=$1
shift
mount --make-rprivate /
mount -t tmpfs -o size=3g tmpfs "$work"
mkdir "$work/upper" "$work/work" "$work/root"
root=$work/root
mount -t overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" overlay "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
for folder in run tmp; do mount -t tmpfs tmpfs "$root/$folder"; done
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount --rbind /dev "$root/dev"
for unit in "$@"; do ln -sf /dev/null "$root/etc/systemd/system/$unit"; done
mkdir -p "$root/mnt/bundle" && mount --bind "$BUNDLE" "$root/mnt/bundle"
ip link set lo up
hostname fairlead-host
cd "$root"
mkdir -p mnt/host
# In a chroot the kernel would refuse users of their own to services.
pivot_root . mnt/host
umount --lazy /mnt/host
# Mounts that systemd makes for a service have to reach it; none leaves this namespace.
mount --make-rshared /
exec env -i container=fairlead PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=basic.target
`

/** Where this machine has the tree of control groups that systemd of today wants; undefined where it has none. */
function unifiedTree(): string | undefined {
  return ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find(
    (path) => existsSync(join(path, 'cgroup.procs')) && existsSync(join(path, 'cgroup.controllers')),
  )
}

/** Why a host of its own cannot be had here, or undefined. */
export function linuxHostNeeds(): string | undefined {
  if (!existsSync('/lib/systemd/systemd')) return 'there is no systemd on this machine'
  if (unifiedTree() === undefined) return 'there is no cgroup2 on this machine'
  return undefined
}

/**
 * A Linux host with a systemd of its own as process 1: this machine's programs, its own files, users, processes and network, which reaches nothing. Its bundle lies in `/mnt/bundle`.
 */
export class LinuxHost {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fairlead-host-'))
  readonly #group: string
  #child: ChildProcess | undefined
  #init = ''

  constructor() {
    this.#group = join(unifiedTree() ?? '', `fairlead-host-${process.pid}`)
  }

  async boot(bundle: string): Promise<void> {
    mkdirSync(this.#group)
    const script = `echo $$ >"${this.#group}/cgroup.procs" && exec unshare --cgroup --mount --pid --uts --ipc --net --fork sh -c '${BOOT.replaceAll("'", `'\\''`)}' boot "$@"`
    this.#child = spawn('sh', ['-c', script, 'boot', this.#folder, ...MASKED], {
      stdio: 'ignore',
      env: { ...process.env, BUNDLE: bundle },
    })
    const { pid } = this.#child
    this.#init = await until(
      'its first process',
      () => spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout.trim() || undefined,
      10_000,
    )
    await until(
      'systemd is up',
      () => (/running|degraded/.test(this.run('systemctl', 'is-system-running').out) ? true : undefined),
      60_000,
    )
  }

  /** Runs a program in it to its end. */
  run(program: string, ...args: string[]): Ran {
    return this.#run(program, args, '')
  }

  /** The same with a standard input. */
  feed(input: string, program: string, ...args: string[]): Ran {
    return this.#run(program, args, input)
  }

  write(path: string, text: string): void {
    const { code, err } = this.feed(text, 'sh', '-c', `mkdir -p "$(dirname ${path})" && umask 077 && cat >${path}`)
    if (code !== 0) throw new Error(err)
  }

  #run(program: string, args: readonly string[], input: string): Ran {
    const space = [
      '--target',
      this.#init,
      '--mount',
      '--uts',
      '--ipc',
      '--net',
      '--pid',
      '--cgroup',
      '--root',
      'sh',
      '-c',
      'cd /root && exec "$0" "$@"',
    ]
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' }
    const { status, stdout, stderr } = spawnSync('nsenter', [...space, program, ...args], {
      encoding: 'utf8',
      env,
      input,
      timeout: 200_000,
      maxBuffer: 1e8,
    })
    return { code: status ?? -1, out: stdout, err: stderr }
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child !== undefined && child.exitCode === null) {
      const ended = once(child, 'exit')
      // All of its processes end with its first.
      process.kill(Number(this.#init), 'SIGKILL')
      await ended
    }
    removeGroup(this.#group)
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function removeGroup(group: string): void {
  if (!existsSync(group)) return
  for (const each of readdirSync(group, { withFileTypes: true }))
    if (each.isDirectory()) removeGroup(join(group, each.name))
  rmdirSync(group)
}
