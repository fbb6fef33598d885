import { parseArgs } from 'node:util'
import { archiveLayout } from '../oci/archive-layout.ts'
import { writeImages } from '../oci/write-images.ts'
import { agentImage } from './agent-image.ts'
import { busyboxImage } from './busybox-image.ts'
import { controlPlaneImage } from './control-plane-image.ts'
import { nodeImage } from './node-image.ts'

const USAGE = `usage: node airgap/images/build.ts --layout FOLDER [--registry NAME] [--tag TAG] [--archive FILE] [IMAGE ...]

Writes images into an OCI layout. Images: fairlead-agent, fairlead-control-plane, node, busybox; the first two when none is named.
`

const IMAGES = {
  'fairlead-agent': agentImage,
  'fairlead-control-plane': controlPlaneImage,
  node: nodeImage,
  busybox: busyboxImage,
} as const

const { values, positionals } = readArguments()
const names = positionals.length === 0 ? (['fairlead-agent', 'fairlead-control-plane'] as const) : positionals
const target = { registry: values.registry, tag: values.tag }
for (const name of names) {
  const started = Date.now()
  const spec = await IMAGES[name](target)
  for (const { digest, size } of await writeImages(values.layout, [spec]))
    process.stdout.write(
      `${spec.name} ${digest} ${(size / 1e6).toFixed(1)} MB in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
    )
}
if (values.archive !== undefined) await archiveLayout(values.layout, values.archive)

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        layout: { type: 'string' },
        registry: { type: 'string', default: 'fairlead.dev' },
        tag: { type: 'string', default: 'dev' },
        archive: { type: 'string' },
      },
      allowPositionals: true,
    })
    const { layout } = values
    if (layout === undefined) throw new Error('--layout is missing')
    const unknown = positionals.find((name) => !(name in IMAGES))
    if (unknown !== undefined) throw new Error(`there is no image ${unknown}`)
    return { values: { ...values, layout }, positionals: positionals as (keyof typeof IMAGES)[] }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    process.exit(2)
  }
}
