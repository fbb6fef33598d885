import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../test/in-process-agent.ts'
import { readConfig } from './config.ts'
import { StartupError } from './lib/startup-error.ts'
import { SETTINGS, variableOf } from './settings.ts'
import { AGENT_VERSION } from './version.ts'

const NEEDED = { FAIRLEAD_AGENT_CONTROL_PLANE_URL: 'http://127.0.0.1:8080', FAIRLEAD_AGENT_DRIVER: 'simulated' }

async function read(env: Record<string, string>, argv: string[] = []) {
  const invocation = await readConfig(argv, env, '1.2.3')
  if (invocation.kind !== 'run') throw new Error(invocation.text)
  return invocation
}

function file(text: string): string {
  const path = join(temporaryFolder(), 'agent.yaml')
  writeFileSync(path, text)
  return path
}

test('two settings are enough, and the rest has the defaults that are documented', async () => {
  const { config } = await read(NEEDED)
  expect(config).toMatchObject({
    controlPlaneUrl: 'http://127.0.0.1:8080',
    stateDir: '.fairlead/agent',
    simulatedTimeScale: 1,
    logRetentionHours: 72,
    healthPort: undefined,
  })
})

test('there is no default driver: nothing runs on a host where nobody asked for it', async () => {
  await expect(read({ FAIRLEAD_AGENT_CONTROL_PLANE_URL: 'http://x' })).rejects.toThrow('driver is not set')
})

test('all wrong settings are named in one message, with exit code 2', async () => {
  const failure = await read({
    FAIRLEAD_AGENT_CONTROL_PLANE_URL: 'https://x/path',
    FAIRLEAD_AGENT_DRIVER: 'docker',
    FAIRLEAD_AGENT_LOCAL_MEMORY: 'much',
    FAIRLEAD_AGENT_SIMULATED_FLEET: '[{"count": 1}]',
  }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(StartupError)
  expect(failure).toMatchObject({ exitCode: 2 })
  for (const part of [
    'controlPlaneUrl: must be an origin',
    'driver: must be named',
    'localMemory',
    'simulatedFleet.0.shape',
  ]) {
    expect((failure as Error).message).toContain(part)
  }
})

test('a file gives settings, a variable wins, and an unknown name is refused', async () => {
  const path = file(`
controlPlaneUrl: https://fairlead.example.com/
driver: simulated
logLevel: warn
simulatedFleet:
  - count: 2
    shape: { cpu: 8, memory: 64Gi, gpu: 4, gpuModel: H100 }
    labels: { zone: a }
    taints: [{ key: gpu, effect: NoSchedule }]
    namePrefix: big
`)
  const { config } = await read({ FAIRLEAD_AGENT_LOG_LEVEL: 'debug' }, ['--config', path])
  expect(config.controlPlaneUrl).toBe('https://fairlead.example.com')
  expect(config.logLevel).toBe('debug')
  expect(config.simulatedFleet).toEqual([
    {
      count: 2,
      shape: { cpu: 8, memory: 65_536, gpu: 4, gpuModel: 'H100' },
      labels: { zone: 'a' },
      taints: [{ key: 'gpu', value: '', effect: 'NoSchedule' }],
      namePrefix: 'big',
    },
  ])
  await expect(read(NEEDED, ['--config', file('contolPlaneUrl: x')])).rejects.toThrow('contolPlaneUrl is not a setting')
  await expect(read(NEEDED, ['--config', file('- a')])).rejects.toThrow('must hold a map')
  await expect(read(NEEDED, ['--config', '/no/such/file'])).rejects.toThrow('cannot be read')
})

test('labels, taints and memory are written in the short forms that people use', async () => {
  const { config } = await read({
    ...NEEDED,
    FAIRLEAD_AGENT_NODE_LABELS: 'zone=a,rack=7',
    FAIRLEAD_AGENT_NODE_TAINTS: 'gpu=yes:NoSchedule,old:PreferNoSchedule',
    FAIRLEAD_AGENT_LOCAL_MEMORY: '1.5Gi',
    FAIRLEAD_AGENT_LOCAL_CPU: '2.5',
  })
  expect(config.nodeLabels).toEqual({ zone: 'a', rack: '7' })
  expect(config.nodeTaints).toEqual([
    { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
    { key: 'old', value: '', effect: 'PreferNoSchedule' },
  ])
  expect(config.localMemory).toBe(1_536)
  expect(config.localCpu).toBe(2.5)
})

test('a variable with our prefix that is no setting is mentioned, not refused: Kubernetes makes such', async () => {
  const { warnings } = await read({ ...NEEDED, FAIRLEAD_AGENT_SERVICE_HOST: '10.0.0.1' })
  expect(warnings).toEqual(['FAIRLEAD_AGENT_SERVICE_HOST'])
})

test('help names every setting, and the version is that of the package', async () => {
  const help = await readConfig(['--help'], {}, '1.2.3')
  if (help.kind !== 'text') throw new Error('no text')
  for (const name of Object.keys(SETTINGS)) expect(help.text).toContain(variableOf(name))
  expect(await readConfig(['--version'], {}, '1.2.3')).toEqual({ kind: 'text', text: '1.2.3\n' })
  await expect(readConfig(['--token', 'x'], {}, '1')).rejects.toThrow('--token')
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  expect(AGENT_VERSION).toBe(manifest.version)
})
