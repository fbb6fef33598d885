import { z } from 'zod'
import { formatBytes } from '../cli/progress.ts'
import { loginOf } from '../install/site-images.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import type { Site } from '../site/site.ts'
import { fail, pass, type Check } from './check.ts'

/** As Harbor tells it of a project; -1 is no limit. */
const summary = z.object({
  quota: z.object({ hard: z.object({ storage: z.number() }), used: z.object({ storage: z.number() }) }),
})

/** R9: room for what a push adds, which is asked for only where the registry tells what is free; in bytes. The protocol of registries has no question for it; Harbor has one, and others are taken at their word that a push fits. */
export async function checkRoom(
  { registry }: Pick<Site, 'registry'>,
  client: RegistryClient,
  toSend: () => Promise<number>,
): Promise<Check> {
  const what = 'room in the registry'
  const unknown = pass('R9', what, 'this registry does not tell')
  const [project = ''] = registry.project.split('/')
  const login = loginOf(registry, 'push')
  const authorization =
    login === undefined ? undefined : `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  try {
    const { status, text } = await client.send({
      method: 'GET',
      path: `/api/v2.0/projects/${encodeURIComponent(project)}/summary`,
      headers: { ...(authorization === undefined ? {} : { authorization }), 'x-is-resource-name': 'true' },
    })
    if (status !== 200) return unknown
    const { hard, used } = summary.parse(JSON.parse(text)).quota
    if (hard.storage < 0) return pass('R9', what, `${project} has no limit`)
    const free = hard.storage - used.storage
    const needed = await toSend()
    const seen = `${formatBytes(Math.max(0, free))} of ${formatBytes(hard.storage)} free in ${project}`
    if (free >= needed) return pass('R9', what, seen)
    return fail('R9', what, seen, `raise the quota of ${project} in the registry by ${formatBytes(needed - free)}`)
  } catch {
    return unknown
  }
}
