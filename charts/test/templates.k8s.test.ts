import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OwnerPolicy } from '../../packages/agent/src/drivers/kubernetes/agent-policy.ts'
import { casesOf, chartFolder, helm, render, renderText, valuesFile } from './helm.ts'
import { containersOf, podOf } from './manifest.ts'

describe.each(casesOf())('$chart with the values "$name"', (which) => {
  test('is what was last looked at', async () => {
    const golden = join(import.meta.dirname, 'golden', which.chart, `${which.name}.gen.yaml`)
    await expect(await renderText(which)).toMatchFileSnapshot(golden)
  })

  test('has nothing that helm warns of', async () => {
    const output = await helm('lint', '--strict', chartFolder(which.chart), '-f', valuesFile(which))
    expect(output).toContain('0 chart(s) failed')
  })

  test('renders no Secret: whatever is secret is named only', async () => {
    expect((await render(which)).filter(({ kind }) => kind === 'Secret')).toEqual([])
  })

  test('names every image by a version or a digest', async () => {
    const pods = (await render(which)).map(podOf).filter((pod) => pod !== undefined)
    expect(pods).not.toEqual([])
    for (const { image } of pods.flatMap(containersOf))
      expect(image).toMatch(/^[^:@]+(:\d+)?\/[^:@]+(@sha256:[0-9a-f]{64}|:\d[\w.-]+)$/)
  })
})

test.each(['fairlead', 'fairlead-agent'] as const)(
  'of %s, a digest wins over a tag, and all images come from the given registry with the given credentials',
  async (chart) => {
    const pods = (await render({ chart, name: 'airgapped' }, 'image.tag=1.2.3'))
      .map(podOf)
      .filter((pod) => pod !== undefined)
    for (const pod of pods) {
      for (const { image } of containersOf(pod))
        expect(image).toMatch(/^registry\.site\.internal\/fairlead\/fairlead-[a-z-]+@sha256:[0-9a-f]{64}$/)
      expect(pod.imagePullSecrets).toEqual([{ name: 'registry-pull' }])
    }
  },
)

test.each(casesOf('fairlead-agent'))('the policy of "$name" is one that the agent understands', async (which) => {
  const configMap = (await render(which)).find(({ data }) => data?.['policy.json'] !== undefined)
  const policy = OwnerPolicy.parse(JSON.parse(configMap?.data?.['policy.json'] ?? ''))
  expect(policy.namespaces).not.toEqual([])
  expect(policy.exec).toBe(which.name === 'everything')
})

test('a new policy or new settings make new pods', async () => {
  const annotationsWith = async (chart: 'fairlead' | 'fairlead-agent', ...sets: string[]) => {
    const deployment = (await render({ chart, name: 'default' }, ...sets)).find(({ kind }) => kind === 'Deployment')
    return (deployment!.spec!['template'] as { metadata: { annotations: object } }).metadata.annotations
  }
  expect(await annotationsWith('fairlead-agent', 'policy.maxGpus=4')).not.toEqual(
    await annotationsWith('fairlead-agent'),
  )
  expect(await annotationsWith('fairlead-agent', 'settings.logRetentionHours=4')).not.toEqual(
    await annotationsWith('fairlead-agent'),
  )
  expect(await annotationsWith('fairlead', 'config.logLevel=debug')).not.toEqual(await annotationsWith('fairlead'))
})

test('the control plane starts with the resources and probes that it was measured with', async () => {
  const deployment = (await render({ chart: 'fairlead', name: 'default' })).find(({ kind }) => kind === 'Deployment')
  expect(podOf(deployment!)?.containers[0]).toMatchObject({
    resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
    livenessProbe: { httpGet: { path: '/health' }, initialDelaySeconds: 30, periodSeconds: 10 },
    readinessProbe: { httpGet: { path: '/ready' }, initialDelaySeconds: 5, periodSeconds: 5 },
  })
})
