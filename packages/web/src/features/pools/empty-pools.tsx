import { CopyButton } from '../../components/command/copy-button.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { labelCommand } from '../clusters/kubectl-commands.ts'
import type { Pool } from './pool-fields.ts'

/** Pools that take no node as things are, each with the command that gives them one. */
export function EmptyPools({ pools }: { pools: readonly Pool[] }) {
  return pools
    .filter(({ isDefault, nodes }) => !isDefault && nodes.total === 0)
    .map(({ id, name, selector, clusters }) => {
      const command = labelCommand('NODE', { set: selector, removed: [] })
      const where = clusters.map((cluster) => cluster.name).join(' or ')
      return (
        <Notice
          key={id}
          tone="warn"
          title={`${name} has no node.`}
          action={<CopyButton text={command} label={`Copy the command for ${name}`} />}
        >
          A node{where ? ` of ${where}` : ''} belongs to it as soon as it has its labels, unless a pool that comes first
          by name takes it: <code>{command}</code>
        </Notice>
      )
    })
}
