import { removeRuntimeAtExit } from './remove-runtime.ts'

/** The provider for Terraform and OpenTofu of a bundle. */
removeRuntimeAtExit()
await import('../../packages/terraform-provider/src/main.ts')
