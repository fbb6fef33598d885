/** Settings of a section of a unit, by name; those of a list stand in lines of their own. */
export type Section = Readonly<Record<string, string | number | readonly string[]>>

export interface Unit {
  /** With its ending. */
  name: string
  text: string
}

/** The text of a unit. */
export function unit(name: string, sections: { Unit: Section; Service: Section; Install: Section }): Unit {
  const text = Object.entries(sections).map(([title, section]) =>
    [
      `[${title}]`,
      ...Object.entries(section).flatMap(([key, value]) =>
        (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).map((line) => `${key}=${line}`),
      ),
    ].join('\n'),
  )
  return {
    name,
    text: `# Made by the installer of Fairlead, which writes it anew: changes belong into ${name}.d/.\n${text.join('\n\n')}\n`,
  }
}

/** `NAME=value` for each, as units want them. */
export function environment(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `"${name}=${value.replaceAll('%', '%%').replaceAll('"', '\\"')}"`)
}

/** What none of our services needs of the host: a service that is broken into reaches nothing but its own data. */
export const HARDENING = {
  NoNewPrivileges: 'yes',
  ProtectSystem: 'strict',
  ProtectHome: 'yes',
  PrivateTmp: 'yes',
  ProtectKernelTunables: 'yes',
  ProtectKernelModules: 'yes',
  ProtectKernelLogs: 'yes',
  ProtectControlGroups: 'yes',
  ProtectClock: 'yes',
  ProtectHostname: 'yes',
  RestrictNamespaces: 'yes',
  RestrictRealtime: 'yes',
  RestrictSUIDSGID: 'yes',
  LockPersonality: 'yes',
  RemoveIPC: 'yes',
  KeyringMode: 'private',
  CapabilityBoundingSet: '',
  AmbientCapabilities: '',
  RestrictAddressFamilies: 'AF_INET AF_INET6 AF_UNIX',
  SystemCallArchitectures: 'native',
  UMask: '0077',
} as const satisfies Section

/** Beyond that, for programs that see nothing of the host. */
export const SEALED = {
  PrivateDevices: 'yes',
  PrivateUsers: 'yes',
  ProtectProc: 'invisible',
  SystemCallFilter: ['@system-service', '~@privileged @resources'],
  SystemCallErrorNumber: 'EPERM',
} as const satisfies Section

/** Started again for ever: what it waits for may come late. */
export const LASTING = { Restart: 'always', RestartSec: 2 } as const satisfies Section

/** Where systemd shows a service a secret that it alone reads; the service's user has no right to the file itself. */
export function credentialPath(unitName: string, credential: string): string {
  return `/run/credentials/${unitName}/${credential}`
}
