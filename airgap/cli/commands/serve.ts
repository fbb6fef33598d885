import { Command, Option } from 'commander'
import { serveLayout } from '../../oci/serve-layout.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'

/** `airgap serve`: the images of the bundle for a site without a registry. */
export function serveCommand(app: App): Command {
  return new Command('serve')
    .description('serve the images of this bundle to container runtimes, until Ctrl-C; nothing can be written')
    .addOption(new Option('--listen <address:port>', 'where').default('127.0.0.1:5000'))
    .action(async ({ listen }: { listen: string }) => {
      const { host, port } = parseAddress(listen)
      const { layout, release } = await app.bundle()
      const server = await serveLayout({ layout, host, port }).catch((error: unknown) => {
        throw new AirgapError(
          'registry',
          `cannot listen on ${listen}: ${error instanceof Error ? error.message : String(error)}`,
          {
            hint: 'name another address with --listen',
          },
        )
      })
      const images = release.images.map(({ repository, tag, digest }) => ({ image: `${repository}:${tag}`, digest }))
      app.tell(
        { url: server.url, images },
        [
          `serving at ${server.url}, plain HTTP and pulls alone; Ctrl-C ends it`,
          ...images.map(({ image }) => `  ${image}`),
        ].join('\n'),
      )
      const { signal } = app.host
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      await server.close()
    })
}

function parseAddress(text: string): { host: string; port: number } {
  const { host, port } = /^\[?(?<host>[^\]]+?)\]?:(?<port>\d{1,5})$/.exec(text)?.groups ?? {}
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new AirgapError('usage', `${text} is no address to listen on`, { hint: 'write it as 10.0.0.5:5000' })
  return { host, port: Number(port) }
}
