import type { WorkloadPreview, WorkloadRequest, WorkloadSpec } from '@fairlead/sdk'
import { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { afterSubmit, type AfterSubmit } from '../lib/after-submit.ts'
import { defined } from '../lib/defined.ts'
import { examples } from '../lib/examples.ts'
import { durationMs } from '../lib/parse-options.ts'
import { showPreviews } from '../lib/show-preview.ts'
import { UsageError } from '../lib/usage-error.ts'
import { placeOf } from '../manifest/manifest-doc.ts'
import { placeRefusal } from '../manifest/place-refusal.ts'
import { readManifests, type Manifest } from '../manifest/read-manifests.ts'
import { withOutput } from '../output/format.ts'
import type { App } from '../session/app.ts'

type Options = AfterSubmit & { file: string[]; project?: string; key?: string; dryRun?: boolean }

const DOCUMENTS_MAX = 500
const SHAPE = `
A document:
  kind: Job                     # Distributed, Workspace, Endpoint, Evaluation,
                                # ImageBuild; absent: that of spec.template
  metadata:
    name: train-a               # absent: one is made
    project: vision             # absent: --project, or that of the context
    labels: {team: perception}
  spec:
    image: ghcr.io/example/train:1
    command: [python, train.py]
    env: {SEED: 7}
    resources: {cpu: 4, memory: 16Gi, gpu: 1}
    replicas: 1
    priority: medium
    timeout: 2h
    placement: {clusters: [east], nodePool: a100}
`

/** `fairlead apply`. */
export function applyCommand(app: App): Command {
  const command = new Command('apply')
    .summary('submit jobs from YAML files')
    .description('Submits every document of the files: all of them, or none.')
    .requiredOption('-f, --file <path>', 'a file, or - for standard input; may be given several times', collect)
    .option('-p, --project <name>', 'for documents that name none')
    .option('-w, --wait', 'wait for the end of all of them')
    .option('--wait-timeout <duration>', 'wait no longer than this', durationMs)
    .option('--dry-run', 'show what would be submitted, and what stands against it')
    .option('--key <key>', 'idempotency key: with the same key the same file answers the same jobs')
    .addHelpText(
      'after',
      SHAPE +
        examples(
          'fairlead apply -f train.yaml --wait',
          'fairlead apply -f a.yaml -f b.yaml',
          'generate | fairlead apply -f -',
        ),
    )
  return withOutput(command).action(async (options: Options) => {
    const manifests: Manifest[] = []
    for (const file of options.file)
      manifests.push(...readManifests(file === '-' ? 'stdin' : file, await read(app, file)))
    if (manifests.length > DOCUMENTS_MAX) {
      throw new UsageError(`${manifests.length} documents are too many at once`, { hint: `at most ${DOCUMENTS_MAX}` })
    }
    const isUnnamed = manifests.some((manifest) => manifest.project === undefined)
    const project = isUnnamed ? await app.project(options.project) : ''
    const requests = manifests.map((manifest, index) => requestOf(manifest, project, index, options.key))
    const docs = manifests.map(({ doc }) => doc)
    if (options.dryRun) {
      const previews: WorkloadPreview[] = []
      for (const [index, request] of requests.entries()) {
        const preview = app.client.jobs.preview(request).catch((error: unknown) => {
          throw placeRefusal(error, docs.slice(index, index + 1))
        })
        previews.push(await preview)
      }
      return showPreviews(app, previews, options.output)
    }
    const onWarning = (index: number, message: string) => {
      const doc = docs[index]
      app.note(`warning: ${doc ? `${placeOf(doc, [])}: ` : ''}${message}`)
    }
    const ids = await app.client.jobs.submitBatch(requests, { onWarning }).catch((error: unknown) => {
      throw placeRefusal(error, docs)
    })
    const jobs = await Promise.all(ids.map((id) => app.client.jobs.get(id)))
    await afterSubmit(app, jobs, options)
  })
}

function requestOf(manifest: Manifest, project: string, index: number, key: string | undefined): WorkloadRequest {
  const { kind, name, labels, spec } = manifest
  return {
    project: manifest.project ?? project,
    ...defined({ kind, name, labels, idempotencyKey: key === undefined ? undefined : `${key}/${index}` }),
    // The control plane checks every field, and its refusal is told with the line.
    spec: spec as WorkloadSpec,
  }
}

async function read(app: App, file: string): Promise<string> {
  if (file !== '-') {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      throw new UsageError(`the file cannot be read: ${(error as Error).message}`, { where: file })
    }
  }
  let text = ''
  for await (const part of app.host.stdin) text += String(part)
  return text
}

function collect(file: string, before: string[] = []): string[] {
  return [...before, file]
}
