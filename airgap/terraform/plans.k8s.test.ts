import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openScene, type Scene } from '../../e2e/support/scene.ts'
import { ROOT } from '../../tools/processes/child.ts'
import { ensureTofu } from './testing/ensure-tofu.ts'
import { tofuFolder } from './testing/tofu-folder.ts'
import { writeMirror } from './write-mirror.ts'

// Every command starts the provider three times over: seconds, or minutes where the host is busy.
vi.setConfig({ testTimeout: 300_000 })

let home: string
let scene: Scene
/** In a folder with the example of the repository. */
let example: ReturnType<typeof tofuFolder>
/** In another folder, which has been initialised, with a file of this content. */
let other: (content: string, env?: Record<string, string>) => ReturnType<typeof tofuFolder>

const NEEDS = `terraform {
  required_providers {
    fairlead = { source = "fairlead.dev/fairlead/fairlead" }
  }
}
`

beforeAll(async () => {
  const tofu = await ensureTofu((line) => process.stdout.write(`terraform: ${line}\n`))
  home = mkdtempSync(join(tmpdir(), 'fairlead-terraform-'))
  const mirror = join(home, 'mirror')
  const [opened] = await Promise.all([openScene(), writeMirror(mirror)])
  scene = opened
  const tokenFile = join(home, 'token')
  writeFileSync(tokenFile, `${scene.token}\n`, { mode: 0o600 })
  const env = { FAIRLEAD_URL: scene.plane.url, FAIRLEAD_TOKEN_FILE: tokenFile }
  example = tofuFolder(tofu, join(home, 'example'), mirror, env)
  cpSync(join(ROOT, 'examples/terraform'), join(home, 'example'), { recursive: true })
  other = (content, more = {}) => {
    const run = tofuFolder(tofu, join(home, 'other'), mirror, { ...env, ...more })
    writeFileSync(join(home, 'other/main.tf'), `${NEEDS}${content}`)
    return run
  }
  await other('')('init')
})

afterAll(async () => {
  await scene?.stop()
  if (home) rmSync(home, { recursive: true, force: true })
})

test('the example registers clusters, departments, projects and quotas without a network, and its second plan is empty', async () => {
  expect(await example('init')).toMatchObject({ status: 0 })
  expect(await example('apply', '-auto-approve')).toMatchObject({
    status: 0,
    text: expect.stringContaining('7 added, 0 changed, 0 destroyed'),
  })
  expect((await scene.client.projects.list()).map(({ name }) => name)).toEqual(['language', 'vision'])
  expect(await gpusOf('vision')).toMatchObject({ deserved: 8000, limit: 16_000 })
  expect(await gpusOf('language')).toMatchObject({ deserved: 16_000, limit: null })
  expect(await scene.client.clusters.get('hall-a')).toMatchObject({ labels: { site: 'north' } })
  const { text } = await example('output', '-json', 'join_tokens')
  expect(JSON.parse(text)).toEqual({ 'hall-a': expect.stringMatching(/^\S{20,}$/) })
  expect(await example('plan', '-detailed-exitcode')).toMatchObject({ status: 0 })
})

test('what was changed elsewhere shows in the plan, and applying it brings it back', async () => {
  await scene.client.quotas.set({ project: 'vision', gpu: { deserved: 4 }, cpu: { limit: 100, deserved: 100 } })
  await scene.client.clusters.update('hall-a', { labels: { site: 'south' } })
  await scene.client.projects.update('language', { description: 'changed by hand', lostAfter: '2h' })
  const { status, text } = await example('plan', '-detailed-exitcode')
  expect(status).toBe(2)
  for (const line of [
    /deserved = "4" -> "8"/,
    /"site" = "south" -> "north"/,
    /"changed by hand" -> null/,
    /"2h" -> null/,
  ])
    expect(text).toMatch(line)
  expect(text).toContain('0 to add, 3 to change, 0 to destroy')
  expect(await example('apply', '-auto-approve')).toMatchObject({ status: 0 })
  expect(await gpusOf('vision')).toMatchObject({ deserved: 8000, limit: 16_000 })
  const [quota] = await scene.client.quotas.get({ project: 'vision' })
  expect(quota!.resources['cpu']).toMatchObject({ deserved: null, limit: null })
})

test('what is there already is imported by name, and amounts keep the words of the configuration', async () => {
  await scene.client.projects.create({ name: 'by-hand', department: 'research', lostAfter: '2h' })
  await scene.client.quotas.set({
    project: 'by-hand',
    rank: 3,
    memory: { deserved: '512Gi', limit: '1Ti', userLimit: '64Gi' },
    extended: { 'nvidia.com/mig-1g.10gb': { deserved: 2 } },
  })
  const run = other(
    `
import {
  to = fairlead_project.it
  id = "by-hand"
}
import {
  to = fairlead_quota.it
  id = "project/by-hand"
}
resource "fairlead_project" "it" {
  name       = "by-hand"
  department = "research"
  lost_after = "2h"
}
resource "fairlead_quota" "it" {
  project  = fairlead_project.it.name
  rank     = 3
  memory   = { deserved = "524288Mi", limit = "1024Gi", user_limit = "64Gi" }
  extended = { "nvidia.com/mig-1g.10gb" = { deserved = 2 } }
}
`,
  )
  expect(await run('apply', '-auto-approve')).toMatchObject({
    status: 0,
    text: expect.stringContaining('2 imported, 0 added, 1 changed, 0 destroyed'),
  })
  expect(await run('plan', '-detailed-exitcode')).toMatchObject({ status: 0 })
  await scene.client.projects.archive('by-hand')
})

test('a wrong value is told at its place before anything is asked, and a refusal in the words of the control plane', async () => {
  const wrong = other('resource "fairlead_quota" "it" {\n  project = "vision"\n  gpu = { limit = "8x" }\n}\n', {
    FAIRLEAD_URL: 'http://127.0.0.1:9',
  })
  const { status, text } = await wrong('validate')
  expect(status).toBe(1)
  expect(text).toMatch(/gpu\.limit is "8x"[^]*devices such as 8 or 0\.5/)
  const refused = other('resource "fairlead_project" "it" {\n  name = "x"\n  department = "nobody"\n}\n')
  expect((await refused('apply', '-auto-approve')).text).toMatch(/Error: there is no department "nobody"/)
  const token = 'flt_not-the-right-one'
  const stranger = other('resource "fairlead_department" "it" {\n  name = "x"\n}\n', {
    FAIRLEAD_TOKEN_FILE: '',
    FAIRLEAD_TOKEN: token,
  })
  const { text: answer } = await stranger('apply', '-auto-approve')
  expect(answer).toContain('the token is unknown, expired or revoked')
  expect(answer).not.toContain(token)
})

test('destroying puts everything away, says what stays, and leaves no process and no socket', async () => {
  const { status, text } = await example('destroy', '-auto-approve')
  expect({ status, text }).toMatchObject({ status: 0, text: expect.stringContaining('7 destroyed') })
  expect(text.replaceAll(/\s+/g, ' ')).toContain('the department "research" stays')
  expect((await scene.client.clusters.get('hall-a')).state).toBe('revoked')
  expect((await scene.client.projects.list()).filter(({ archivedAt }) => archivedAt === null)).toEqual([])
  const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(home))
  expect(left.map(commandOf)).toEqual([])
  expect(readdirSync(join(home, 'example')).filter((name) => name.startsWith('fairlead-plugin-'))).toEqual([])
})

async function gpusOf(project: string) {
  const [quota] = await scene.client.quotas.get({ project })
  return quota!.resources['gpu']
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
