import { action } from '../app/action.ts'
import { readReleases } from './read-releases.ts'
import { ListReleases, Releases } from './schemas.ts'

export const listReleases = action({
  name: 'release.list',
  summary: 'Releases of the agent that this control plane may offer, with what is new in them',
  rest: { method: 'get', path: '/releases' },
  allow: 'cluster:read',
  input: ListReleases,
  output: Releases,
  run: (ctx) => {
    const { version } = ctx.app
    return Promise.resolve({ version, items: readReleases(ctx.app).releases })
  },
})
