import { beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, submit } from '../../test/scene.ts'

const plane = useControlPlane()

interface Item {
  name: string
  cluster: { name: string }
  runs: { workloadName: string }[]
}

const find = async (query: string) => (await plane.api<{ items: Item[] }>('GET', `/nodes?${query}`)).body.items
const namesOf = async (query: string) => (await find(query)).map(({ name }) => name)

beforeAll(async () => {
  await addCluster(plane, [
    { name: 'rack-11', gpus: 0 },
    { name: 'rack-1', gpus: 0 },
    { name: 'rack_1', gpus: 0 },
  ])
  await addCluster(plane, [
    { name: 'Rack-1', gpus: 4 },
    { name: 'spare', gpus: 0 },
  ])
})

test('nodes are found by a part of their name, those nearest to it first, and no more than asked for', async () => {
  expect(await namesOf('search=RACK-1')).toEqual(['rack-1', 'Rack-1', 'rack-11'])
  expect(await namesOf('search=rack-1&limit=2')).toEqual(['rack-1', 'Rack-1'])
  expect(await namesOf('search=k_1'), 'what stands for any character elsewhere is itself here').toEqual(['rack_1'])
  expect(await namesOf('search=no-such')).toEqual([])
  expect(await namesOf('limit=1')).toHaveLength(1)
  expect((await plane.api('GET', '/nodes?limit=0')).status).toBe(400)
})

test('a node that was found shows what runs on it', async () => {
  await addProjects(plane, { vision: 4 })
  const { id } = await submit(plane.api, 'vision', 'train', { resources: { cpu: 1, memory: '1Gi', gpu: 4 } })
  await inPhase(plane.api, id, 'ASSIGNED')
  const [node] = await find('search=rack-1&limit=2').then((items) => items.filter(({ name }) => name === 'Rack-1'))
  expect(node?.runs.map(({ workloadName }) => workloadName)).toEqual(['train'])
})
