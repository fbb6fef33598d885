import { Command } from 'commander'
import type { App } from '../app.ts'
import { formatBytes } from '../progress.ts'

/** `airgap inventory`: what the bundle holds. */
export function inventoryCommand(app: App): Command {
  return new Command('inventory')
    .description('list the images, charts and programs of this bundle')
    .action(async () => {
      const { release } = await app.bundle()
      const { version, counter, createdFrom, architecture, images, charts, files } = release
      const rows = [
        ...images.map(({ repository, tag, digest, size }) => [
          'image',
          `${repository}:${tag}`,
          formatBytes(size),
          digest,
        ]),
        ...charts.map(({ name, version, file, digest }) => ['chart', `${name}:${version}`, file, digest]),
        ...files.map(({ path, size, about }) => ['file', path, formatBytes(size), about]),
      ]
      app.tell(
        release,
        [
          `Fairlead ${version}, release ${counter}, ${architecture}, from commit ${createdFrom.commit}`,
          ...table(rows),
        ].join('\n'),
      )
    })
}

function table(rows: readonly string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
}
