import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { connectionCommands } from './connection-commands.ts'
import type { Connection } from './connection-types.ts'
import classes from './connections.module.css'

/** Lets a cluster try a connection from where it is, with the secret that lies there. */
export function TestDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { name, project } = connection
  const clusters = useQuery(trpc.clusters.list.queryOptions({}))
  const [cluster, setCluster] = useState('')
  const test = useDeed(trpc.connections.test.mutationOptions())
  const from = cluster === '' ? undefined : cluster
  const options = (clusters.data?.items ?? []).filter(({ state }) => state === 'accepted').map((one) => one.name)
  return (
    <Dialog
      title={`Test ${name}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            isBusy={test.isPending}
            onClick={() =>
              test.mutate({
                project: project.name,
                connection: name,
                ...(from === undefined ? {} : { cluster: from }),
              })
            }
          >
            {test.data ? 'Test again' : 'Test connection'}
          </Button>
        </>
      }
    >
      <p className={classes['dim']}>
        The agent of the cluster tries it with the secret that lies there. No data leaves the cluster.
      </p>
      <Picker
        label="From cluster"
        placeholder="the first that is in contact"
        isClearable
        options={options}
        value={cluster}
        onChange={(next) => {
          setCluster(next)
          test.reset()
        }}
      />
      {test.data ? <Result result={test.data} /> : null}
      <CommandBox title="The same by hand" commands={connectionCommands.test(project.name, name, from)} />
      <ProblemNotice error={test.error} />
    </Dialog>
  )
}

function Result({ result }: { result: Outputs['connections']['test'] }) {
  const { ok, cluster, message, latencyMs, objects, bytes } = result
  const figures = [
    latencyMs === null ? '' : `answered in ${formatNumber(Math.round(latencyMs))} ms`,
    objects === null ? '' : `${plural(objects, 'object')} seen`,
    bytes === null ? '' : `${formatNumber(bytes)} bytes`,
  ].filter((text) => text !== '')
  return (
    <div className={classes['result']} role="status">
      <Mark tone={ok ? 'running' : 'failed'} shape={ok ? 'circle' : 'square'}>
        {ok ? `Works from ${cluster.name}` : `Does not work from ${cluster.name}`}
      </Mark>
      <span>{ok ? sentence(figures.join(', ') || message) : sentence(message)}</span>
    </div>
  )
}
