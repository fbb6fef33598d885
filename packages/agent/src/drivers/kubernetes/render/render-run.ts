import type { RunRequest } from '../../driver.ts'
import type { RenderContext } from './render-context.ts'
import { renderDistributed, renderJob } from './render-job.ts'
import { renderEndpoint } from './render-endpoint.ts'
import { renderEvaluation } from './render-evaluation.ts'
import { renderImageBuild } from './render-image-build.ts'
import { renderWithEngine } from './render-with-engine.ts'
import { renderWorkspace } from './render-workspace.ts'
import type { Rendered } from './rendered.ts'

/** A run as Kubernetes objects. The same request makes the same objects. Throws `RenderRefusal` for what this cluster cannot give. */
export function renderRun(request: RunRequest, context: RenderContext): Rendered {
  return renderWithEngine(request, context) ?? renderPlain(request, context)
}

function renderPlain(request: RunRequest, context: RenderContext): Rendered {
  switch (request.spec.workload.kind) {
    case 'distributed':
      return renderDistributed(request, context)
    case 'workspace':
      return renderWorkspace(request, context)
    case 'endpoint':
      return renderEndpoint(request, context)
    case 'evaluation':
      return renderEvaluation(request, context)
    case 'image-build':
      return renderImageBuild(request, context)
    default:
      return renderJob(request, context)
  }
}
