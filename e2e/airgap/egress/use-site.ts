import { expect } from 'vitest'
import type { Client } from '@fairlead/sdk'
import type { OfflineSite } from '../support/offline-site.ts'

/** What was done in a while of use. */
export interface Use {
  jobs: number
  commands: number
  pages: number
}

/**
 * What people do in a day, again and again until `until` has passed, and once at least: by the API, by the command line of the bundle where the installer runs, and the files of the console. Throws
 * for anything that does not work. `image` runs Node.
 */
export async function useSite(
  site: OfflineSite,
  access: { client: Client; url: string; token: string },
  image: string,
  until: number,
): Promise<Use> {
  const { client, url, token } = access
  const use: Use = { jobs: 0, commands: 0, pages: 0 }
  const spec = (code: string) => ({
    image,
    command: ['node', '--eval', code],
    resources: { cpu: 0.1, memory: '128Mi' },
  })
  const fairlead = async (...args: string[]) => {
    const ran = await site.fairlead(args, { url, token })
    use.commands += 1
    expect(ran, `fairlead ${args.join(' ')}`).toMatchObject({ code: 0 })
    return ran.out
  }
  const small = ['--image', image, '--cpu', '0.1', '--memory', '128Mi']
  do {
    const job = await client.jobs.submit({
      project: 'vision',
      name: `by-api-${use.jobs}`,
      spec: spec('console.log(6 * 7)'),
    })
    const long = await client.jobs.submit({
      project: 'vision',
      name: `long-${use.jobs}`,
      spec: spec('setTimeout(() => 0, 6e5)'),
    })
    await client.jobs.why(long.name)
    await client.quotas.get()
    await client.queues.waiting()
    await client.queues.decisions()
    await client.nodes.list()
    await client.clusters.list()
    await client.metrics.overview()
    await client.metrics.top('project')
    await client.jobs.cancel(long.name)
    await job.wait({ until: 'finished', timeoutMs: 120_000 })
    expect(job.status).toMatchObject({ phase: 'SUCCEEDED' })
    const words = ['--', 'node', '--eval', 'console.log("hello")']
    expect(await fairlead('run', '--project', 'vision', '--follow', ...small, ...words)).toContain('hello')
    await fairlead('ps', '--all')
    await fairlead('logs', job.name)
    use.jobs += 3
    use.pages += await loadConsole(url)
  } while (Date.now() < until)
  await fairlead('cluster', 'ls')
  await fairlead('top')
  return use
}

/** Fetches the start page and every file that it names, all of which have to be the control plane's own. Answers how many. */
async function loadConsole(url: string): Promise<number> {
  const page = await (await fetch(url)).text()
  const files = [...page.matchAll(/(?:src|href)="(?<file>[^"]+)"/g)].map(({ groups }) => new URL(groups!['file']!, url))
  expect(files.filter(({ origin }) => origin !== new URL(url).origin)).toEqual([])
  for (const file of files) expect((await fetch(file)).status, file.href).toBe(200)
  return files.length + 1
}
