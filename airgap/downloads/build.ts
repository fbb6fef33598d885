import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { writeDownloads } from './write-downloads.ts'

/** `pnpm downloads`: what a control plane that runs from source hands out. */
await writeDownloads(join(ROOT, 'dist/downloads'))
process.stdout.write('dist/downloads: written\n')
