import { Client, type ComparisonRow, type Workload, type WorkloadDetail } from '@fairlead/sdk'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { useCluster, usePlane } from './plane.ts'

const plane = usePlane()
useCluster(plane, 'east')

beforeAll(async () => {
  await plane.run('department add research')
  await plane.run('project add vision --department research')
})

/** A job of the simulated cluster that lives for so long and ends like this. */
function manifest(name: string, seconds: number, exitCode = 0, replicas = 1): string {
  return `kind: Job
metadata: {name: ${name}, project: vision}
spec:
  command: [train]
  replicas: ${replicas}
  resources: {gpu: 1}
  annotations: {fairlead.dev/simulated-duration: '${seconds}', fairlead.dev/simulated-exit-code: '${exitCode}'}
`
}

describe('a job', () => {
  test('is followed from its submission to its end', async () => {
    const stdin = manifest('short', 1)
    expect((await plane.run('apply -f - --wait', { stdin })).out).toMatch(/short +vision +SUCCEEDED +1 +0\.5 +east/)
    const { out } = await plane.run('logs short')
    expect(out).toMatch(/^short: replica 0 of 1 started on /)
    expect(out).toContain('done after')
    expect((await plane.run(['logs', 'short', '--search', 'DONE AFTER'])).out).toMatch(/^[^\n]*done after[^\n]*\n$/)
    expect((await plane.run('logs short --search never-said')).out).toBe('')
    await plane.run('logs short --context 2', { code: 2 })
    expect((await plane.run('logs short --tail 1')).out.split('\n')).toHaveLength(2)
    const page = (await plane.run('get short')).out
    expect(page).toMatch(/Phase +SUCCEEDED/)
    expect(page).toMatch(/RUN +PHASE +CLUSTER/)
    expect(page).toContain('submitted by')
    expect((await plane.run('why short')).out).toContain('it has ended with success')
  })

  test('that fails ends the wait for it with 1, and says why', async () => {
    const { out } = await plane.run('apply -f - --wait', { stdin: manifest('bad', 0.3, 3), code: 1 })
    expect(out).toContain('ended with exit code 3')
    const { err } = await plane.run('logs bad')
    expect(err).toContain('error: simulated failure, exit code 3')
    await plane.run('wait bad short', { code: 1 })
  })

  test('stands beside another one: with what they ask for, how long they took, and a mark where they differ', async () => {
    const { out } = await plane.run('compare short bad')
    expect(out).toMatch(/FIELD +short +bad/)
    expect(out).toMatch(/^\* +annotations\.fairlead\.dev\/simulated-duration +1 +0\.3$/m)
    expect(out).toMatch(/^ +project +vision +vision$/m)
    expect(out).toMatch(/^\* +exit code +0 +3$/m)
    expect((await plane.run('compare short bad -d')).out).not.toContain('vision')
    type Compared = { items: { ranFrom: string; stays: { phase: string; ms: number }[] }[]; rows: ComparisonRow[] }
    const { items, rows } = await plane.data<Compared>('compare short bad')
    expect(items.map(({ stays }) => stays.map(({ phase }) => phase)[0])).toEqual(['QUEUED', 'QUEUED'])
    const hours = rows.find(({ name }) => name === 'GPU hours')?.values ?? []
    expect(hours.every((value) => typeof value === 'number' && value >= 0 && value < 0.1)).toBe(true)
    const gone = await plane.run('compare short never-was', { code: 4 })
    expect(gone.err).toContain('never-was: there is no such job')
    expect(gone.out).toMatch(/project +vision +-/)
    await plane.run('compare short short', { code: 2 })
  })

  test('is cloned with changes, remembers where it came from, and is a file for apply', async () => {
    const { out: file } = await plane.run('clone bad --set gpu=2 --dry-run -o yaml')
    expect(file).toContain('gpu: 2')
    expect(file).toMatch(/kind: Job/)
    const change = 'annotations.fairlead.dev/simulated-exit-code=0'
    await plane.run(['clone', 'bad', '-n', 'better', '--set', change, '--wait'])
    const better = await plane.data<WorkloadDetail>('get better')
    const bad = await plane.data<WorkloadDetail>('get bad')
    expect(better).toMatchObject({
      status: { phase: 'SUCCEEDED' },
      clonedFrom: { id: bad.id, name: 'bad' },
      clones: [],
    })
    expect(bad.clones.map(({ name }) => name)).toEqual(['better'])
    expect((await plane.run('get better')).out).toMatch(/Cloned from +bad/)
    expect((await plane.run('get bad')).out).toMatch(/Clones +better/)
    expect((await plane.run('compare bad better -d')).out).toMatch(/simulated-exit-code +3 +0/)
    const { data } = { data: JSON.parse((await plane.run('clone better --dry-run -o json')).out) as WorkloadDetail }
    expect(data.requests).toEqual(better.requests)
    const again = await plane.run('apply -f - --dry-run -o json', { stdin: file })
    expect(JSON.parse(again.out)).toMatchObject({ requests: { gpu: 2000 } })
    await plane.run('clone never-was', { code: 4 })
    await plane.run('clone bad --set gpu', { code: 2 })
  })

  test('of several replicas says whose line each is', async () => {
    await plane.run('apply -f - --wait', { stdin: manifest('gang', 0.3, 0, 2) })
    const { out } = await plane.run('logs gang')
    expect(out).toMatch(/^\[0\] /m)
    expect(out).toMatch(/^\[1\] /m)
    expect((await plane.run('logs gang --replica 1')).out).not.toContain('[')
  })

  test('is stopped, resumed and cancelled', async () => {
    await plane.run('run -n long --gpu 1 --project vision --timeout none -- train --epochs 9')
    await plane.run('wait long --for running')
    expect((await plane.run('ps')).out).toMatch(/long +vision +RUNNING +1 +0\.5 +east/)
    expect((await plane.run('ps --status running --cluster east -o name')).out).toBe('long\n')
    expect((await plane.run('get long')).out).toContain('Command    train --epochs 9')
    await plane.run('stop long')
    const stopped = (await plane.data<Workload[]>('ps --search long'))[0]
    expect(['RUNNING', 'SUSPENDED']).toContain(stopped?.status.phase)
    await settled('long', 'SUSPENDED')
    await plane.run('resume long')
    await plane.run('wait long --for running')
    await plane.run('cancel long')
    await plane.run('wait long', { code: 1 })
    expect((await plane.run('ps')).out).toBe('Nothing runs or waits. Jobs that have ended: fairlead ps -A\n')
  })

  test('is found by a saved view, in its order', async () => {
    expect((await plane.run('views')).out).toContain('There is no view yet')
    const client = new Client({ url: plane.env()['FAIRLEAD_URL'] ?? '', token: plane.env()['FAIRLEAD_TOKEN'] ?? '' })
    const search = { phase: ['SUCCEEDED', 'FAILED'], sort: 'name', asc: true, columns: { hidden: ['cpu'] } }
    await client.views.create({ name: 'What ended', search })
    expect((await plane.run('views')).out).toMatch(/What ended +you .*phase SUCCEEDED,FAILED/)
    expect((await plane.run(['views', 'rename', 'What ended', 'Ended'])).out).toBe('What ended is now Ended\n')
    expect((await plane.run(['views', 'rename', 'Ended', 'What ended', '-o', 'name'])).out).toBe('What ended\n')
    const names = (await plane.run(['ps', '--view', 'What ended', '-o', 'name'])).out.trim().split('\n')
    expect(names).toEqual(names.toSorted())
    expect(names).toEqual(expect.arrayContaining(['bad', 'better', 'short']))
    expect((await plane.run(['ps', '--view', 'What ended', '--status', 'FAILED', '-o', 'name'])).out).not.toContain(
      'short',
    )
    expect((await plane.run('ps --view nowhere', { code: 2 })).err).toContain('What ended')
  })

  test('that waits is explained with numbers and with what would start it, and has no output yet', async () => {
    await plane.run('run -n wide --gpu 9 --project vision -- train')
    const { out } = await plane.run('why wide')
    expect(out).toMatch(/^wide \(vision\) is QUEUED: /)
    expect(out).toContain(
      'What would help, each tried by the scheduler:\n- ask for 8 GPUs instead of 9; it then starts',
    )
    expect(out).toContain('(you)')
    await plane.run('wait wide --timeout 1s', { code: 7 })
    const { err } = await plane.run('logs wide', { code: 4 })
    expect(err).toContain('fairlead why wide')
    await plane.run('cancel wide')
  })

  test('is submitted once under one key, and needs no project where there is one only', async () => {
    const line = ['run', '--key', 'once', '--cpu', '0.1', '-e', 'A=b=c', '-l', 'team=x', '-o', 'name', '--', 'true']
    const [a, b] = [await plane.run(line), await plane.run(line)]
    expect(a.out).toMatch(/^job-/)
    expect(b.out).toBe(a.out)
    await plane.run(`cancel ${a.out.trim()}`)
    await plane.run(`wait ${a.out.trim()}`, { code: 1 })
  })
})

