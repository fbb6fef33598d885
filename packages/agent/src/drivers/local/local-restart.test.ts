import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { atEnd } from '../../../test/at-end.ts'
import { temporaryFolder, testLogger } from '../../../test/in-process-agent.ts'
import { runSpec } from '../../../test/run-body.ts'
import { until } from '../../../test/until.ts'
import { systemClock } from '../../lib/clock.ts'
import { bootId, identify } from '../../lib/process-identity.ts'
import type { ObservedRun } from '../driver.ts'
import { LocalDriver } from './local-driver.ts'
import { RunFolder, type RunRecord } from './run-folder.ts'

const ref = { runId: '00000000-0000-4000-8000-000000000002', generation: 1 }

/** What a driver that was killed at some point has left: the intent, and whatever `more` adds. */
async function leave(
  options: { bootId?: string; replicas?: number } = {},
): Promise<{ stateDir: string; folder: RunFolder }> {
  const stateDir = temporaryFolder()
  const folder = new RunFolder(join(stateDir, 'runs'), ref)
  const record: RunRecord = {
    ...ref,
    bootId: options.bootId ?? bootId(),
    createdAt: Date.now(),
    argv: ['/bin/sh', '-c', 'echo began >>began; sleep 0.05'],
    env: Array.from({ length: options.replicas ?? 1 }, () => ({ PATH: process.env.PATH ?? '' })),
    resources: { cpu: 100 },
    devices: Array.from({ length: options.replicas ?? 1 }, () => []),
    graceMs: 500,
  }
  await folder.create(record)
  return { stateDir, folder }
}

async function open(stateDir: string, retentionMs = 3_600_000): Promise<{ driver: LocalDriver; seen: ObservedRun[] }> {
  const host = { name: 'h', labels: {}, taints: [], cpu: 4, memory: 4_096, gpus: 0, gpuModel: undefined }
  const driver = new LocalDriver({
    stateDir,
    host,
    env: process.env,
    logRetentionMs: retentionMs,
    clock: systemClock,
    log: testLogger(),
  })
  const seen: ObservedRun[] = []
  await driver.open({ onRun: (run) => seen.push(run), onNode: () => undefined })
  atEnd(() => driver.close())
  return { driver, seen }
}

function began(folder: RunFolder, index = 0): number {
  const path = folder.replicaPath(index, 'work', 'began')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0
}

test.concurrent('killed after the intent and before the start: the command runs, once', async () => {
  const { stateDir, folder } = await leave()
  const { driver } = await open(stateDir)
  await until(() => driver.find(ref.runId)[0]?.phase === 'SUCCEEDED', 'it succeeded')
  expect(began(folder)).toBe(1)
})

test.concurrent('killed while half a gang was started: the other half follows', async () => {
  const { stateDir, folder } = await leave({ replicas: 3 })
  const first = await open(stateDir)
  await first.driver.close()
  const second = await open(stateDir)
  await until(() => second.driver.find(ref.runId)[0]?.phase === 'SUCCEEDED', 'it succeeded')
  expect([0, 1, 2].map((index) => began(folder, index))).toEqual([1, 1, 1])
})

test.concurrent('a claim whose process is gone without a word is an end, never a reason to start again', async () => {
  const { stateDir, folder } = await leave()
  writeFileSync(folder.replicaPath(0, 'process'), `4194000\n1\n${bootId()}\n1.0\n`)
  const { driver } = await open(stateDir)
  await until(() => driver.find(ref.runId)[0]?.phase === 'FAILED', 'it failed')
  expect(driver.find(ref.runId)[0]).toMatchObject({ reason: 'INTERNAL', exitCode: 137 })
  expect(began(folder)).toBe(0)
})

