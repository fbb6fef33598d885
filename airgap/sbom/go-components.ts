import { spawnSync } from 'node:child_process'
import { GO_ENV } from '../../e2e/kubernetes/programs/go.ts'
import type { Component } from './component.ts'

/** The modules that a Go program says it was built from, the program itself first, with the hashes that its go.sum pinned. */
export function goComponents(program: string): Component[] {
  const { status, stdout, stderr } = spawnSync('go', ['version', '-m', program], {
    encoding: 'utf8',
    env: { ...process.env, ...GO_ENV },
  })
  if (status !== 0) throw new Error(`go cannot read ${program}: ${stderr}`)
  const compiler = /: go(\S+)/.exec(stdout)?.[1] ?? 'unknown'
  const modules = [...stdout.matchAll(/^\t(mod|dep)\t(\S+)\t(\S+)(?:\th1:(\S+))?/gm)]
  return [
    ...modules.map(([, , name, version, sum]) => component(name!, version!, sum)),
    component('stdlib', compiler, undefined),
  ]
}

function component(name: string, version: string, sum: string | undefined): Component {
  const purl = `pkg:golang/${name}@${version}`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    // Go's h1 is the SHA-256 of a list of the hashes of the module's files.
    ...(sum === undefined
      ? {}
      : { hashes: [{ alg: 'SHA-256' as const, content: Buffer.from(sum, 'base64').toString('hex') }] }),
  }
}
