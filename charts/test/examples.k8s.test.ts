import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseAllDocuments, stringify } from 'yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chartFolder, helm, manifestsIn, type Chart } from './helm.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

interface Source {
  path: string
  helm: { valuesObject: object }
}

/** What Argo CD and Flux hand to Helm. */
interface Delivery {
  kind: string
  spec?: {
    source?: Source
    template?: { spec: { source: Source } }
    chart?: { spec: { chart: string } }
    values?: object
  }
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-examples-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = globSync(['argocd/*.yaml', 'flux/*.yaml'], { cwd: EXAMPLES }).toSorted()

test.each(files)(
  'the values in examples/%s are ones that the chart takes, and make its whole installation',
  async (file) => {
    const deliveries = parseAllDocuments(readFileSync(join(EXAMPLES, file), 'utf8'))
      .map((document) => document.toJS() as Delivery)
      .flatMap(({ spec }) => {
        const source = spec?.source ?? spec?.template?.spec.source
        if (source !== undefined) return [{ path: source.path, values: source.helm.valuesObject }]
        return spec?.chart === undefined ? [] : [{ path: spec.chart.spec.chart, values: spec.values }]
      })
    expect(deliveries).toHaveLength(1)
    for (const { path, values } of deliveries) {
      expect(path).toMatch(/^charts\/fairlead(?:-agent)?$/)
      const given = join(folder, file.replace('/', '-'))
      writeFileSync(given, stringify(values))
      const chart = basename(path) as Chart
      const objects = manifestsIn(await helm('template', chart, chartFolder(chart), '-n', chart, '-f', given))
      expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'NetworkPolicy']))
    }
  },
)
