import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requireNoRotation } from '../install/require-no-rotation.ts'
import { ROTATE_STEPS, Steps, type StepId } from '../install/steps.ts'
import { HostPasswords } from '../linux/host-passwords.ts'
import { Place } from '../linux/place.ts'
import type { Admin, LifePlace } from './life-place.ts'
import { rotatePassword } from './rotate-password.ts'

const OLD = 'the-password-that-was'
const FILES = ['postgresql.password', 'control-plane.yaml', 'backup/environment']
let root: string
/** What the database takes, and what the control plane has read at its start. */
let database: string
let running: string
let said: string[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fairlead-rotate-'))
  database = running = OLD
  said = []
  const url = `postgres://fairlead:${OLD}@127.0.0.1:5432/fairlead`
  for (const [name, text] of [
    [FILES[0]!, `${OLD}\n`],
    [FILES[1]!, `port: 8443\ndatabaseUrl: ${url}\n`],
    [FILES[2]!, `DATABASE_URL="${url}"\n`],
    ['backup/site/site.yaml', 'mode: airgapped\n'],
  ] as const) {
    mkdirSync(dirname(join(root, 'etc/fairlead', name)), { recursive: true })
    writeFileSync(join(root, 'etc/fairlead', name), text, { mode: 0o600 })
  }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('the database, the settings and the running control plane have the new password, and the old one is in no file', async () => {
  await rotate()
  expectWhole()
  expect(said.join('\n')).not.toContain(database)
})

test('a run that is killed before or in any step goes on with the password that it has made', async () => {
  for (const when of ['before', 'after'] as const)
    for (const step of ROTATE_STEPS) {
      const [before, named] = [database, `${when} ${step}`]
      await expect(rotate({ step, when }), named).rejects.toThrow('killed')
      const begun = existsSync(join(root, 'etc/fairlead/postgresql.next.password'))
      if (begun) expect(() => requireNoRotation(begun), named).toThrow('was broken off')
      const kept = database === before ? undefined : database
      await rotate()
      expectWhole()
      // After the last step everything is done: the next run is another change.
      if (kept !== undefined && begun) expect(database, named).toBe(kept)
      expect(database, named).not.toBe(before)
    }
})

test("what a run that was killed has written in part is in nobody's way, and files of others stay as they are", async () => {
  const folder = join(root, 'etc/fairlead/backup')
  for (const name of ['a-note', 'environment.part', 'z-note'])
    writeFileSync(join(folder, name), `DATABASE_URL="postgres://fairlead:${OLD}`)
  await rotate()
  expectWhole()
  expect(readdirSync(folder).toSorted()).toEqual(['a-note', 'environment', 'site', 'z-note'])
  for (const name of ['a-note', 'z-note']) expect(textOf(`backup/${name}`)).toContain(OLD)
})

test('one that the database does not take changes no program', async () => {
  database = 'changed-by-hand'
  await expect(rotate()).rejects.toThrow('neither')
  expect(textOf(FILES[0]!)).toBe(`${OLD}\n`)
  expect(running).toBe(OLD)
})

function expectWhole(): void {
  const here = readdirSync(join(root, 'etc/fairlead'), { recursive: true, encoding: 'utf8' })
  expect(here).not.toContain('postgresql.next.password')
  for (const name of FILES) {
    expect(textOf(name)).toContain(database)
    expect(textOf(name)).not.toContain(OLD)
    expect(statSync(join(root, 'etc/fairlead', name)).mode & 0o777).toBe(0o600)
  }
  expect(running).toBe(database)
}

/** Runs it, on a database that behaves as the real one; with `kill`, up to there. */
async function rotate(kill?: { step: StepId; when: 'before' | 'after' }): Promise<void> {
  const die = (step: StepId | undefined, when: 'before' | 'after') => {
    if (kill?.step === step && kill?.when === when) throw new Error('killed')
  }
  const admin: Admin = async (args, streams) => {
    expect(args).toEqual(['database-password'])
    const { current, next } = JSON.parse((await buffer(streams!.input!)).toString()) as Record<string, string>
    if (database !== next && database !== current) throw new Error('the database takes neither')
    database = next!
    return ''
  }
  const passwords = new HostPasswords(new Place(root))
  const place = {
    where: 'here',
    passwords,
    alone: <T>(_: string, work: () => Promise<T>) => work(),
    withTools: <T>(_: object, work: (tools: { admin: Admin; siteFolder: string }) => Promise<T>) =>
      work({ admin, siteFolder: '' }),
    restart: () => {
      running = /fairlead:([^@]+)@/.exec(textOf(FILES[1]!))![1]!
      return Promise.resolve()
    },
  } as unknown as LifePlace
  const say = (line: string, step?: StepId) => {
    said.push(line)
    die(step, 'before')
  }
  const steps = new Steps(say, () => 0)
  const run = steps.run.bind(steps)
  steps.run = async (id, title, work) => {
    const result = await run(id, title, work)
    die(id, 'after')
    return result
  }
  await rotatePassword({ place, steps, timeoutMs: 1000, say })
}

function textOf(name: string): string {
  return readFileSync(join(root, 'etc/fairlead', name), 'utf8')
}