test.concurrent('a process that has only the number of ours is neither adopted nor touched', async () => {
  const { stateDir, folder } = await leave()
  const stranger = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
  atEnd(() => void stranger.kill('SIGKILL'))
  const identity = identify(stranger.pid ?? 0, bootId())
  writeFileSync(folder.replicaPath(0, 'process'), `${stranger.pid}\n${Number(identity?.start) - 1}\n${bootId()}\n1.0\n`)
  const { driver } = await open(stateDir)
  await until(() => driver.find(ref.runId)[0]?.phase === 'FAILED', 'it failed')
  await driver.stop(ref, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
  expect(identify(stranger.pid ?? 0, bootId())).toEqual(identity)
})

test.concurrent('after a restart of the host a run is lost, and is not started again', async () => {
  const { stateDir, folder } = await leave({ bootId: 'another-boot' })
  const { driver } = await open(stateDir)
  expect(driver.find(ref.runId)[0]).toMatchObject({ phase: 'FAILED', reason: 'NODE_LOST' })
  await driver.start({ ...ref, spec: runSpec({ command: ['true'] }) })
  expect(began(folder)).toBe(0)
})

test.concurrent('an end that was written before the host restarted is still the end', async () => {
  const { stateDir, folder } = await leave({ bootId: 'another-boot' })
  writeFileSync(folder.replicaPath(0, 'exit'), '0\n12.5\n')
  const { driver } = await open(stateDir)
  expect(driver.find(ref.runId)[0]).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
})

test.concurrent('an order to stop that was on record ends a run that had not begun without beginning it', async () => {
  const { stateDir, folder } = await leave()
  await folder.writeStop({ reason: 'PREEMPTED', message: 'room', graceMs: 100, at: 0 })
  const { driver } = await open(stateDir)
  await until(() => driver.find(ref.runId)[0]?.phase === 'CANCELLED', 'it was cancelled')
  expect(began(folder)).toBe(0)
})

test.concurrent('a run that is stopped in the moment of its start has not begun, or has ended: nothing begins behind its end', async () => {
  const stateDir = temporaryFolder()
  const { driver } = await open(stateDir)
  const began: (string | undefined)[] = []
  const folders: RunFolder[] = []
  for (let generation = 1; generation <= 25; generation += 1) {
    const run = { runId: ref.runId, generation }
    const folder = new RunFolder(join(stateDir, 'runs'), run)
    folders.push(folder)
    driver.admit({ ...run, spec: runSpec({ command: ['/bin/sh', '-c', 'echo x >began; sleep 600'], resources: {} }) })
    await driver.start({
      ...run,
      spec: runSpec({ command: ['/bin/sh', '-c', 'echo x >began; sleep 600'], resources: {} }),
    })
    await new Promise((resolve) => {
      setTimeout(resolve, generation / 5)
    })
    await driver.stop(run, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
    const isOver = (): boolean =>
      driver.find(ref.runId).some((each) => each.generation === generation && each.phase === 'CANCELLED')
    await until(isOver, 'it was cancelled')
    began.push(existsSync(folder.replicaPath(0, 'work', 'began')) ? 'yes' : 'no')
  }
  await new Promise((resolve) => {
    setTimeout(resolve, 300)
  })
  expect(folders.map((folder) => (existsSync(folder.replicaPath(0, 'work', 'began')) ? 'yes' : 'no'))).toEqual(began)
})

test.concurrent('a folder without a complete intent was never started and is removed', async () => {
  const stateDir = temporaryFolder()
  const folder = new RunFolder(join(stateDir, 'runs'), ref)
  mkdirSync(folder.replicaPath(0, 'work'), { recursive: true })
  const { driver } = await open(stateDir)
  expect([...driver.runs()]).toEqual([])
  expect(readdirSync(join(stateDir, 'runs'))).toEqual([])
})

test.concurrent('a shell that is killed together with its command is an end without an exit code, told as such', async () => {
  const stateDir = temporaryFolder()
  const { driver } = await open(stateDir)
  const request = { ...ref, spec: runSpec({ command: ['sleep', '600'] }) }
  driver.admit(request)
  await driver.start(request)
  await until(() => driver.find(ref.runId)[0]?.phase === 'RUNNING', 'it runs')
  const claim = new RunFolder(join(stateDir, 'runs'), ref).readClaim(0)
  if (claim?.kind !== 'process') throw new Error('no claim')
  process.kill(-claim.identity.pid, 'SIGKILL')
  await until(() => driver.find(ref.runId)[0]?.phase === 'FAILED', 'it failed')
  expect(driver.find(ref.runId)[0]).toMatchObject({ reason: 'INTERNAL', exitCode: 137 })
})

test.concurrent('when only the shell is killed, its command is found by its own mark and ended too', async () => {
  const stateDir = temporaryFolder()
  const { driver } = await open(stateDir)
  const request = { ...ref, spec: runSpec({ command: ['/bin/sh', '-c', 'echo $$ >pid; exec sleep 600'] }) }
  driver.admit(request)
  await driver.start(request)
  const folder = new RunFolder(join(stateDir, 'runs'), ref)
  const pidFile = folder.replicaPath(0, 'work', 'pid')
  await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '', 'it has begun')
  const claim = folder.readClaim(0)
  if (claim?.kind !== 'process') throw new Error('no claim')
  process.kill(claim.identity.pid, 'SIGKILL')
  await until(() => driver.find(ref.runId)[0]?.phase === 'FAILED', 'it failed')
  await until(() => identify(Number(readFileSync(pidFile, 'utf8')), bootId()) === undefined, 'the command is gone')
})

test.concurrent('output of forgotten runs goes when its time has passed', async () => {
  const stateDir = temporaryFolder()
  const first = await open(stateDir)
  const request = { ...ref, spec: runSpec({ command: ['true'] }) }
  first.driver.admit(request)
  await first.driver.start(request)
  await until(() => first.driver.find(ref.runId)[0]?.phase === 'SUCCEEDED', 'it succeeded')
  await first.driver.forget(ref)
  await first.driver.close()
  await open(stateDir)
  expect(readdirSync(join(stateDir, 'runs'))).toHaveLength(1)
  await open(stateDir, 0)
  await until(() => readdirSync(join(stateDir, 'runs')).length === 0, 'the folder is gone')
})

test.concurrent('a start that cannot be put on record is refused, and nothing was started', async () => {
  const stateDir = temporaryFolder()
  const { driver } = await open(stateDir)
  rmSync(join(stateDir, 'runs'), { recursive: true })
  writeFileSync(join(stateDir, 'runs'), 'a file in the place of the folder')
  const request = { ...ref, spec: runSpec({ command: ['true'] }) }
  driver.admit(request)
  await expect(driver.start(request)).rejects.toThrow('ENOTDIR')
  expect(driver.find(ref.runId)).toEqual([])
})

test.concurrent('a generation that has run here and was forgotten is not run again', async () => {
  const { driver } = await open(temporaryFolder())
  const request = { ...ref, spec: runSpec({ command: ['true'] }) }
  driver.admit(request)
  await driver.start(request)
  await until(() => driver.find(ref.runId)[0]?.phase === 'SUCCEEDED', 'it succeeded')
  await driver.forget(ref)
  expect(driver.admit(request)).toMatchObject({ code: 'GENERATION_USED', retryable: false })
  await expect(driver.start(request)).rejects.toThrow('forgotten')
})
