import type { ClusterUpgrades } from '@fairlead/sdk'
import { fields } from '../output/fields.ts'
import { wrap } from '../output/fit.ts'
import { local } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** What there is to say of the releases of one cluster's agent. */
export function showUpgrades(app: App, view: ClusterUpgrades): string {
  const { offer, current, window } = view
  const facts = fields(
    [
      ['Cluster', view.cluster.name],
      ['Agent', view.agentVersion === null ? null : `${view.agentVersion} (${view.skew})`],
      ['Channel', view.channel === 'pinned' ? `pinned to ${view.version}` : view.channel],
      ['Upgrades', view.mode === 'manual' ? 'wait for an approval' : 'approve themselves'],
      ['Window', window === null ? 'any time' : windowText(window)],
      ['Window opens', window === null ? null : view.windowOpen ? 'it is open' : local(view.opensAt)],
      ['Offer', offer === null ? 'none' : offer.version],
      ['Under way', current === null ? null : `${current.toVersion}: ${current.state}, ${current.message}`],
    ],
    app,
  )
  const rest = [
    ...(current === null ? wrap(view.message, app.width ?? 100).map((line) => `${line}\n`) : []),
    ...(offer === null || offer.changes.length === 0
      ? []
      : ['\nWhat is new:\n', ...offer.changes.map(({ area, text }) => `  ${area}: ${text}\n`)]),
    ...(view.history.length === 0
      ? []
      : [
          '\nBefore:\n',
          ...view.history
            .slice(0, 5)
            .map(
              (one) =>
                `  ${local(one.createdAt)}  ${one.fromVersion} to ${one.toVersion}: ${one.state}, ${one.message}\n`,
            ),
        ]),
  ]
  return facts + rest.join('')
}

/** `fri, sat from 22:00 for 4 h (Europe/Berlin)`. */
function windowText({ days, from, hours, timeZone }: NonNullable<ClusterUpgrades['window']>): string {
  return `${days.length === 7 ? 'every day' : days.join(', ')} from ${from} for ${hours} h (${timeZone})`
}
