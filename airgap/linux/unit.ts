/** Settings of a section of a unit, by name; those of a list stand in lines of their own. */
export type Section = Readonly<Record<string, string | number | readonly string[]>>

export interface Unit {
  /** With its ending. */
  name: string
  text: string
}

/** The text of a unit. */
export function unit(name: string, sections: Readonly<Record<string, Section>>): Unit {
  const text = Object.entries(sections).map(([title, section]) => [`[${title}]`, ...assignments(section)].join('\n'))
  return {
    name,
    text: `# Made by the installer of Fairlead, which writes it anew: changes belong into ${name}.d/.\n${text.join('\n\n')}\n`,
  }
}

/** `KEY=value` for each line of a section. */
export function assignments(section: Section): string[] {
  return Object.entries(section).flatMap(([key, value]) =>
    (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).map((line) => `${key}=${line}`),
  )
}

/** The text of a file that `EnvironmentFile=` names. */
export function variables(env: Readonly<Record<string, string>>): string {
  const lines = Object.entries(env).map(([name, value]) => `${name}="${value.replaceAll(/["\\`$]/g, String.raw`\$&`)}"`)
  return `${lines.join('\n')}\n`
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

/** Where systemd shows a service the secrets that it alone reads; the service's user has no right to the files themselves. */
export function credentialFolder(unitName: string): string {
  return `/run/credentials/${unitName}`
}

/** One of these secrets. */
export function credentialPath(unitName: string, credential: string): string {
  return `${credentialFolder(unitName)}/${credential}`
}
