import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { requireLayers } from '../../install/missing-layers.ts'
import { blobPath } from '../../oci/blobs.ts'
import { serveLayout, type LayoutServer } from '../../oci/serve-layout.ts'
import { ServedBundles } from '../../serve/served-bundles.ts'
import { ensureServeTls, listenOf, requireServed } from '../../serve/serve-tls.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AUTHORITY_FILE } from '../../site/registry-section.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { baseOf } from '../open-bundle.ts'
import { tellStep } from '../tell-step.ts'

interface Options {
  file?: string
  listen?: string
  cert?: string
  certKey?: string
  releases?: string
}

/** `airgap serve`: the images of this bundle and of those beside it, for a site without a registry. */
export function serveCommand(app: App): Command {
  return new Command('serve')
    .description(
      'serve the images of this bundle and of those beside it to container runtimes, until Ctrl-C; nothing can be written',
    )
    .addOption(
      new Option(
        '-f, --file <site.yaml>',
        'the site file, of which registry.serve says where and with which certificate',
      ),
    )
    .addOption(new Option('--listen <address:port>', 'where, if not as the site file says; else 127.0.0.1:5000'))
    .addOption(new Option('--cert <file>', 'a certificate in PEM; without it and a site file it is plain HTTP'))
    .addOption(new Option('--cert-key <file>', 'the key of that certificate'))
    .addOption(new Option('--releases <folder>', 'serve the bundles in this folder, too, if not those beside this one'))
    .action(async (options: Options) => {
      const { host } = app
      const own = await app.bundle()
      const say = (line: string) => tellStep(app, line)
      const bundles = new ServedBundles(app, own, resolve(host.cwd, options.releases ?? dirname(own.folder)), say)
      await bundles.lookAgain()
      // Those of a delta may lie in a bundle beside it.
      const layouts = bundles.layouts()
      const absent = own.absent.filter(({ digest }) => !layouts.some((layout) => existsSync(blobPath(layout, digest))))
      requireLayers({ ...own, absent }, baseOf(host, own.folder, own.release), 'what is served has to be here')
      const images = imagesOf(bundles)
      const lines = images.map(({ image, digest }) => `  ${image} ${digest}`)
      if (app.globals.dryRun === true)
        return app.tell({ images }, ['dry run: nothing is served, and no certificate was made', ...lines].join('\n'))
      const place = await placeOf(app, options)
      const server = await listen(place, bundles, say)
      const { authority, tls } = place
      app.tell(
        { url: server.url, images, ...(authority === undefined ? {} : { authority }) },
        [
          `serving at ${server.url}, ${tls === undefined ? 'plain HTTP' : 'with TLS'} and pulls alone; Ctrl-C ends it`,
          ...(authority === undefined
            ? []
            : [`nodes have to trust ${authority}: ./airgap prepare writes what they need`]),
          ...lines,
        ].join('\n'),
      )
      const { signal } = host
      if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }))
      await server.close()
    })
}

function imagesOf({ bundles }: ServedBundles): { image: string; digest: string; version: string }[] {
  return bundles.flatMap(({ release: { version, images } }) =>
    images.map(({ repository, tag, digest }) => ({ image: `${repository}:${tag}`, digest, version })),
  )
}

interface ServePlace {
  listen: string
  tls: { certificate: string; key: string } | undefined
  /** What nodes have to trust, where it was made here. */
  authority: string | undefined
}

async function placeOf(app: App, options: Options): Promise<ServePlace> {
  const { cwd, now } = app.host
  if ((options.cert === undefined) !== (options.certKey === undefined))
    throw new AirgapError('usage', 'a certificate and its key belong together', {
      hint: 'say both --cert and --cert-key',
    })
  const given =
    options.cert === undefined || options.certKey === undefined
      ? undefined
      : { certFile: resolve(cwd, options.cert), keyFile: resolve(cwd, options.certKey) }
  if (options.file === undefined)
    return { listen: options.listen ?? '127.0.0.1:5000', tls: given && read(given), authority: undefined }
  const registry = requireServed(readAnySite(resolve(cwd, options.file)), options.file)
  const files = given ?? (await ensureServeTls(registry, now()))
  const isMade = given === undefined && registry.serve.tls === undefined
  return {
    listen: options.listen ?? listenOf(registry),
    tls: read(files),
    authority: isMade ? resolve(registry.serve.folder, AUTHORITY_FILE) : undefined,
  }
}

function read({ certFile, keyFile }: { certFile: string; keyFile: string }): { certificate: string; key: string } {
  try {
    return { certificate: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  } catch (error) {
    throw new AirgapError('usage', `the certificate cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

async function listen(place: ServePlace, bundles: ServedBundles, say: (line: string) => void): Promise<LayoutServer> {
  const { host, port } = parseAddress(place.listen)
  try {
    return await serveLayout({
      layouts: () => bundles.layouts(),
      host,
      port,
      ...(place.tls === undefined ? {} : { tls: place.tls }),
      onMissing: async (path) => {
        const isMore = await bundles.lookAgain()
        if (!isMore) say(`asked for ${JSON.stringify(path)}, which no bundle here has`)
        return isMore
      },
    })
  } catch (error) {
    throw new AirgapError(
      'registry',
      `cannot listen on ${place.listen}: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: 'name another address with --listen',
        cause: error,
      },
    )
  }
}

function parseAddress(text: string): { host: string; port: number } {
  const { host, port } = /^\[?(?<host>[^\]]+?)\]?:(?<port>\d{1,5})$/.exec(text)?.groups ?? {}
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new AirgapError('usage', `${text} is no address to listen on`, { hint: 'write it as 10.0.0.5:5000' })
  return { host, port: Number(port) }
}
