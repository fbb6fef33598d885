import { describe, expect, test } from 'vitest'
import type { Check } from './check.ts'
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

const GB = 1e9
const LIMITS = (hard: string) =>
  `Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 ${hard}  files\n`
const V4 = 'Iface\tDestination\tGateway\neth0\t0000A8C0\t00000000\n'
const NONE = '0'.repeat(32)
/** The kernel's own: it refuses everything. */
const V6_LO = `${NONE} 00 ${NONE} 00 ${NONE} ffffffff 00000001 00000000 00200200       lo\n`
const times = (slow: number) => Array.from({ length: 100 }, (_, index) => (index < slow ? 12 : 0.4))

/** What is looked at, what is said, what was seen, and how its fix begins. */
const CASES: readonly [title: string, check: Check, result: Check['result'], seen: string, fix?: string][] = [
  ['root', judgeRoot(0), 'pass', 'root'],
  ['somebody else', judgeRoot(1000), 'fail', 'user 1000', 'run it as root'],
  ['a systemd of today', judgeSystemd({ says: 'systemd 252 (252.39)', isFirst: true }), 'pass', '252'],
  ['an old systemd', judgeSystemd({ says: 'systemd 239 (239)', isFirst: true }), 'fail', '239', 'use a distribution'],
  [
    'a container with systemd installed',
    judgeSystemd({ says: 'systemd 252', isFirst: false }),
    'fail',
    'does not run this host',
    'this mode needs systemd',
  ],
  [
    'no systemd',
    judgeSystemd({ says: '', isFirst: false }),
    'fail',
    'does not run this host',
    'this mode needs systemd',
  ],
  ['room for programs', judgeDisk(9 * GB, '/opt'), 'pass', '9.0 GB at /opt'],
  ['no room for programs', judgeDisk(1 * GB, '/opt'), 'fail', '1.0 GB at /opt', 'make 1.5 GB free at /opt'],
  ['room for data', judgeDataDisk(50 * GB, '/var/lib'), 'pass', '50.0 GB at /var/lib'],
  [
    'little room for data',
    judgeDataDisk(5 * GB, '/var/lib'),
    'warn',
    '5.0 GB at /var/lib',
    'give the database 20.0 GB',
  ],
  ['a free port', judgePort(8443, 'backend.listen.port', 'free'), 'pass', 'free'],
  ['a port of ours', judgePort(8443, 'backend.listen.port', 'ours'), 'pass', 'ours'],
  [
    'a port of others',
    judgePort(8443, 'backend.listen.port', 'taken'),
    'fail',
    'somebody else has it',
    'set backend.listen.port to another',
  ],
  ['no SELinux', judgeSelinux(undefined), 'pass', 'off'],
  ['a permissive SELinux', judgeSelinux('0\n'), 'pass', 'permissive'],
  ['an enforcing SELinux', judgeSelinux('1'), 'warn', 'enforcing', 'programs below /opt'],
  ['many open files', judgeOpenFiles(LIMITS('524288')), 'pass', '524288'],
  ['open files without end', judgeOpenFiles(LIMITS('unlimited')), 'pass', 'no limit'],
  ['few open files', judgeOpenFiles(LIMITS('4096')), 'warn', '4096', 'raise DefaultLimitNOFILE'],
  ['one slow write of a hundred', judgeWrites(times(1), '/var/lib'), 'pass', '0.4 ms for 99 of 100'],
  [
    'two slow writes of a hundred',
    judgeWrites(times(2), '/var/lib'),
    'warn',
    '12.0 ms for 99 of 100',
    'under 10 ms is good',
  ],
  ['a route of IPv4', judgeRoute(`${V4}eth0\t00000000\t0101A8C0\n`, V6_LO), 'pass', 'IPv4'],
  ['a route of IPv6', judgeRoute(V4, `${V6_LO}${V6_LO.replace(' lo', ' eth0')}`), 'pass', 'IPv6'],
  ['no route', judgeRoute(V4, V6_LO), 'warn', 'none', 'browsers and agents of other hosts'],
]

describe('of a host is said what was seen, and what to do where it is not good:', () => {
  test.each(CASES)('%s', (_, check, result, seen, fix) => {
    expect(check).toMatchObject({ result, seen })
    expect(check.fix?.slice(0, fix?.length)).toBe(fix)
  })
})
