import { readFileSync } from 'node:fs'
import { RegistryClient } from '../registry/registry-client.ts'
import { fail, pass, warn, type Check } from './check.ts'

/** A1, as far as it shows from here: the control plane answers under the address that the agent will use. `date` is its clock, for T1. */
export async function checkBackend(
  url: string,
  ca: readonly string[],
): Promise<{ checks: Check[]; date: Date | undefined }> {
  const what = 'control plane in reach'
  const trusted = ca.map((file) => readFileSync(file, 'utf8')).join('\n')
  const client = new RegistryClient({ url, ...(trusted === '' ? {} : { ca: trusted }) })
  try {
    const { status } = await client.send({ method: 'GET', path: '/health' })
    const date = client.lastDate
    if (status === 200) return { checks: [pass('A1', what, url)], date }
    const fix = `${url}/health should answer 200: is this the address of the control plane?`
    return { checks: [fail('A1', what, String(status), fix)], date }
  } catch (error) {
    const { message } = error as Error
    const told = message.replace('registry.url', 'cluster.controlPlane').replace('registry.caFile', 'ca')
    return { checks: [warn('A1', what, 'not from here', `${told}; go on if the cluster reaches it`)], date: undefined }
  } finally {
    client.close()
  }
}
