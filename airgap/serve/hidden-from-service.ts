import { constants, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** What ProtectHome and PrivateTmp keep from a service. */
const KEPT_AWAY = /^\/(home|root|run\/user|tmp|var\/tmp)(\/|$)/

/** The folder because of which a service with a user of its own does not see another one; undefined where it does. */
export function hiddenFromService(folder: string): string | undefined {
  return KEPT_AWAY.test(folder) ? folder : closedToOthers(folder)
}

/** The folder, it or one above it, that users without a right may not look into; undefined where there is none. */
export function closedToOthers(folder: string): string | undefined {
  const { S_IROTH, S_IXOTH } = constants
  for (let at = folder, wanted = S_IROTH | S_IXOTH; ; at = dirname(at), wanted = S_IXOTH) {
    if ((statSync(at).mode & wanted) !== wanted) return at
    if (dirname(at) === at) return undefined
  }
}
