import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet } from '../commands/command-set.ts'
import type { toCreate, toUpdate } from './connection-form.ts'

const path = (project: string, name?: string) =>
  `/projects/${encodeURIComponent(project)}/connections${name === undefined ? '' : `/${encodeURIComponent(name)}`}`

export const connectionCommands = {
  list: (project: string): Commands =>
    commandSet({
      cli: { words: ['connection', 'ls'], options: { project } },
      request: { method: 'GET', path: path(project) },
    }),
  create: ({ project, name, ...body }: ReturnType<typeof toCreate>): Commands =>
    commandSet({
      cli: {
        words: ['connection', 'add', name === '' ? 'NAME' : name],
        options: {
          project,
          type: body.type,
          set: Object.entries(body.settings).map(([key, value]) => `${key}=${value}`),
          secret: body.secret,
          mount: body.mountPath,
          'read-only': body.readOnly ? true : undefined,
          description: body.description,
        },
      },
      request: { method: 'POST', path: path(project), body: { name, ...body } },
    }),
  update: (project: string, name: string, body: ReturnType<typeof toUpdate>): Commands =>
    commandSet({ request: { method: 'PATCH', path: path(project, name), body } }),
  remove: (project: string, name: string): Commands =>
    commandSet({
      cli: { words: ['connection', 'rm', name], options: { project } },
      request: { method: 'DELETE', path: path(project, name) },
    }),
  test: (project: string, name: string, cluster: string | undefined): Commands =>
    commandSet({
      cli: { words: ['connection', 'test', name], options: { project, cluster } },
      request: {
        method: 'POST',
        path: `${path(project, name)}/test`,
        body: cluster === undefined ? {} : { cluster },
      },
    }),
}
