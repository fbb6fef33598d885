import { useMemo } from 'react'
import { YamlBlock } from '../../components/code/code-block.tsx'
import type { Outputs } from '../../lib/trpc.ts'
import { toYaml } from '../../lib/yaml.ts'
import { manifestOf, requestOf } from './manifest.ts'
import { useNames } from './use-names.ts'

/** A workload as `fairlead apply -f` takes it: with its defaults, and names in place of ids. */
export function WorkloadSpec({ workload }: { workload: Outputs['workloads']['get'] }) {
  const names = useNames()
  const text = useMemo(() => toYaml(manifestOf(requestOf(workload, names ?? new Map()))), [workload, names])
  return <YamlBlock text={text} label={`Specification of ${workload.name}`} />
}
