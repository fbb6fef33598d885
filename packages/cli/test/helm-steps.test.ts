import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { helmSteps } from '../src/lib/helm-steps.ts'

const CHART = join(import.meta.dirname, '../../../charts/fairlead-agent')
const of = { cluster: 'east', tokenFile: undefined }

test('every value that helm is told is one of the chart', () => {
  const steps = helmSteps({ ...of, url: 'https://fairlead.test/x', namespaces: ['fl-a', 'fl-b'] })
  const values = parseDocument(readFileSync(join(CHART, 'values.yaml'), 'utf8'))
  const paths = [...steps.matchAll(/--set '?([A-Za-z.]+)=/g)].map(([, path = '']) => path)
  expect(paths).toEqual(['controlPlane.url', 'joinToken.existingSecret', 'projectNamespaces', 'namespaces.install'])
  for (const path of paths) expect(values.hasIn(path.split('.')), path).toBe(true)
  expect(steps).toContain(`from-file=token=`)
  expect(values.getIn(['joinToken', 'key'])).toBe('token')
  expect(existsSync(join(CHART, 'Chart.yaml'))).toBe(true)
})

test('an address that means the pod itself is remarked on, and so are absent namespaces', () => {
  const steps = helmSteps({ ...of, url: 'http://127.0.0.1:8080', namespaces: [] })
  expect(steps).toContain('means the pod itself inside a cluster')
  expect(steps).toContain('--set projectNamespaces={NAME}')
  expect(helmSteps({ ...of, url: 'https://fairlead.test', namespaces: ['a'] })).not.toContain('means the pod itself')
})
