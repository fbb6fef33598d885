import { createHash } from 'node:crypto'
import type { Component } from './component.ts'

/** A CycloneDX 1.6 document. Its number is made from its content, so that the same content gives the same bytes. */
export function cycloneDx(subject: Component, at: Date, components: readonly Component[]): string {
  const body = {
    version: 1,
    metadata: {
      timestamp: at.toISOString(),
      tools: { components: [{ type: 'application', name: 'fairlead airgap' }] },
      component: subject,
    },
    components,
  }
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid}`,
    ...body,
  }
  return `${JSON.stringify(document, undefined, 1)}\n`
}
