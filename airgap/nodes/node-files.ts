import { readFileSync } from 'node:fs'
import { parseName } from '../oci/image.ts'
import type { Release } from '../release/release.ts'
import type { Site } from '../site/site.ts'
import { containerdFiles } from './containerd-files.ts'
import { k3sFiles } from './k3s-files.ts'
import { openshiftFiles } from './openshift-files.ts'

/** Where the nodes of a site get images from, as their runtimes are told of it. */
export interface NodePlace {
  /** Scheme, host and port. */
  url: string
  /** As it stands in image names: host, and the port where it is not the one of the scheme. */
  host: string
  /** The place in the registry that images are in. */
  project: string
  /** The authority of its certificate in PEM; undefined for one that everybody trusts. */
  authority: string | undefined
  /** What image names of the vendor begin with, as charts have them by themselves. */
  vendors: string[]
}

export function nodePlace({ url, project, caFile }: Site['registry'], { images }: Release): NodePlace {
  return {
    url: new URL(url).origin,
    host: new URL(url).host,
    project,
    authority: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
    vendors: [...new Set(images.map(({ name }) => parseName(name).registry))],
  }
}

/**
 * Files by which container runtimes find and trust the registry of a site, and take images that are named as the vendor names them from there: for containerd, for k3s and RKE2, and for OpenShift. No login is in
 * them: pods bring theirs.
 */
export function nodeFiles(place: NodePlace): Record<string, string> {
  return { ...containerdFiles(place), ...k3sFiles(place), ...openshiftFiles(place) }
}
