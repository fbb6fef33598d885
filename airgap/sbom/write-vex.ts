import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '../../tools/processes/child.ts'
import type { Source } from '../bundle/describe-source.ts'
import type { Component } from './component.ts'

/** One assessment of a known weakness, as OpenVEX 0.2 writes it. */
const statement = z.strictObject({
  vulnerability: z.strictObject({ name: z.string().regex(/^(?:CVE-\d{4}-\d{4,}|GHSA(?:-\w{4}){3})$/) }),
  /** By package URL. */
  products: z.array(z.strictObject({ '@id': z.string().startsWith('pkg:') })).min(1),
  status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
  justification: z
    .enum([
      'component_not_present',
      'vulnerable_code_not_present',
      'vulnerable_code_not_in_execute_path',
      'vulnerable_code_cannot_be_controlled_by_adversary',
      'inline_mitigations_already_exist',
    ])
    .optional(),
  impact_statement: z.string().optional(),
  action_statement: z.string().optional(),
})
const statements = z.array(
  statement
    .refine(
      ({ status, justification, impact_statement: impact }) =>
        status !== 'not_affected' || (justification ?? impact) !== undefined,
      {
        error: 'what is not affected says why',
      },
    )
    .refine(({ status, action_statement: action }) => status !== 'affected' || action !== undefined, {
      error: 'what is affected says what to do',
    }),
)

/**
 * Writes `sbom/vex.openvex.json`: what we know of known weaknesses in what a bundle brings, from `airgap/documents/vex.json`. Throws for a statement about a package that is in no SBOM, which nobody
 * would find.
 */
export function writeVex(bundle: string, components: readonly Component[], { version, counter, at }: Source): void {
  const text = readFileSync(join(ROOT, 'airgap/documents/vex.json'), 'utf8')
  const known = statements.parse(JSON.parse(text))
  const there = new Set(components.map(({ purl }) => purl))
  const astray = known.flatMap(({ products }) => products.map((each) => each['@id'])).find((purl) => !there.has(purl))
  if (astray !== undefined) throw new Error(`airgap/documents/vex.json names ${astray}, which is not in this release`)
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://fairlead.dev/vex/${version}/${counter}`,
    author: 'Fairlead',
    role: 'vendor',
    timestamp: at.toISOString(),
    version: counter,
    statements: known,
  }
  writeFileSync(join(bundle, 'sbom/vex.openvex.json'), `${JSON.stringify(document, undefined, 1)}\n`)
}
