import { describe, expect, test } from 'vitest'
import { casesOf, render } from './helm.ts'
import { containersOf, podOf, type PodSpec } from './manifest.ts'
import { againstRestricted } from './pod-security.ts'

describe.each(casesOf())('every pod of $chart with the values "$name"', (which) => {
  test('passes the level restricted', async () => {
    for (const pod of await pods(which)) expect(againstRestricted(pod)).toEqual([])
  })

  test('cannot write to its image, and says what it needs and what it may use', async () => {
    for (const container of (await pods(which)).flatMap(containersOf)) {
      expect(container.securityContext?.readOnlyRootFilesystem).toBe(true)
      for (const bounds of [container.resources?.requests, container.resources?.limits])
        expect(Object.keys(bounds ?? {}).toSorted()).toEqual(['cpu', 'memory'])
    }
  })

  test('gets a token of the API only where it talks to the API', async () => {
    for (const pod of await pods(which)) expect(pod.automountServiceAccountToken).toBe(which.chart === 'fairlead-agent')
  })
})

test.each(casesOf().filter(({ name }) => name !== 'everything'))(
  '$chart with the values "$name" leaves user and group to OpenShift',
  async (which) => {
    for (const pod of await pods(which))
      for (const key of ['runAsUser', 'runAsGroup', 'fsGroup', 'supplementalGroups'])
        expect(pod.securityContext).not.toHaveProperty(key)
  },
)

test('the agent is small', async () => {
  const [agent] = await pods({ chart: 'fairlead-agent', name: 'default' })
  expect(agent?.containers[0]?.resources).toMatchObject({
    requests: { cpu: '50m', memory: '128Mi' },
    limits: { memory: '256Mi' },
  })
})

async function pods(which: Parameters<typeof render>[0]): Promise<PodSpec[]> {
  return (await render(which)).map(podOf).filter((pod) => pod !== undefined)
}
