import { useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { describeAmount } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { readKeyValues } from '../submit/key-values.ts'
import { matchNodes } from './match-nodes.ts'
import { poolCommands } from './pool-commands.ts'
import { changeOf, fieldsOf, problemsOf, type Pool, type PoolFields } from './pool-fields.ts'
import { PoolRules } from './pool-rules.tsx'
import classes from './pools.module.css'

interface PoolDialogProps {
  /** Absent: a new one. */
  pool: Pool | undefined
  pools: readonly Pool[]
  onClose: () => void
}

/** A pool, new or changed, with the nodes that it would take while it is being typed. */
export function PoolDialog({ pool, pools, onClose }: PoolDialogProps) {
  const formId = useId()
  const [fields, setFields] = useState(() => fieldsOf(pool))
  const isDefault = pool?.isDefault === true
  const problems = problemsOf(fields, isDefault)
  const change = changeOf(pool, fields)
  const made = { ...change, name: fields.name, selector: readKeyValues(fields.labels).values }
  const commands = pool ? poolCommands.set(pool.name, change) : poolCommands.add(made)
  const saved = {
    said: ({ name }: Pool) => ({ title: `Node pool ${name} is saved` }),
    commands,
    reads: [trpc.nodePools, trpc.nodes, trpc.queues],
    after: onClose,
  }
  const create = useDeed(trpc.nodePools.create.mutationOptions(), saved)
  const update = useDeed(trpc.nodePools.update.mutationOptions(), saved)
  const isGood = Object.keys(problems).length === 0 && (!pool || Object.keys(change).length > 0)
  const onChange = (next: Partial<PoolFields>) => setFields((before) => ({ ...before, ...next }))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!isGood) return
    if (pool) update.mutate({ nodePool: pool.id, ...change })
    else create.mutate(made as Parameters<typeof create.mutate>[0])
  }
  return (
    <Dialog
      title={pool ? `Node pool ${pool.name}` : 'New node pool'}
      isOpen
      onClose={onClose}
      width={600}
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
            value={fields.name}
            autoComplete="off"
            data-autofocus
            error={problems.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
        {isDefault ? (
          <p className={classes['dim']}>
            The default pool holds every node that no other pool takes, so it has no labels of its own.
          </p>
        ) : (
          <Members fields={fields} error={problems.labels} pools={pools} onChange={onChange} />
        )}
        <PoolRules fields={fields} problems={problems} onChange={onChange} />
      </form>
      <CommandBox title="The same by hand" commands={commands} isWrapped />
      <ProblemNotice error={create.error ?? update.error} />
    </Dialog>
  )
}

interface MembersProps {
  fields: PoolFields
  error: string | undefined
  pools: readonly Pool[]
  onChange: (change: Partial<PoolFields>) => void
}

/** Which nodes it takes, and how many those are as things stand. */
function Members({ fields, error, pools, onChange }: MembersProps) {
  const nodes = useQuery(trpc.nodes.list.queryOptions({}))
  const known = useQuery(trpc.clusters.list.queryOptions({}))
  const { values: selector } = readKeyValues(fields.labels)
  const defaultPool = pools.find(({ isDefault }) => isDefault)?.name
  const match = matchNodes(nodes.data?.items ?? [], selector, fields.clusters, { name: fields.name, defaultPool })
  const gpus = match.nodes.reduce((sum, node) => sum + (node.allocatable['gpu'] ?? 0), 0)
  return (
    <>
      <Textarea
        label="Labels"
        description="key=value lines; a node has to have all of them."
        rows={2}
        spellCheck={false}
        className={classes['mono'] ?? ''}
        value={fields.labels}
        error={error}
        onChange={(event) => onChange({ labels: event.currentTarget.value })}
      />
      <div className={classes['row']}>
        <FilterPicker
          label={fields.clusters.length > 0 ? 'Only nodes of' : 'Nodes of any cluster'}
          options={(known.data?.items ?? []).map((cluster) => ({ value: cluster.name, label: cluster.name }))}
          value={fields.clusters}
          isMultiple
          onChange={(clusters) => onChange({ clusters })}
        />
        <span role="status" className={classes['dim']}>
          {Object.keys(selector).length > 0
            ? `matches ${plural(match.nodes.length, 'node')}, ${describeAmount('gpu', gpus)}`
            : 'matches nothing yet'}
        </span>
      </div>
      {match.taken.size > 0 ? (
        <Notice tone="warn" title="Overlap.">
          {[...match.taken].map(([other, count]) => `${plural(count, 'node')} of ${other}`).join(', ')}. A node belongs
          to the first pool by name whose labels it has.
        </Notice>
      ) : null}
    </>
  )
}
