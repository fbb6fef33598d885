import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SETTINGS as AGENT_SETTINGS, variableOf } from '../../packages/agent/src/settings.ts'
import { readConfig, SETTINGS } from '../../packages/control-plane/src/config.ts'
import { casesOf, chartFolder, render, type Case } from './helm.ts'
import { containersOf, podOf, type Container } from './manifest.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-charts-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(casesOf('fairlead'))('the control plane understands its settings of "$name"', async (which) => {
  const file = join(folder, `${which.name}.yaml`)
  const configMap = (await render(which)).find(({ kind }) => kind === 'ConfigMap')
  writeFileSync(file, configMap?.data?.['fairlead.yaml'] ?? '')
  const address = which.name === 'everything' ? 'fd00::1' : '10.0.0.1'
  const variables = (await containers(which)).find(({ name }) => name === 'control-plane')?.env ?? []
  const env = Object.fromEntries(variables.map(({ name, value }) => [name, value?.replace('$(POD_IP)', address)]))
  const config = readConfig({ ...env, DATABASE_URL: 'postgres://database', FAIRLEAD_CONFIG: file })
  expect(config.replicaUrl).toMatch(/^http:.*:8080$/)
  expect(config.trustProxy).toBe(which.name !== 'default')
})

test('every setting that the chart of the control plane takes is one of the control plane', () => {
  const schema = JSON.parse(readFileSync(join(chartFolder('fairlead'), 'values.schema.json'), 'utf8')) as {
    properties: { config: { properties: object } }
  }
  for (const name of Object.keys(schema.properties.config.properties)) expect(Object.keys(SETTINGS)).toContain(name)
})

test.each(casesOf('fairlead-agent'))('every variable of "$name" is a setting of the agent', async (which) => {
  const ours = Object.keys(AGENT_SETTINGS).map(variableOf)
  const known = new Set([...ours, 'HTTPS_PROXY', 'NO_PROXY'])
  const names = (await containers(which)).flatMap(({ env = [] }) => env.map(({ name }) => name))
  expect(names.filter((name) => !known.has(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

async function containers(which: Case): Promise<Container[]> {
  const pods = (await render(which)).map(podOf).filter((pod) => pod !== undefined)
  return pods.flatMap(containersOf)
}
