import type { Refusal, RunRequest } from '../driver.ts'
import type { NodeLedger } from '../node-ledger.ts'
import { policyRefusal } from './agent-policy.ts'
import { isAllowedNamespace, type KubernetesSettings } from './kubernetes-settings.ts'
import { recordOf } from './observe/run-record.ts'
import { RenderRefusal, type RenderContext } from './render/render-context.ts'
import { renderRun } from './render/render-run.ts'

/** Whether a run can be realised here: allowed, expressible, and with room on its nodes, which is kept for it. */
export function admitRun(
  request: RunRequest,
  around: {
    settings: KubernetesSettings
    context: RenderContext
    ledger: NodeLedger
    refused: { name: string; problem: string }[]
    /** Thousandths of devices that other runs have. */
    gpusInUse: number
  },
): Refusal | undefined {
  const { settings, context, ledger, refused, gpusInUse } = around
  const { namespace } = request.spec.project
  if (!isAllowedNamespace(settings.namespaces, namespace)) {
    return {
      code: 'POLICY_DENIED',
      message: `the agent may not work in namespace ${namespace}: its setting namespaces lists ${settings.namespaces.join(', ') || 'none'}`,
      retryable: false,
    }
  }
  const denied = policyRefusal(settings.policy, request.spec, gpusInUse)
  if (denied !== undefined) return denied
  const blind = refused.find(({ name }) => /^(ConfigMap|Job|Pod) /.test(name) && isFor(name, namespace))
  if (blind !== undefined) {
    return { code: 'RIGHT_MISSING', message: `the agent cannot see ${blind.name}: ${blind.problem}`, retryable: true }
  }
  try {
    recordOf(request, renderRun(request, context), settings.clusterId, 0)
  } catch (error) {
    if (!(error instanceof RenderRefusal)) throw error
    return { code: error.code, message: error.message, retryable: false }
  }
  if (settings.isElastic && request.spec.nodes.length === 0) return undefined
  return ledger.admit(request)
}

function isFor(name: string, namespace: string): boolean {
  return name.endsWith(` ${namespace}`) || name.endsWith(' of all namespaces')
}
