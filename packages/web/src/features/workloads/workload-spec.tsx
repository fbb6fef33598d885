import { useQuery } from '@tanstack/react-query'
import { YamlBlock } from '../../components/code/code-block.tsx'
import { Read } from '../../components/states/read.tsx'
import { trpc, type Inputs, type Outputs } from '../../lib/trpc.ts'
import { toYaml } from '../../lib/yaml.ts'
import { manifestOf } from './manifest.ts'

/** A workload as `fairlead apply -f` takes it: with its defaults, and names in place of ids. */
export function WorkloadSpec({ workload }: { workload: Outputs['workloads']['get'] }) {
  const request = useQuery(trpc.workloads.request.queryOptions({ workload: workload.id }))
  return (
    <Read query={request} what="specification">
      {(data) => (
        <YamlBlock
          text={toYaml(manifestOf(data as Inputs['workloads']['submit']))}
          label={`Specification of ${workload.name}`}
        />
      )}
    </Read>
  )
}
