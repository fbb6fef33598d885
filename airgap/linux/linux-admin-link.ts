import { spawnSync } from 'node:child_process'
import { AirgapError } from '../cli/airgap-error.ts'
import { LINK_MINUTES } from '../install/admin-link.ts'
import { LOADERS } from '../release/loaders.ts'
import type { Release } from '../release/release.ts'
import { CA_FILE } from './control-plane-unit.ts'
import { imageFolder } from './place.ts'

/** Nobody: the database needs to know who asks, and this host need not. */
const NOBODY = 65_534

/** A link for the first admin that is good once and for an hour, made with the control plane's own program. */
export function makeLinuxAdminLink(
  { counter, architecture }: Release,
  options: { databaseUrl: string; publicUrl: string; hasCa: boolean },
): string {
  const root = imageFolder(counter, 'control-plane')
  const { loader, triplet } = LOADERS[architecture]
  const libraries = `${root}/lib/${triplet}:${root}/usr/lib/${triplet}`
  const program = [`${root}/usr/local/bin/node`, `${root}/app/dist/server/admin.js`]
  const { status, stdout, stderr } = spawnSync(
    `${root}/${loader}`,
    ['--library-path', libraries, ...program, 'setup-link', '--minutes', String(LINK_MINUTES)],
    {
      encoding: 'utf8',
      cwd: '/',
      uid: NOBODY,
      gid: NOBODY,
      env: {
        DATABASE_URL: options.databaseUrl,
        FAIRLEAD_PUBLIC_URL: options.publicUrl,
        ...(options.hasCa ? { NODE_EXTRA_CA_CERTS: CA_FILE } : {}),
      },
    },
  )
  if (status !== 0) throw new AirgapError('data', `no link for the admin could be made: ${stderr.trim()}`)
  return stdout.trim()
}
