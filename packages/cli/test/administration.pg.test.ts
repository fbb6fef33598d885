import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { usePlane } from './plane.ts'

const plane = usePlane()

describe('against a real control plane', () => {
  test('the program itself starts, answers and ends', async () => {
    const program = join(import.meta.dirname, '../bin/fairlead.mjs')
    const env = { ...process.env, ...plane.env() }
    const start = (...args: string[]) => promisify(execFile)(process.execPath, [program, ...args], { env })
    expect(JSON.parse((await start('whoami', '-o', 'json')).stdout)).toMatchObject({ via: 'token' })
    await expect(start('get', 'nothing')).rejects.toMatchObject({
      code: 4,
      stderr: expect.stringContaining('fix      list what there is with: fairlead ps'),
    })
  })

  test('somebody signs in, looks around, and signs out', async () => {
    const { FAIRLEAD_TOKEN: stdin = '', FAIRLEAD_URL: url = '', ...env } = plane.env()
    const { out } = await plane.run(`login --url ${url} --name home`, { env, stdin })
    expect(out).toContain(`signed in to ${url}`)
    expect((await plane.run('whoami', { env })).out).toMatch(/^User .*\nOrganization .*\nRoles +admin of organization/)
    expect((await plane.run('context ls', { env })).out).toMatch(/\* {2}home/)
    expect((await plane.run('context use home --project vision', { env })).out).toContain('project vision')
    await plane.run('context use nowhere', { env, code: 2 })
    await plane.run('logout', { env })
    await plane.run('ps', { env, code: 3 })
    await plane.run(`login --url ${url}`, { env, stdin: 'flt_wrong', code: 3 })
  })

  test('the releases of an agent are shown and chosen, with a window, and what cannot be approved is said to be so', async () => {
    await plane.run(`cluster add fleet-east --token-file ${join(plane.folder(), 'fleet.token')}`)
    expect((await plane.run('cluster channel fleet-east 0.0.1 --mode automatic')).out).toMatch(
      /Channel +pinned to 0\.0\.1\nUpgrades +approve themselves\nWindow +any time\n/,
    )
    const window = 'cluster window fleet-east --days sat,fri --from 22:00 --hours 4 --time-zone Europe/Berlin'
    expect((await plane.run(window)).out).toMatch(/Window +fri, sat from 22:00 for 4 h \(Europe\/Berlin\)/)
    const wrong = await plane.run('cluster window fleet-east --from 22:00 --hours 4 --time-zone Mars/Olympus', {
      code: 2,
    })
    expect(wrong.err).toContain('an IANA time zone such as Europe/Berlin or UTC')
    await plane.run('cluster window fleet-east --from 22:00', { code: 2 })
    expect((await plane.run('cluster window fleet-east --any-time')).out).toMatch(/Window +any time/)
    expect((await plane.run('cluster upgrade fleet-east')).out).toContain('its agent has not said what it is yet')
    expect((await plane.run('cluster upgrade fleet-east --approve', { code: 2 })).err).toContain('cannot be upgraded')
    await plane.run('cluster upgrade fleet-east --now', { code: 2 })
    await plane.run('cluster upgrade fleet-east --cancel --approve', { code: 2 })
    await plane.run('cluster rm fleet-east')
  })

  test('a list is written as a file of all that the filter has, and what says how much of it is refused', async () => {
    await plane.run('department add for-the-file')
    const [head, ...rows] = (await plane.run('audit ls -o csv')).out.trimEnd().split('\r\n')
    expect(head).toBe('id,at,actor,action,object kind,object,data,origin,request,address')
    expect(rows.filter((row) => row.includes(',department.create,department,for-the-file,'))).toHaveLength(1)
    await plane.run('department rm for-the-file')
    expect((await plane.run('ps -A -o csv')).out).toMatch(/^id,name,project,kind,phase,/)
    expect((await plane.run('usage user -o csv')).out).toMatch(/^id,user,GPU hours allocated,/)
    expect((await plane.run('ps -o csv --limit 5', { code: 2 })).err).toContain('leave out --limit')
    expect((await plane.run('ps -o csv --project nothing', { code: 4 })).err).toContain('there is no project')
    expect((await plane.run('audit ls --action audit.export')).out).toContain('audit')
  })

  test('departments, projects and quotas are made, shown, changed and put away', async () => {
    await plane.run('department add research')
    await plane.run('project add vision --department research --description seeing --lost-after 1h')
    await plane.run('project add speech --department research')
    expect((await plane.run('project ls')).out).toMatch(/vision +research +vision +1h/)
    expect((await plane.run('project set speech --lost-after 2h')).out).toContain('2h')
    expect((await plane.run('project get vision')).out).toContain('Description  seeing')
    const set =
      'quota set vision --gpu 8 --gpu-limit 16 --cpu 64 --memory 256Gi --gpu-weight 2 --rank 10 --pool default'
    expect((await plane.run(set)).out).toMatch(
      /vision +project +default +10 +gpu +8 +16 +2\n +cpu +64 +∞ +1\n +memory +256Gi +∞ +1\n/,
    )
    const tried = await plane.run('quota set vision --gpu 3 --dry-run')
    expect([tried.out, tried.err].join('\n')).toMatch(/gpu +3 +16 +2[^]*nothing was set/)
    expect((await plane.run('quota set vision --gpu-limit unlimited')).out).toMatch(/gpu +8 +∞ +2/)
    expect((await plane.run('quota set --department research --gpu 12')).out).toMatch(/research +department .* gpu +12/)
    expect((await plane.run('quota get vision')).out).toMatch(/vision +project +default +10/)
    await plane.run('quota set vision --gpu-limit 4', { code: 2 })
    const { out } = await plane.run('queue ls -r gpu')
    expect(out).toMatch(/^QUEUE .*\nresearch .*\n {2}speech .*\n {2}vision +gpu +8 /)
    await plane.run('department rm research', { code: 2 })
    await plane.run('department add applied')
    const rehearsed = await plane.run('project move speech --to applied --dry-run')
    expect(rehearsed.out).toMatch(/From +research\nTo +applied\nGoes on +0 running/)
    expect(rehearsed.err).toContain('nothing was moved')
    expect((await plane.run('project get speech')).out).toContain('research')
    await plane.run('project move speech --to applied')
    expect((await plane.run('project get speech')).out).toContain('applied')
    await plane.run('project move speech --to applied', { code: 2 })
    await plane.run('project rm speech')
    expect((await plane.run('project ls -o name')).out).not.toContain('speech')
    expect((await plane.run('project ls -A')).out).toMatch(/speech .* archived/)
    await plane.run('department add empty')
    await plane.run('department rm empty')
  })

  test('node pools are made, changed and deleted', async () => {
    await plane.run('pool add a100 -s gpu=a100 --strategy spread --min-runtime 10m')
    expect((await plane.run('pool ls')).out).toMatch(/a100 .* spread +10m +all +gpu=a100/)
    expect((await plane.run('pool set a100 --strategy binpack --min-runtime 0s')).out).toContain('binpack')
    expect((await plane.run('pool rm a100')).out).toBe('a100 is deleted\n')
    const { err } = await plane.run('pool rm a100', { code: 4 })
    expect(err).toContain('fairlead pool ls')
  })

  test('tokens and users come with a secret that goes to a file', async () => {
    const file = join(plane.folder(), 'ci.token')
    await plane.run(`token create ci --days 30 --permission workload:read,project:read --token-file ${file}`)
    const env = { ...plane.env(), FAIRLEAD_TOKEN: readFileSync(file, 'utf8').trim() }
    expect((await plane.run('whoami -o name', { env })).out).toContain('@')
    const { err } = await plane.run('department add x', { env, code: 5 })
    expect(err).toMatch(/error .*\nwhere .*/)
    expect((await plane.run('token ls')).out).toMatch(/ci .* good .* workload:read,project:read/)
    expect((await plane.run('token revoke ci')).out).toContain('ci (flt_')
    await plane.run('token revoke ci', { code: 4 })
    expect((await plane.run('token ls -A')).out).toMatch(/ci .* revoked/)
    const link = join(plane.folder(), 'ada.link')
    await plane.run([
      'user',
      'invite',
      'ada@example.org',
      '--name',
      'Ada L',
      '--role',
      'researcher',
      '--project',
      'vision',
      '--link-file',
      link,
    ])
    expect(readFileSync(link, 'utf8')).toContain('/setup#')
    expect((await plane.run('user ls')).out).toMatch(/ada@example.org +Ada L +researcher of vision +invited/)
  })

  test('people are shown, given roles, kept out, let in, given a new link, signed out and removed', async () => {
    const about = async () => (await plane.run('user get ada@example.org')).out
    expect(await about()).toMatch(/State +invited\nRoles +researcher of vision\n[^]*Set-up link +good until 2/)
    expect((await plane.run('user role ada@example.org viewer')).out).toContain('viewer now')
    expect((await plane.run('user role ada@example.org viewer --department research --for 30d')).out).toMatch(
      /viewer of research until 2/,
    )
    expect((await plane.run('user role ada@example.org none --project vision')).out).not.toContain('vision')
    const none = await plane.run('user role ada@example.org none --project vision', { code: 2 })
    expect(none.err).toContain('fairlead user get ada@example.org')
    await plane.run('user role ada@example.org none --for 1d', { code: 2 })
    await plane.run('user role ada@example.org king', { code: 2 })
    const link = join(plane.folder(), 'ada-again.link')
    expect((await plane.run(`user setup-link ada@example.org --link-file ${link}`)).out).toContain('good once, until 2')
    expect(readFileSync(link, 'utf8')).toContain('/setup#')
    expect((await plane.run('user sign-out ada@example.org --tokens')).out).toContain('0 sessions and 0 tokens')
    expect((await plane.run('user disable ada@example.org')).out).toContain('is disabled')
    expect((await plane.run('user ls')).out).toMatch(/ada@example.org .* disabled/)
    expect((await plane.run('user enable ada@example.org')).out).toContain('may sign in again')
    expect((await plane.run('user rm ada@example.org')).out).toBe('The invitation of ada@example.org is withdrawn\n')
    await plane.run('user get ada@example.org', { code: 4 })
    const [me] = await plane.data<{ email: string }[]>('user ls')
    expect((await plane.run(`user rm ${me?.email}`, { code: 2 })).err).toContain('you cannot remove yourself')
  })

  test('what was done is on record', async () => {
    const { out } = await plane.run('audit ls --action quota.set')
    expect(out).toMatch(/quota\.set +vision +api/)
    expect(await plane.data<unknown[]>('audit ls --limit 3')).toHaveLength(3)
    expect((await plane.run('audit ls --since 2000-01-01 --action nothing.like-it')).out).toBe(
      'Nothing is like that.\n',
    )
  })

  test('a YAML file that the control plane refuses is refused with its line, and nothing of it is submitted', async () => {
    const file = join(plane.folder(), 'jobs.yaml')
    const job = 'kind: Job\nmetadata: {project: vision}\nspec:\n  command: [a]\n'
    writeFileSync(file, `${job}---\n${job}  resources:\n    memory: much\n`)
    const { err } = await plane.run(`apply -f ${file}`, { code: 2 })
    expect(err).toContain(`${file}:11:5: spec.resources.memory: `)
    expect((await plane.run('ps -o name')).out).toBe('')
    writeFileSync(file, `${job}  env: {API_KEY: not-a-real-one}\n`)
    const secret = await plane.run(`apply -f ${file}`, { code: 5 })
    expect(secret.err).toContain(`${file}:5:9`)
    expect(secret.err).not.toContain('not-a-real-one')
  })
})
