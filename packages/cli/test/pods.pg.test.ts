import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { usePlane } from './plane.ts'

const plane = usePlane()

interface Shown {
  kind: string
  spec: Record<string, unknown>
}

beforeAll(async () => {
  await plane.run('department add research')
  await plane.run('project add vision --department research')
})

describe('what runs in pods', () => {
  test('is submitted with options, each kind with its own', async () => {
    await plane.run(
      'run -n web --kind endpoint --image r/web:1 --port http:8080 --replicas 3 --min-replicas 1 --target-cpu 70 --size small --pull-secret registry',
    )
    expect(await plane.data<Shown>('get web')).toMatchObject({
      kind: 'endpoint',
      spec: {
        size: 'small',
        imagePullSecrets: ['registry'],
        ports: [{ name: 'http', port: 8080 }],
        serving: { port: 'http', minReplicas: 1, targetCpuPercent: 70 },
      },
    })
    await plane.run('run -n notes --kind workspace --image r/notes:1 --volume own=10Gi:/home/me')
    expect(await plane.data<Shown>('get notes')).toMatchObject({
      kind: 'workspace',
      spec: { volumes: [{ type: 'own', name: 'home-me', mountPath: '/home/me', size: '10240Mi', keep: true }] },
    })
    const config = join(plane.folder(), 'test.yaml')
    writeFileSync(config, 'run_name: a\n')
    await plane.run(`run -n stress --template stress_test --image r/test:1 --config ${config}`)
    expect(await plane.data<Shown>('get stress')).toMatchObject({
      kind: 'evaluation',
      spec: { template: 'stress_test', config: { run_name: 'a' } },
    })
    const dockerfile = join(plane.folder(), 'Dockerfile')
    writeFileSync(dockerfile, 'FROM scratch\n')
    await plane.run(`run -n made --kind image-build --destination r/made:1 --dockerfile ${dockerfile}`)
    expect(await plane.data<Shown>('get made')).toMatchObject({
      spec: { build: { destination: 'r/made:1', inline: 'FROM scratch\n' } },
    })
  })

  test('is listed by kind', async () => {
    expect((await plane.run('ps --kind workspace,endpoint -o name')).out).toBe('notes\nweb\n')
    await plane.run('ps --kind notebook', { code: 2 })
  })

  test('is submitted from YAML alike, and refused with its line', async () => {
    const file = join(plane.folder(), 'web.yaml')
    const text = 'kind: Endpoint\nmetadata: {name: web-2, project: vision}\nspec:\n  image: r/web:1\n  ports: [8080]\n'
    writeFileSync(file, text)
    await plane.run(`apply -f ${file}`)
    expect((await plane.data<Shown>('get web-2')).kind).toBe('endpoint')
    writeFileSync(file, `${text.replace('web-2', 'web-3')}  serving: {port: 9090}\n`)
    const { err } = await plane.run(`apply -f ${file}`, { code: 2 })
    expect(err).toContain(`${file}:6:13: spec.serving.port: 9090 is none of its ports`)
    await plane.run(`apply -f ${file} --dry-run`, { code: 2 })
  })

  test('is shown and not submitted with --dry-run', async () => {
    const { out } = await plane.run('run -n never --template ml_training --image r/x:1 --dry-run')
    expect(out).toContain('memory: 8192')
    expect(out).toContain('cpu: 8000m')
    await plane.run('get never', { code: 4 })
  })

  test('from an unknown template is refused with those that there are', async () => {
    const { err } = await plane.run('run --template ml_trainig -- a', { code: 2 })
    expect(err).toContain('there is: digital_twin_update, ml_inference, ml_training, pipeline_execution, stress_test')
  })
})

test('sizes and templates are listed, changed and put back', async () => {
  expect((await plane.run('size ls')).out).toMatch(
    /small +1 +2 +8Gi +8Gi +Fairlead\nmedium +3 +6 +24Gi +24Gi +Fairlead\nlarge +7 +14 +56Gi +56Gi +Fairlead\nx-large +15 +30 +120Gi/,
  )
  expect((await plane.run('size set small --cpu 2 --memory 4Gi')).out).toMatch(
    /small +2 +2 +4Gi +4Gi +your organization/,
  )
  expect((await plane.run('size rm small')).out).toBe('small is deleted\n')
  expect((await plane.run('size ls')).out).toMatch(/small +1 +2 +8Gi/)
  const file = join(plane.folder(), 'nightly.yaml')
  writeFileSync(file, 'image: r/nightly:1\ntimeout: 2h\n')
  await plane.run(`template push nightly -f ${file}`)
  expect((await plane.run('template ls -o name')).out).toContain('nightly\n')
  expect((await plane.run('template rm nightly')).out).toBe('nightly is deleted\n')
})

test('connections are made, listed, used and deleted', async () => {
  const add = 'connection add lake --type s3 --set bucket=data --secret lake-keys'
  expect((await plane.run(add)).out).toMatch(/lake +vision +s3 +lake-keys +bucket=data/)
  await plane.run('connection add leak --type s3 --set bucket=data --set secretKey=not-a-real-one', { code: 5 })
  await plane.run('run -n reader --image r/x:1 --connection lake:/lake:ro')
  expect((await plane.data<Shown>('get reader')).spec['connections']).toEqual([
    { name: 'lake', mountPath: '/lake', readOnly: true },
  ])
  const { err } = await plane.run('connection test lake', { code: 6 })
  expect(err).toContain('no cluster is in contact')
  expect((await plane.run('connection ls -o name')).out).toBe('lake\n')
  await plane.run('connection rm lake')
  await plane.run('connection rm lake', { code: 4 })
})
