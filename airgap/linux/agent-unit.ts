import { LOADERS } from '../release/loaders.ts'
import type { Architecture } from '../release/release.ts'
import type { LinuxCluster } from '../site/linux-site.ts'
import { imageFolder, SETTINGS } from './place.ts'
import { credentialPath, environment, HARDENING, LASTING, unit, type Unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'

export const AGENT_UNIT = 'fairlead-agent.service'
export const AGENT_USER = 'fairlead-agent'
export const AGENT_DATA = '/var/lib/fairlead-agent'
export const AGENT_CONFIG = `${SETTINGS}/agent.yaml`
export const JOIN_TOKEN_FILE = `${SETTINGS}/join-token`

/**
 * The agent, whose work is processes of this host. It sees the host as it is, and so does its work, but writes nowhere except to its own folder and those that the site names. Work
 * goes on while the agent is started anew.
 */
export function agentUnit(
  release: { counter: number; architecture: Architecture },
  image: UnpackedImage,
  { writable }: LinuxCluster,
): Unit {
  const root = imageFolder(release.counter, 'agent')
  const { loader, triplet } = LOADERS[release.architecture]
  // A host may have another C library, or an older one: the program brings its loader.
  const libraries = `${root}/lib/${triplet}:${root}/usr/lib/${triplet}`
  const program = image.entrypoint.map((part) => (part.startsWith('/') ? `${root}${part}` : part))
  const { PATH: _, ...own } = image.env
  const env = {
    ...own,
    FAIRLEAD_AGENT_DRIVER: 'local',
    HOME: AGENT_DATA,
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  }
  return unit(AGENT_UNIT, {
    Unit: {
      Description: 'Fairlead, the agent of this host',
      Wants: 'network-online.target',
      After: 'network-online.target',
      StartLimitIntervalSec: 0,
    },
    Service: {
      Type: 'exec',
      User: AGENT_USER,
      Group: AGENT_USER,
      StateDirectory: 'fairlead-agent',
      StateDirectoryMode: '0700',
      WorkingDirectory: AGENT_DATA,
      LoadCredential: `join-token:${JOIN_TOKEN_FILE}`,
      Environment: environment(env),
      ExecStart: [
        `${root}/${loader}`,
        '--library-path',
        libraries,
        ...program,
        '--config',
        AGENT_CONFIG,
        '--join-token-file',
        credentialPath(AGENT_UNIT, 'join-token'),
      ].join(' '),
      KillMode: 'process',
      TimeoutStopSec: 40,
      ...LASTING,
      ...HARDENING,
      // What work may ask the kernel for is no more than what the agent may.
      SystemCallFilter: ['@system-service', '~@privileged'],
      SystemCallErrorNumber: 'EPERM',
      ...(writable.length === 0 ? {} : { ReadWritePaths: writable.join(' ') }),
      DevicePolicy: 'closed',
      DeviceAllow: [
        'char-nvidia-frontend rw',
        'char-nvidia rw',
        'char-nvidia-uvm rw',
        'char-nvidia-caps rw',
        'char-drm rw',
        'char-kfd rw',
      ],
    },
    Install: { WantedBy: 'multi-user.target' },
  })
}
