import { imageFolder, SETTINGS } from './place.ts'
import { POSTGRESQL_UNIT } from './postgresql-unit.ts'
import { credentialPath, environment, HARDENING, LASTING, SEALED, unit, type Section, type Unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'

export const CONTROL_PLANE_UNIT = 'fairlead.service'
export const CONTROL_PLANE_USER = 'fairlead'
export const CA_FILE = `${SETTINGS}/ca.crt`

/** What `airgap downloads add` fills and the control plane hands out. */
export const DOWNLOADS = '/var/lib/fairlead-downloads'

/** By the name under which the service sees it: files that root alone reads. */
export const CONTROL_PLANE_FILES = {
  config: `${SETTINGS}/control-plane.yaml`,
  'tls.crt': `${SETTINGS}/tls.crt`,
  'tls.key': `${SETTINGS}/tls.key`,
  licence: `${SETTINGS}/licence`,
  'licence-keys': `${SETTINGS}/licence-keys.json`,
} as const

/** How a program of the control plane's image runs on a host: in the root of that image, as its user, with no right that it does not need. It writes nothing. */
export function inControlPlane(
  counter: number,
  image: UnpackedImage,
  { ca, env }: { ca: boolean; env: Readonly<Record<string, string>> },
) {
  return {
    User: CONTROL_PLANE_USER,
    Group: CONTROL_PLANE_USER,
    RootDirectory: imageFolder(counter, 'control-plane'),
    MountAPIVFS: 'yes',
    BindReadOnlyPaths: [
      '-/etc/resolv.conf:/etc/resolv.conf',
      '-/etc/hosts:/etc/hosts',
      ...(ca ? [`${CA_FILE}:/etc/ca.crt`] : []),
    ],
    WorkingDirectory: image.workingDir,
    Environment: environment({ ...image.env, ...env, ...(ca ? { NODE_EXTRA_CA_CERTS: '/etc/ca.crt' } : {}) }),
    ...HARDENING,
    ...SEALED,
  } satisfies Section
}

/** The control plane. What of it lasts is in the database. */
export function controlPlaneUnit(
  counter: number,
  image: UnpackedImage,
  has: { tls: boolean; ca: boolean; database: boolean; licence: boolean },
): Unit {
  const files = Object.entries(CONTROL_PLANE_FILES).filter(
    ([name]) => name === 'config' || (name.startsWith('tls') ? has.tls : has.licence),
  )
  const env = { FAIRLEAD_CONFIG: credentialPath(CONTROL_PLANE_UNIT, 'config') }
  const root = inControlPlane(counter, image, { ca: has.ca, env })
  return unit(CONTROL_PLANE_UNIT, {
    Unit: {
      Description: 'Fairlead, the control plane',
      Wants: ['network-online.target', ...(has.database ? [POSTGRESQL_UNIT] : [])].join(' '),
      After: ['network-online.target', ...(has.database ? [POSTGRESQL_UNIT] : [])].join(' '),
      StartLimitIntervalSec: 0,
    },
    Service: {
      Type: 'exec',
      ...root,
      BindReadOnlyPaths: [...root.BindReadOnlyPaths, `${DOWNLOADS}:${DOWNLOADS}`],
      LoadCredential: files.map(([name, path]) => `${name}:${path}`),
      ExecStart: image.entrypoint.join(' '),
      TimeoutStopSec: 40,
      ...LASTING,
    },
    Install: { WantedBy: 'multi-user.target' },
  })
}
