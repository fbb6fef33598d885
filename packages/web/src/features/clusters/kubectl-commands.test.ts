import { expect, test } from 'vitest'
import { isKubernetes, kubectlCommands, labelCommand } from './kubectl-commands.ts'

const node = { name: 'gpu-07', schedulable: true, cordoned: null }
const texts = (change: object) => kubectlCommands({ ...node, ...change }).map(({ text }) => text)

test('kubectl describes, cordons and drains a node, and lets go what was cordoned there', () => {
  expect(texts({})).toEqual([
    'kubectl describe node gpu-07',
    'kubectl cordon gpu-07',
    'kubectl drain gpu-07 --ignore-daemonsets --delete-emptydir-data',
  ])
  expect(texts({ schedulable: false })).toContain('kubectl uncordon gpu-07')
  expect(texts({ schedulable: false, cordoned: { at: '', by: 'kim' } })).toContain('kubectl cordon gpu-07')
})

test('labels are changed in one command, and a value is one word of a shell', () => {
  expect(labelCommand('gpu-07', { set: { gpu: 'h100', empty: '' }, removed: ['zone'] })).toBe(
    'kubectl label node gpu-07 gpu=h100 empty= zone- --overwrite',
  )
})

test('a host without a kubelet has no commands of kubectl', () => {
  expect(isKubernetes({ versions: { kernel: '6.1' } })).toBe(false)
})
