import { join } from 'node:path'
import { imageOf } from '../release/read-release.ts'
import type { ImageRole, Release } from '../release/release.ts'

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

/** Where each PostgreSQL lies in a folder that is named by what is in it. */
export const SERVERS = `${HOME}/postgresql`

/** The root of one image of one release, by its number. */
export function imageFolder(counter: number, role: string): string {
  return `${HOME}/releases/${counter}/${role}`
}

/** The root of an image of a release. PostgreSQL has the same one in every release that brings the same PostgreSQL, so that such a release leaves the database running. */
export function folderOf(release: Pick<Release, 'counter' | 'images' | 'purpose'>, role: ImageRole): string {
  if (role !== 'postgresql') return imageFolder(release.counter, role)
  return `${SERVERS}/${imageOf(release, role).digest.slice('sha256:'.length).slice(0, 16)}`
}
