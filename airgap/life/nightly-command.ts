import { ADMIN } from './tool-objects.ts'

/** Makes one backup of what is `version` into a folder, and lets go of all but the newest ones. */
export function nightlyCommand(backup: {
  recipient: string
  siteFolder: string
  version: string
  folder: string
  keep: number
}): string[] {
  const { recipient, siteFolder, version, folder, keep } = backup
  const about = ['--recipient', recipient, '--site', siteFolder, '--release', version]
  return [...ADMIN, 'backup', ...about, '--folder', folder, '--keep', String(keep)]
}
