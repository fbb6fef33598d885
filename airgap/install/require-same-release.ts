import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { InstallRecord } from './install-record.ts'

type Installed = Pick<InstallRecord, 'version' | 'counter'> | undefined

/** Another release than that of the bundle is installed. */
export function isOtherRelease(record: Installed, { release }: Pick<OpenBundle, 'release'>): boolean {
  return record !== undefined && record.counter !== release.counter
}

/**
 * For `apply`, which makes no backup and knows no way back: it installs a control plane, and changes the settings of the one that there is. Throws with exit class `preflight` where that one is of another
 * release.
 */
export function requireSameRelease(record: Installed, bundle: Pick<OpenBundle, 'release'>): void {
  if (record === undefined || !isOtherRelease(record, bundle)) return
  const { version, counter } = bundle.release
  throw new AirgapError(
    'preflight',
    `${record.version} (release ${record.counter}) runs, and this is ${version} (release ${counter}); apply makes no backup and changes no release`,
    {
      hint:
        record.counter < counter
          ? 'use ./airgap upgrade'
          : 'to go back, use ./airgap rollback of the newer bundle; to change settings, use ./airgap apply of the bundle that runs',
    },
  )
}
