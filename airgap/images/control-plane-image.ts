import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ImageSpec } from '../oci/image.ts'
import type { LayerSource } from '../oci/layer-entries.ts'
import { CONTROL_PLANE_FLAGS } from '../../tools/processes/node-flags.ts'
import { ROOT } from '../../tools/processes/child.ts'
import { writeDownloads } from '../downloads/write-downloads.ts'
import { POSTGRESQL_HOME } from './database-client.ts'
import { fairleadImage, type ImageTarget } from './fairlead-image.ts'
import { ownRuntime } from './node-runtime.ts'
import { programFiles } from './program-files.ts'

const ARGON = '@node-rs/argon2'

/** The control plane with its console, its migrations and the commands of `admin.js`. It needs DATABASE_URL. Throws while the console is not built. */
export async function controlPlaneImage(target: ImageTarget): Promise<ImageSpec> {
  const home = join(ROOT, 'packages/control-plane')
  const console = join(ROOT, 'packages/web/dist')
  if (!existsSync(join(console, 'index.html')))
    throw new Error('the console is not built: run `pnpm --filter @fairlead/web build`')
  const downloads = join(ROOT, 'dist/downloads')
  await writeDownloads(downloads)
  const { npm, own, about } = await programFiles('control-plane', target.version)
  return fairleadImage(
    {
      name: 'fairlead-control-plane',
      title: 'Fairlead control plane',
      flags: CONTROL_PLANE_FLAGS,
      env: {
        FAIRLEAD_HOST: '0.0.0.0',
        FAIRLEAD_WEB_DIR: '/app/web/dist',
        FAIRLEAD_DOWNLOADS_DIR: '/app/downloads',
        ...(target.databaseClient === undefined ? {} : { PATH: `/usr/local/bin:${POSTGRESQL_HOME}/bin` }),
      },
      ports: [8080],
    },
    [
      ...(target.databaseClient === undefined ? [] : [target.databaseClient]),
      nativeModules(home, (target.runtime ?? ownRuntime()).nativeModule),
      npm,
      [{ from: console, to: '/app/web/dist' }],
      ...downloadLayers(downloads),
      migrations(join(home, 'drizzle')),
      own,
      about,
    ],
    target,
  )
}

/** Charts have versions of their own and stay as they are in most releases; the command line and the list of hashes are others each time. */
function downloadLayers(folder: string): LayerSource[][] {
  const isChart = (name: string) => charts.has(name)
  const { items } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    items: { name: string; kind: string }[]
  }
  const charts = new Set(items.filter(({ kind }) => kind === 'chart').map(({ name }) => name))
  const names = readdirSync(folder).toSorted()
  const place = (name: string) => ({ from: join(folder, name), to: `/app/downloads/${name}` })
  return [names.filter(isChart).map(place), names.filter((name) => !isChart(name)).map(place)]
}

/** In a layer of their own: most releases bring none. The pictures of the schema that migrations are made from stay at home. */
function migrations(folder: string): LayerSource[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_snapshot.json'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  return files.toSorted().map((file) => ({ from: join(folder, file), to: `/app/drizzle/${file}` }))
}

/** The compiled module for passwords and the package that loads it. */
function nativeModules(home: string, compiled: string): LayerSource[] {
  const loader = join(home, 'node_modules', ARGON)
  const { name } = JSON.parse(readFileSync(join(compiled, 'package.json'), 'utf8')) as { name: string }
  return [
    ...['package.json', 'index.js'].map((file) => ({
      from: join(loader, file),
      to: `/app/node_modules/${ARGON}/${file}`,
    })),
    { from: compiled, to: `/app/node_modules/${name}` },
  ]
}
