import type { Release } from './release.ts'

/** Of a bundle's one folder, and of its archive without the ending. */
export function bundleName({
  version,
  architecture,
  purpose,
}: Pick<Release, 'version' | 'architecture' | 'purpose'>): string {
  return `fairlead-airgap-${purpose === 'cluster' ? 'cluster-' : ''}${version}-${architecture}`
}
