import { Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { describeAmount } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { readKeyValues, writeKeyValues } from '../submit/key-values.ts'
import { matchNodes } from './match-nodes.ts'
import { poolCommands } from './pool-commands.ts'
import classes from './pools.module.css'

export type Pool = Outputs['nodePools']['list']['items'][number]

interface PoolDialogProps {
  /** Absent: a new one. */
  pool: Pool | undefined
  pools: readonly Pool[]
  onClose: () => void
}

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/

/** A pool, new or changed, with the nodes that it would take while it is being typed. */
export function PoolDialog({ pool, pools, onClose }: PoolDialogProps) {
  const formId = useId()
  const [name, setName] = useState(pool?.name ?? '')
  const [labels, setLabels] = useState(pool ? writeKeyValues(pool.selector) : '')
  const [clusters, setClusters] = useState<string[]>(pool?.clusters.map((cluster) => cluster.name) ?? [])
  const [strategy, setStrategy] = useState<Pool['strategy']>(pool?.strategy ?? 'binpack')
  const [minRuntime, setMinRuntime] = useState(pool && pool.minRuntimeSeconds > 0 ? `${pool.minRuntimeSeconds}s` : '')
  const nodes = useQuery(trpc.nodes.list.queryOptions({}))
  const known = useQuery(trpc.clusters.list.queryOptions({}))
  const { values: selector, error: labelError } = readKeyValues(labels)
  const defaultPool = pools.find(({ isDefault }) => isDefault)?.name
  const match = matchNodes(nodes.data?.items ?? [], selector, clusters, { name, defaultPool })
  const saved = {
    onSuccess: ({ name: done }: Pool) => {
      for (const key of [trpc.nodePools.pathKey(), trpc.nodes.pathKey(), trpc.queues.pathKey()])
        void queryClient.invalidateQueries({ queryKey: key })
      toast({ tone: 'success', title: `Node pool ${done} is saved` })
      onClose()
    },
  }
  const create = useMutation(trpc.nodePools.create.mutationOptions(saved))
  const update = useMutation(trpc.nodePools.update.mutationOptions(saved))
  const isDefault = pool?.isDefault === true
  const runtime = minRuntime.trim() === '' ? (pool ? '0s' : undefined) : minRuntime.trim()
  const change = {
    ...(isDefault ? {} : { selector, clusters }),
    strategy,
    ...(runtime === undefined ? {} : { minRuntime: runtime }),
  }
  const isRuntime = runtime === undefined || /^\d{1,9}[smhd]$/.test(runtime)
  const isGood =
    NAME.test(name) && (isDefault || Object.keys(selector).length > 0) && labelError === undefined && isRuntime
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!isGood) return
    if (pool) update.mutate({ nodePool: pool.id, ...change })
    else
      create.mutate({ name, selector, clusters, strategy, ...(runtime === undefined ? {} : { minRuntime: runtime }) })
  }
  return (
    <Dialog
      title={pool ? `Node pool ${pool.name}` : 'New node pool'}
      isOpen
      onClose={onClose}
      width={560}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={!isGood}
            isBusy={create.isPending || update.isPending}
          >
            {pool ? 'Save pool' : 'Create pool'}
          </Button>
        </>
      }
    >
      <form id={formId} className={classes['form']} noValidate onSubmit={onSubmit}>
        {pool ? null : (
          <TextInput
            label="Name"
            value={name}
            autoComplete="off"
            data-autofocus
            error={name === '' || NAME.test(name) ? undefined : 'Lower-case letters, digits and dashes'}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {isDefault ? (
          <p className={classes['dim']}>
            The default pool holds every node that no other pool takes, so it has no labels of its own.
          </p>
        ) : (
          <>
            <Textarea
              label="Labels"
              description="key=value lines; a node has to have all of them."
              rows={2}
              spellCheck={false}
              className={classes['mono'] ?? ''}
              value={labels}
              error={labelError}
              onChange={(event) => setLabels(event.currentTarget.value)}
            />
            <div className={classes['row']}>
              <FilterPicker
                label={clusters.length > 0 ? 'Only nodes of' : 'Nodes of any cluster'}
                options={(known.data?.items ?? []).map((cluster) => ({ value: cluster.name, label: cluster.name }))}
                value={clusters}
                isMultiple
                onChange={setClusters}
              />
              <span role="status" className={classes['dim']}>
                {Object.keys(selector).length > 0
                  ? `matches ${plural(match.nodes.length, 'node')}, ${describeAmount(
                      'gpu',
                      match.nodes.reduce((sum, node) => sum + (node.allocatable['gpu'] ?? 0), 0),
                    )}`
                  : 'matches nothing yet'}
              </span>
            </div>
            {match.taken.size > 0 ? (
              <Notice tone="warn" title="Overlap.">
                {[...match.taken].map(([other, count]) => `${plural(count, 'node')} of ${other}`).join(', ')}. A node
                belongs to the first pool by name whose labels it has.
              </Notice>
            ) : null}
          </>
        )}
        <div className={classes['row']}>
          <Picker
            label="Placement"
            options={[
              { value: 'binpack', label: 'Fill nodes up (bin-pack)' },
              { value: 'spread', label: 'Spread over nodes' },
            ]}
            value={strategy}
            onChange={(value) => setStrategy(value === 'spread' ? 'spread' : 'binpack')}
            width={230}
          />
          <TextInput
            label="A run is safe from preemption for"
            placeholder="0s"
            value={minRuntime}
            error={isRuntime ? undefined : 'Such as 10m'}
            onChange={(event) => setMinRuntime(event.currentTarget.value)}
            w={230}
          />
        </div>
      </form>
      <CommandBox
        title="The same by hand"
        commands={
          pool
            ? poolCommands.set(pool.name, change)
            : poolCommands.add({
                name,
                selector,
                clusters,
                strategy,
                ...(runtime === undefined ? {} : { minRuntime: runtime }),
              })
        }
        isWrapped
      />
      <ProblemNotice error={create.error ?? update.error} />
    </Dialog>
  )
}
