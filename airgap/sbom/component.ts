/** A part of a CycloneDX 1.6 document, as far as Fairlead writes it. */
export interface Component {
  type: 'application' | 'library' | 'container' | 'file'
  'bom-ref': string
  name: string
  version: string
  purl?: string
  hashes?: { alg: 'SHA-256' | 'SHA-512'; content: string }[]
  licenses?: { license: { id: string } | { name: string } }[] | { expression: string }[]
  /** Where its files lie: in an image as absolute paths, in a bundle relative to its folder. */
  evidence?: { occurrences: { location: string }[] }
}

/** Components by reference, with the places of each; the same component found twice is one. */
export class Components {
  readonly #found = new Map<string, { component: Component; locations: Set<string> }>()

  add(component: Component, location: string): void {
    const known = this.#found.get(component['bom-ref'])
    if (known) known.locations.add(location)
    else this.#found.set(component['bom-ref'], { component, locations: new Set([location]) })
  }

  list(): Component[] {
    return [...this.#found.values()]
      .map(({ component, locations }) => ({
        ...component,
        evidence: { occurrences: [...locations].toSorted().map((location) => ({ location })) },
      }))
      .toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
  }
}

/** A part of our own. */
export function ownComponent(name: string, version: string): Component {
  return {
    type: 'application',
    'bom-ref': `fairlead:${name}@${version}`,
    name,
    version,
    licenses: [{ license: { id: 'Apache-2.0' } }],
  }
}
