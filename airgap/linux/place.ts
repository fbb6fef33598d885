import { join } from 'node:path'

/** Where things lie on a host, all below a root: `/`, or a folder that becomes one later, such as that of an image. */
export class Place {
  /** Without a slash at its end: empty for the host itself. */
  readonly root: string

  constructor(root = '') {
    this.root = root.replace(/\/+$/, '')
  }

  /** A path of the host, as this process sees it. */
  on(path: string): string {
    return join(this.root === '' ? '/' : this.root, path)
  }

  /** The host is running, and not a folder that is being filled. */
  get isLive(): boolean {
    return this.root === ''
  }
}

export const HOME = '/opt/fairlead'
export const SETTINGS = '/etc/fairlead'
export const UNITS = '/etc/systemd/system'
export const USERS = '/etc/sysusers.d'
export const RECORD = `${SETTINGS}/installed.json`

/** The root of one image of one release. */
export function imageFolder(counter: number, role: string): string {
  return `${HOME}/releases/${counter}/${role}`
}
