// Made by tools/gen-changelog.ts from changes/. Do not edit.
export const CHANGELOG: readonly { version: string; changes: readonly { area: string; text: string }[] }[] = [
  {
    version: '0.1.0',
    changes: [
      { area: 'agent', text: 'It becomes another release by itself when somebody approves that: beside the old one, with a gate, and back by itself when the new one does not work. The owner of a cluster can forbid it with policy.selfUpgrade.' },
      { area: 'cli', text: 'fairlead cluster upgrade, channel and window show and decide which release an agent gets, and when.' },
      { area: 'console', text: 'A cluster shows the release of its agent, its channel and its maintenance window; an upgrade is approved with one button, with what is new beside it.' },
      { area: 'control-plane', text: 'The first release: one fair-share tree over many clusters, with an agent in each that dials out.' },
      { area: 'control-plane', text: 'Agents of the last four versions of the protocol are understood. Others are told what is wrong and what to do, and so is whoever looks at their cluster.' },
    ],
  },
]