test('clusters and nodes are shown, checked, paused, and let go', async () => {
  expect((await plane.run('cluster ls')).out).toMatch(/east +healthy +2\/2 +0\/16/)
  expect((await plane.run('cluster get east')).out).toMatch(/gpu in use +0 of 16/)
  expect((await plane.run('cluster check east')).out).toContain('Self-test of the agent')
  expect((await plane.run('cluster nodes east')).out.split('\n')).toHaveLength(4)
  expect(await plane.data<unknown[]>('node ls --pool default')).toHaveLength(2)
  expect((await plane.run('top')).out).toMatch(/east .*0\/16/)
  expect((await plane.run('top node -o name')).out.split('\n')).toHaveLength(3)
  expect((await plane.run('top workload')).out).toBe('Nothing runs.\n')
  expect((await plane.run('cluster pause east')).out).toBe('east gets no new work; 0 run(s) go on there\n')
  expect((await plane.run('cluster ls')).out).toContain('paused')
  expect((await plane.run('cluster resume east')).out).toBe('east gets new work again\n')
  expect((await plane.run('cluster label east region=eu tier=gold')).out).toBe(
    'east is labelled region=eu, tier=gold\n',
  )
  expect((await plane.run('cluster label east region- tier-')).out).toBe('east has no label\n')
  expect((await plane.run('cluster label east region', { code: 2 })).err).toContain('“region” changes no label')
  await plane.run(`cluster add west --token-file ${join(plane.folder(), 'west.token')}`)
  await plane.run(`cluster token west --token-file ${join(plane.folder(), 'west2.token')}`)
  await plane.run('cluster check west', { code: 8 })
  await plane.run('cluster rm west')
  expect((await plane.run('cluster ls -o name')).out).toBe('east\n')
  writeFileSync(join(plane.folder(), 'there'), 'x')
  await plane.run(`cluster add south --token-file ${join(plane.folder(), 'there')}`, { code: 2 })
})

async function settled(name: string, phase: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const job = await plane.data<Workload>(`get ${name}`)
    if (job.status.phase === phase) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} did not become ${phase}`)
}
