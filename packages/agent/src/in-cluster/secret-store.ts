import type { KubeApi } from '../drivers/kubernetes/api/kube-api.ts'
import { hasStatus } from '../drivers/kubernetes/api/kube-error.ts'
import type { IdentityStore } from '../identity/identity-store.ts'
import { messageOf } from '../lib/logger.ts'
import { StartupError } from '../lib/startup-error.ts'

type RawSecret = { metadata: { name: string; resourceVersion?: string }; data?: Record<string, string> }

/** A Secret of the agent's own namespace: another pod of the same agent finds it again. It may be there already, and empty. */
export function secretStore(options: { api: KubeApi; namespace: string; name: string }): IdentityStore {
  const { api, namespace, name } = options
  const all = `/api/v1/namespaces/${namespace}/secrets`
  const place = `Secret ${namespace}/${name}`

  async function get(): Promise<RawSecret | undefined> {
    try {
      return await api.send<RawSecret>({ method: 'GET', path: `${all}/${name}` })
    } catch (error) {
      if (hasStatus(error, 404)) return undefined
      throw new StartupError(`${place} cannot be read: ${messageOf(error)}`)
    }
  }

  return {
    place,
    async read(key) {
      const text = (await get())?.data?.[key]
      return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8')
    },
    async write(key, text) {
      const known = await get()
      const data = { ...known?.data, [key]: Buffer.from(text).toString('base64') }
      const body = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: known?.metadata ?? { name }, data }
      try {
        if (known === undefined) await api.send({ method: 'POST', path: all, body })
        else await api.send({ method: 'PUT', path: `${all}/${name}`, body })
      } catch (error) {
        throw new StartupError(
          `${place} cannot be written: ${messageOf(error)}. Make it empty beforehand (kubectl create secret generic ${name} -n ${namespace}), or let the agent make it.`,
        )
      }
    },
  }
}
