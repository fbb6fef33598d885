import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { applyLabels, readLabelChanges, writeLabelChanges } from '../../lib/label-changes.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { poolOf } from '../pools/match-nodes.ts'
import { isKubernetes, labelCommand } from './kubectl-commands.ts'
import type { Node } from './node-heat.ts'
import classes from './node-panel.module.css'

/** The labels of a node, and the command that changes them, with the pool that it would then belong to. */
export function NodeLabels({ node }: { node: Node }) {
  const section = useRef<HTMLElement>(null)
  const [text, setText] = useState('')
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const labels = Object.entries(node.labels)
  const { error, ...changes } = readLabelChanges(text)
  const isChanged = error === undefined && writeLabelChanges(changes).length > 0
  const next = poolOf(pools.data?.items ?? [], { ...node, labels: applyLabels(node.labels, changes) })
  useShortcut('l', 'Labels of the node', 'This page', () => {
    section.current?.scrollIntoView({ block: 'start' })
    const field = section.current?.querySelector('input') ?? section.current
    field?.focus({ preventScroll: true })
  })
  return (
    <section ref={section} className={classes['part']} tabIndex={-1} aria-label="Labels">
      <h3>{plural(labels.length, 'label')}</h3>
      <div className={classes['tags']}>
        {labels.map(([name, value]) => (
          <Tag key={name}>{`${name}=${value}`}</Tag>
        ))}
      </div>
      {isKubernetes(node) ? (
        <>
          <TextInput
            label="Change labels"
            description="key=value, or key- to take it off. Labels are the cluster’s: its owner changes them."
            placeholder="gpu=h100 zone-"
            autoComplete="off"
            spellCheck={false}
            value={text}
            error={text === '' || text.endsWith(' ') || error === undefined ? undefined : error}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {isChanged ? (
            <>
              <CommandBox
                title="With kubectl"
                commands={[{ name: 'kubectl', text: labelCommand(node.name, changes) }]}
                isWrapped
              />
              <p className={classes['none']} role="status">
                {next === undefined
                  ? null
                  : next === node.nodePool?.name
                    ? `It stays in the pool ${next}.`
                    : `It would then belong to the pool ${next}${node.nodePool ? `, and no longer to ${node.nodePool.name}` : ''}.`}
              </p>
            </>
          ) : null}
        </>
      ) : null}
    </section>
  )
}
