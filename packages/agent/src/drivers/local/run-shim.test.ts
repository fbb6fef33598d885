import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/in-process-agent.ts'
import { until } from '../../../test/until.ts'
import { bootId } from '../../lib/process-identity.ts'
import { RunFolder } from './run-folder.ts'
import { parseClaim, parseExit, RUN_SHIM } from './run-shim.ts'

const ref = { runId: '00000000-0000-4000-8000-000000000001', generation: 1 }

function folder(): RunFolder {
  const made = new RunFolder(temporaryFolder(), ref)
  mkdirSync(made.replicaPath(0, 'work'), { recursive: true })
  return made
}

async function shim(made: RunFolder, argv: string[], env: Record<string, string> = {}): Promise<number | string> {
  const child = spawn(
    '/bin/sh',
    ['-c', RUN_SHIM, 'fairlead-run', made.replicaPath(0), bootId(), made.replicaPath(0, 'work'), ...argv],
    { detached: true, stdio: 'ignore', env: { PATH: process.env.PATH ?? '', ...env } },
  )
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? ''))
  })
}

test.concurrent('of many shims for one replica exactly one runs the command', async () => {
  const made = folder()
  await Promise.all(Array.from({ length: 16 }, () => shim(made, ['/bin/sh', '-c', 'echo once >>count; sleep 0.1'])))
  expect(readFileSync(made.replicaPath(0, 'work', 'count'), 'utf8')).toBe('once\n')
  expect(made.readExit(0)).toMatchObject({ code: 0 })
})

test.concurrent('a claim that was taken for nobody keeps the command from ever running', async () => {
  const made = folder()
  expect(made.voidClaim(0)).toBe(true)
  expect(await shim(made, ['/bin/sh', '-c', 'echo ran >ran'])).toBe(71)
  expect(existsSync(made.replicaPath(0, 'work', 'ran'))).toBe(false)
  expect(made.readClaim(0)).toEqual({ kind: 'void' })
  expect(made.voidClaim(0)).toBe(false)
})

test.concurrent('the claim names the process that leads the session, with its start time and boot', async () => {
  const made = folder()
  await shim(made, ['/bin/sh', '-c', 'cut -d" " -f6,22 /proc/$PPID/stat >stat; echo $PPID >leader'])
  const claim = made.readClaim(0)
  const [session, start] = readFileSync(made.replicaPath(0, 'work', 'stat'), 'utf8')
    .trim()
    .split(' ')
  const leader = readFileSync(made.replicaPath(0, 'work', 'leader'), 'utf8').trim()
  expect(claim).toMatchObject({ kind: 'process', identity: { pid: Number(leader), start, boot: bootId() } })
  expect(session).toBe(leader)
})

test.concurrent('every way for a command to end is written down as a shell counts it', async () => {
  for (const [script, code] of [
    ['exit 0', 0],
    ['exit 9', 9],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
  ] as const) {
    const made = folder()
    await shim(made, ['/bin/sh', '-c', script])
    expect(made.readExit(0)?.code).toBe(code)
  }
  const missing = folder()
  await shim(missing, ['/no/such/command'])
  expect(missing.readExit(0)?.code).toBe(127)
})

test.concurrent('a TERM to the whole group lets the command end in its own way, and its end is written', async () => {
  const made = folder()
  const done = shim(made, [
    '/bin/sh',
    '-c',
    'trap "echo bye >bye; exit 5" TERM; echo >ready; while :; do sleep 0.02; done',
  ])
  await until(() => existsSync(made.replicaPath(0, 'work', 'ready')), 'the command is ready')
  const claim = made.readClaim(0)
  if (claim?.kind !== 'process') throw new Error('no claim')
  process.kill(-claim.identity.pid, 'SIGTERM')
  await done
  expect(made.readExit(0)?.code).toBe(5)
  expect(readFileSync(made.replicaPath(0, 'work', 'bye'), 'utf8')).toBe('bye\n')
})

test.concurrent('what a command leaves behind ends with it', async () => {
  const made = folder()
  await shim(made, ['/bin/sh', '-c', 'sleep 600 & echo $! >child; exit 0'])
  const child = readFileSync(made.replicaPath(0, 'work', 'child'), 'utf8').trim()
  await until(() => !existsSync(`/proc/${child}`), 'the child is gone')
})

test.concurrent('variables of the command cannot break the shim', async () => {
  const made = folder()
  const hostile = {
    PATH: '/nowhere',
    IFS: '0123456789',
    ENV: '/nowhere',
    HOME: '/nowhere',
    dir: '/nowhere',
    LC_ALL: 'xx',
  }
  await shim(made, ['/bin/sh', '-c', 'exit 6'], hostile)
  expect(made.readExit(0)?.code).toBe(6)
})

test.concurrent('odd arguments arrive as they were given', async () => {
  const made = folder()
  const odd = ['a b', '', '*', "it's", '"', '$HOME', '\\n', 'ü\n2', '--', '-e']
  await shim(made, ['/bin/sh', '-c', 'for each in "$@"; do printf "%s\\0" "$each"; done >args', 'x', ...odd])
  expect(
    readFileSync(made.replicaPath(0, 'work', 'args'), 'utf8')
      .split('\0')
      .slice(0, -1),
  ).toEqual(odd)
})

test.concurrent('files that a power cut has emptied are read as such', () => {
  expect(parseClaim('')).toEqual({ kind: 'damaged' })
  expect(parseClaim('12\n\n')).toEqual({ kind: 'damaged' })
  expect(parseExit('')).toBeUndefined()
  expect(parseExit('abc\n')).toBeUndefined()
  const made = folder()
  writeFileSync(join(made.path, 'run.json'), '')
  expect(made.readRecord()).toBeUndefined()
})
