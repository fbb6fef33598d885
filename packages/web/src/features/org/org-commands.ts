import type { Commands } from '../../components/command/command-box.tsx'
import { MAIN_RESOURCES } from '../../lib/format/amounts.ts'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'
import { ruleText } from '../placement/label-rules.ts'
import type { Quota } from './quota-lines.ts'

const or = (text: string, preset: string) => (text === '' ? preset : text)

export const orgCommands = {
  list: (): Commands =>
    commandSet({ cli: { words: ['project', 'ls'] }, request: { method: 'GET', path: '/projects' } }),
  addDepartment: (name: string): Commands =>
    commandSet({
      cli: { words: ['department', 'add', or(name, 'NAME')] },
      request: { method: 'POST', path: '/departments', body: { name } },
    }),
  removeDepartment: (name: string): Commands =>
    commandSet({
      cli: { words: ['department', 'rm', name] },
      request: { method: 'DELETE', path: `/departments/${encodeURIComponent(name)}` },
    }),
  addProject: (project: Inputs['projects']['create']): Commands =>
    commandSet({
      cli: {
        words: ['project', 'add', or(project.name, 'NAME')],
        options: {
          department: or(project.department, 'DEPARTMENT'),
          description: project.description === '' ? undefined : project.description,
          namespace: project.namespace,
          'lost-after': project.lostAfter,
          'cluster-rule': project.clusterRules?.map(ruleText),
        },
      },
      request: { method: 'POST', path: '/projects', body: project },
    }),
  setProject: (name: string, change: Omit<Inputs['projects']['update'], 'project'>): Commands =>
    commandSet({
      cli: {
        words: ['project', 'set', name],
        options: {
          description: change.description,
          'lost-after': change.lostAfter,
          'cluster-rule': change.clusterRules?.map(ruleText),
          'no-cluster-rules': change.clusterRules?.length === 0 ? true : undefined,
        },
      },
      request: { method: 'PATCH', path: `/projects/${encodeURIComponent(name)}`, body: change },
    }),
  moveProject: (name: string, department: string): Commands =>
    commandSet({
      cli: { words: ['project', 'move', name], options: { to: or(department, 'DEPARTMENT') } },
      request: { method: 'POST', path: `/projects/${encodeURIComponent(name)}/move`, body: { department } },
    }),
  archiveProject: (name: string): Commands =>
    commandSet({
      cli: { words: ['project', 'rm', name] },
      request: { method: 'DELETE', path: `/projects/${encodeURIComponent(name)}` },
    }),
  /** Names stand in place of ids, for those who read it. */
  setQuota: (quota: Quota, request: Inputs['quotas']['set']): Commands => {
    const { project: _project, department: _department, nodePool: _pool, ...lines } = request
    const { queue, nodePool } = quota
    const flat = MAIN_RESOURCES.flatMap((resource) => [
      [resource, lines[resource]?.deserved],
      [`${resource}-limit`, lines[resource]?.limit],
      [`${resource}-weight`, lines[resource]?.weight],
      [`${resource}-borrow`, lines[resource]?.borrowLimit],
      [`${resource}-lend`, lines[resource]?.lendLimit],
      [`${resource}-user`, lines[resource]?.userLimit],
    ])
    const cli = {
      words: ['quota', 'set', ...(queue.kind === 'project' ? [queue.name] : [])],
      options: {
        department: queue.kind === 'department' ? queue.name : undefined,
        pool: nodePool.name,
        ...(Object.fromEntries(flat) as Record<string, string | number | undefined>),
        'min-runtime': lines.minRuntime === null ? 'inherit' : lines.minRuntime,
        resource: Object.entries(lines.extended ?? {}).flatMap(([name, line]) => resourceOptions(name, line)),
        rank: lines.rank,
      },
    }
    return commandSet({
      cli,
      request: {
        method: 'PUT',
        path: '/quotas',
        body: { [queue.kind]: queue.name, nodePool: nodePool.name, ...lines },
      },
    })
  },
}

const WORDS = {
  deserved: 'deserved',
  limit: 'limit',
  weight: 'weight',
  borrowLimit: 'borrow',
  lendLimit: 'lend',
  userLimit: 'user',
}

/** Each field of a resource that only some clusters have, as `--resource` takes it. */
function resourceOptions(
  name: string,
  line: Partial<Record<keyof typeof WORDS, string | number | undefined>>,
): string[] {
  return Object.entries(WORDS).flatMap(([field, word]) => {
    const value = line[field as keyof typeof WORDS]
    return value === undefined ? [] : [`${name}:${word}=${value}`]
  })
}
