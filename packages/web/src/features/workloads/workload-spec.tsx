import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { YamlBlock } from '../../components/code/code-block.tsx'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { toYaml } from '../../lib/yaml.ts'
import { manifestOf, requestOf } from './manifest.ts'

/** A workload as `fairlead apply -f` takes it: with its defaults, and names in place of ids. */
export function WorkloadSpec({ workload }: { workload: Outputs['workloads']['get'] }) {
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const text = useMemo(() => {
    const names = new Map((clusters.data?.items ?? []).map(({ id, name }) => [id, name]))
    return toYaml(manifestOf(requestOf(workload, names)))
  }, [workload, clusters.data])
  return <YamlBlock text={text} label={`Specification of ${workload.name}`} />
}
