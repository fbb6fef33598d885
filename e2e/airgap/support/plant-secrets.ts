import { PUSHER } from '@fairlead/airgap/registry/testing/debian-registry'
import type { OfflineSite } from './offline-site.ts'

const NAME = 'planted'
const NAMESPACE = 'fairlead'
/** Each stands in a place of its own, and in no other. */
const PLANTED = ['one', 'two', 'three', 'four', 'five'].map((word) => `planted-${word}-4f1b`)

/** Puts secrets where people put them by mistake. Answers all that nobody may read in a bundle for supporters, those that the installation has itself among them. */
export async function plantSecrets({ cluster: { client } }: OfflineSite): Promise<string[]> {
  const [inSecret, inAddress, inYaml, inVariable, inJson] = PLANTED
  const metadata = { name: NAME }
  await client.core.createNamespacedSecret({ namespace: NAMESPACE, body: { metadata, stringData: { key: inSecret! } } })
  await client.core.createNamespacedConfigMap({
    namespace: NAMESPACE,
    body: {
      metadata: { ...metadata, annotations: { note: JSON.stringify({ password: inJson, user: 'kim' }) } },
      data: {
        url: `postgres://kim:${inAddress}@db.site/x`,
        'settings.yaml': `user: kim\npassword: |\n  ${inYaml}\nport: 5432\n`,
        'pod.yaml': `env:\n  - name: API_TOKEN\n    value: ${inVariable}\n`,
      },
    },
  })
  const own = async (namespace: string, name: string, key: string) => {
    const { data = {} } = await client.core.readNamespacedSecret({ namespace, name })
    return Buffer.from(data[key] ?? '', 'base64')
      .toString()
      .trim()
  }
  const agentKey = JSON.parse(await own('fairlead-agent', 'fairlead-agent-identity', 'agent-key.json')) as { d: string }
  return [
    ...PLANTED,
    PUSHER.password,
    Buffer.from(`${PUSHER.user}:${PUSHER.password}`).toString('base64'),
    await own(NAMESPACE, 'fairlead-postgresql', 'password'),
    await own('fairlead-agent', 'fairlead-join-token', 'token'),
    agentKey.d,
    // The line of the key within its PEM.
    (await own(NAMESPACE, 'fairlead-backup-signing', 'key')).split('\n')[1]!,
  ]
}

export async function removePlanted({ cluster: { client } }: OfflineSite): Promise<void> {
  await client.core.deleteNamespacedSecret({ namespace: NAMESPACE, name: NAME })
  await client.core.deleteNamespacedConfigMap({ namespace: NAMESPACE, name: NAME })
}
