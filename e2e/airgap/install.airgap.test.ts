import { afterAll, beforeAll, inject } from 'vitest'
import { describeApplying } from './support/describe-applying.ts'
import { describeGap } from './support/describe-gap.ts'
import { describeLife } from './support/describe-life.ts'
import { describePreparing } from './support/describe-preparing.ts'
import { describeRemoving } from './support/describe-removing.ts'
import { describeUsing } from './support/describe-using.ts'
import type { Installation } from './support/installation.ts'
import { NODE_PORT, openOfflineSite } from './support/offline-site.ts'
import { timed } from './support/tell.ts'

/** One site from the first look at a bundle to the last object that is removed, with nothing outside of it in reach. */
const { folder } = inject('bundle')
const installed = {} as Installation

beforeAll(async () => {
  const site = await timed('site', () => openOfflineSite(folder, (line) => process.stdout.write(`${line}\n`)))
  Object.assign(installed, { site, url: `http://${site.address}:${NODE_PORT}` })
}, 1_800_000)
afterAll(() => installed.site?.stop())

describePreparing(installed)
describeApplying(installed)
describeUsing(installed)
describeLife(installed)
describeRemoving(installed)
describeGap(installed)
