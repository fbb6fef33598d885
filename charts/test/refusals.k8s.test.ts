import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { chartFolder, render, type Chart } from './helm.ts'

const REFUSED: [Chart, string, string][] = [
  // A name that is not there, at every depth.
  ['fairlead-agent', 'replicas=2', "additional properties 'replicas' not allowed"],
  ['fairlead-agent', 'controlPlane.uri=https://f.example.com', "at '/controlPlane': additional properties 'uri' not"],
  ['fairlead-agent', 'policy.maxGPUs=4', "at '/policy': additional properties 'maxGPUs' not allowed"],
  ['fairlead-agent', 'networkPolicy.apiServer.cidr=10.0.0.1/32', "at '/networkPolicy/apiServer': additional"],
  ['fairlead', 'database.url=postgres://u:p@h/d', "at '/database': additional properties 'url' not allowed"],
  ['fairlead', 'config.loglevel=info', "at '/config': additional properties 'loglevel' not allowed"],
  ['fairlead', 'postgresql.enabled=true', "additional properties 'postgresql' not allowed"],
  // A value of another type or out of range.
  ['fairlead-agent', 'projectNamespaces=vision', "at '/projectNamespaces': got string, want array"],
  ['fairlead-agent', 'policy.maxGpus=many', "at '/policy/maxGpus': got string, want null or integer"],
  ['fairlead-agent', 'policy.logs=all', "at '/policy/logs': value must be one of"],
  ['fairlead-agent', 'policy.kinds={jobs}', "at '/policy/kinds/0': value must be one of"],
  ['fairlead-agent', 'clusterRead.kubelet=true', "at '/clusterRead/kubelet': value must be one of"],
  ['fairlead-agent', 'image.digest=sha256:abc', "at '/image/digest': 'sha256:abc' does not match pattern"],
  ['fairlead-agent', 'podSecurityContext.runAsUser=0', "at '/podSecurityContext/runAsUser'"],
  ['fairlead-agent', 'controlPlane.url=https://f.example.com/path', "at '/controlPlane/url'"],
  ['fairlead-agent', 'proxy.httpsProxy=http://user:password@proxy:3128', "at '/proxy/httpsProxy'"],
  ['fairlead', 'replicaCount=0', "at '/replicaCount': minimum: got 0, want 1"],
  ['fairlead', 'config.sessionHours=1000', "at '/config/sessionHours': maximum"],
  // Values that do not go together.
  ['fairlead-agent', 'settings.stateDir=/data', 'settings.stateDir is set by this chart'],
  ['fairlead-agent', 'jobApi.enabled=true,jobApi.port=8081', 'jobApi.port and healthPort are the same'],
  ['fairlead-agent', 'controlPlane.url=', 'controlPlane.url is missing: say where the control plane is'],
  ['fairlead-agent', 'projectNamespaces=null', 'projectNamespaces is empty: name the namespaces'],
  ['fairlead-agent', 'projectNamespaces={fairlead-agent}', 'Install the agent in a namespace of its own'],
  ['fairlead-agent', 'namespaces.create=true', 'namespaces.create needs policy.namespaces'],
  ['fairlead-agent', 'image.tag=latest', 'another image every day'],
  ['fairlead', 'image.tag=latest', 'another image every day'],
  ['fairlead', 'database.existingSecret=', 'This chart brings no database'],
  ['fairlead', 'ingress.enabled=true', 'ingress.host is missing'],
  ['fairlead', 'autoscaling.maxReplicas=1', 'autoscaling.minReplicas is larger'],
]

test.each(REFUSED)('%s refuses %s and says why', async (chart, set, message) => {
  await expect(render({ chart, name: 'default' }, set)).rejects.toThrow(message)
})

test.each(['fairlead', 'fairlead-agent'] as const)('of %s, every value that may be set is in values.yaml', (chart) => {
  const read = (file: string) => readFileSync(join(chartFolder(chart), file), 'utf8')
  const schema = JSON.parse(read('values.schema.json')) as Schema & { $defs: Record<string, Schema> }
  const missing: string[] = []
  const compare = ({ properties = {} }: Schema, values: Record<string, unknown>, path: string) => {
    for (const [key, value] of Object.entries(properties)) {
      const at = `${path}/${key}`
      // Helm's own, and what only some settings of a pod need.
      if (at === '/global' || path === '/podSecurityContext' || key === 'successThreshold') continue
      if (key === 'ephemeral-storage' || (path === '/config' && key !== 'publicUrl')) continue
      if (!(key in values)) missing.push(at)
      const inner = value.$ref === undefined ? value : schema.$defs[value.$ref.split('/').at(-1)!]!
      if (inner.properties) compare(inner, values[key] as Record<string, unknown>, at)
    }
  }
  compare(schema, parse(read('values.yaml')) as Record<string, unknown>, '')
  expect(missing).toEqual([])
})

interface Schema {
  properties?: Record<string, Schema>
  $ref?: string
}
